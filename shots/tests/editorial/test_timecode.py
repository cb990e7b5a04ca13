from decimal import Decimal
from fractions import Fraction

import pytest

from shots.editorial import CutError, FrameRate, format_timecode, frame_rate, parse_timecode

NTSC = FrameRate(Decimal("29.97"))
NTSC_60 = FrameRate(Decimal("59.94"))
FILM = FrameRate(Decimal(24))


def test_spoken_rates_are_exact_fractions() -> None:
    assert frame_rate(Decimal("29.970")) == Fraction(30000, 1001)
    assert frame_rate(Decimal("12.5")) == Fraction(25, 2)


@pytest.mark.parametrize("spoken", ["0", "-24", "1001", "NaN", "Infinity"])
def test_impossible_rates_are_refused(spoken: str) -> None:
    with pytest.raises(CutError) as refusal:
        frame_rate(Decimal(spoken))
    assert refusal.value.field == "rate"


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("00:00:59;29", 1799),
        ("00:01:00;02", 1800),
        ("00:09:59;29", 17981),
        ("00:10:00;00", 17982),
        ("01:00:00;00", 107892),
        ("23:59:59;29", 2589407),
    ],
)
def test_drop_frame_counts_as_smpte_says(text: str, frames: int) -> None:
    assert parse_timecode(text, NTSC) == frames
    assert format_timecode(frames, NTSC, drop=True) == text


def test_drop_frame_at_59_94_leaves_out_four() -> None:
    assert parse_timecode("00:01:00;04", NTSC_60) == 3600
    assert format_timecode(3600, NTSC_60, drop=True) == "00:01:00;04"
    assert parse_timecode("01:00:00;00", NTSC_60) == 215784


def test_every_drop_frame_number_comes_back() -> None:
    for frames in range(0, 40_000, 7):
        assert parse_timecode(format_timecode(frames, NTSC, drop=True), NTSC) == frames


def test_hours_past_a_day_are_not_wrapped() -> None:
    assert parse_timecode("25:00:00:00", FILM) == 25 * 86400
    assert format_timecode(25 * 86400, FILM) == "25:00:00:00"


def test_a_dropped_number_does_not_exist() -> None:
    with pytest.raises(CutError, match="does not exist"):
        parse_timecode("00:01:00;00", NTSC)


@pytest.mark.parametrize("text", ["", "1:2", "00:60:00:00", "00:00:61:00", "aa:bb:cc:dd", "-1:00:00:00"])
def test_malformed_timecodes_are_refused(text: str) -> None:
    with pytest.raises(CutError):
        parse_timecode(text, FILM)


def test_a_frame_beyond_the_rate_blames_the_rate() -> None:
    with pytest.raises(CutError) as refusal:
        parse_timecode("00:00:00:24", FILM)
    assert refusal.value.field == "rate"


def test_three_digit_frames_at_high_rates() -> None:
    assert parse_timecode("00:00:01:119", FrameRate(Decimal(120))) == 239
    assert format_timecode(239, FrameRate(Decimal("119.88"))) == "00:00:01:119"
