"""Putting entities into the tree: codes, order, the tasks that the pipeline makes by itself. No rights asked here."""

from collections.abc import Sequence as Rows
from dataclasses import dataclass

from core.errors import Refused
from core.models import field_values
from core.text import clean_name, clean_text, name_key
from events.services import record
from files.models import StoredFile
from projects import naming
from projects.models import AssetType, Category, PipelineTaskType, Project, TaskStatus

from ..models import Entity, Kind, Task
from .order import give_order, record_entity, write_sort_keys

RECORDED = (
    "name",
    "code",
    "description",
    "parent",
    "asset_type",
    "is_omitted",
    "frame_in",
    "frame_out",
    "handles",
    "thumbnail",
)
MAX_FRAME = 9_999_999


@dataclass(frozen=True)
class EntitySpec:
    """One entity to make. Frames are inclusive whole numbers; `code` empty builds it from the parents."""

    name: str
    parent: Entity | None = None
    description: str = ""
    frame_in: int | None = None
    frame_out: int | None = None
    handles: int | None = None
    asset_type: AssetType | None = None
    code: str = ""
    source: Entity | None = None
    thumbnail: StoredFile | None = None


def build_code(parent: Entity | None, name: str) -> str:
    """SH0010 in SQ010 is SQ010_SH0010; a name that says its sequence (with its episode) already stays as it is."""
    if parent is None or name_key(name).startswith(name_key(parent.code)):
        return name
    return f"{parent.code}_{name}"


def check_frames(frame_in: int | None, frame_out: int | None, handles: int | None) -> None:
    if (frame_in is None) != (frame_out is None):
        field = "frame_in" if frame_in is None else "frame_out"
        raise Refused("A range needs both its first and its last frame.", field=field)
    if frame_in is not None and frame_out is not None:
        if frame_in < 0 or frame_out > MAX_FRAME:
            raise Refused("Frames are 0 to 9,999,999.", field="frame_in" if frame_in < 0 else "frame_out")
        if frame_out < frame_in:
            raise Refused(f"Frame out must not be before frame in, {frame_in}.", field="frame_out")
    if handles is not None and not 0 <= handles <= 1000:
        raise Refused("Handles are 0 to 1000 frames.", field="handles")


def insert_entities(*, project: Project, kind: Kind, specs: Rows[EntitySpec]) -> list[Entity]:
    """Insert rows at the end of their parents, in the given order, with their tasks and events.

    Refused: a bad name, a name or code that is taken (the row is named). Nothing is written then, since the
    caller's change set is one transaction.
    """
    rows = [_row(project, kind, spec) for spec in specs]
    naming.refuse_odd(project, kind, [row.name for row in rows])
    _refuse_taken(project, kind, rows)
    for parent in dict.fromkeys(row.parent for row in rows):
        siblings = [row for row in rows if row.parent == parent]
        give_order(project, kind, parent, siblings)
    Entity.objects.bulk_create(rows, batch_size=500)
    groups: dict[tuple[int | None, int | None], list[Entity]] = {}
    for row in rows:
        groups.setdefault((row.parent_id, row.asset_type_id), []).append(row)
    for group in groups.values():
        write_sort_keys(Entity.objects.filter(pk__in=[row.pk for row in group]), group[0])
    sort_keys = dict(Entity.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "sort_key"))
    for row in rows:
        row.sort_key = sort_keys[row.pk]
        record_entity(f"{kind}.created", row, before={}, after=field_values(row, RECORDED))
    make_pipeline_tasks(project, kind, rows)
    return rows


def _row(project: Project, kind: Kind, spec: EntitySpec) -> Entity:
    name = clean_name(spec.name)
    check_frames(spec.frame_in, spec.frame_out, spec.handles)
    if spec.parent is not None and spec.parent.project_id != project.pk:
        raise Refused("The sequence belongs to another project.", field="sequence")
    row = Entity(
        project=project,
        kind=kind,
        parent=spec.parent,
        name=name,
        name_key=name_key(name),
        code=clean_name(spec.code, field="code", label="Code") if spec.code else build_code(spec.parent, name),
        has_own_code=bool(spec.code),
        description=clean_text(spec.description, field="description", label="The description"),
        asset_type=spec.asset_type,
        frame_in=spec.frame_in,
        frame_out=spec.frame_out,
        handles=spec.handles,
        source=spec.source,
        thumbnail=spec.thumbnail,
    )
    row.code_key = name_key(row.code)
    place(row, spec.parent)
    return row


def place(row: Entity, parent: Entity | None) -> None:
    """Set the parent and the ids of the tree that are kept on the row."""
    row.parent = parent
    row.sequence = parent if row.kind == Kind.SHOT and parent and parent.kind == Kind.SEQUENCE else None
    row.episode_id = None
    if parent is not None:
        row.episode_id = parent.pk if parent.kind == Kind.EPISODE else parent.episode_id


def _refuse_taken(project: Project, kind: Kind, rows: list[Entity]) -> None:
    """Named refusals before the database's: the person learns which row."""
    taken = set(
        Entity.objects.present()
        .filter(project=project, kind=kind, code_key__in=[row.code_key for row in rows])
        .values_list("code_key", flat=True)
    )
    for number, row in enumerate(rows, start=1):
        if row.code_key in taken:
            where = f" (row {number})" if len(rows) > 1 else ""
            raise Refused(f"{row.code} is there already{where}; choose another name.", field="name")
        taken.add(row.code_key)


def refuse_taken_places(rows: Rows[Entity]) -> None:
    """The same for rows of one kind that move together: neither their codes nor their names where they go."""
    project_id, kind = rows[0].project_id, rows[0].kind
    others = Entity.objects.present().filter(project=project_id, kind=kind).exclude(pk__in=[row.pk for row in rows])
    codes = set(others.filter(code_key__in=[row.code_key for row in rows]).values_list("code_key", flat=True))
    beside = others.filter(name_key__in=[row.name_key for row in rows])
    names: set[tuple[int | None, str]] = set(beside.values_list("parent_id", "name_key"))
    for row in rows:
        if row.code_key in codes:
            raise Refused(f"{row.code} is there already; rename one of the two first.", field="parent")
        if (row.parent_id, row.name_key) in names:
            where = f" in {row.parent.code}" if row.parent else ""
            raise Refused(f"{row.name} is there already{where}; rename one of the two first.", field="parent")
        codes.add(row.code_key)
        names.add((row.parent_id, row.name_key))


def refuse_taken_code(row: Entity, *, field: str = "name") -> None:
    others = Entity.objects.present().filter(project_id=row.project_id, kind=row.kind).exclude(pk=row.pk)
    if others.filter(code_key=row.code_key).exists():
        raise Refused(f"{row.code} is there already; choose another name.", field=field)
    if others.filter(parent_id=row.parent_id, name_key=row.name_key).exists():
        raise Refused(f"{row.name} is there already; choose another name.", field=field)


def make_pipeline_tasks(project: Project, kind: Kind, rows: list[Entity]) -> list[Task]:
    """The tasks of the automatic task types of the project's pipeline, for new entities."""
    types = list(
        PipelineTaskType.objects.filter(
            project=project, is_automatic=True, **{f"task_type__for_{kind}s": True}
        ).select_related("task_type", "default_status")
    )
    if not types:
        return []
    first = first_status(project)
    tasks = [
        Task(project=project, entity=row, task_type=line.task_type, status=line.default_status or first)
        for row in rows
        for line in types
    ]
    Task.objects.bulk_create(tasks, batch_size=500)
    for task in tasks:
        record_task("task.created", task, before={}, after={"status": task.status_id})
    return tasks


def first_status(project: Project) -> TaskStatus:
    status = TaskStatus.objects.in_pipeline(project).filter(category=Category.TODO).first()
    if status is None:
        raise Refused(f"{project.name} has no status of the kind To do; add one to its pipeline.")
    return status


def record_task(
    verb: str,
    task: Task,
    *,
    before: dict[str, object],
    after: dict[str, object],
    shown: dict[str, object] | None = None,
) -> None:
    record(
        verb,
        on=task,
        before=before,
        after=after,
        shown=shown,
        title=f"{task.entity.code} {task.task_type.short_name}",
        project_id=task.project_id,
        entity_id=task.entity_id,
        task_id=task.pk,
    )
