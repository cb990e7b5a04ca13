"""Rows of history and feed: one sentence an act, and below it what changed, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet, Event
from events.registry import verb_of
from notes.markdown import plain_text
from shots.models import Kind

from .selectors import sampled_events, verb_counts
from .values import TEXT_SHOWN, Change, Names, changes_of, names_of

_THINGS = {
    "shot": ("shot", "shots"),
    "asset": ("asset", "assets"),
    "sequence": ("sequence", "sequences"),
    "episode": ("episode", "episodes"),
    "task": ("task", "tasks"),
    "note": ("note", "notes"),
    "cut": ("cut", "cuts"),
    "version": ("version", "versions"),
    "casting": ("casting", "castings"),
    "milestone": ("milestone", "milestones"),
    "member": ("person", "people"),
    "file": ("file", "files"),
    "catalogue": ("department", "departments"),
    "department": ("department", "departments"),
    "user": ("person", "people"),
    "invitation": ("invitation", "invitations"),
    "studio": ("studio", "studios"),
}
_ACTS = {
    "created": "added",
    "added": "added",
    "updated": "edited",
    "status_changed": "set",
    "assigned": "assigned",
    "state_changed": "changed the state of",
    "checked": "ticked lines of",
    "client_visibility_changed": "changed who reads",
    "attachments_changed": "changed the attachments of",
    "role_changed": "changed the role of",
    "trashed": "trashed",
    "brought_back": "brought back",
    "recoded": "renamed",
    "moved": "moved",
    "renumbered": "put in order",
    "thumbnail_changed": "changed the picture of",
    "status_moved": "moved",
    "type_moved": "moved",
}
# Verbs that speak for the whole act come first, then whatever there is most of.
_FIRST = {"project.created": 0, "cut.imported": 1, "shot.created": 2, "asset.created": 2, "sequence.trashed": 2}
_FIRST |= {"catalogue.removed": 0, "pipeline.removed": 1}
_IMPLIED = {
    "task.created": {"shot.created", "asset.created", "sequence.created", "episode.created"},
    "shot.recoded": {"sequence.updated", "sequence.moved", "episode.updated"},
    "sequence.recoded": {"episode.updated"},
    **{f"{kind}.renumbered": {f"{kind}.moved", f"{kind}.created"} for kind in Kind},
    "member.added": {"project.created"},
    "pipeline.filled": {"project.created"},
    "catalogue.created": {"project.created"},
    "pipeline.added": {"catalogue.added", "project.created"},
    # The file is a part of what holds it.
    "file.stored": {"version.created", "note.created", "shot.updated", "asset.updated", "project.thumbnail_changed"},
}


@dataclass(frozen=True)
class Piece:
    """A part of the sentence: words, the thing they speak of, more words."""

    words: str
    thing: str = ""
    url: str = ""
    after: str = ""


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    changes: Sequence[Change]
    quote: str = ""


@dataclass(frozen=True)
class Entry:
    """One act. `chip` is the status change that the sentence ends with; `more` counts events without a line."""

    pk: int
    actor: User
    changes: ChangeSet
    pieces: Sequence[Piece]
    chip: Change | None = None
    lines: Sequence[Line] = ()
    more: int = 0
    undo_url: str = ""
    undo_word: str = ""
    is_undone: bool = False

    @property
    def url(self) -> str:
        """The page of this act."""
        return reverse("activity:change-set", args=[self.pk])


@dataclass
class _Group:
    """The events of one verb in a change set; `samples` are the first of them."""

    verb: str
    count: int
    samples: list[Event] = field(default_factory=list)

    @property
    def noun(self) -> str:
        return self.verb.split(".")[0]

    @property
    def things(self) -> str:
        one, many = _THINGS.get(self.noun, ("thing", "things"))
        return f"{self.count:,} {one if self.count == 1 else many}"

    @property
    def words(self) -> str:
        act = self.verb.split(".")[1]
        return _ACTS.get(act, act.replace("_", " "))


def entries_of(viewer: User, changes: list[ChangeSet], *, may_edit: bool, entity_id: int | None = None) -> list[Entry]:
    """The acts as rows, in four queries whatever their number. With `entity_id` only what they did to that entity."""
    counts = verb_counts(viewer, changes, entity_id=entity_id)
    samples = sampled_events(viewer, changes, entity_id=entity_id)
    names = names_of(viewer, samples)
    groups: dict[int, dict[str, _Group]] = {row.pk: {} for row in changes}
    own = names.entities.get(entity_id or 0)
    for event in samples:
        if own is not None:
            # On its own page the shot needs no naming: "SQ010_SH0010 ANM" is "ANM".
            event.title = event.title.removeprefix(f"{own.code} ")
        held = groups[event.change_set_id]
        group = held.setdefault(event.verb, _Group(event.verb, counts[(event.change_set_id, event.verb)]))
        group.samples.append(event)
    return [
        _entry(viewer, row, list(groups[row.pk].values()), names, may_edit=may_edit)
        for row in changes
        if groups[row.pk]
    ]


def _entry(viewer: User, row: ChangeSet, all_groups: list[_Group], names: Names, *, may_edit: bool) -> Entry:
    verbs = {group.verb for group in all_groups}
    groups = [group for group in all_groups if not _IMPLIED.get(group.verb, set()) & verbs]
    groups.sort(key=lambda group: (_FIRST.get(group.verb, 9), -group.count))
    chip = _chip(groups)
    lines = [] if row.undoes else _lines(groups, names, chip)
    undo_word = _undo_word(row, verbs) if may_edit or row.actor_id == viewer.pk else ""
    total = sum(group.count for group in groups)
    return Entry(
        pk=row.pk,
        actor=row.actor,
        changes=row,
        pieces=[_taken_back(row)] if row.undoes else _pieces(groups, names, chip),
        chip=None if row.undoes else chip,
        lines=lines,
        more=total - len(lines) if lines and total > 1 else 0,
        undo_word=undo_word,
        undo_url=reverse("activity:change-set-undo", args=[row.pk]) if undo_word else "",
        is_undone=row.undone_at is not None and row.undoes is None,
    )


def _undo_word(row: ChangeSet, verbs: Iterable[str]) -> str:
    """ "Undo", "Redo", or nothing where the act stands no more or can't be taken back."""
    known = [verb_of(verb) for verb in verbs]
    if any(verb.covers == "project" for verb in known):
        known = [verb for verb in known if verb.covers == "project"]
    if row.undone_at is not None or any(verb.inverse is None for verb in known):
        return ""
    if row.undoes is None:
        return "Undo"
    # A redo has no button of its own: the act that it brought back has one.
    return "Redo" if row.undoes.undoes_id is None else ""


def _taken_back(row: ChangeSet) -> Piece:
    origin = row.undoes
    if origin is not None and origin.undoes is not None:
        return Piece("did again", f"“{origin.undoes.label}”")
    return Piece("took back", f"“{origin.label}”" if origin else "")


def _chip(groups: list[_Group]) -> Change | None:
    """The status that all tasks of the act were given; the one before only where it was a single task."""
    if len(groups) != 1 or groups[0].verb != "task.status_changed":
        return None
    pairs = [event.shown["status"] for event in groups[0].samples]
    if any(after != pairs[0][1] for _, after in pairs):
        return None
    return Change("status", pairs[0][0] if groups[0].count == 1 else None, pairs[0][1], is_status=True)


def _pieces(groups: list[_Group], names: Names, chip: Change | None) -> list[Piece]:
    pieces: list[Piece] = []
    for group in groups:
        if pieces and groups[0].verb == "cut.imported" and group.verb == "shot.created":
            pieces.append(Piece(f"{group.count:,} new {_THINGS['shot'][group.count > 1]}"))
        elif group.count == 1:
            pieces.append(_single(group.samples[0], names))
        else:
            pieces.append(Piece(f"{group.words} {group.things}", after="to" if chip else ""))
    return pieces


def _single(event: Event, names: Names) -> Piece:
    words, _, after = verb_of(event.verb).phrase.partition("{title}")
    if event.verb == "task.assigned":
        after = f"to {event.shown['assignees'][1] or 'nobody'}"
    elif event.verb == "member.added":
        after = f"as {event.shown['role'][1].lower()}"
    return Piece(words.strip(), event.title if "{title}" in verb_of(event.verb).phrase else "", names.url(event), after)


def _lines(groups: list[_Group], names: Names, chip: Change | None) -> list[Line]:
    """What stands below the sentence: nothing where it has said everything."""
    if chip is not None and groups[0].count == 1:
        return []
    total = sum(group.count for group in groups)
    lines = []
    for group in groups:
        for event in group.samples:
            changes = () if chip or group.verb in {"task.assigned", "member.added"} else changes_of(event, names)
            if changes or total > 1:
                lines.append(Line(event.title if total > 1 else "", names.url(event), changes))
            elif group.verb == "note.created":
                lines.append(Line("", "", (), quote=_quote(event)))
    return lines


@dataclass(frozen=True)
class EventLine:
    """One event of an act, said in full."""

    words: Piece
    changes: Sequence[Change]
    quote: str = ""


def lines_of(viewer: User, events: Sequence[Event]) -> list[EventLine]:
    """Each event as a line, for the page of one act: in three queries whatever their number."""
    names = names_of(viewer, events)
    return [
        EventLine(
            _single(event, names),
            () if event.verb in {"task.assigned", "member.added"} else changes_of(event, names),
            _quote(event) if event.verb == "note.created" else "",
        )
        for event in events
    ]


def _quote(event: Event) -> str:
    text = plain_text(event.after.get("body", ""))
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN].rstrip()}…"
