from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    pass


class EventQuerySet(models.QuerySet["Event"]):
    def after(self, cursor: int) -> Self:
        return self.filter(id__gt=cursor).order_by("id")

    def settled(self) -> Self:
        """Only events below which nothing can still appear: for readers of the whole log.

        A reader of one project does not need it: an advisory lock makes a project's events commit in id order.
        """
        if connections[self.db].vendor != "postgresql":
            return self
        oldest_running = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ())
        return self.filter(xid__lt=oldest_running)

    def of_target(self, target_type: str, target_id: int) -> Self:
        return self.filter(target_type=target_type, target_id=target_id)

    def standing(self) -> Self:
        """Without what was undone, and without the undoing of it: what made the present state."""
        undone = Q(change_set__undone_at__isnull=False)
        undoing = Q(change_set__undoes__isnull=False, change_set__undoes__undone_at__isnull=False)
        return self.exclude(undone).exclude(undoing)


class ChangeSetQuerySet(models.QuerySet["ChangeSet"]):
    def undoable(self) -> Self:
        return self.filter(undone_at__isnull=True)
