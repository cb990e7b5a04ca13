"""Items as people read them: who did what to which thing, what was said, and where it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from notes.markdown import plain_text

from .models import Item, Reason
from .querysets import ItemQuerySet

QUOTE = 220
_ONE = {
    Reason.MENTION: "mentioned you on",
    Reason.ASSIGNMENT: "assigned you",
    Reason.NOTE: "wrote a note on",
    Reason.STATUS: "set",
    Reason.VERSION: "published",
    Reason.MEMBER: "added you to",
}
_MANY = {
    Reason.MENTION: ("mentioned you in", "notes"),
    Reason.ASSIGNMENT: ("assigned you", "tasks"),
    Reason.NOTE: ("wrote", "notes"),
    Reason.STATUS: ("set", "tasks"),
    Reason.VERSION: ("published", "versions"),
    Reason.MEMBER: ("added you to", "projects"),
}
ICONS = {
    Reason.MENTION: "at",
    Reason.ASSIGNMENT: "mytasks",
    Reason.NOTE: "note",
    Reason.STATUS: "st-wip",
    Reason.VERSION: "film",
    Reason.MEMBER: "team",
}


@dataclass(frozen=True)
class Line:
    """One item: "Ana **set** SQ010_SH0030 CMP to [Retake]". `status` is what a chip needs."""

    item: Item
    words: str
    thing: str
    quote: str = ""
    status: dict[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> User:
        return self.item.change_set.actor

    @property
    def icon(self) -> str:
        return ICONS[Reason(self.item.reason)]

    @property
    def text(self) -> str:
        """The line in plain words, for mail and for the browser's notifications."""
        to = f" to {self.status['name']}" if self.status else ""
        return f"{self.actor.display_name} {self.words} {self.thing}{to}"

    @property
    def url(self) -> str:
        return place_of(self.item)


def lines_of(items: Iterable[Item]) -> list[Line]:
    return [_line(item) for item in items]


def with_what_lines_need(rows: ItemQuerySet) -> QuerySet[Item]:
    return rows.select_related(
        "change_set__actor", "project", "entity__project", "note__status", "note__parent", "note__task__task_type"
    )


def _line(item: Item) -> Line:
    reason, note = Reason(item.reason), item.note
    if item.count == 1:
        words, thing = _ONE[reason], item.project.name if reason == Reason.MEMBER else item.title
        if reason == Reason.NOTE and note is not None and note.parent_id:
            words = "answered on"
    else:
        words, things = _MANY[reason]
        thing = f"{item.count:,} {things}"
    status = item.shown.get("status") or {}
    return Line(item, words, thing, _quote(item), status)


def _quote(item: Item) -> str:
    if item.note is None:
        return ""
    text = plain_text(item.note.body) or ", ".join(line["text"] for line in item.note.checklist)
    return text if len(text) <= QUOTE else f"{text[:QUOTE].rstrip()}…"


def place_of(item: Item) -> str:
    """Where the item leads: the note in its thread, the shot or asset, one's tasks, the project."""
    if item.note is not None and item.entity is not None:
        return f"{item.entity.get_absolute_url()}?note={item.note.pk}#note-{item.note.pk}"
    if item.entity is not None:
        return item.entity.get_absolute_url()
    if item.reason == Reason.ASSIGNMENT:
        return reverse("desk:my-tasks")
    if item.reason == Reason.STATUS:
        return reverse("shots:shot-list", args=[item.project.code])
    return item.project.get_absolute_url()
