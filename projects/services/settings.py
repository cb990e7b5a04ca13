"""Who may change a project's pipeline and the studio's catalogue, and the rules that all their shelves share."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, QuerySet

from accounts.models import User
from core.errors import Conflict, Forbidden, Refused
from events.services import record

from ..models import PipelineTaskType, Project, TaskType
from ..models.catalogue import CatalogueRow, Line
from ..permissions import require
from ..roles import MANAGE
from ..shelves import Shelf, moved_before, shelf_of
from ..usage import use_of

# A page shows a whole shelf.
MOST_ROWS = 300


def require_settings(actor: User, project: Project | None) -> None:
    """Owners change a project's pipeline, unless it is archived; None is the studio, which administrators change."""
    if project is None:
        if not actor.is_superuser:
            raise Forbidden("Only administrators change the studio's catalogue.")
        return
    require(actor, MANAGE, project)
    if project.is_read_only:
        raise Conflict(f"{project.name} is archived, so it is read-only; make it active again first.")


def refuse_full(rows: QuerySet[Any], shelf: Shelf) -> int:
    """The place behind the last row; refused where the shelf is full."""
    if rows.count() >= MOST_ROWS:
        raise Refused(f"{MOST_ROWS} {shelf.many} are the most; remove one first.")
    last = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def record_row(verb: str, row: CatalogueRow, *, before: dict[str, Any], after: dict[str, Any], **more: Any) -> None:
    record(verb, on=row, before=before, after=after, title=row.name, project_id=row.project_id, **more)


def record_line(verb: str, line: Line, *, before: dict[str, Any], after: dict[str, Any], **more: Any) -> None:
    record(verb, on=line, before=before, after=after, title=line.row.name, project_id=line.project_id, **more)


def reorder(rows: Sequence[Any], moved: Any, before: Any | None) -> tuple[dict[str, int], dict[str, int]]:
    """Number the rows anew with one of them before another; the numbers that changed, by id, before and after."""
    shelf = shelf_of(moved)
    if before is not None and before not in rows:
        raise Refused(f"The {shelf.one} it should stand before is gone; look again.", field="before")
    old, new = {}, {}
    for place, row in enumerate(moved_before(rows, moved, before)):
        if row.order != place:
            old[str(row.pk)], new[str(row.pk)] = row.order, place
            row.order = place
    write_orders(rows, new)
    return old, new


def write_orders(rows: Iterable[Any], orders: dict[str, int]) -> None:
    changed = [row for row in rows if str(row.pk) in orders]
    for row in changed:
        row.order = orders[str(row.pk)]
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, ["order"], batch_size=500)


def refuse_misfit(row: CatalogueRow, goal: CatalogueRow, counts: dict[str, int]) -> None:
    """Only a task type for sequences takes the tasks of sequences."""
    if isinstance(goal, TaskType):
        odd = [f"{kind}s" for kind, count in counts.items() if count and not goal.fits(kind)]
        if odd:
            raise Refused(f"{goal.name} is not for {' and '.join(odd)}, which have tasks of {row.name}.", field="goal")


def fitting(rows: Iterable[CatalogueRow], row: CatalogueRow, counts: dict[str, int]) -> list[CatalogueRow]:
    """The rows that can take what uses this one."""
    kinds = [kind for kind, count in counts.items() if count]
    return [
        goal
        for goal in rows
        if goal.pk != row.pk and (not isinstance(goal, TaskType) or all(goal.fits(kind) for kind in kinds))
    ]


def used_by(row: CatalogueRow, project: Project | None) -> dict[str, int]:
    """How many of each kind use the row, in a project or anywhere."""
    return use_of(type(row)).count(project).get(row.pk, {})


def refuse_cycle(project: Project, line: PipelineTaskType, wanted: Iterable[PipelineTaskType]) -> None:
    """Refused where the line would have to wait for itself; the way round is named."""
    lines = {row.pk: row for row in project.pipeline_task_types.select_related("task_type")}
    first: dict[int, list[int]] = {}
    through = PipelineTaskType.prerequisites.through._default_manager.filter(from_pipelinetasktype__in=lines)
    for later, earlier in through.values_list("from_pipelinetasktype_id", "to_pipelinetasktype_id"):
        first.setdefault(later, []).append(earlier)
    first[line.pk] = [row.pk for row in wanted]
    way = _way_back(line.pk, first)
    if way:
        names = " → ".join(lines[pk].task_type.name for pk in reversed(way))
        raise Refused(f"{line.task_type.name} would wait for itself: {names}.", field="prerequisites")


def _way_back(start: int, first: dict[int, list[int]]) -> list[int]:
    """A way from the line over what comes before it back to itself; empty where there is none."""
    came_from: dict[int, int] = {}
    open_ends = [start]
    while open_ends:
        here = open_ends.pop()
        for earlier in first.get(here, []):
            if earlier == start:
                way = [start]
                while here != start:
                    way.append(here)
                    here = came_from[here]
                return [start, *reversed(way[1:]), start]
            if earlier not in came_from:
                came_from[earlier] = here
                open_ends.append(earlier)
    return []
