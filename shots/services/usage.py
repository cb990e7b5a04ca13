"""How many tasks and assets use a row of the catalogue, and moving them to another row: what projects.usage asks for.

No rights asked here: the services of `projects` have, and have opened the change set.
"""

import datetime
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Rows
from typing import Any, cast

from django.db.models import Count, F

from accounts.models import User
from core import clock
from core.errors import Conflict
from core.text import name_key
from events.models import Event
from events.registry import Verb
from events.services import change_set, record
from projects.models import AssetType, Category, Project, TaskStatus, TaskType
from projects.models.catalogue import CatalogueRow
from projects.permissions import require
from projects.roles import MANAGE
from projects.usage import Counts, Use, register_use

from ..models import Entity, Kind, Task
from ..querysets import EntityQuerySet
from .insert import record_task
from .order import write_sort_keys
from .statuses import shown_status

# SQLite takes some thousand values in one statement.
PORTION = 500


def register_uses() -> None:
    register_use(Use(TaskType, "task", "tasks", _count_tasks("task_type"), move_types))
    register_use(Use(TaskStatus, "task", "tasks", _count_tasks("status"), move_statuses))
    register_use(Use(AssetType, "asset", "assets", _count_assets, move_asset_types, reordered=resort_assets))


def _count_tasks(field: str) -> Callable[[Project | None], Counts]:
    def count(project: Project | None) -> Counts:
        rows = Task.objects.filter(project=project) if project else Task.objects.all()
        found: Counts = {}
        for row, kind, number in rows.order_by().values_list(field, "entity__kind").annotate(number=Count("pk")):
            found.setdefault(row, {})[kind] = number
        return found

    return count


def _count_assets(project: Project | None) -> Counts:
    rows = Entity.objects.filter(kind=Kind.ASSET, asset_type__isnull=False)
    rows = rows.filter(project=project) if project else rows
    counts = rows.order_by().values_list("asset_type").annotate(number=Count("pk"))
    return {row: {"asset": number} for row, number in counts}


def _portions(rows: Rows[Any]) -> Iterator[Rows[Any]]:
    for start in range(0, len(rows), PORTION):
        yield rows[start : start + PORTION]


def _tasks(project_id: int, **those: Any) -> list[Task]:
    """Tasks of a project, also those in the trash, locked in id order."""
    held = Task.objects.locked().filter(project=project_id, **those).order_by("pk").values_list("pk", flat=True)
    rows: list[Task] = []
    for ids in _portions(list(held)):
        found = Task.objects.filter(pk__in=ids).select_related("entity", "task_type", "status").order_by("pk")
        rows.extend(found)
    return rows


def move_statuses(project: Project, row: CatalogueRow, goal: CatalogueRow) -> None:
    """The work stays as it is: no retake is counted, and nobody has set anything."""
    status = cast("TaskStatus", goal)
    done_at = clock.now() if status.category == Category.DONE else None
    tasks = _tasks(project.pk, status=row)
    keeps = cast("TaskStatus", row).category == status.category
    _give_statuses([(task, status, task.done_at if keeps else done_at) for task in tasks])


def _give_statuses(moves: Rows[tuple[Task, TaskStatus, datetime.datetime | None]]) -> None:
    for portion in _portions(moves):
        for task, status, done_at in portion:
            old = task.status
            before: dict[str, object] = {"status": old.pk, "done_at": _stamp(task.done_at)}
            task.status, task.done_at, task.rev = status, done_at, task.rev + 1
            after: dict[str, object] = {"status": status.pk, "done_at": _stamp(done_at)}
            if before["done_at"] == after["done_at"]:
                del before["done_at"], after["done_at"]
            shown: dict[str, object] = {"status": [shown_status(old), shown_status(status)]}
            record_task("task.status_moved", task, before=before, after=after, shown=shown)
        Task.objects.bulk_update([task for task, _, _ in portion], ["status", "done_at", "rev"])


def _stamp(moment: datetime.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def statuses_moved_back(actor: User, events: Rows[Event]) -> None:
    project = _project_of(events)
    require(actor, MANAGE, project)
    tasks = _tasks_of(project, events)
    statuses = TaskStatus.objects.in_pipeline(project).in_bulk({event.before["status"] for event in events})
    moves = []
    for event in events:
        task, status = tasks[event.target_id], statuses.get(event.before["status"])
        if status is None:
            raise Conflict(f"The pipeline does not use the status that {task} had any more.")
        stamp = event.before.get("done_at", _stamp(task.done_at))
        moves.append((task, status, datetime.datetime.fromisoformat(stamp) if stamp else None))
    with change_set(actor=actor, label="Move tasks to another status", project_id=project.pk):
        _give_statuses(moves)


def _project_of(events: Rows[Event]) -> Project:
    return Project.objects.get(pk=events[0].project_id or 0)


def _tasks_of(project: Project, events: Rows[Event]) -> dict[int, Task]:
    tasks: dict[int, Task] = {}
    for ids in _portions([event.target_id for event in events]):
        tasks |= {task.pk: task for task in _tasks(project.pk, pk__in=ids)}
    return tasks


def move_types(project: Project, row: CatalogueRow, goal: CatalogueRow) -> None:
    """A task whose entity has one of that name and type already is called after its old type."""
    task_type = cast("TaskType", goal)
    tasks = _tasks(project.pk, task_type=row)
    taken = set(Task.objects.filter(project=project, task_type=task_type).values_list("entity_id", "name_key"))
    moves = []
    for task in tasks:
        name = _free_name(task, cast("TaskType", row).name, taken)
        taken.add((task.entity_id, name_key(name)))
        moves.append((task, task_type, name))
    _give_types(moves)


def _free_name(task: Task, old_type: str, taken: set[tuple[int, str]]) -> str:
    names = [task.name, old_type, *(f"{old_type[:50]} {number}" for number in range(2, 1000))]
    return next(name for name in names if (task.entity_id, name_key(name)) not in taken)


def _give_types(moves: Rows[tuple[Task, TaskType, str]]) -> None:
    for portion in _portions(moves):
        for task, task_type, name in portion:
            old = task.task_type
            before: dict[str, object] = {"task_type": old.pk, "name": task.name}
            after: dict[str, object] = {"task_type": task_type.pk, "name": name}
            task.task_type, task.name, task.name_key = task_type, name, name_key(name)
            task.rev += 1
            shown: dict[str, object] = {"task_type": [old.name, task_type.name]}
            if before["name"] == after["name"]:
                del before["name"], after["name"]
            record_task("task.type_moved", task, before=before, after=after, shown=shown)
        Task.objects.bulk_update([task for task, _, _ in portion], ["task_type", "name", "name_key", "rev"])


def types_moved_back(actor: User, events: Rows[Event]) -> None:
    project = _project_of(events)
    require(actor, MANAGE, project)
    tasks = _tasks_of(project, events)
    types = TaskType.objects.in_pipeline(project).in_bulk({event.before["task_type"] for event in events})
    moves = []
    for event in events:
        task, task_type = tasks[event.target_id], types.get(event.before["task_type"])
        if task_type is None:
            raise Conflict(f"The pipeline does not use the task type that {task} had any more.")
        moves.append((task, task_type, event.before.get("name", task.name)))
    with change_set(actor=actor, label="Move tasks to another type", project_id=project.pk):
        _give_types(moves)


def move_asset_types(project: Project, row: CatalogueRow, goal: CatalogueRow) -> None:
    rows = Entity.objects.locked().filter(project=project, asset_type=row.pk).order_by("pk")
    _give_asset_types([(asset, cast("AssetType", goal)) for asset in rows], cast("AssetType", row))


def _give_asset_types(moves: Rows[tuple[Entity, AssetType]], old: AssetType | None = None) -> None:
    for portion in _portions(moves):
        for goal in {goal.pk: goal for _, goal in portion}.values():
            some = [asset for asset, wanted in portion if wanted.pk == goal.pk]
            rows = Entity.objects.filter(pk__in=[asset.pk for asset in some])
            rows.update(asset_type=goal, rev=F("rev") + 1)
            for asset in some:
                before = asset.asset_type_id
                shown = [str(old or asset.asset_type), goal.name]
                asset.asset_type, asset.rev = goal, asset.rev + 1
                record(
                    "asset.type_moved",
                    on=asset,
                    target_type=Kind.ASSET,
                    before={"asset_type": before},
                    after={"asset_type": goal.pk},
                    shown={"asset_type": shown},
                    title=asset.code,
                    project_id=asset.project_id,
                    entity_id=asset.pk,
                )
            _write_sort_keys(rows)


def asset_types_moved_back(actor: User, events: Rows[Event]) -> None:
    project = _project_of(events)
    require(actor, MANAGE, project)
    types = AssetType.objects.in_pipeline(project).in_bulk({event.before["asset_type"] for event in events})
    moves = []
    for some in _portions(events):
        wanted = {event.target_id: event for event in some}
        for asset in Entity.objects.locked().filter(pk__in=wanted).order_by("pk"):
            asset_type = types.get(wanted[asset.pk].before["asset_type"])
            if asset_type is None:
                raise Conflict(f"The pipeline does not use the type that {asset.code} had any more.")
            moves.append((asset, asset_type))
    with change_set(actor=actor, label="Move assets to another type", project_id=project.pk):
        _give_asset_types(moves)


def resort_assets(project: Project) -> None:
    """Assets stand in the order of the project's types: one statement for each of them."""
    for line in project.pipeline_asset_types.all():
        _write_sort_keys(Entity.objects.filter(project=project, kind=Kind.ASSET, asset_type=line.asset_type_id))


def _write_sort_keys(rows: EntityQuerySet) -> None:
    """Of assets of one type; those of an episode stand in its order."""
    own = rows.filter(parent=None)
    first = own.select_related("asset_type").first()
    if first is not None:
        write_sort_keys(own, first)


VERBS = (
    Verb("task.status_moved", "gave {title} another status", inverse=statuses_moved_back),
    Verb("task.type_moved", "gave {title} another type", inverse=types_moved_back),
    Verb("asset.type_moved", "gave {title} another type", inverse=asset_types_moved_back),
)
