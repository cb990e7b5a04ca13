"""Columns that every tracked row has."""

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class Revised(models.Model):
    """`rev` is raised by every service write: the row's ETag, and what a form was opened on."""

    rev = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class TrashQuerySet(models.QuerySet[M]):
    """Rows leave by the trash. `present()` leaves trash out; `in_trash()` asks for it."""

    def present(self) -> Self:
        return self.filter(trashed_at__isnull=True)

    def in_trash(self) -> Self:
        return self.filter(trashed_at__isnull=False)

    def locked(self) -> Self:
        """Lock the rows until the transaction ends; SQLite has one writer and needs nothing."""
        return self.select_for_update(of=("self",))


class Trashable(models.Model):
    """`trashed_in` is the id of the change set that trashed the row: restoring it brings back exactly its rows."""

    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)
    trashed_in = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_trashed(self) -> bool:
        return self.trashed_at is not None


def field_values(row: models.Model, names: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """The values of the named fields as an event stores them: ids for relations, text for dates and decimals."""
    values: dict[str, Any] = {}
    for name in names:
        value = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
        values[name] = value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
    return values
