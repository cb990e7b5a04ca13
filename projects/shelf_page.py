"""A shelf as its page shows it: each row with its facts, how many use it, and where its buttons lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Department

from .models import PipelineTaskType, Project, TaskStatus, TaskType
from .models.catalogue import CatalogueRow, Line
from .services.departments import uses_of
from .shelves import KINDS, Shelf
from .usage import use_of

# Tabs of the settings: (name of the page, label).
TABS = (("task-types", "Pipeline"), ("statuses", "Statuses"), ("asset-types", "Asset types"))
STUDIO_TABS = (*TABS, ("departments", "Departments"))


@dataclass(frozen=True)
class StudioShelf:
    """A shelf that no project picks from."""

    key: str
    one: str
    many: str


DEPARTMENTS = StudioShelf("departments", "department", "departments")


@dataclass(frozen=True)
class ShelfRow:
    """`up` and `down` are the ids before which the row stands after a step; "" is the end, None no step."""

    pk: int
    row: CatalogueRow | Department
    facts: Sequence[str]
    uses: str
    up: int | str | None
    down: int | str | None

    @property
    def is_local(self) -> bool:
        return isinstance(self.row, CatalogueRow) and self.row.project_id is not None


def line_rows(shelf: Shelf, project: Project) -> list[ShelfRow]:
    """The project's lines in four queries at most, whatever their number."""
    lines: Any = shelf.lines(project)
    if shelf.line is PipelineTaskType:
        lines = lines.select_related("task_type__department", "default_status").prefetch_related(
            "prerequisites__task_type"
        )
    held: list[Any] = list(lines)
    for line in held:
        if isinstance(line.row, TaskStatus):
            line.row.project_colour = line.colour
    return _rows([(line.pk, line.row, _facts(line.row, line)) for line in held], shelf, project)


def studio_rows(shelf: Shelf, *, counts: bool) -> list[ShelfRow]:
    """The studio's rows; how many use them is told to administrators only."""
    rows: Any = shelf.row.objects.studio()
    if shelf.row is TaskType:
        rows = rows.select_related("department")
    return _rows([(row.pk, row, _facts(row)) for row in rows], shelf, None, counts=counts)


def department_rows(*, counts: bool) -> list[ShelfRow]:
    """The studio's departments; how many use them is told to administrators only."""
    rows = list(Department.objects.order_by("order", "pk"))
    words = uses_of(rows) if counts else {}
    ids = [row.pk for row in rows]
    return [ShelfRow(row.pk, row, (), words.get(row.pk, ""), *_steps(ids, at)) for at, row in enumerate(rows)]


def _rows(
    held: list[tuple[int, CatalogueRow, list[str]]], shelf: Shelf, project: Project | None, *, counts: bool = True
) -> list[ShelfRow]:
    use = use_of(shelf.row)
    found = use.count(project) if counts else {}
    ids = [pk for pk, _, _ in held]
    return [
        ShelfRow(
            pk=pk,
            row=row,
            facts=facts,
            uses=use.words(found[row.pk]) if row.pk in found else "",
            up=up,
            down=down,
        )
        for at, (pk, row, facts) in enumerate(held)
        for up, down in [_steps(ids, at)]
    ]


def _steps(ids: Sequence[int], at: int) -> tuple[int | None, int | str | None]:
    """Before what the row at that place stands after a step up, and after one down."""
    down = (ids[at + 2] if at + 2 < len(ids) else "") if at + 1 < len(ids) else None
    return ids[at - 1] if at else None, down


def _facts(row: CatalogueRow, line: Line | None = None) -> list[str]:
    if isinstance(row, TaskType):
        return [*_type_facts(row), *(_line_facts(line) if isinstance(line, PipelineTaskType) else [])]
    if isinstance(row, TaskStatus):
        facts = [row.get_category_display()]
        if not row.artists_may_set:
            facts.append("set by who approves")
        return [*facts, "clients may set it"] if row.clients_may_set else facts
    return []


def _type_facts(row: TaskType) -> list[str]:
    kinds = ", ".join(kind for kind in KINDS if getattr(row, f"for_{kind}")).capitalize()
    return [kinds] if row.department.name == row.name else [row.department.name, kinds]


def _line_facts(line: PipelineTaskType) -> list[str]:
    facts = []
    if line.default_status:
        facts.append(f"starts as {line.default_status.name}")
    if not line.is_automatic:
        facts.append("added by hand")
    earlier = [other.task_type.short_name for other in line.prerequisites.all()]
    return [*facts, f"after {', '.join(earlier)}"] if earlier else facts


def addable(shelf: Shelf, project: Project) -> list[CatalogueRow]:
    """Rows of the studio, and local ones that were taken out, which the pipeline does not use."""
    held = shelf.line._default_manager.filter(project=project).values(f"{shelf.row.field}_id")
    own = shelf.row.objects.present().filter(project=project)
    return list((shelf.row.objects.studio() | own).exclude(pk__in=held))
