"""The pipeline of a project: which task types, statuses and asset types it uses, in which order, and how."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from core.errors import Conflict, Missing, Refused
from events.services import change_set, merge_stale

from ..models import Category, PipelineStatus, PipelineTaskType, Project, TaskStatus
from ..models.catalogue import HUES, CatalogueRow, Line
from ..shelves import Shelf, shelf_of
from ..usage import use_of
from .settings import (
    record_line,
    refuse_cycle,
    refuse_full,
    refuse_misfit,
    reorder,
    require_settings,
    used_by,
)


def line_add(*, actor: User, project: Project, row: CatalogueRow) -> Line:
    """Use a row of the studio, or a local one, in the project: at the end of its shelf."""
    require_settings(actor, project)
    shelf = shelf_of(row)
    if row.is_trashed or row.project_id not in (None, project.pk):
        raise Missing(f"There is no such {shelf.one}.", field="row")
    with change_set(actor=actor, label=f"Add {row.name} to the pipeline", project_id=project.pk):
        held = lock_lines(shelf, project)
        if any(line.row_id == row.pk for line in held):
            raise Refused(f"{row.name} is in the pipeline already.", field="row")
        if any(line.row.name_key == row.name_key for line in held):
            raise Refused(f"The pipeline has another {shelf.one} called {row.name}.", field="row")
        line = shelf.line(project=project, order=refuse_full(_rows(shelf, project), shelf))
        setattr(line, shelf.row.field, row)
        if isinstance(line, PipelineTaskType):
            line.default_status = TaskStatus.objects.in_pipeline(project).filter(category=Category.TODO).first()
        line.save()
        record_line("pipeline.added", line, before={}, after=shelf.values(line))
    return line


def _rows(shelf: Shelf, project: Project) -> QuerySet[Any]:
    return shelf.line._default_manager.filter(project=project)


def lock_lines(shelf: Shelf, project: Project) -> list[Any]:
    """The shelf's lines in order. Locked by the project's row: one person at a time changes a pipeline."""
    Project.objects.locked().filter(pk=project.pk).values_list("pk", flat=True).first()
    return list(shelf.lines(project))


def _held(line: Line) -> tuple[Shelf, list[Any], Any]:
    """The shelf, its lines, and this line as it is now."""
    shelf = shelf_of(line)
    lines = lock_lines(shelf, line.project)
    found = next((row for row in lines if row.pk == line.pk), None)
    if found is None:
        raise Conflict(f"The {shelf.one} is not in the pipeline any more.")
    return shelf, lines, found


def line_update(*, actor: User, line: Line, changes: dict[str, Any], seen_rev: int | None = None) -> Line:
    """Change what the project adds: default_status, is_automatic and prerequisites (lines), or the colour."""
    require_settings(actor, line.project)
    with change_set(actor=actor, label=f"Edit {line.row.name}", project_id=line.project_id):
        shelf, _, row = _held(line)
        if seen_rev is not None:
            changes = merge_stale(target_type=str(row._meta.model_name), row=row, seen_rev=seen_rev, sent=changes)
        before, shown = shelf.values(row), {}
        for name in set(changes) & set(shelf.own):
            shown[name] = [_readable(getattr(row, name)), _readable(changes[name])]
            setattr(row, name, changes[name])
        _check(row)
        after = shelf.values(row)
        if "prerequisites" in changes:
            held = _held_first(row)
            before["prerequisites"] = sorted(other.pk for other in held)
            after["prerequisites"] = sorted(other.pk for other in changes["prerequisites"])
            shown["prerequisites"] = [_names(held), _names(changes["prerequisites"])]
            _put_first(row, changes["prerequisites"])
        changed = [name for name in after if after[name] != before[name]]
        if changed:
            row.rev += 1
            row.save()
            pick = {"before": before, "after": after, "shown": shown}
            record_line("pipeline.updated", row, **{key: {n: of[n] for n in changed} for key, of in pick.items()})
    found: Line = row
    return found


def _check(row: Line) -> None:
    if isinstance(row, PipelineStatus) and row.colour not in ("", *HUES):
        raise Refused("Choose a colour of the list.", field="colour")
    status = row.default_status if isinstance(row, PipelineTaskType) else None
    if status is not None and not row.project.pipeline_statuses.filter(status=status).exists():
        raise Refused(f"{row.project.name} does not use this status.", field="default_status")


def _held_first(row: PipelineTaskType) -> list[PipelineTaskType]:
    return list(row.prerequisites.select_related("task_type").order_by("order", "pk"))


def _put_first(row: PipelineTaskType, wanted: Sequence[PipelineTaskType]) -> None:
    if any(line.project_id != row.project_id for line in wanted):
        raise Refused("Choose task types of this pipeline.", field="prerequisites")
    refuse_cycle(row.project, row, wanted)
    row.prerequisites.set(wanted)


def _names(lines: Sequence[PipelineTaskType]) -> str:
    return ", ".join(line.task_type.name for line in lines)


def _readable(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def lines_order(*, actor: User, line: Line, before: Line | None) -> None:
    """Put a line before another one of its shelf; None: at the end."""
    require_settings(actor, line.project)
    project = line.project
    with change_set(actor=actor, label=f"Move {line.row.name} in the pipeline", project_id=project.pk):
        shelf, lines, row = _held(line)
        old, new = reorder(lines, row, before)
        if old:
            record_line("pipeline.ordered", row, before={shelf.orders: old}, after={shelf.orders: new})
            use_of(shelf.row).reordered(project)


def line_remove(*, actor: User, line: Line, goal: CatalogueRow | None = None) -> None:
    """Take a row out of the pipeline. What uses it goes to `goal`, another row of the pipeline, in the same act.

    Refused (field "goal") where something uses it and no goal is given, or the goal does not fit.
    """
    require_settings(actor, line.project)
    project = line.project
    with change_set(actor=actor, label=f"Remove {line.row.name} from the pipeline", project_id=project.pk):
        shelf, lines, row = _held(line)
        rest = [other for other in lines if other.pk != row.pk]
        refuse_last_todo(project, row.row, [other.row for other in rest])
        counts = used_by(row.row, project)
        if goal is not None and goal.pk not in {other.row_id for other in rest}:
            raise Refused(f"Choose a {shelf.one} of this pipeline.", field="goal")
        if any(counts.values()):
            _move(project, row.row, goal, counts)
        if isinstance(row, PipelineStatus):
            _leave_defaults(actor, project, row.status, goal)
        values = shelf.values(row)
        if isinstance(row, PipelineTaskType):
            values |= _neighbours(row)
        record_line("pipeline.removed", row, before=values, after={})
        row.delete()


def _move(project: Project, row: CatalogueRow, goal: CatalogueRow | None, counts: dict[str, int]) -> None:
    use = use_of(type(row))
    if goal is None:
        raise Refused(f"{row.name} is used by {use.words(counts)}: choose where to move what uses it.", field="goal")
    refuse_misfit(row, goal, counts)
    use.move(project, row, goal)


def refuse_last_todo(project: Project, row: CatalogueRow, rest: Sequence[CatalogueRow]) -> None:
    """New tasks start somewhere: a pipeline keeps one status of the kind To do."""
    if _is_todo(row) and not any(_is_todo(other) for other in rest):
        raise Refused(f"{row.name} is the last status of the kind To do in {project.name}; add another one first.")


def _is_todo(row: CatalogueRow) -> bool:
    return isinstance(row, TaskStatus) and row.category == Category.TODO


def _leave_defaults(actor: User, project: Project, status: TaskStatus, goal: CatalogueRow | None) -> None:
    for line in project.pipeline_task_types.filter(default_status=status).select_related("task_type", "project"):
        line_update(actor=actor, line=line, changes={"default_status": goal})


def _neighbours(row: PipelineTaskType) -> dict[str, list[int]]:
    later = PipelineTaskType.objects.filter(prerequisites=row)
    return {
        "prerequisites": sorted(row.prerequisites.values_list("pk", flat=True)),
        "needed_by": sorted(later.values_list("pk", flat=True)),
    }


def line_restore(*, actor: User, project: Project, shelf: Shelf, pk: int, values: dict[str, Any]) -> Line:
    """Put a line back as it was when it was removed: under its id, at its place, between its neighbours."""
    require_settings(actor, project)
    row = shelf.row.objects.present().filter(pk=values[shelf.row.field]).first()
    if row is None:
        raise Conflict(f"The {shelf.one} is gone from the catalogue; restore it first.")
    with change_set(actor=actor, label=f"Add {row.name} to the pipeline", project_id=project.pk):
        if any(line.row_id == row.pk for line in lock_lines(shelf, project)):
            raise Conflict(f"{row.name} is in the pipeline again.")
        line = shelf.line(pk=pk, project=project, order=values["order"])
        setattr(line, shelf.row.field, row)
        for name in shelf.own:
            column = line._meta.get_field(name).attname  # type: ignore[union-attr]
            setattr(line, column, values[name])
        if isinstance(line, PipelineTaskType):
            _keep_default(line)
        line.save(force_insert=True)
        if isinstance(line, PipelineTaskType):
            _back_between(line, values)
        record_line("pipeline.added", line, before={}, after=shelf.values(line))
    return line


def _keep_default(line: PipelineTaskType) -> None:
    """Not a status that the project has stopped using meanwhile."""
    if not line.project.pipeline_statuses.filter(status=line.default_status_id).exists():
        line.default_status = None


def _back_between(line: PipelineTaskType, values: dict[str, Any]) -> None:
    others = line.project.pipeline_task_types.all()
    earlier = list(others.filter(pk__in=values.get("prerequisites", [])))
    refuse_cycle(line.project, line, earlier)
    line.prerequisites.set(earlier)
    for later in others.filter(pk__in=values.get("needed_by", [])):
        refuse_cycle(line.project, later, [*later.prerequisites.all(), line])
        later.prerequisites.add(line)
