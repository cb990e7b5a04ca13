"""Undo and redo: a change set is taken back by a new change set, through the services, with the person's own rights."""

import itertools
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Missing
from events.models import ChangeSet, Event
from events.registry import verb_of
from events.services import change_set

from .selectors import events_visible_to


def change_set_undo(*, actor: User, changes: ChangeSet) -> ChangeSet:
    """Take a change set back; taking back an undo is the redo.

    Refused: not seen (404), taken back already or nothing to take back (409), a later change touched the same
    field (409, it is named), or the person lacks the right to one of the inverse acts (403). All or nothing.
    """
    if not events_visible_to(actor).filter(change_set=changes).exists():
        raise Missing("There is no such change.")
    label = f"Redo: {changes.undoes.label}" if changes.undoes else f"Undo: {changes.label}"
    with change_set(actor=actor, label=label, project_id=changes.project_id, undoes=changes) as undoing:
        # Locked: of two people who undo the same act, the second one is told so.
        row = ChangeSet.objects.select_for_update(of=("self",)).select_related("undoes").get(pk=changes.pk)
        if row.undone_at is not None:
            raise Conflict(f"“{row.label}” was taken back already.")
        events = list(row.events.select_related("change_set").order_by("-id"))
        events = _without_covered(events)
        _refuse_later_changes(row, events)
        for verb, run in itertools.groupby(events, key=lambda event: event.verb):
            _take_back(actor, verb, list(run))
        row.undone_at = timezone.now()
        row.save(update_fields=["undone_at"])
        if row.undoes is not None:
            ChangeSet.objects.filter(pk=row.undoes.pk).update(undone_at=None)
    return undoing


def _take_back(actor: User, verb: str, events: Sequence[Event]) -> None:
    known = verb_of(verb)
    if known.inverse is None:
        raise Conflict(f"This can't be taken back. {known.irreversible}")
    known.inverse(actor, events)


def _without_covered(events: list[Event]) -> list[Event]:
    """Leave out what goes by itself when the thing it hangs on is taken back."""
    projects = {event.target_id for event in events if verb_of(event.verb).covers == "project"}
    if projects:
        return [event for event in events if verb_of(event.verb).covers == "project"]
    made = {event.target_id for event in events if verb_of(event.verb).covers == "entity"}
    return [event for event in events if verb_of(event.verb).covers == "entity" or event.entity_id not in made]


def _refuse_later_changes(row: ChangeSet, events: list[Event]) -> None:
    """Refuse where a later change that still stands touched a field that would be given back.

    Taking back a creation refuses every later change of what was created: somebody has worked on it.
    """
    _refuse_later_work(row, events)
    fields = {(event.target_type, event.target_id): set(event.after) | set(event.before) for event in events}
    oldest = min((event.id for event in events), default=0)
    for target_type in {kind for kind, _ in fields}:
        ids = [pk for kind, pk in fields if kind == target_type]
        # In portions: SQLite takes some thousand parameters in one statement.
        for start in range(0, len(ids), 500):
            later = (
                Event.objects.standing()
                .filter(id__gt=oldest, target_type=target_type, target_id__in=ids[start : start + 500])
                .exclude(change_set=row)
                .exclude(change_set__undoes=row)
                .select_related("change_set__actor")
            )
            for event in later:
                _refuse_overlap(event, fields[(event.target_type, event.target_id)])


def _refuse_later_work(row: ChangeSet, events: list[Event]) -> None:
    for scope, column in (("entity", "entity_id"), ("project", "project_id")):
        made = [event.target_id for event in events if verb_of(event.verb).covers == scope]
        for start in range(0, len(made), 500):
            later = (
                Event.objects.standing()
                .filter(id__gt=events[-1].id, **{f"{column}__in": made[start : start + 500]})
                .exclude(change_set=row)
                .exclude(change_set__undoes=row)
                .select_related("change_set__actor")
                .first()
            )
            if later is not None:
                name = later.change_set.actor.first_name
                raise Conflict(f"{name} worked on {later.title} later; take that back first, or use the trash.")


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
        if row.undoes_id is None:
            return None
        is_redo = row.undoes is not None and row.undoes.undoes_id is not None
        if not is_redo and row.undone_at is None:
            return row
    return None


def _in_project(rows: QuerySet[ChangeSet], project_id: int | None) -> QuerySet[ChangeSet]:
    return rows.filter(project_id=project_id) if project_id is not None else rows
