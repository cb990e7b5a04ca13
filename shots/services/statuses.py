"""Setting statuses: one task or many, one change set."""

from collections.abc import Sequence as Rows

from django.db.models import QuerySet

from accounts.models import User
from core import clock
from core.errors import Conflict, Forbidden, Missing, Refused, Stale
from events.models import Event
from events.services import change_set
from projects.models import Category, Membership, Project, TaskStatus
from projects.permissions import grants_in, require
from projects.roles import MANAGE, SET_STATUS

from ..models import Task
from .insert import record_task


def settable_statuses(*, actor: User, task: Task) -> list[TaskStatus]:
    """The statuses that the person may give this task, in the pipeline's order; none for who only looks."""
    grants = grants_in(actor, task.project)
    if SET_STATUS not in grants or task.project.is_read_only:
        return []
    rows = list(pipeline_statuses(task.project))
    if MANAGE in grants:
        return rows
    held = Membership.objects.filter(project=task.project_id, user=actor).first()
    if held and (held.approves_all or held.approves.filter(pk=task.task_type.department_id).exists()):
        return rows
    return [row for row in rows if row.artists_may_set]


def pipeline_statuses(project: Project) -> QuerySet[TaskStatus]:
    return TaskStatus.objects.in_pipeline(project).as_in(project)


def task_set_status(*, actor: User, task: Task, status: TaskStatus, seen_rev: int | None = None) -> Task:
    """Set one task's status. `Stale` when somebody else changed it after `seen_rev`."""
    return tasks_set_status(actor=actor, tasks=[task], status=status, seen_revs={task.pk: seen_rev})[0]


def tasks_set_status(
    *, actor: User, tasks: Rows[Task], status: TaskStatus, seen_revs: dict[int, int | None] | None = None
) -> list[Task]:
    """Set the status of tasks of one project; all or none. Tasks that have it already are left alone."""
    project = tasks[0].project
    require(actor, SET_STATUS, project)
    _check_in_pipeline(project, status)
    label = f"{tasks[0]} to {status.name}" if len(tasks) == 1 else f"{len(tasks)} tasks to {status.name}"
    with change_set(actor=actor, label=label, project_id=project.pk):
        rows = list(_lock(tasks, project))
        _check_may_set(actor, project, status, rows)
        for row in rows:
            _refuse_stale(row, (seen_revs or {}).get(row.pk))
            _apply(row, status)
    return rows


def _lock(tasks: Rows[Task], project: Project) -> QuerySet[Task]:
    """In id order, so that two people who set the same tasks never wait for each other in a circle."""
    wanted = Task.objects.present().filter(pk__in={task.pk for task in tasks}, project=project)
    # Locked without a join: PostgreSQL drops a row that waited for its lock when its status is another one by now.
    held = list(wanted.locked().order_by("pk").values_list("pk", flat=True))
    if len(held) != len({task.pk for task in tasks}):
        raise Missing("A task is gone: it was moved to the trash meanwhile.")
    return wanted.select_related("status", "task_type", "entity", "project").order_by("pk")


def _check_in_pipeline(project: Project, status: TaskStatus) -> None:
    if not pipeline_statuses(project).filter(pk=status.pk).exists():
        raise Refused(f"{project.name} does not use this status.", field="status")


def _check_may_set(actor: User, project: Project, status: TaskStatus, rows: list[Task]) -> None:
    if status.artists_may_set or MANAGE in grants_in(actor, project):
        return
    held = Membership.objects.filter(project=project, user=actor).first()
    if held and held.approves_all:
        return
    approved = set(held.approves.values_list("pk", flat=True)) if held else set()
    for row in rows:
        if row.task_type.department_id not in approved:
            raise Forbidden(f"{status.name} is set by owners and by who approves {row.task_type.name}.")


def _refuse_stale(row: Task, seen_rev: int | None) -> None:
    if seen_rev is None or row.rev == seen_rev:
        return
    last = (
        Event.objects.of_target("task", row.pk)
        .filter(verb="task.status_changed", rev__gt=seen_rev)
        .select_related("change_set__actor")
        .last()
    )
    if last is not None:
        raise Stale(
            f"{row} is {row.status.name} now: {last.change_set.actor.first_name} changed it meanwhile.",
            differences={"status": (row.status.name, "")},
        )


def _apply(row: Task, status: TaskStatus, *, retake_count: int | None = None) -> None:
    if row.status_id == status.pk:
        return
    before: dict[str, object] = {"status": row.status_id, "retake_count": row.retake_count}
    old = row.status
    row.status = status
    if retake_count is not None:
        row.retake_count = retake_count
    elif status.category == Category.RETAKE:
        row.retake_count += 1
    row.status_changed_at = clock.now()
    row.done_at = row.status_changed_at if status.category == Category.DONE else None
    row.rev += 1
    row.save(update_fields=["status", "retake_count", "status_changed_at", "done_at", "rev"])
    after: dict[str, object] = {"status": row.status_id, "retake_count": row.retake_count}
    if before["retake_count"] == after["retake_count"]:
        del before["retake_count"], after["retake_count"]
    record_task(
        "task.status_changed",
        row,
        before=before,
        after=after,
        shown={"status": [shown_status(old), shown_status(status)]},
    )


def shown_status(status: TaskStatus) -> dict[str, str]:
    """Enough to draw the chip later, even when the status is renamed."""
    return {
        "name": status.name,
        "short_name": status.short_name,
        "css": status.css,
        "icon": status.icon,
        "category": status.category,
    }


def undo_status_changed(actor: User, events: Rows[Event]) -> None:
    """Give tasks back the status (and the retake count) they had.

    One's own change is taken back even to a status that one may not set: a slip of the hand on an approved task
    must be mendable by who made it.
    """
    statuses = TaskStatus.objects.in_bulk([event.before["status"] for event in events])
    first = Task.objects.select_related("project").get(pk=events[0].target_id)
    require(actor, SET_STATUS, first.project)
    rows = {row.pk: row for row in _lock([Task(pk=event.target_id) for event in events], first.project)}
    for event in events:
        row, status = rows[event.target_id], statuses.get(event.before["status"])
        if status is None:
            raise Conflict(f"The status that {row} had is gone.")
        if event.change_set.actor_id != actor.pk:
            _check_may_set(actor, first.project, status, [row])
        _apply(row, status, retake_count=event.before.get("retake_count", row.retake_count))
