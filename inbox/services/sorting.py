"""From the log into the inboxes: by a cursor, each event once, saved together with what it led to."""

from collections.abc import Iterable

from django.db import transaction

from core import clock
from events.models import Event

from ..models import Cursor, Item
from ..sorting import Slip, slips_of

PORTION = 1000
_FIELDS = ("reason", "count", "title", "shown", "entity_id", "task_id", "note_id", "version_id", "is_internal")


def catch_up(*, portion: int = PORTION) -> int:
    """Sort the next events of the log into the inboxes; how many were read. Call again while it is a full portion.

    Whoever comes while another process reads goes on with what is there: the cursor is locked, and moved in the
    transaction that writes the items.
    """
    if not _is_behind():
        return 0
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update(skip_locked=True).order_by("pk").first()
        if cursor is None:
            return 0
        # Before the events, in this order: nothing can appear below the horizon any more.
        horizon = Event.objects.all().horizon()
        rows = Event.objects.after(cursor.last_event_id).filter(id__lte=horizon).select_related("change_set")
        events = list(rows[:portion])
        _deliver(slips_of(events))
        cursor.last_event_id = events[-1].pk if len(events) == portion else max(horizon, cursor.last_event_id)
        cursor.moved_at = clock.now()
        cursor.save(update_fields=["last_event_id", "moved_at"])
    return len(events)


def _is_behind() -> bool:
    """Asked without a transaction: most of the time there is nothing, and SQLite has one writer."""
    newest = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    cursor, _ = Cursor.objects.get_or_create(pk=1)
    return newest > cursor.last_event_id


def _deliver(slips: Iterable[Slip]) -> None:
    """New lines, and lines of acts whose first events came with the portion before."""
    by_key = {slip.key: slip for slip in slips}
    sets = {slip.change_set_id for slip in by_key.values()}
    changed = []
    for item in Item.objects.filter(change_set__in=sets):
        slip = by_key.pop((item.user_id, item.change_set_id, item.project_id), None)
        if slip is not None:
            held = Slip(
                **{name: getattr(item, name) for name in ("user_id", "change_set_id", "project_id", "at", *_FIELDS)}
            )
            held.join(slip)
            for name in _FIELDS:
                setattr(item, name, getattr(held, name))
            changed.append(item)
    Item.objects.bulk_update(changed, [name.removesuffix("_id") for name in _FIELDS], batch_size=200)
    fresh = [Item(**slip.__dict__) for slip in sorted(by_key.values(), key=lambda slip: slip.change_set_id)]
    Item.objects.bulk_create(fresh, batch_size=500)
