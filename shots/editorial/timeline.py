"""A cut from an OpenTimelineIO timeline, whether it came from .otio or from Final Cut Pro 7 XML.

Every track of the top stack is a track of the cut. What is nested in a track (a stack, a compound clip)
counts as one clip under its own name, the way the editor sees it on the timeline; without a name it
takes that of the first clip inside. Anything but a track in the top stack becomes a track of its own.
"""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import opentimelineio as otio

from .kinds import kind_of
from .model import CutError, CutEvent, CutFile, CutMarker, CutTrack, CutTransition, CutWarning, TrackKind
from .otio_guard import fcp_speed
from .text import MAX_EVENTS, printable
from .timecode import FrameRate, format_timecode, spoken_rate

MAX_FRAME = 10**9


class TimelineReader:
    """Reads one timeline; ``rate`` is the timeline's own, or the one asked for when it has none."""

    def __init__(self, timeline: Any, asked: Decimal) -> None:
        self.timeline = timeline
        self.warnings: list[CutWarning] = []
        self.found = _rate_of(timeline)
        self.rate = FrameRate(asked if self.found is None else self.found)
        self.start = self._frames(timeline.global_start_time) if timeline.global_start_time else 0
        if self.found is not None and FrameRate(asked).exact != self.rate.exact:
            message = (
                f"The file runs at {self.rate} fps, the project at {FrameRate(asked)}: "
                f"frames are counted at {self.rate}."
            )
            self.warnings.append(CutWarning(message))

    def read(self, label: str) -> CutFile:
        """The cut, its format named ``label``. Raises CutError for a timeline without events."""
        tracks: list[CutTrack] = []
        events: list[CutEvent] = []
        for index, track in enumerate(_ordered(self.timeline.tracks)):
            own = list(self._events(track, index))
            events.extend(own)
            if len(events) > MAX_EVENTS:
                raise CutError("The file has more than 20,000 events; export one sequence at a time.")
            kind = _kind(track)
            nth = 1 + sum(other.kind == kind for other in tracks)
            name = printable(track.name or "", 100) or f"{kind.capitalize()} {nth}"
            tracks.append(CutTrack(index, name, kind, len(own)))
        if not events:
            raise CutError("The timeline has no events; check that the right sequence was exported.")
        start = self.start or min(event.record_in for event in events)
        return CutFile(
            format=label,
            title=printable(self.timeline.name or "", 200),
            rate=self.rate.spoken,
            rate_found=self.found,
            start_tc=format_timecode(start, self.rate),
            tracks=tuple(tracks),
            events=tuple(events),
            warnings=tuple(self.warnings),
        )

    def _events(self, track: Any, index: int) -> Iterator[CutEvent]:
        """Events in order; the place in the track is summed up, since asking OTIO each time is quadratic."""
        window = track.source_range if isinstance(track, otio.schema.Track) else None
        offset = self._frames(window.start_time) if window else 0
        # A track read from an EDL begins below zero: its source range says where record time starts.
        end = self._frames(window.duration) if window and offset > 0 else MAX_FRAME
        position, number, before = -offset, 0, None
        for item in track if isinstance(track, otio.schema.Track) else [track]:
            if isinstance(item, otio.schema.Transition):
                before = self._transition(item)
                continue
            length = self._frames(item.duration())
            first, last = (
                (max(0, position), min(end, position + length)) if offset >= 0 else (position, position + length)
            )
            if last > first:
                number += 1
                part = (first, last, first - position)
                yield self._event(item, place=(number, index), part=part, transition=before)
            position += length
            before = None

    def _event(
        self,
        item: Any,
        *,
        place: tuple[int, int],
        part: tuple[int, int, int],
        transition: CutTransition | None,
    ) -> CutEvent:
        """The event at ``place`` (index, track) and ``part`` (record in, out, frames cut off its head)."""
        media = getattr(item, "media_reference", None)
        generator = media.generator_kind if isinstance(media, otio.schema.GeneratorReference) else None
        name, reel = printable(_name(item)), _reel(item)
        gap = isinstance(item, otio.schema.Gap)
        speed, freeze = self._speed(item)
        length = part[1] - part[0]
        source_in = self._frames(item.trimmed_range().start_time) + round(part[2] * abs(speed))
        source_out = source_in + max(1, round(length * abs(speed)))
        record_in, record_out = part[0] + self.start, part[1] + self.start
        times = (format_timecode(frames, self.rate) for frames in (source_in, source_out, record_in, record_out))
        source_in_tc, source_out_tc, record_in_tc, record_out_tc = times
        return CutEvent(
            index=place[0],
            track=place[1],
            kind="gap" if gap else kind_of(clip_name=name, reel=reel, generator=generator),
            clip_name="" if gap else name,
            source_in=source_in,
            source_out=source_out,
            record_in=record_in,
            record_out=record_out,
            source_in_tc=source_in_tc,
            source_out_tc=source_out_tc,
            record_in_tc=record_in_tc,
            record_out_tc=record_out_tc,
            reel=reel,
            source_file=printable(_source_file(media)),
            speed=speed,
            freeze=freeze,
            transition=transition,
            markers=tuple(self._markers(item)),
        )

    def _frames(self, time: Any) -> int:
        """Whole frames at the cut's rate. Raises CutError for a time that cannot be one."""
        if not (math.isfinite(time.value) and math.isfinite(time.rate) and time.rate > 0):
            raise CutError("The file holds a time that is not a number; export it again.")
        own = spoken_rate(time.rate)
        frames: float = time.value if own == self.rate.spoken else time.value * float(self.rate.exact) / time.rate
        if abs(frames) > MAX_FRAME:
            raise CutError("The file holds a time beyond a billion frames; export it again.")
        return round(frames)

    def _speed(self, item: Any) -> tuple[float, bool]:
        """The product of the item's time effects. In OTIO their order does not matter while constant."""
        speed = 1.0
        for effect in item.effects:
            if isinstance(effect, otio.schema.LinearTimeWarp):
                speed *= effect.time_scalar
            elif (remap := fcp_speed(effect.metadata)) is not None:
                speed *= remap
        if not math.isfinite(speed) or abs(speed) > 1000:
            raise CutError(
                f"The speed of “{printable(item.name or '', 60)}” is not a usable number; correct the retime."
            )
        speed = round(speed, 4) + 0.0
        return speed, speed == 0

    def _transition(self, item: Any) -> CutTransition:
        frames = self._frames(item.in_offset) + self._frames(item.out_offset)
        code = printable(item.transition_type or "", 40)
        return CutTransition("wipe" if "wipe" in code.lower() else "dissolve", max(0, frames), code)

    def _markers(self, item: Any) -> Iterator[CutMarker]:
        for marker in item.markers:
            frame = self._frames(marker.marked_range.start_time)
            yield CutMarker(printable(marker.name or "", 200), printable(marker.color or "", 40), frame)


def _ordered(stack: Any) -> list[Any]:
    """Tracks with pictures first; the order within a kind stays, from the bottom up."""
    return sorted(stack, key=lambda track: ("video", "audio", "other").index(_kind(track)))


def _kind(track: Any) -> TrackKind:
    kind = getattr(track, "kind", "Video").lower()
    return "video" if kind == "video" else "audio" if kind == "audio" else "other"


def _name(item: Any) -> str:
    if item.name or not isinstance(item, otio.core.Composition):
        return item.name or ""
    first = next(iter(item.find_clips()), None)
    return first.name or "" if first is not None else ""


def _reel(item: Any) -> str:
    cmx = item.metadata.get("cmx_3600")
    reel = cmx.get("reel") if hasattr(cmx, "get") else ""
    return printable(str(reel or ""), 100)


def _source_file(media: Any) -> str:
    if isinstance(media, otio.schema.ImageSequenceReference):
        return f"{media.target_url_base}{media.name_prefix}{media.name_suffix}"
    url = getattr(media, "target_url", None)
    return url or ""


def _rate_of(timeline: Any) -> Decimal | None:
    """The rate of the start time, else that of the first item with a length: OTIO stores none itself."""
    if timeline.global_start_time is not None:
        return spoken_rate(timeline.global_start_time.rate)
    for track in timeline.tracks:
        for item in track if isinstance(track, otio.schema.Track) else [track]:
            if not isinstance(item, otio.schema.Transition) and item.duration().value > 0:
                return spoken_rate(item.duration().rate)
    return None
