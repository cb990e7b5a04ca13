"""Deleting for good what lies in the trash. Nothing brings it back, so only owners do it, and pages ask first.

The log keeps what was there: the past of the project can still be shown. Files become orphans, which the sweep takes.
"""

from collections.abc import Iterator
from collections.abc import Sequence as Rows
from typing import Any

from django.db.models import ProtectedError, Q

from accounts.models import User
from core.errors import Conflict
from core.models import field_values
from events.registry import Verb
from events.services import change_set, record
from projects.models import Project
from projects.permissions import require
from projects.roles import EDIT, MANAGE

from ..models import Casting, Cut, CutItem, Entity, Kind, Task, Version
from .insert import RECORDED, record_task
from .order import record_entity

PORTION = 500
# Those that hang on others go first.
_LEAVES_FIRST = (Kind.SHOT, Kind.ASSET, Kind.SEQUENCE, Kind.EPISODE)
_TASK_FIELDS = ("task_type", "name", "status", "start_date", "due_date")


def _require_emptying(actor: User, project: Project) -> None:
    """Archived projects are left as they are, and only owners delete for good."""
    require(actor, EDIT, project)
    require(actor, MANAGE, project)


def entities_delete(*, actor: User, project: Project, entities: Rows[Entity]) -> int:
    """Delete trashed entities with their tasks, notes and versions, and what lies in the trash below them."""
    _require_emptying(actor, project)
    label = f"Delete {entities[0].code}" if len(entities) == 1 else f"Delete {len(entities)}"
    with change_set(actor=actor, label=label, project_id=project.pk):
        rows = _with_all_below(project, entities)
        tasks = _tasks_in_words(rows)
        for row in rows:
            before = field_values(row, RECORDED) | {"trashed": True, "tasks": tasks.get(row.pk, [])}
            record_entity(f"{row.kind}.deleted", row, before=before, after={})
        for portion in _portions([row.pk for row in rows]):
            Casting.objects.filter(asset__in=portion).delete()
            CutItem.objects.filter(shot__in=portion).update(shot=None)
            Cut.objects.filter(entity__in=portion).update(entity=None)
        for kind in _LEAVES_FIRST:
            for portion in _portions([row.pk for row in rows if row.kind == kind]):
                _delete(Entity.objects.filter(pk__in=portion))
    return len(rows)


def _delete(rows: Any) -> None:
    try:
        rows.delete()
    except ProtectedError as error:
        raise Conflict("Something that is not in the trash still refers to this; it can't be deleted.") from error


def _portions(ids: Rows[int]) -> Iterator[Rows[int]]:
    for start in range(0, len(ids), PORTION):
        yield ids[start : start + PORTION]


def _with_all_below(project: Project, entities: Rows[Entity]) -> list[Entity]:
    """The trashed ones of the rows, and all below them: whatever was trashed earlier can't come back without them."""
    found: dict[int, Entity] = {}
    for portion in _portions([row.pk for row in entities]):
        below = Q(pk__in=portion) | Q(parent__in=portion) | Q(sequence__in=portion) | Q(episode__in=portion)
        rows = Entity.objects.in_trash().locked().filter(below, project=project).order_by("pk")
        found |= {row.pk: row for row in rows}
    return list(found.values())


def _tasks_in_words(rows: Rows[Entity]) -> dict[int, list[dict[str, Any]]]:
    """What the tasks of the rows were, so that the past can be shown. Those trashed by themselves say so."""
    found: dict[int, list[dict[str, Any]]] = {}
    together = {row.pk: row.trashed_in for row in rows}
    for portion in _portions(list(together)):
        for task in Task.objects.filter(entity__in=portion).prefetch_related("assignments").order_by("pk"):
            own = task.is_trashed and task.trashed_in != together[task.entity_id]
            found.setdefault(task.entity_id, []).append({"pk": task.pk, "trashed": own} | _task_values(task))
    return found


def _task_values(task: Task) -> dict[str, Any]:
    return field_values(task, _TASK_FIELDS) | {"assignees": [line.user_id for line in task.assignments.all()]}


def tasks_delete(*, actor: User, project: Project, tasks: Rows[Task]) -> int:
    """Delete trashed tasks with their notes and versions."""
    _require_emptying(actor, project)
    with change_set(actor=actor, label=_label(tasks, "tasks"), project_id=project.pk):
        held = Task.objects.in_trash().filter(pk__in=[row.pk for row in tasks], project=project)
        rows = list(held.select_related("entity", "task_type").prefetch_related("assignments").order_by("pk"))
        for row in rows:
            before = _task_values(row) | {"trashed": True}
            record_task("task.deleted", row, before=before, after={})
        _delete(Task.objects.filter(pk__in=[row.pk for row in rows]))
    return len(rows)


def versions_delete(*, actor: User, project: Project, versions: Rows[Version]) -> int:
    _require_emptying(actor, project)
    with change_set(actor=actor, label=_label(versions, "versions"), project_id=project.pk):
        held = Version.objects.in_trash().filter(pk__in=[row.pk for row in versions], project=project)
        rows = list(held.select_related("entity", "task__entity", "task__task_type").order_by("pk"))
        for row in rows:
            record(
                "version.deleted",
                on=row,
                before={"trashed": True},
                after={},
                title=str(row),
                project_id=project.pk,
                entity_id=row.entity_id,
                task_id=row.task_id,
            )
        _delete(Version.objects.filter(pk__in=[row.pk for row in rows]))
    return len(rows)


def cuts_delete(*, actor: User, project: Project, cuts: Rows[Cut]) -> int:
    """Delete trashed cuts with their events; the shots stay."""
    _require_emptying(actor, project)
    with change_set(actor=actor, label=_label(cuts, "cuts"), project_id=project.pk):
        rows = list(Cut.objects.in_trash().filter(pk__in=[row.pk for row in cuts], project=project).order_by("pk"))
        for row in rows:
            record("cut.deleted", on=row, before={"trashed": True}, after={}, title=str(row), project_id=project.pk)
        _delete(Cut.objects.filter(pk__in=[row.pk for row in rows]))
    return len(rows)


def _label(rows: Rows[Any], noun: str) -> str:
    return f"Delete {rows[0]}" if len(rows) == 1 else f"Delete {len(rows)} {noun}"


def verbs() -> list[Verb]:
    gone = "What was deleted for good is gone."
    nouns = [*Kind, "task", "version", "cut"]
    words = {"task": "the task ", "version": "the version ", "cut": "the cut "}
    return [
        Verb(f"{noun}.deleted", f"deleted {words.get(noun, '')}{{title}} for good", irreversible=gone) for noun in nouns
    ]
