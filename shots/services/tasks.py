"""Tasks: make, assign, dates and figures, trash."""

import datetime
import itertools
import uuid
from collections.abc import Sequence as Rows
from typing import Any

from accounts.models import User
from core import clock
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import clean_name, name_key
from events.services import change_set, merge_stale
from projects.models import Membership, PipelineTaskType, TaskType
from projects.permissions import require
from projects.roles import EDIT

from ..models import Assignment, Entity, Priority, Task
from .insert import first_status, record_task

EDITABLE = ("start_date", "due_date", "priority", "estimate", "bid")
MINUTES_MOST = 60 * 24 * 365 * 10


def task_create(
    *, actor: User, entity: Entity, task_type: TaskType, name: str = "main", uid: uuid.UUID | None = None
) -> Task:
    """Add a task of a type of the pipeline; several of one type need different names."""
    require(actor, EDIT, entity.project)
    line = PipelineTaskType.objects.filter(project=entity.project, task_type=task_type).first()
    if line is None or not task_type.fits(entity.kind):
        raise Refused(f"{entity.project.name} has no {task_type.name} for this.", field="task_type")
    cleaned = clean_name(name, length=60)
    with change_set(actor=actor, label=f"New task on {entity.code}", project_id=entity.project_id, uid=uid):
        if Task.objects.present().filter(entity=entity, task_type=task_type, name_key=name_key(cleaned)).exists():
            raise Refused(f"{entity.code} has a {task_type.name} task called {cleaned} already.", field="name")
        task = Task.objects.create(
            project=entity.project,
            entity=entity,
            task_type=task_type,
            name=cleaned,
            name_key=name_key(cleaned),
            status=line.default_status or first_status(entity.project),
        )
        record_task("task.created", task, before={}, after={"status": task.status_id})
    return task


def task_assign(*, actor: User, task: Task, users: Rows[User], seen_rev: int | None = None) -> Task:
    """Make exactly these people the assignees, the first one first; all must be members of the project."""
    require(actor, EDIT, task.project)
    wanted = list(dict.fromkeys(user.pk for user in users))
    members = set(
        Membership.objects.filter(project=task.project_id, user__in=wanted, user__is_active=True).values_list(
            "user_id", flat=True
        )
    )
    if set(wanted) - members:
        raise Refused(f"Only members of {task.project.name} can be assigned.", field="assignees")
    with change_set(actor=actor, label=f"Assign {task}", project_id=task.project_id):
        row = _lock(task)
        held = list(row.assignments.select_related("user"))
        before = [line.user_id for line in held]
        if before == wanted:
            return row
        if seen_rev is not None:
            merge_stale(target_type="task", row=row, seen_rev=seen_rev, sent={"assignees": wanted})
        # What stands before the first difference stays; the rest is written anew, since the order is the rows' own.
        same = len([0 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, wanted, strict=False))])
        Assignment.objects.filter(pk__in=[line.pk for line in held[same:]]).delete()
        Assignment.objects.bulk_create(Assignment(task=row, user_id=user_id) for user_id in wanted[same:])
        row.rev += 1
        row.save(update_fields=["rev"])
        names = {user.pk: user.display_name for user in (*users, *(line.user for line in held))}
        record_task(
            "task.assigned",
            row,
            before={"assignees": before},
            after={"assignees": wanted},
            shown={"assignees": [_names(before, names), _names(wanted, names)]},
        )
    return row


def _names(ids: list[int], names: dict[int, str]) -> str:
    return ", ".join(names[user_id] for user_id in ids)


def _lock(task: Task) -> Task:
    wanted = Task.objects.present().filter(pk=task.pk, entity__trashed_at=None)
    # Locked without a join: PostgreSQL drops a row that waited for its lock when its status is another one by now.
    is_there = Task.objects.locked().filter(pk=task.pk).values_list("pk", flat=True).first()
    row = wanted.select_related("entity", "task_type", "project", "status").first() if is_there else None
    if row is None:
        raise Conflict(f"{task} is in the trash; restore it first.")
    return row


def task_update(*, actor: User, task: Task, changes: dict[str, Any], seen_rev: int | None = None) -> Task:
    """Change dates, priority, estimate or bid (minutes)."""
    require(actor, EDIT, task.project)
    if set(changes) - set(EDITABLE):
        raise Refused("A task has no such field to edit.")
    with change_set(actor=actor, label=f"Edit {task}", project_id=task.project_id):
        row = _lock(task)
        if seen_rev is not None:
            changes = merge_stale(target_type="task", row=row, seen_rev=seen_rev, sent=changes)
        before = field_values(row, EDITABLE)
        for field, value in changes.items():
            setattr(row, field, value)
        _check(row)
        changed = [name for name, value in field_values(row, EDITABLE).items() if value != before[name]]
        if changed:
            row.rev += 1
            row.save(update_fields=[*changed, "rev"])
            record_task(
                "task.updated",
                row,
                before={name: before[name] for name in changed},
                after=field_values(row, changed),
            )
    return row


def _check(row: Task) -> None:
    if row.start_date and row.due_date and row.due_date < row.start_date:
        raise Refused(f"The due date must not be before the start, {row.start_date:%d %b %Y}.", field="due_date")
    if row.priority not in Priority.values:
        raise Refused("Choose a priority of the list.", field="priority")
    for field in ("estimate", "bid"):
        value = getattr(row, field)
        if value is not None and not 0 <= value <= MINUTES_MOST:
            raise Refused("That is no sensible number of minutes.", field=field)


def task_trash(*, actor: User, task: Task) -> None:
    require(actor, EDIT, task.project)
    with change_set(actor=actor, label=f"Trash {task}", project_id=task.project_id) as changes:
        row = _lock(task)
        row.trashed_at, row.trashed_in, row.rev = clock.now(), changes.pk, row.rev + 1
        row.save(update_fields=["trashed_at", "trashed_in", "rev"])
        record_task("task.trashed", row, before={"trashed": False}, after={"trashed": True})


def task_restore(*, actor: User, task: Task) -> None:
    require(actor, EDIT, task.project)
    with change_set(actor=actor, label=f"Restore {task}", project_id=task.project_id):
        row = Task.objects.in_trash().locked().select_related("entity", "task_type").get(pk=task.pk)
        twins = Task.objects.present().filter(entity=row.entity_id, task_type=row.task_type_id)
        if twins.filter(name_key=row.name_key).exists():
            raise Conflict(f"{row.entity.code} has another {row.task_type.name} task by now.")
        row.trashed_at, row.trashed_in, row.rev = None, None, row.rev + 1
        row.save(update_fields=["trashed_at", "trashed_in", "rev"])
        record_task("task.restored", row, before={"trashed": True}, after={"trashed": False})


def task_note_added(*, task_id: int, note_id: int | None, at: datetime.datetime | None, count: int) -> None:
    """Keep what the lists show of a task's notes; the note's own event tells of the change."""
    Task.objects.filter(pk=task_id).update(last_note_id=note_id, last_note_at=at, note_count=count)
