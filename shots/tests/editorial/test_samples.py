import pytest

from shots.editorial import CutError, CutTransition, plan_cut, read_cut, suggest

from .samples import DATA, FILM, sample

NAMES = ["501", "502A", "503A", "504C", "504B", "507C", "508", "510", "510B"]
LENGTHS = [31, 50, 28, 115, 101, 161, 170, 136, 257]


@pytest.mark.parametrize("name", ["screening_example.edl", "no_spaces_test.edl", "screening_example.otio"])
def test_the_screening_reads_the_same_from_every_file(name: str) -> None:
    cut = sample(name)
    assert cut.title == "Example_Screening.01"
    assert cut.start_tc == "00:59:53:11"
    assert [event.clip_name.split()[0] for event in cut.events] == [f"ZZ100_{name}" for name in NAMES]
    assert [event.record_length for event in cut.events] == LENGTHS
    assert [event.source_length for event in cut.events] == LENGTHS
    assert cut.events[-1].record_out - cut.events[0].record_in == sum(LENGTHS) == 1049
    assert cut.events[-1].record_out_tc == "01:00:37:04"


def test_locators_reels_and_lines_of_the_screening() -> None:
    event = sample("screening_example.edl").events[3]
    assert (event.number, event.line, event.reel) == ("004", 15, "ZZ100_50")
    assert event.source_file == "ZZ100_504C.LAY1.02"
    assert [(marker.color, marker.name) for marker in event.markers] == [
        ("RED", "ANIM FIX NEEDED"),
        ("PINK", "ANIM FIX NEEDED"),
    ]
    assert event.markers[0].frame == 86438


def test_newer_markers_are_left_out_by_name() -> None:
    warnings = [warning.message for warning in sample("screening_example.otio").warnings]
    assert warnings == ["3 markers are left out: their schema Marker.3 is newer than this server reads."]


def test_avid_names_are_takes_so_the_files_name_the_shots() -> None:
    cut = sample("avid_example.edl")
    assert [event.clip_name for event in cut.events] == ["take_1", "take_2"]
    rows = plan_cut(cut, suggest(cut), {}).rows
    assert [(row.sequence_name, row.shot_name, row.shot_code) for row in rows] == [
        ("ZZ100", "501", "ZZ100_501"),
        ("ZZ100", "502A", "ZZ100_502A"),
    ]


def test_premiere_names_lose_take_frame_and_extension() -> None:
    cut = sample("premiere_example.edl")
    rows = plan_cut(cut, suggest(cut), {}).rows
    assert [row.shot_code for row in rows] == ["ZZ100_501", "ZZ100_502A"]


def test_a_clip_used_twice_is_one_shot() -> None:
    cut = sample("cdl.edl")
    plan = plan_cut(cut, suggest(cut), {})
    assert (plan.new, plan.skipped) == (1, 1)
    assert plan.rows[1].why == "Second use of ZZ100_501"
    assert plan.rows[1].use_of == "ZZ100_501"
    assert cut.events[0].comments[1].startswith("ASC_SOP")


def test_the_broken_dissolve_is_refused_with_its_line() -> None:
    with pytest.raises(CutError) as refusal:
        sample("dissolve_test_fail.edl")
    assert refusal.value.line == 5
    assert "change line 5 to 002" in refusal.value.message


def test_the_broken_dissolve_reads_once_its_number_is_right() -> None:
    text = (
        (DATA / "dissolve_test_fail.edl")
        .read_text()
        .replace("001  TST V     C        01:00:04:14", "002  TST V C 01:00:04:14")
    )
    cut = read_cut(text.encode(), filename="x.edl", rate=FILM)
    assert [event.clip_name for event in cut.events] == ["clip_A", "clip_B", "clip_B"]
    assert cut.events[1].transition == CutTransition("dissolve", 10, "D")
    assert sum(event.record_length for event in cut.events) == 20


def test_speed_effects_has_548_events_and_no_hole() -> None:
    cut = sample("speed_effects.edl")
    assert len(cut.events) == 548
    assert (cut.start_tc, cut.events[-1].record_out_tc) == ("01:00:00:00", "01:21:03:18")
    assert sum(event.record_length for event in cut.events) == 30330
    assert all(one.record_out == other.record_in for one, other in zip(cut.events, cut.events[1:], strict=False))
    assert cut.warnings == ()


def test_speed_effects_has_freezes_and_retimes() -> None:
    events = sample("speed_effects.edl").events
    freezes = [event.number for event in events if event.freeze]
    assert freezes == ["000183", "000184", "000501", "000504", "000508", "000509", "000511"]
    assert events[182].clip_name == "Z682_156 (LAY3)"
    assert (events[182].source_length, events[182].record_length) == (1, 17)
    speeds = {event.number: event.speed for event in events if event.is_retimed and not event.freeze}
    assert len(speeds) == 10
    assert speeds["000476"] == 2.0
    assert speeds["000282"] == 1.9833


def test_speed_effects_gets_sane_shots() -> None:
    cut = sample("speed_effects.edl")
    plan = plan_cut(cut, suggest(cut), {})
    first = plan.rows[0]
    assert (first.sequence_name, first.shot_name, first.shot_code) == ("Z677", "4C", "Z677_4C")
    assert (first.frame_in, first.frame_out, first.handles) == (1001, 1126, 8)
    assert plan.sequences[:3] == ("Z677", "Z678", "Z598")
    assert (plan.new, plan.exists, plan.skipped) == (527, 0, 21)


def test_multitrack_offers_each_track_with_its_gaps() -> None:
    cut = sample("multitrack.otio")
    assert [(track.name, track.event_count) for track in cut.tracks] == [
        ("Sequence", 6),
        ("Sequence 2", 3),
        ("Sequence 3", 3),
    ]
    assert [event.kind for event in cut.events_on(1)] == ["gap", "clip", "gap"]
    assert {sum(event.record_length for event in cut.events_on(index)) for index in range(3)} == {3282}
    assert cut.events_on(1)[1].record_in == 482


def test_premiere_otio_has_nests_titles_and_dissolves() -> None:
    cut = sample("premiere_example.otio")
    assert (cut.format, cut.rate_found) == ("OTIO", 30)
    assert [track.kind for track in cut.tracks] == ["video"] * 4 + ["audio"] * 4
    assert cut.events_on(1)[-1].clip_name == "sc01_sh010_anim"
    assert cut.events_on(2)[1].kind == "title"
    assert cut.events_on(3)[2].transition == CutTransition("dissolve", 25, "SMPTE_Dissolve")
    assert any("runs at 30 fps, the project at 24" in warning.message for warning in cut.warnings)


def test_premiere_otio_is_planned_from_the_fullest_track() -> None:
    cut = sample("premiere_example.otio")
    plan = plan_cut(cut, suggest(cut), {})
    assert [row.shot_code for row in plan.rows if row.result == "new"] == [
        "sc01_sh010",
        "sc01_sh020",
        "sc01_sh030",
    ]
    assert plan.rows[1].frame_out == 1001 + 320 - 1
