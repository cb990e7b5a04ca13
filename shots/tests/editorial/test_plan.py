from dataclasses import replace

import pytest

from shots.editorial import ByPattern, CutError, CutOptions, ExistingShot, SequenceFromName, plan_cut

from .samples import clip, edl

OPTIONS = CutOptions(sequence=SequenceFromName())
CUT = edl(clip(1, 0, "SQ010_A"), clip(2, 1, "SQ010_B"), clip(3, 2, "SQ010_C", reel="BL"))


def test_a_shot_runs_from_the_first_frame_with_handles_outside() -> None:
    row = plan_cut(CUT, OPTIONS, {}).rows[0]
    assert (row.frame_in, row.frame_out, row.handles, row.cut_in, row.cut_out) == (1001, 1024, 8, 1001, 1024)
    assert (row.result, row.shot_name, row.shot_code) == ("new", "A", "SQ010_A")


def test_black_is_skipped_with_the_reason_and_counted() -> None:
    plan = plan_cut(CUT, OPTIONS, {})
    assert (plan.rows[2].result, plan.rows[2].why) == ("skipped", "Black")
    assert (plan.new, plan.exists, plan.skipped, plan.sequences) == (2, 0, 1, ("SQ010",))


def test_uses_close_by_share_one_range() -> None:
    cut = edl(clip(1, 0, "SQ010_A", source=12), clip(2, 1, "SQ010_B"), clip(3, 2, "SQ010_A", source=10))
    first, _, second = plan_cut(cut, OPTIONS, {}).rows
    assert (first.frame_in, first.frame_out) == (1001, 1072)
    assert (first.cut_in, first.cut_out) == (1049, 1072)
    assert (second.cut_in, second.cut_out, second.use_of) == (1001, 1024, "SQ010_A")


def test_uses_far_apart_do_not_stretch_the_range() -> None:
    cut = edl(clip(1, 0, "SQ010_A", source=1), clip(2, 1, "SQ010_A", source=50))
    first, second = plan_cut(cut, OPTIONS, {}).rows
    assert first.frame_out == 1024
    assert second.why == "Second use of SQ010_A, too far apart to be one range"


def test_a_freeze_first_does_not_hide_what_the_other_uses_need() -> None:
    freeze = "001 A001 V C 00:00:10:00 00:00:10:01 01:00:00:00 01:00:00:06\n* FROM CLIP NAME: SQ010_A"
    freeze += "\nM2 A001 0.0 00:00:10:00"
    cut = edl(freeze, clip(2, 1, "SQ010_A", source=10), clip(3, 2, "SQ010_A", source=12))
    first = plan_cut(cut, OPTIONS, {}).rows[0]
    assert (first.frame_in, first.frame_out, first.cut_out) == (1001, 1072, 1006)


def test_numbered_names_know_a_clip_that_comes_again() -> None:
    cut = edl(clip(1, 0, "SQ010_A"), clip(2, 1, "SQ010_B"), clip(3, 2, "SQ010_A"), clip(4, 3, "SQ010_C"))
    rows = plan_cut(cut, replace(OPTIONS, naming=ByPattern()), {}).rows
    assert [row.shot_code[-4:] for row in rows] == ["0010", "0020", "0010", "0030"]
    assert rows[2].result == "skipped"


@pytest.mark.parametrize(
    ("shot", "why"),
    [
        (ExistingShot(1001, 1024, 8), "Same range"),
        (ExistingShot(1001, 1012, 8), "12 frames longer, left as it is"),
        (ExistingShot(1001, 1025, 8), "1 frame shorter, left as it is"),
        (ExistingShot(), "No range, left as it is"),
    ],
)
def test_shots_that_exist_say_how_they_differ(shot: ExistingShot, why: str) -> None:
    row = plan_cut(CUT, OPTIONS, {"sq010_a": shot}).rows[0]
    assert (row.result, row.why, row.updates) == ("exists", why, False)
    assert (row.frame_in, row.frame_out, row.use_of) == (shot.frame_in, shot.frame_out, "sq010_a")


def test_ranges_are_updated_when_asked_from_their_own_first_frame() -> None:
    options = replace(OPTIONS, on_existing="update")
    row = plan_cut(CUT, options, {"SQ010_A": ExistingShot(101, 112, 4)}).rows[0]
    assert (row.frame_in, row.frame_out, row.handles, row.updates) == (101, 124, 4, True)
    assert row.why == "12 frames longer, range updated"


def test_rows_not_ticked_are_left_out_and_numbers_stay() -> None:
    options = replace(OPTIONS, naming=ByPattern(), selected=frozenset({2}))
    first, second, _ = plan_cut(CUT, options, {}).rows
    assert (first.result, first.why) == ("skipped", "Left out")
    assert (second.result, second.shot_code) == ("new", "SQ010_SH0020")


def test_a_ticked_second_use_takes_the_whole_shot() -> None:
    cut = edl(clip(1, 0, "SQ010_A"), clip(2, 1, "SQ010_A"))
    plan = plan_cut(cut, replace(OPTIONS, selected=frozenset({2})), {})
    assert [row.result for row in plan.rows] == ["new", "skipped"]


def test_names_typed_in_a_row_win() -> None:
    rows = plan_cut(CUT, replace(OPTIONS, names={1: "SQ010_X", 2: "SQ010_X"}), {}).rows
    assert (rows[0].shot_code, rows[0].shot_name) == ("SQ010_X", "X")
    assert rows[1].why == "Second use of SQ010_X"


@pytest.mark.parametrize("name", ["", "x" * 101, "a/b", "a\nb", "a\u202eb"])
def test_names_that_cannot_be_are_skipped_with_the_reason(name: str) -> None:
    row = plan_cut(CUT, replace(OPTIONS, names={1: name}), {}).rows[0]
    assert row.result == "skipped"
    assert row.why.startswith(("Name", "No name"))


def test_one_code_in_two_sequences_is_skipped() -> None:
    cut = edl(clip(1, 0, "SQ010_A"), clip(2, 1, "SQ020_B"))
    rows = plan_cut(cut, replace(OPTIONS, names={1: "X", 2: "x"}), {}).rows
    assert rows[1].why == "Same code as row 1, in another sequence"


def test_lengths_come_from_record_or_source() -> None:
    cut = edl(
        "001 A V C 00:00:00:00 00:00:02:00 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: SQ010_A",
        "M2 A 048.0 00:00:00:00",
    )
    assert plan_cut(cut, OPTIONS, {}).rows[0].frame_out == 1024
    assert plan_cut(cut, replace(OPTIONS, length_from="source"), {}).rows[0].frame_out == 1048
    assert plan_cut(cut, OPTIONS, {}).rows[0].why == "Retimed to 200 %"


def test_a_dissolve_over_the_end_is_measured_against_the_handles() -> None:
    dissolve = "002 B V D 012 00:00:05:00 00:00:06:00 01:00:01:00 01:00:02:00\n* TO CLIP NAME: SQ010_B"
    cut = edl(clip(1, 0, "SQ010_A"), dissolve)
    assert plan_cut(cut, OPTIONS, {}).rows[0].why == "Dissolve of 12 frames at its end, longer than the handles of 8"
    assert plan_cut(cut, replace(OPTIONS, handles=12), {}).rows[0].why.endswith("handles cover it")


@pytest.mark.parametrize(("field", "value"), [("track", 9), ("first_frame", -1), ("handles", 10_001)])
def test_options_out_of_range_are_refused_by_field(field: str, value: int) -> None:
    with pytest.raises(CutError) as refusal:
        plan_cut(CUT, replace(OPTIONS, **{field: value}), {})
    assert refusal.value.field == field
