"""What the page of a cut shows of its items: timecodes, and which shot each is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User
from events.models import Event

from .cut_preview import Bar, strip
from .editorial import FrameRate, format_timecode
from .models import Cut, CutItem


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: CutItem
    number: str
    frames: int
    record_in: str
    record_out: str
    source_in: str
    source_out: str
    retime: str


def item_rows(cut: Cut, items: Iterable[CutItem]) -> list[ItemRow]:
    rate = FrameRate(cut.fps)

    def timecode(frames: int) -> str:
        return format_timecode(frames, rate, drop=cut.is_drop_frame)

    return [
        ItemRow(
            item=item,
            number=item.event_number.lstrip("0") or str(item.order + 1),
            frames=item.record_out - item.record_in,
            record_in=timecode(item.record_in),
            record_out=timecode(item.record_out),
            source_in=timecode(item.source_in),
            source_out=timecode(item.source_out),
            retime="" if item.speed == 1 else "Freeze" if item.speed == 0 else f"{item.speed * 100:.4g} %",
        )
        for item in items
    ]


def item_strip(cut: Cut) -> list[Bar]:
    """The whole cut as a strip: what is a shot, what is a shot again, and what is none."""
    seen: set[int] = set()
    parts = []
    for record_in, record_out, shot_id in cut.items.values_list("record_in", "record_out", "shot_id"):
        css = "st-none" if shot_id is None else "st-again" if shot_id in seen else "st-new"
        if shot_id is not None:
            seen.add(shot_id)
        parts.append((record_out - record_in, css))
    return strip(parts)


def item_counts(cut: Cut) -> dict[str, int]:
    """Events, those of them that are a shot, and how many shots these are."""
    return cut.items.aggregate(
        events=Count("pk"),
        with_shot=Count("pk", filter=Q(shot__isnull=False)),
        shots=Count("shot", distinct=True, filter=Q(shot__trashed_at=None)),
    )


def importers(ids: list[int]) -> dict[int, User]:
    """Who imported each cut: the log knows."""
    events = Event.objects.filter(verb="cut.imported", target_type="cut", target_id__in=ids)
    return {event.target_id: event.change_set.actor for event in events.select_related("change_set__actor")}
