"""Undo and redo: a change set is taken back by a new change set, through the services, with the person's own rights.

An act S is taken back by U (undoes S); U is taken back by R, the redo (undoes U), and S stands again. The chain never
grows longer: taking back R is taking back S.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from core import clock
from core.errors import Conflict, Missing
from events.models import ChangeSet, Event
from events.registry import verb_of
from events.services import change_set

from .selectors import events_visible_to

# SQLite takes some thousand parameters in one statement.
_PORTION = 500
_ENTITIES = ("shot", "asset", "sequence", "episode")


def change_set_undo(*, actor: User, changes: ChangeSet) -> ChangeSet:
    """Take a change set back; taking back an undo is the redo.

    Refused: not seen (404), taken back already or nothing to take back (409), a later change touched the same
    field (409, it is named), or the person lacks the right to one of the inverse acts (403). All or nothing.
    """
    if not events_visible_to(actor).filter(change_set=changes).exists():
        raise Missing("There is no such change.")
    if changes.undoes is not None and changes.undoes.undoes is not None:
        changes = changes.undoes.undoes
    label = f"Redo: {changes.undoes.label}" if changes.undoes else f"Undo: {changes.label}"
    # The outer transaction: a change set without events deletes itself, and then `undone_at` must not stay.
    with transaction.atomic():
        with change_set(actor=actor, label=label, project_id=changes.project_id, undoes=changes) as undoing:
            _take_all_back(actor, changes)
        if undoing.pk is None:
            raise Conflict(f"Of “{changes.label}” nothing is left to take back.")
    return undoing


def _take_all_back(actor: User, changes: ChangeSet) -> None:
    # Locked: of two people who undo the same act, the second one is told so.
    row = ChangeSet.objects.select_for_update(of=("self",)).select_related("undoes").get(pk=changes.pk)
    if row.undone_at is not None:
        raise Conflict(f"“{row.label}” was taken back already.")
    events = _without_covered(list(row.events.select_related("change_set").order_by("-id")))
    _refuse_irreversible(events)
    _refuse_later_changes(row, events)
    for verb, run in itertools.groupby(events, key=lambda event: event.verb):
        inverse = verb_of(verb).inverse
        if inverse is not None:
            inverse(actor, list(run))
    # Again, now that the rows are locked: a change that was under way during the first look has committed by now.
    _refuse_later_changes(row, events)
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    if row.undoes is not None:
        ChangeSet.objects.filter(pk=row.undoes.pk).update(undone_at=None)


def _refuse_irreversible(events: list[Event]) -> None:
    for event in events:
        verb = verb_of(event.verb)
        if verb.inverse is None:
            raise Conflict(f"This can't be taken back. {verb.irreversible}")


def _without_covered(events: list[Event]) -> list[Event]:
    """Leave out what goes by itself when the thing it hangs on is taken back."""
    if any(verb_of(event.verb).covers == "project" for event in events):
        return [event for event in events if verb_of(event.verb).covers == "project"]
    made = {event.target_id for event in events if verb_of(event.verb).covers == "entity"}
    return [event for event in events if verb_of(event.verb).covers == "entity" or event.entity_id not in made]


def _refuse_later_changes(row: ChangeSet, events: list[Event]) -> None:
    """Refuse where a later change that still stands touched a field that would be given back.

    Taking back a creation refuses every later change of what was created: somebody has worked on it.
    """
    oldest = min((event.id for event in events), default=0)
    later = (
        Event.objects.standing()
        .filter(id__gt=oldest)
        .exclude(change_set=row)
        .select_related("change_set__actor")
        .order_by("id")
    )
    _refuse_deleted(later, events)
    _refuse_later_work(later, events)
    fields: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for event in events:
        fields[event.target_type][event.target_id] |= set(event.after) | set(event.before)
    for target_type, targets in fields.items():
        for ids in _portions(list(targets)):
            for event in later.filter(target_type=target_type, target_id__in=ids):
                _refuse_overlap(event, targets[event.target_id])


def _refuse_deleted(later: QuerySet[Event], events: list[Event]) -> None:
    """What was deleted for good takes all that was done to it along."""
    gone = later.filter(verb__endswith=".deleted")
    if not gone.exists():
        return
    for ids in _portions(list({event.entity_id for event in events if event.entity_id})):
        found = gone.filter(entity_id__in=ids, target_id=F("entity_id"), target_type__in=_ENTITIES).first()
        if found is not None:
            raise Conflict(f"{found.title} was deleted for good.")
    kinds: dict[str, set[int]] = defaultdict(set)
    for event in events:
        kinds[event.target_type].add(event.target_id)
    for target_type, targets in kinds.items():
        for ids in _portions(list(targets)):
            found = gone.filter(target_type=target_type, target_id__in=ids).first()
            if found is not None:
                raise Conflict(f"{found.title} was deleted for good.")


def _refuse_later_work(later: QuerySet[Event], events: list[Event]) -> None:
    for scope, column in (("entity", "entity_id"), ("project", "project_id")):
        made = [event.target_id for event in events if verb_of(event.verb).covers == scope]
        for ids in _portions(made):
            found = later.filter(**{f"{column}__in": ids}).first()
            if found is not None:
                name = found.change_set.actor.first_name
                raise Conflict(f"{name} worked on {found.title} later; take that back first, or use the trash.")


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _PORTION):
        yield ids[start : start + _PORTION]


def _refuse_overlap(later: Event, fields: set[str]) -> None:
    touched = fields & (set(later.after) | set(later.before))
    if touched:
        name = later.change_set.actor.first_name
        what = ", ".join(sorted(touched)).replace("_", " ")
        raise Conflict(f"{name} changed {later.title} ({what}) later; take that back first.")


def latest_undoable(*, actor: User, project_id: int | None = None) -> ChangeSet | None:
    """The person's last own act that is not taken back and is no undo: what Ctrl-Z means."""
    rows = ChangeSet.objects.filter(actor=actor, undone_at=None, undoes=None)
    return _in_project(rows, project_id).order_by("-id").first()


def latest_redoable(*, actor: User, project_id: int | None = None) -> ChangeSet | None:
    """The person's last undo, where nothing was done since: what Ctrl-Shift-Z means."""
    rows = _in_project(ChangeSet.objects.filter(actor=actor), project_id).select_related("undoes")
    # Down the latest acts while they are undos and redos: the first undo that stands is the next to redo.
    for row in rows.order_by("-id")[:200]:
        if row.undoes is None:
            return None
        is_redo = row.undoes.undoes_id is not None
        if not is_redo and row.undone_at is None:
            return row
    return None


def _in_project(rows: QuerySet[ChangeSet], project_id: int | None) -> QuerySet[ChangeSet]:
    return rows.filter(project_id=project_id) if project_id is not None else rows
