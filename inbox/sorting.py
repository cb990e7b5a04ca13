"""Who is told of an event, and why: the sorting office between the log and the inboxes."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from events.models import Audience, Event
from notes.markdown import mentioned_usernames
from notes.models import Note
from projects.models import Membership
from shots.models import Assignment, Entity, Task, Version

from .models import Choice, Reason, Watch

_WEIGHT = {reason: number for number, reason in enumerate(Reason.values)}
Reasons = dict[int, str]


@dataclass
class Slip:
    """What one act tells one person of one project; becomes an Item."""

    user_id: int
    change_set_id: int
    project_id: int
    reason: str
    title: str
    at: datetime.datetime
    entity_id: int | None
    task_id: int | None
    note_id: int | None
    version_id: int | None
    shown: dict[str, Any] = field(default_factory=dict)
    is_internal: bool = False
    count: int = 1

    @property
    def key(self) -> tuple[int, int, int]:
        return self.user_id, self.change_set_id, self.project_id

    def join(self, other: "Slip") -> None:
        """One line an act: the weightier reason speaks, things of the same kind are counted."""
        if _WEIGHT[other.reason] > _WEIGHT[self.reason]:
            return
        if _WEIGHT[other.reason] < _WEIGHT[self.reason]:
            self.__dict__.update(other.__dict__)
            return
        self.count += other.count
        self.is_internal |= other.is_internal
        for name in ("entity_id", "task_id", "note_id", "version_id"):
            if getattr(self, name) != getattr(other, name):
                setattr(self, name, None)
        if self.shown != other.shown:
            self.shown = {}


def slips_of(events: Iterable[Event]) -> list[Slip]:
    """The slips of some events, a dozen queries whatever their number. The events come with their change sets."""
    told = [event for event in events if event.verb in _READERS and event.project_id and not event.change_set.undoes_id]
    office = _Office(told)
    slips: dict[tuple[int, int, int], Slip] = {}
    for event in told:
        for slip in office.slips(event):
            if slip.key in slips:
                slips[slip.key].join(slip)
            else:
                slips[slip.key] = slip
    return list(slips.values())


class _Office:
    """What the events speak of, read at once for all of them."""

    def __init__(self, events: list[Event]) -> None:
        projects = {event.project_id for event in events}
        self.notes = _notes({event.target_id for event in events if event.target_type == "note"})
        self.threads = _threads(self.notes.values())
        tasks = {event.task_id for event in events if event.task_id}
        versions = {event.target_id for event in events if event.target_type == "version"}
        self.assigned = _assigned(tasks)
        self.gone_tasks = tasks - set(Task.objects.filter(pk__in=tasks).values_list("pk", flat=True))
        self.gone_versions = versions - set(Version.objects.filter(pk__in=versions).values_list("pk", flat=True))
        self.entities = _entities({event.entity_id for event in events if event.entity_id})
        self.members: dict[int, dict[int, bool]] = defaultdict(dict)
        rows = Membership.objects.filter(project__in=projects, user__is_active=True, user__is_bot=False)
        for project_id, user_id, is_client in rows.values_list("project_id", "user_id", "is_client"):
            self.members[project_id][user_id] = is_client
        self.administrators = set(User.objects.active().filter(is_superuser=True).values_list("pk", flat=True))
        self.choices: dict[tuple[int, int, int | None], str] = {}
        self.watchers: dict[int, set[int]] = defaultdict(set)
        watches = Watch.objects.made().filter(project__in=projects)
        for project_id, user_id, entity_id, choice in watches.values_list(
            "project_id", "user_id", "entity_id", "choice"
        ):
            self.choices[project_id, user_id, entity_id] = choice
            self.watchers[project_id].add(user_id)

    def slips(self, event: Event) -> Iterator[Slip]:
        if self._is_gone(event):
            return
        is_note = event.target_type == "note"
        for user_id, reason in _READERS[event.verb](self, event).items():
            if user_id == event.change_set.actor_id or not self._may_see(event, user_id):
                continue
            if self._choice(event, user_id) == Choice.MUTE and reason != Reason.MEMBER:
                continue
            yield Slip(
                user_id,
                event.change_set_id,
                event.project_id or 0,
                reason,
                event.title,
                event.at,
                event.entity_id if event.entity_id in self.entities else None,
                event.task_id,
                event.target_id if is_note else None,
                event.target_id if event.target_type == "version" else None,
                {"status": event.shown["status"][1]} if event.verb == "task.status_changed" else {},
                event.audience == Audience.INTERNAL,
            )

    def _is_gone(self, event: Event) -> bool:
        """Deleted for good before it was sorted: there is nothing left that a line could lead to."""
        return event.task_id in self.gone_tasks or (
            event.target_type == "version" and event.target_id in self.gone_versions
        )

    def _may_see(self, event: Event, user_id: int) -> bool:
        is_client = self.members[event.project_id or 0].get(user_id)
        if is_client is None:
            return user_id in self.administrators
        return not is_client or event.audience != Audience.INTERNAL

    def _choice(self, event: Event, user_id: int) -> str:
        """The nearest choice: of the entity, what it stands in, the project."""
        if user_id not in self.watchers[event.project_id or 0]:
            return Choice.NONE
        for place in (*self.entities.get(event.entity_id or 0, ()), None):
            choice = self.choices.get((event.project_id or 0, user_id, place))
            if choice:
                return choice
        return Choice.NONE

    def followers(self, event: Event, reason: str) -> Reasons:
        people = self.watchers[event.project_id or 0]
        return {user_id: reason for user_id in people if self._choice(event, user_id) == Choice.FOLLOW}


def _on_note(office: _Office, event: Event) -> Reasons:
    """Who is mentioned, who works on the task, who wrote in the thread, who follows."""
    note = office.notes.get(event.target_id)
    if note is None:
        return {}
    people = office.followers(event, Reason.NOTE)
    people |= dict.fromkeys(office.assigned[note.task_id or 0], Reason.NOTE)
    people |= dict.fromkeys(office.threads[note.parent_id or 0], Reason.NOTE)
    return people | dict.fromkeys((user.pk for user in note.mentions.all()), Reason.MENTION)


def _on_note_edited(office: _Office, event: Event) -> Reasons:
    """Who is mentioned by the new words and was not by the old ones."""
    note = office.notes.get(event.target_id)
    words = [str(event.after.get("body", "")), str(event.before.get("body", ""))]
    new = set(mentioned_usernames(words[0])) - set(mentioned_usernames(words[1]))
    people = note.mentions.all() if note else ()
    return {user.pk: Reason.MENTION for user in people if user.username in new}


def _on_note_shown(office: _Office, event: Event) -> Reasons:
    """Clients hear of a note when they get to see it."""
    if not event.after.get("is_client_visible"):
        return {}
    members = office.members[event.project_id or 0]
    return {user_id: why for user_id, why in _on_note(office, event).items() if members.get(user_id)}


def _on_assigned(_: _Office, event: Event) -> Reasons:
    held = set(event.before.get("assignees", ()))
    return {user_id: Reason.ASSIGNMENT for user_id in event.after.get("assignees", ()) if user_id not in held}


def _on_status(office: _Office, event: Event) -> Reasons:
    return office.followers(event, Reason.STATUS) | dict.fromkeys(office.assigned[event.task_id or 0], Reason.STATUS)


def _on_version(office: _Office, event: Event) -> Reasons:
    return office.followers(event, Reason.VERSION)


def _on_member(_: _Office, event: Event) -> Reasons:
    return {event.after["user"]: Reason.MEMBER} if "user" in event.after else {}


_READERS: dict[str, Callable[[_Office, Event], Reasons]] = {
    "note.created": _on_note,
    "note.updated": _on_note_edited,
    "note.client_visibility_changed": _on_note_shown,
    "task.assigned": _on_assigned,
    "task.status_changed": _on_status,
    "version.published": _on_version,
    "version.created": _on_version,
    "member.added": _on_member,
}


def _notes(ids: set[int]) -> dict[int, Note]:
    return Note.objects.prefetch_related("mentions").in_bulk(ids)


def _threads(notes: Iterable[Note]) -> dict[int, set[int]]:
    """Who wrote in the threads that the notes answer in."""
    people: dict[int, set[int]] = defaultdict(set)
    roots = {note.parent_id for note in notes if note.parent_id}
    rows = Note.objects.present()
    for part in (rows.filter(pk__in=roots), rows.filter(parent__in=roots)):
        for pk, parent_id, author_id in part.values_list("pk", "parent_id", "author_id"):
            people[parent_id or pk].add(author_id)
    return people


def _assigned(tasks: set[int]) -> dict[int, set[int]]:
    people: dict[int, set[int]] = defaultdict(set)
    for task_id, user_id in Assignment.objects.filter(task__in=tasks).values_list("task_id", "user_id"):
        people[task_id].add(user_id)
    return people


def _entities(ids: set[int]) -> dict[int, list[int]]:
    """Each entity with what it stands in, the nearest first."""
    rows = Entity.objects.filter(pk__in=ids).values_list("pk", "parent_id", "sequence_id", "episode_id")
    return {row[0]: [place for place in dict.fromkeys(row) if place] for row in rows}
