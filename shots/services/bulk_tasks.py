"""Tasks of many shots or assets at once: add a type of the pipeline, take it away, bring it back."""

import uuid
from collections.abc import Iterator
from collections.abc import Sequence as Rows
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from core import clock
from core.errors import Conflict, Refused
from core.text import clean_name, name_key
from events.services import change_set
from projects.models import Category, PipelineTaskType, Project, TaskType
from projects.permissions import require
from projects.roles import EDIT

from ..models import Entity, Task, Version
from ..querysets import TaskQuerySet
from .insert import first_status, record_task
from .order import PORTION

MOST_AT_ONCE = 20_000


@dataclass(frozen=True)
class Removed:
    """`kept` counts tasks with work in them, which stay unless they are asked for too."""

    removed: int
    kept: int


def with_work(tasks: TaskQuerySet) -> TaskQuerySet:
    """Tasks that somebody has begun: another status than To do, a note or a version."""
    versions = Version.objects.present().filter(task=OuterRef("pk"))
    return tasks.filter(~Q(status__category=Category.TODO) | Q(note_count__gt=0) | Exists(versions))


def tasks_add(
    *,
    actor: User,
    entities: Rows[Entity],
    task_type: TaskType,
    name: str = "main",
    uid: uuid.UUID | None = None,
) -> list[Task]:
    """Give a task of the type to each that has none of that name; those of another kind are left out."""
    project = entities[0].project
    require(actor, EDIT, project)
    line = (
        PipelineTaskType.objects.filter(project=project, task_type=task_type).select_related("default_status").first()
    )
    fitting = [row for row in entities if task_type.fits(row.kind) and row.project_id == project.pk]
    if line is None or not fitting:
        raise Refused(f"{project.name} has no {task_type.name} for this.", field="task_type")
    _refuse_too_many(entities)
    cleaned = clean_name(name, length=60)
    label = f"Add {task_type.name} to {_told(fitting)}"
    with change_set(actor=actor, label=label, project_id=project.pk, uid=uid):
        # Lock first: two people who add the same at once would meet at the constraint.
        Project.objects.locked().get(pk=project.pk)
        held: set[int] = set()
        for portion in _portions(fitting):
            twins = Task.objects.present().filter(task_type=task_type, name_key=name_key(cleaned), entity__in=portion)
            held |= set(twins.values_list("entity_id", flat=True))
        status = line.default_status or first_status(project)
        made = [
            Task(
                project=project,
                entity=row,
                task_type=task_type,
                name=cleaned,
                name_key=name_key(cleaned),
                status=status,
            )
            for row in dict.fromkeys(fitting)
            if row.pk not in held
        ]
        Task.objects.bulk_create(made, batch_size=PORTION)
        for task in made:
            record_task("task.created", task, before={}, after={"status": task.status_id})
    return made


def tasks_remove(
    *,
    actor: User,
    entities: Rows[Entity],
    task_type: TaskType,
    even_with_work: bool = False,
    uid: uuid.UUID | None = None,
) -> Removed:
    """Move the tasks of the type to the trash; those with work in them stay unless they are asked for too."""
    project = entities[0].project
    require(actor, EDIT, project)
    _refuse_too_many(entities)
    removed = kept = 0
    label = f"Remove {task_type.name} from {_told(entities)}"
    with change_set(actor=actor, label=label, project_id=project.pk, uid=uid):
        for portion in _portions(entities):
            tasks = Task.objects.present().filter(project=project, entity__in=portion, task_type=task_type)
            begun = set() if even_with_work else set(with_work(tasks).values_list("pk", flat=True))
            away = [task for task in tasks.select_related("project", "entity", "task_type") if task.pk not in begun]
            kept += len(begun)
            removed += len(away)
            if away:
                tasks_trash(actor=actor, tasks=away)
    return Removed(removed, kept)


def tasks_trash(*, actor: User, tasks: Rows[Task]) -> None:
    """Move tasks of one project to the trash."""
    project = tasks[0].project
    require(actor, EDIT, project)
    label = f"Trash {tasks[0]}" if len(tasks) == 1 else f"Trash {len(tasks)} tasks"
    with change_set(actor=actor, label=label, project_id=project.pk) as changes:
        away = {"trashed_at": clock.now(), "trashed_in": changes.pk}
        for row in _locked(tasks, in_trash=False):
            row.rev += 1
            record_task("task.trashed", row, before={"trashed": False}, after={"trashed": True})
        for portion in _portions(tasks):
            Task.objects.present().filter(pk__in=portion, project=project).update(rev=F("rev") + 1, **away)


def tasks_restore(*, actor: User, tasks: Rows[Task]) -> None:
    """Bring tasks of one project back. Refused where another one has taken the name meanwhile."""
    project = tasks[0].project
    require(actor, EDIT, project)
    label = f"Restore {tasks[0]}" if len(tasks) == 1 else f"Restore {len(tasks)} tasks"
    with change_set(actor=actor, label=label, project_id=project.pk):
        for row in _locked(tasks, in_trash=True):
            row.rev += 1
            record_task("task.restored", row, before={"trashed": True}, after={"trashed": False})
        for portion in _portions(tasks):
            twins = Task.objects.present().filter(
                entity=OuterRef("entity"), task_type=OuterRef("task_type"), name_key=OuterRef("name_key")
            )
            rows = Task.objects.in_trash().filter(pk__in=portion, project=project)
            taken = rows.filter(Exists(twins)).select_related("entity", "task_type").first()
            if taken is not None:
                raise Conflict(f"{taken.entity.code} has another {taken.task_type.name} task by now.")
            rows.update(rev=F("rev") + 1, trashed_at=None, trashed_in=None)


def _locked(tasks: Rows[Task], *, in_trash: bool) -> list[Task]:
    """In id order, without a join: PostgreSQL drops a row that waited for its lock when a joined one is another."""
    found: dict[int, Task] = {}
    for portion in _portions(tasks):
        rows = Task.objects.in_trash() if in_trash else Task.objects.present()
        held = list(rows.locked().filter(pk__in=portion).order_by("pk").values_list("pk", flat=True))
        found |= Task.objects.select_related("project", "entity", "task_type").in_bulk(held)
    return [found[pk] for pk in sorted(found)]


def _portions(rows: Rows[Entity] | Rows[Task]) -> Iterator[list[int]]:
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), PORTION):
        yield ids[start : start + PORTION]


def _refuse_too_many(entities: Rows[Entity]) -> None:
    if len(entities) > MOST_AT_ONCE:
        raise Refused(f"Choose {MOST_AT_ONCE:,} at once at most.")


def _told(entities: Rows[Entity]) -> str:
    kinds = {row.kind for row in entities}
    if len(entities) == 1:
        return entities[0].code
    return f"{len(entities)} {kinds.pop()}s" if len(kinds) == 1 else f"{len(entities)}"
