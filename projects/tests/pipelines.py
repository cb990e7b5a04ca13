"""What stands in the catalogue and in the pipelines, for tests that compare two states of it."""

from typing import Any

from django.db.models import Model

from accounts.models import Department
from projects.models import NamingRule
from projects.shelves import SHELVES

# What only counts writes, or says where a row lies.
_COUNTS = {"rev", "trashed_at", "trashed_in"}


def pipelines() -> dict[str, Any]:
    """By table: the rows that are there."""
    # Known by project and kind: a rule that comes back is a new row.
    rules = NamingRule.objects.order_by("project", "kind")
    found: dict[str, Any] = {"naming": [{**_row(row), "id": 0} for row in rules]}
    found["departments"] = [_row(row) for row in Department.objects.order_by("pk")]
    for shelf in SHELVES:
        found[shelf.key] = [_row(row) for row in shelf.row.objects.present().order_by("pk")]
        found[f"{shelf.key} in pipelines"] = [
            _row(line) | {"prerequisites": _prerequisites(line)}
            for line in shelf.line._default_manager.filter(project__trashed_at=None).order_by("pk")
        ]
    return found


def _row(row: Model) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in _COUNTS
    }


def _prerequisites(line: Any) -> list[int]:
    return sorted(line.prerequisites.values_list("pk", flat=True)) if hasattr(line, "prerequisites") else []
