import pytest

from shots.editorial import CutError, CutTransition

from .samples import clip, edl

TIMES = "00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00"


def test_a_rate_that_is_too_low_is_blamed_with_a_proposal() -> None:
    with pytest.raises(CutError) as refusal:
        edl("001 A V C 00:00:00:24 00:00:01:24 01:00:00:00 01:00:01:00")
    assert (refusal.value.field, refusal.value.line) == ("rate", 2)
    assert "frame 24 cannot be at 24 fps" in refusal.value.message
    assert "Is the rate 25?" in refusal.value.message


def test_record_out_before_record_in_is_refused() -> None:
    with pytest.raises(CutError, match="before the record in") as refusal:
        edl("001 A V C 00:00:00:00 00:00:01:00 01:00:01:00 01:00:00:00")
    assert refusal.value.line == 2


def test_a_cut_over_midnight_is_read() -> None:
    event = edl("001 A V C 00:00:00:00 00:00:02:00 23:59:59:00 00:00:01:00").events[0]
    assert (event.record_length, event.record_out_tc) == (48, "24:00:01:00")


@pytest.mark.parametrize(
    "line",
    [
        "001 A V C 00:00:00:00 00:00:01:00 01:00:00:00",
        "001 A V C 00:00:00:00 00:00:0x:00 01:00:00:00 01:00:01:00",
    ],
)
def test_event_lines_with_columns_missing_are_refused_with_the_line(line: str) -> None:
    with pytest.raises(CutError) as refusal:
        edl(clip(1, 0), line)
    assert refusal.value.line == 3


def test_a_length_mismatch_without_speed_is_a_warning() -> None:
    cut = edl("001 A V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:02:00")
    assert cut.events[0].record_length == 48
    assert "source is 24 frames, the record 48" in cut.warnings[0].message
    assert cut.warnings[0].line == 2


def test_negative_speed_is_reversed_with_a_warning() -> None:
    cut = edl(clip(31, 0), "M2   A001   -024.0   00:00:00:00")
    assert cut.events[0].speed == -1.0
    assert cut.warnings[0].message == "Line 3: a speed of -100 % is read as reversed. Check event 031."


def test_speed_zero_is_a_freeze() -> None:
    event = edl("001 A V C 00:00:00:00 00:00:00:01 01:00:00:00 01:00:02:00", "M2 A 000.0 00:00:00:00").events[0]
    assert event.freeze
    assert event.record_length == 48


@pytest.mark.parametrize("fps", ["024.0", "023.9", "23.98"])
def test_normal_speed_is_normal_however_written(fps: str) -> None:
    assert edl(clip(1, 0), f"M2 A001 {fps} 00:00:00:00", rate="23.976").events[0].speed == 1.0


def test_an_unreadable_speed_line_is_a_warning() -> None:
    cut = edl(clip(1, 0), "M2 what ever")
    assert cut.warnings[0].line == 3


def test_drop_frame_speed_lines_are_read() -> None:
    cut = edl("FCM: DROP FRAME", "001 A V C 00:01:00;02 00:01:02;02 01:00:00;00 01:00:01;00",
              "M2 A 059.9 00:01:00;02", rate="29.97")  # fmt: skip
    assert cut.is_drop_frame
    assert cut.events[0].speed == pytest.approx(2, abs=0.01)
    assert cut.events[0].source_in == 1800
    assert cut.events[0].record_in_tc == "01:00:00;00"


def test_drop_frame_at_a_rate_without_it_is_a_warning() -> None:
    cut = edl("FCM: DROP FRAME", clip(1, 0))
    assert not cut.is_drop_frame
    assert "Is the rate 29.97?" in cut.warnings[0].message


def test_a_dissolve_names_both_clips() -> None:
    cut = edl(
        clip(1, 0, "one"),
        "002 A001 V C 00:00:01:00 00:00:01:00 01:00:01:00 01:00:01:00",
        "002 B001 V D 012 00:00:05:00 00:00:06:00 01:00:01:00 01:00:02:00",
        "* FROM CLIP NAME: one",
        "* TO CLIP NAME: two",
    )
    assert [(event.clip_name, event.reel) for event in cut.events] == [("one", "A001"), ("two", "B001")]
    assert cut.events[1].transition == CutTransition("dissolve", 12, "D")


def test_the_outgoing_clip_of_a_dissolve_is_kept_when_it_has_a_length() -> None:
    cut = edl(
        "002 A001 V C 00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00",
        "002 B001 V D 012 00:00:05:00 00:00:06:00 01:00:01:00 01:00:02:00",
        "* FROM CLIP NAME: one",
        "* TO CLIP NAME: two",
    )
    assert [event.clip_name for event in cut.events] == ["one", "two"]


@pytest.mark.parametrize(
    ("code", "kind"), [("D 024", "dissolve"), ("W001 024", "wipe"), ("K 010", "key"), ("KB", "key")]
)
def test_transitions_may_open_a_track(code: str, kind: str) -> None:
    cut = edl("001 BL V C 00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00", f"001 A V {code} {TIMES}")
    transition = cut.events[0].transition
    assert transition is not None
    assert transition.kind == kind


def test_an_unknown_edit_type_is_read_as_a_cut_with_a_warning() -> None:
    cut = edl(f"001 A V Q {TIMES}")
    assert cut.events[0].transition is None
    assert "edit type" in cut.warnings[0].message


@pytest.mark.parametrize(
    ("channel", "tracks"),
    [
        ("V", ["V"]),
        ("B", ["V", "A1"]),
        ("AA/V", ["V", "A1", "A2"]),
        ("A2/V", ["V", "A2"]),
        ("AA", ["A1", "A2"]),
        ("V2", ["V2"]),
    ],
)
def test_channel_codes_become_tracks(channel: str, tracks: list[str]) -> None:
    assert [track.name for track in edl(f"001 A {channel} C {TIMES}").tracks] == tracks


def test_audio_may_overlap_video() -> None:
    cut = edl(f"001 A AA/V C {TIMES}", f"001 A A C {TIMES}", clip(2, 1))
    assert [(track.name, track.event_count) for track in cut.tracks] == [("V", 2), ("A1", 2), ("A2", 1)]


def test_split_edits_share_their_comments() -> None:
    cut = edl(
        "SPLIT:    AUDIO DELAY=  00:00:00:05",
        f"001 A V C {TIMES}",
        f"001 A A C {TIMES}",
        "* FROM CLIP NAME: one",
    )
    assert [event.clip_name for event in cut.events] == ["one", "one"]


@pytest.mark.parametrize(("reel", "kind"), [("BL", "black"), ("BLACK", "black"), ("BARS", "title"), ("AX", "clip")])
def test_special_reels_have_their_kind(reel: str, kind: str) -> None:
    assert edl(clip(1, 0, reel=reel)).events[0].kind == kind


def test_reels_may_hold_spaces_or_be_blank() -> None:
    cut = edl(f"001 MY REEL V C {TIMES}", "002   V C 00:00:01:00 00:00:02:00 01:00:01:00 01:00:02:00")
    assert [event.reel for event in cut.events] == ["MY REEL", ""]


def test_line_ends_missing_title_and_spaces_do_not_matter() -> None:
    cut = edl(f"001  A V C {TIMES}   \r\n\r\n* FROM CLIP NAME:  one  \r", "FINAL CUT PRO REEL: TAPE1 REPLACED BY: A")
    assert cut.events[0].clip_name == "one"
    assert cut.events[0].line == 2


def test_comments_the_adapter_would_misread_do_no_harm() -> None:
    comments = ("* FROM CLIP IS A STILL", "* LOCKED", "* ASC_SAT: x", "* ASC_SOP: (1)", "AUD  3    4")
    cut = edl(clip(1, 0), *comments, "* LOC: 99:99:99:99 RED x", "* LOC: 01:00:00:01")
    assert cut.events[0].clip_name == ""
    assert len(cut.events[0].comments) == 7
    assert [marker.frame for marker in cut.events[0].markers] == [86401]


def test_lists_out_of_record_order_are_put_in_order() -> None:
    cut = edl(clip(1, 5, "late"), clip(2, 0, "early"))
    assert [event.clip_name for event in cut.events] == ["early", "late"]
    assert "not in record order" in cut.warnings[-1].message


def test_overlaps_are_a_warning() -> None:
    cut = edl(clip(1, 0), "002 A V C 00:00:00:00 00:00:01:00 01:00:00:12 01:00:01:12")
    assert "begins before event 001 ends" in cut.warnings[0].message


def test_rates_the_adapter_lacks_are_read() -> None:
    event = edl("001 A V C 98:00:00:000 98:00:01:119 98:00:00:000 98:00:01:119", rate="119.88").events[0]
    assert event.record_length == 239


def test_the_reel_of_final_cut_stands_for_ax() -> None:
    cut = edl(clip(1, 0, reel="AX"), "FINAL CUT PRO REEL: TAPE 1 REPLACED BY: TAPE1")
    assert cut.events[0].reel == "TAPE 1"
