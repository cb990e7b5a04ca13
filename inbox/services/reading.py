"""Reading is private and changes nothing of the production, so it leaves no event; nobody is to see who read what."""

import datetime
from collections.abc import Sequence

from accounts.models import User
from core import clock

from ..models import Item


def items_mark_read(*, actor: User, items: Sequence[int]) -> int:
    """Mark some of one's own items read; how many were unread."""
    return Item.objects.filter(user=actor, pk__in=items).unread().update(read_at=clock.now())


def items_mark_all_read(*, actor: User, project_id: int | None = None) -> datetime.datetime | None:
    """Mark all read, or those of one project; the moment by which it is taken back, None where none was unread."""
    rows, now = Item.objects.visible_to(actor).unread(), clock.now()
    if project_id is not None:
        rows = rows.filter(project=project_id)
    return now if Item.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(read_at=now) else None


def items_mark_unread(*, actor: User, items: Sequence[int] | None = None, at: datetime.datetime | None = None) -> int:
    """Mark one's own items unread: the given ones, or all that were marked read at that moment."""
    rows = Item.objects.filter(user=actor, read_at__isnull=False)
    return (rows.filter(pk__in=items) if items is not None else rows.filter(read_at=at)).update(read_at=None)
