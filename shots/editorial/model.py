"""What a cut is once it is read, whichever format it came from.

All frame numbers are whole frames at the cut's own rate, counted from timecode 00:00:00:00, so
01:00:00:00 at 24 fps is frame 86,400. Every ``_in`` is the first frame, every ``_out`` the one after
the last: a length is ``out - in``.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

EventKind = Literal["clip", "black", "gap", "title"]
TrackKind = Literal["video", "audio", "other"]
TransitionKind = Literal["dissolve", "wipe", "key"]


class CutError(Exception):
    """The one refusal: ``message`` says what, why and the way out.

    ``line`` is the line of the file (1-based) where known; ``field`` names the form field at fault
    ("file", "rate", "naming", "sequence").
    """

    def __init__(self, message: str, *, line: int | None = None, field: str = "file") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.field = field


@dataclass(frozen=True, slots=True)
class CutWarning:
    """One sentence about something that was read with doubt; ``event`` is the number in the file."""

    message: str
    line: int | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class CutTransition:
    """The way into an event; ``frames`` is the length of the overlap with the event before it."""

    kind: TransitionKind
    frames: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class CutMarker:
    """A locator; ``frame`` counts like record time in EDL files and like source time in OTIO and XML."""

    name: str
    color: str
    frame: int


@dataclass(frozen=True, slots=True)
class CutTrack:
    """``index`` is 0-based; video tracks come first; ``event_count`` includes gaps and black."""

    index: int
    name: str
    kind: TrackKind
    event_count: int


@dataclass(frozen=True, slots=True)
class CutEvent:
    """One event on one track.

    ``index`` is the 1-based place in its track, ``number`` the event number as written in the file and
    ``line`` its line there (EDL only). ``speed`` is 1.0 when normal, 0.0 for a freeze, negative when
    reversed. ``source_in`` is always the lower end of the source range, also when reversed.
    """

    index: int
    track: int
    kind: EventKind
    clip_name: str
    source_in: int
    source_out: int
    record_in: int
    record_out: int
    source_in_tc: str
    source_out_tc: str
    record_in_tc: str
    record_out_tc: str
    reel: str = ""
    source_file: str = ""
    number: str = ""
    line: int | None = None
    comments: tuple[str, ...] = ()
    speed: float = 1.0
    freeze: bool = False
    transition: CutTransition | None = None
    markers: tuple[CutMarker, ...] = ()

    @property
    def record_length(self) -> int:
        return self.record_out - self.record_in

    @property
    def source_length(self) -> int:
        return self.source_out - self.source_in

    @property
    def is_retimed(self) -> bool:
        return self.freeze or self.speed != 1.0


@dataclass(frozen=True, slots=True)
class CutFile:
    """A cut that was read.

    ``rate`` is the rate the frames are counted at: the file's own (``rate_found``) when the format
    carries one, else the one asked for. ``start_tc`` is the record timecode of the first frame.
    """

    format: str
    title: str
    rate: Decimal
    rate_found: Decimal | None
    start_tc: str
    tracks: tuple[CutTrack, ...]
    events: tuple[CutEvent, ...]
    warnings: tuple[CutWarning, ...]
    is_drop_frame: bool = False

    def events_on(self, track: int) -> tuple[CutEvent, ...]:
        """The events of one track, in record order."""
        return tuple(event for event in self.events if event.track == track)
