"""Frame rates and SMPTE timecode (ST 12-1), non-drop and drop-frame, in exact arithmetic."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from math import ceil

from core.rates import NTSC, exact_rate

from .model import CutError

MAX_RATE = 1000
TIMECODE_RE = re.compile(r"(\d{1,2})[:;.,](\d{2})[:;.,](\d{2})([:;.,])(\d{2,3})")


def frame_rate(spoken: Decimal) -> Fraction:
    """The exact rate, in frames per second, of a rate as people say it (23.976 is 24000/1001).

    Raises CutError (field "rate") unless 0 < rate <= 1000.
    """
    if not spoken.is_finite() or not 0 < spoken <= MAX_RATE:
        raise CutError("The frame rate must be above 0 and at most 1000; choose the rate of the cut.", field="rate")
    return exact_rate(spoken)


def spoken_rate(exact: float) -> Decimal:
    """The rate as people say it of one as files store it, in frames per second (23.976023 is 23.976)."""
    for spoken, value in NTSC.items():
        if abs(float(value) - exact) < 0.0015:
            return spoken
    try:
        rounded = Decimal(repr(exact)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    except InvalidOperation:
        rounded = Decimal("NaN")
    frame_rate(rounded)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


@dataclass(frozen=True, slots=True)
class FrameRate:
    """A rate as people say it, in frames per second, with what timecode needs to know of it."""

    spoken: Decimal

    @property
    def exact(self) -> Fraction:
        return frame_rate(self.spoken)

    @property
    def nominal(self) -> int:
        """The whole number of frames that one second of timecode counts (24 for 23.976)."""
        return ceil(self.exact)

    @property
    def has_drop_frame(self) -> bool:
        """Only 29.97 and its multiples have a drop-frame count."""
        return self.exact.denominator == 1001 and self.nominal % 30 == 0

    @property
    def dropped(self) -> int:
        """Frame numbers left out in each minute that is not a tenth one, when counting drop-frame."""
        return self.nominal // 15

    def __str__(self) -> str:
        return f"{self.spoken.normalize():f}"


def is_drop_timecode(text: str) -> bool:
    """Whether the last separator says drop-frame (``;``, also written ``,`` or ``.``)."""
    match = TIMECODE_RE.fullmatch(text)
    return bool(match) and match[4] != ":" if match else False


def parse_timecode(text: str, rate: FrameRate, *, drop: bool | None = None) -> int:
    """Frames since 00:00:00:00 of an ``HH:MM:SS:FF`` timecode or a plain frame number.

    ``drop`` None asks the punctuation. Hours up to 99 are taken as they are, never wrapped at 24.
    Raises CutError: malformed text, minutes or seconds over 59 (field "file"), a frame that the rate
    does not have or a number that drop-frame leaves out (field "rate").
    """
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    match = TIMECODE_RE.fullmatch(text)
    if not match:
        raise CutError(f"“{text[:30]}” is not a timecode; it should look like 01:00:00:00.")
    hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
    if minutes > 59 or seconds > 59:
        raise CutError(f"“{text}” is not a timecode: minutes and seconds end at 59.")
    if frames >= rate.nominal:
        raise CutError(
            f"Frame {frames} cannot be at {rate} fps, where frames end at {rate.nominal - 1:02}. Choose a higher rate.",
            field="rate",
        )
    count = (hours * 3600 + minutes * 60 + seconds) * rate.nominal + frames
    if not (rate.has_drop_frame and (match[4] != ":" if drop is None else drop)):
        return count
    if frames < rate.dropped and seconds == 0 and minutes % 10:
        raise CutError(f"“{text}” does not exist in drop-frame timecode; check the rate and the file.", field="rate")
    total_minutes = hours * 60 + minutes
    return count - rate.dropped * (total_minutes - total_minutes // 10)


def format_timecode(frames: int, rate: FrameRate, *, drop: bool = False) -> str:
    """``HH:MM:SS:FF`` (drop-frame: ``HH:MM:SS;FF``) of frames since 00:00:00:00; hours run past 24."""
    sign, frames = ("-", -frames) if frames < 0 else ("", frames)
    drop = drop and rate.has_drop_frame
    if drop:
        per_minute = rate.nominal * 60 - rate.dropped
        tens, rest = divmod(frames, rate.nominal * 600 - 9 * rate.dropped)
        frames += rate.dropped * (9 * tens + max(0, (rest - rate.dropped) // per_minute))
    seconds, frame = divmod(frames, rate.nominal)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    digits = len(str(rate.nominal - 1))
    return f"{sign}{hour:02}:{minute:02}:{second:02}{';' if drop else ':'}{frame:0{max(2, digits)}}"
