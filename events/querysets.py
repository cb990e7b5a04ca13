from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Max, Q

if TYPE_CHECKING:
    from .models import Event  # noqa: F401 - ruff misses names in quotes


# A writer on PostgreSQL marks, before it draws ids, the last id given out: all of its own will be higher. The mark is
# a shared advisory lock that goes with the transaction; its key is 24 bits of ours and 40 bits of id.
MARK_BITS = 40
MARK_SPACE = 0x74726C << MARK_BITS
LAST_ID = "(SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM events_event_id_seq)"
_KEY = "((classid::bigint << 32) | objid::bigint)"
_LOWEST_MARK = f"""
    SELECT min({_KEY} & {(1 << MARK_BITS) - 1}) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND {_KEY} >> {MARK_BITS} = %s
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
"""  # noqa: S608 - constants only


class EventQuerySet(models.QuerySet["Event"]):
    def after(self, cursor: int) -> Self:
        return self.filter(id__gt=cursor).order_by("id")

    def settled(self) -> Self:
        """Only events below which nothing can still appear: for readers of the whole log.

        A reader of one project does not need it: an advisory lock makes a project's events commit in id order.
        """
        return self.filter(id__lte=self.horizon()) if connections[self.db].vendor == "postgresql" else self

    def horizon(self) -> int:
        """The highest id below which nothing can still appear: the cursor that a reader of the whole log may keep.

        Ask for it before reading the events, and not inside a snapshot that was taken earlier. What the present
        transaction wrote itself counts as settled.
        """
        connection = connections[self.db]
        if connection.vendor != "postgresql":
            # One writer: ids commit in their order.
            last: int | None = self.model._default_manager.using(self.db).aggregate(last=Max("id"))["last"]
            return last or 0
        with connection.cursor() as cursor:
            # In this order. An id given out before the first statement is committed, or its writer still holds its
            # mark in the second (PostgreSQL shows a commit before it drops the locks); a writer who sets a mark
            # later gets later ids.
            cursor.execute(f"SELECT {LAST_ID}")
            last_id: int = cursor.fetchone()[0]
            cursor.execute(_LOWEST_MARK, [MARK_SPACE >> MARK_BITS])
            lowest: int | None = cursor.fetchone()[0]
        return last_id if lowest is None else min(last_id, lowest)

    def of_target(self, target_type: str, target_id: int) -> Self:
        return self.filter(target_type=target_type, target_id=target_id)

    def standing(self) -> Self:
        """Without what was undone, and without the undoing of it: what made the present state."""
        undone = Q(change_set__undone_at__isnull=False)
        undoing = Q(change_set__undoes__isnull=False, change_set__undoes__undone_at__isnull=False)
        return self.exclude(undone).exclude(undoing)
