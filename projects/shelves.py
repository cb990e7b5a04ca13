"""The three shelves of the catalogue: task types, statuses and asset types, which are kept by the same rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from core.models import field_values

from .models import (
    AssetType,
    PipelineAssetType,
    PipelineStatus,
    PipelineTaskType,
    Project,
    TaskStatus,
    TaskType,
)
from .models.catalogue import CatalogueRow, Line

KINDS = ("shots", "assets", "sequences", "episodes")


@dataclass(frozen=True)
class Shelf:
    """`fields` are what a row is made of, `own` what a project adds to it in its pipeline."""

    key: str
    row: type[CatalogueRow]
    line: type[Line]
    one: str
    many: str
    fields: tuple[str, ...]
    own: tuple[str, ...] = ()

    def lines(self, project: Project) -> models.QuerySet[Line]:
        """The project's lines in their order, each with its row."""
        rows = self.line._default_manager.filter(project=project).select_related(self.row.field, "project")
        return rows.order_by("order", "pk")

    def values(self, line: Line) -> dict[str, Any]:
        """What the log keeps of a line."""
        return field_values(line, [self.row.field, "order", *self.own])

    @property
    def orders(self) -> str:
        """The log's name for the order on this shelf."""
        return f"{self.row.field}_orders"


SHELVES = (
    Shelf(
        "task-types",
        TaskType,
        PipelineTaskType,
        "task type",
        "task types",
        ("name", "short_name", "department", "colour", *(f"for_{kind}" for kind in KINDS)),
        ("default_status", "is_automatic"),
    ),
    Shelf(
        "statuses",
        TaskStatus,
        PipelineStatus,
        "status",
        "statuses",
        ("name", "short_name", "category", "colour", "artists_may_set", "clients_may_set"),
        ("colour",),
    ),
    Shelf("asset-types", AssetType, PipelineAssetType, "asset type", "asset types", ("name",)),
)


def shelf_of(thing: CatalogueRow | Line | type[CatalogueRow] | type[Line]) -> Shelf:
    model = thing if isinstance(thing, type) else type(thing)
    return next(shelf for shelf in SHELVES if model in (shelf.row, shelf.line))


def shelf_by_key(key: str) -> Shelf | None:
    return next((shelf for shelf in SHELVES if shelf.key == key), None)


def shelf_by_target(target_type: str) -> Shelf:
    """The shelf that an event of the log speaks of."""
    return next(shelf for shelf in SHELVES if target_type in (shelf.row._meta.model_name, shelf.line._meta.model_name))


def moved_before(rows: Iterable[models.Model], moved: models.Model, before: models.Model | None) -> list[Any]:
    """The rows with one of them taken out and put before another one; None: at the end."""
    rest = [row for row in rows if row != moved]
    at = rest.index(before) if before is not None else len(rest)
    return [*rest[:at], moved, *rest[at:]]
