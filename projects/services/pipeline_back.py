"""How the verbs of pipelines and of the catalogue are taken back: each by a service of this app."""

from collections.abc import Sequence
from typing import Any

from accounts.models import Department, User
from core.errors import Conflict
from events.models import Event
from events.registry import Verb
from events.services import change_set

from ..models import PipelineTaskType, Project, TaskStatus
from ..models.catalogue import CatalogueRow, Line
from ..shelves import Shelf, shelf_by_target
from ..usage import use_of
from . import naming
from .pipeline import line_remove, line_restore, line_update, lock_lines
from .rows import row_remove, row_restore, row_update
from .settings import record_line, record_row, require_settings, write_orders


def verbs() -> list[Verb]:
    return [
        Verb("pipeline.added", "added {title} to the pipeline", inverse=line_added_back),
        Verb("pipeline.updated", "changed how {title} is used", inverse=line_updated_back),
        Verb("pipeline.ordered", "moved {title} in the pipeline", inverse=lines_ordered_back),
        Verb("pipeline.removed", "removed {title} from the pipeline", inverse=line_removed_back),
        Verb("catalogue.added", "made {title}", inverse=row_added_back),
        Verb("catalogue.updated", "edited {title}", inverse=row_updated_back),
        Verb("catalogue.ordered", "moved {title} in the catalogue", inverse=rows_ordered_back),
        Verb("catalogue.removed", "removed {title} from the catalogue", inverse=row_removed_back),
        Verb("catalogue.restored", "restored {title} in the catalogue", inverse=row_added_back),
        *naming.VERBS,
    ]


def _project(event: Event) -> Project:
    return Project.objects.get(pk=event.project_id or 0)


def _lines(event: Event) -> dict[int, Line]:
    """All lines of the shelf and the project that an event speaks of."""
    lines = shelf_by_target(event.target_type).lines(_project(event))
    return {line.pk: line for line in lines}


def _line(event: Event) -> Line:
    line = _lines(event).get(event.target_id)
    if line is None:
        raise Conflict(f"{event.title} is not in the pipeline any more.")
    return line


def line_added_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        line_remove(actor=actor, line=_line(event))


def line_removed_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        shelf = shelf_by_target(event.target_type)
        line_restore(actor=actor, project=_project(event), shelf=shelf, pk=event.target_id, values=event.before)


def line_updated_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        lines = _lines(event)
        changes = {name: _line_value(name, value, lines) for name, value in event.before.items()}
        line_update(actor=actor, line=_line(event), changes=changes)


def _line_value(name: str, value: Any, lines: dict[int, Line]) -> Any:
    if name == "default_status":
        return TaskStatus.objects.filter(pk=value).first()
    if name == "prerequisites":
        return [line for pk in value if isinstance(line := lines.get(pk), PipelineTaskType)]
    return value


def lines_ordered_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        line = _line(event)
        require_settings(actor, line.project)
        shelf = shelf_by_target(event.target_type)
        with change_set(actor=actor, label=f"Move {line.row.name} in the pipeline", project_id=line.project_id):
            old, new = _give_orders(lock_lines(shelf, line.project), event, shelf)
            record_line("pipeline.ordered", line, before={shelf.orders: old}, after={shelf.orders: new})
            use_of(shelf.row).reordered(line.project)


def _give_orders(rows: Sequence[Any], event: Event, shelf: Shelf) -> tuple[dict[str, int], dict[str, int]]:
    """The places that the rows had; those that are gone by now need none."""
    wanted: dict[str, int] = event.before[shelf.orders]
    there = [row for row in rows if str(row.pk) in wanted]
    old = {str(row.pk): row.order for row in there}
    write_orders(there, wanted)
    return old, {str(row.pk): row.order for row in there}


def _row(event: Event) -> CatalogueRow:
    model = shelf_by_target(event.target_type).row
    return model.objects.select_related("project").get(pk=event.target_id)


def row_added_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        row_remove(actor=actor, row=_row(event))


def row_removed_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        row_restore(actor=actor, row=_row(event))


def row_updated_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        changes = dict(event.before)
        if "department" in changes:
            department = Department.objects.filter(pk=changes["department"]).first()
            if department is None:
                raise Conflict(f"The department that {event.title} was in is gone.")
            changes["department"] = department
        row_update(actor=actor, row=_row(event), changes=changes)


def rows_ordered_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        row, shelf = _row(event), shelf_by_target(event.target_type)
        require_settings(actor, row.project)
        with change_set(actor=actor, label=f"Move {row.name} in the catalogue", project_id=row.project_id):
            rows = shelf.row.objects.present().filter(project=row.project_id).select_for_update().order_by("pk")
            old, new = _give_orders(list(rows), event, shelf)
            record_row("catalogue.ordered", row, before={shelf.orders: old}, after={shelf.orders: new})
