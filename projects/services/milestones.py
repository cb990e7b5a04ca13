"""Milestones: the dates that a project works towards."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from accounts.models import User
from core import clock
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import clean_name
from events.models import Event
from events.registry import Verb
from events.services import change_set, merge_stale, record

from ..models import Milestone, Project
from ..permissions import require
from ..roles import EDIT, MANAGE

EDITABLE = ("name", "date")
NAME_LENGTH = 120


def milestone_create(
    *, actor: User, project: Project, name: str, date: datetime.date, uid: uuid.UUID | None = None
) -> Milestone:
    require(actor, EDIT, project)
    cleaned = clean_name(name, length=NAME_LENGTH)
    with change_set(actor=actor, label=f"New milestone {cleaned}", project_id=project.pk, uid=uid):
        row = Milestone.objects.create(project=project, name=cleaned, date=date)
        _record("milestone.created", row, before={}, after=field_values(row, EDITABLE))
    return row


def milestone_update(
    *, actor: User, milestone: Milestone, changes: dict[str, Any], seen_rev: int | None = None
) -> Milestone:
    """Change name or date. `Stale` where somebody changed the same after `seen_rev`."""
    require(actor, EDIT, milestone.project)
    if set(changes) - set(EDITABLE):
        raise Refused("A milestone has no such field to edit.")
    with change_set(actor=actor, label=f"Edit {milestone.name}", project_id=milestone.project_id):
        row = _lock(milestone)
        if seen_rev is not None:
            changes = merge_stale(target_type="milestone", row=row, seen_rev=seen_rev, sent=changes)
        before = field_values(row, EDITABLE)
        for field, value in changes.items():
            setattr(row, field, clean_name(value, length=NAME_LENGTH) if field == "name" else value)
        changed = [name for name, value in field_values(row, EDITABLE).items() if value != before[name]]
        if changed:
            _save(row, *changed)
            _record(
                "milestone.updated",
                row,
                before={name: before[name] for name in changed},
                after=field_values(row, changed),
            )
    return row


def milestone_set_reached(*, actor: User, milestone: Milestone, is_reached: bool) -> Milestone:
    """Say that the milestone is reached, or that it is not after all."""
    require(actor, EDIT, milestone.project)
    word = "reached" if is_reached else "open again"
    with change_set(actor=actor, label=f"{milestone.name} {word}", project_id=milestone.project_id):
        row = _lock(milestone)
        if row.is_reached != is_reached:
            row.is_reached = is_reached
            _save(row, "is_reached")
            _record(
                "milestone.reached" if is_reached else "milestone.reopened",
                row,
                before={"is_reached": not is_reached},
                after={"is_reached": is_reached},
            )
    return row


def milestone_trash(*, actor: User, milestone: Milestone) -> None:
    require(actor, EDIT, milestone.project)
    _set_trashed(actor, milestone, away=True)


def milestone_restore(*, actor: User, milestone: Milestone) -> None:
    require(actor, EDIT, milestone.project)
    _set_trashed(actor, milestone, away=False)


def milestones_delete(*, actor: User, project: Project, milestones: Sequence[Milestone]) -> int:
    """Delete milestones of the trash for good."""
    require(actor, EDIT, project)
    require(actor, MANAGE, project)
    label = f"Delete {milestones[0].name}" if len(milestones) == 1 else f"Delete {len(milestones)} milestones"
    with change_set(actor=actor, label=label, project_id=project.pk):
        held = Milestone.objects.in_trash().filter(pk__in=[row.pk for row in milestones], project=project)
        rows = list(held.order_by("pk"))
        for row in rows:
            _record("milestone.deleted", row, before=field_values(row, EDITABLE) | {"trashed": True}, after={})
        Milestone.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _lock(milestone: Milestone) -> Milestone:
    row = Milestone.objects.present().locked().select_related("project").filter(pk=milestone.pk).first()
    if row is None:
        raise Conflict(f"{milestone.name} is in the trash; restore it first.")
    return row


def _save(row: Milestone, *fields: str) -> None:
    row.rev += 1
    row.save(update_fields=[*fields, "rev"])


def _set_trashed(actor: User, milestone: Milestone, *, away: bool) -> None:
    word = "Trash" if away else "Restore"
    with change_set(actor=actor, label=f"{word} {milestone.name}", project_id=milestone.project_id) as changes:
        row = Milestone.objects.locked().get(pk=milestone.pk)
        if row.is_trashed == away:
            raise Conflict(f"{row} is in the trash already." if away else f"{row} is not in the trash any more.")
        row.trashed_at = clock.now() if away else None
        row.trashed_in = changes.pk if away else None
        _save(row, "trashed_at", "trashed_in")
        _record(
            "milestone.trashed" if away else "milestone.restored",
            row,
            before={"trashed": not away},
            after={"trashed": away},
        )


def _record(verb: str, row: Milestone, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    record(verb, on=row, before=before, after=after, title=row.name, project_id=row.project_id)


def _targets(events: Sequence[Event]) -> dict[int, Milestone]:
    rows = Milestone.objects.select_related("project")
    return dict(rows.in_bulk([event.target_id for event in events]))


def _created_back(actor: User, events: Sequence[Event]) -> None:
    for row in _targets(events).values():
        if not row.is_trashed:
            milestone_trash(actor=actor, milestone=row)


def _trashed_back(actor: User, events: Sequence[Event]) -> None:
    for row in _targets(events).values():
        if row.is_trashed:
            milestone_restore(actor=actor, milestone=row)


def _updated_back(actor: User, events: Sequence[Event]) -> None:
    rows = _targets(events)
    for event in events:
        changes = {
            name: datetime.date.fromisoformat(value) if name == "date" else value
            for name, value in event.before.items()
        }
        milestone_update(actor=actor, milestone=rows[event.target_id], changes=changes)


def _reached_back(actor: User, events: Sequence[Event]) -> None:
    rows = _targets(events)
    for event in events:
        milestone_set_reached(actor=actor, milestone=rows[event.target_id], is_reached=bool(event.before["is_reached"]))


VERBS = (
    Verb("milestone.created", "added the milestone {title}", inverse=_created_back),
    Verb("milestone.updated", "edited the milestone {title}", inverse=_updated_back),
    Verb("milestone.reached", "reached the milestone {title}", inverse=_reached_back),
    Verb("milestone.reopened", "reopened the milestone {title}", inverse=_reached_back),
    Verb("milestone.trashed", "moved the milestone {title} to the trash", inverse=_trashed_back),
    Verb("milestone.restored", "restored the milestone {title}", inverse=_created_back),
    Verb(
        "milestone.deleted",
        "deleted the milestone {title} for good",
        irreversible="What was deleted for good is gone; make it anew.",
    ),
)
