import time

import pytest

from shots.editorial import (
    ByClipName,
    ByPattern,
    BySteps,
    CutError,
    CutOptions,
    FixedSequence,
    NamingRule,
    SequenceFromName,
    clean_name,
    plan_cut,
    suggest,
)
from shots.editorial.patterns import safe_pattern

from .samples import clip, edl


def codes(naming: NamingRule, *names: str, sequence: str = r"^(SQ\d{3})") -> list[str]:
    cut = edl(*(clip(number, number, name) for number, name in enumerate(names, start=1)))
    options = CutOptions(naming=naming, sequence=SequenceFromName(sequence))
    return [row.shot_code for row in plan_cut(cut, options, {}).rows]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("ZZ100_501 (LAY3)", "ZZ100_501"),
        ("ZZ100_501.take_1.0001.exr", "ZZ100_501"),
        (r"S:\path\to\ZZ100_501.take_1.0001.exr", "ZZ100_501"),
        ("/mnt/shots/sq010_0020_v003.mov", "sq010_0020"),
        ("sq010_0020.[1001-1040].exr", "sq010_0020"),
        ("sq010_0020.%04d.dpx", "sq010_0020"),
        ("sc01_sh010_anim.mov", "sc01_sh010"),
        ("Z694_51B (LAY2) (68.00 FPS)", "Z694_51B"),
        ("plain", "plain"),
        ("_v3", "v3"),
        ("", ""),
    ],
)
def test_clip_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_the_pattern_of_the_design_counts_by_tens_per_sequence() -> None:
    names = codes(ByPattern("{seq}_SH{n:0010}"), "SQ030_A", "SQ030_B", "SQ040_A")
    assert names == ["SQ030_SH0010", "SQ030_SH0020", "SQ040_SH0010"]


def test_a_pattern_may_set_start_and_step() -> None:
    assert codes(ByPattern("{seq}-{n:100+5}-{clip}"), "SQ030_A", "SQ030_B") == [
        "SQ030-100-SQ030_A",
        "SQ030-105-SQ030_B",
    ]


def test_a_pattern_without_a_sequence_drops_its_separator() -> None:
    assert codes(ByPattern(), "A", "B", sequence="^(SQ)") == ["SH0010", "SH0020"]


def test_steps_count_per_sequence() -> None:
    assert codes(BySteps("SH", 5, 5, 3), "SQ030_A", "SQ030_B", "SQ040_A") == [
        "SQ030_SH005",
        "SQ030_SH010",
        "SQ040_SH005",
    ]


def test_an_expression_of_ones_own_picks_the_name() -> None:
    assert codes(ByClipName(pattern=r"_(sh\d+)"), "x_sh010_comp") == ["sh010"]


@pytest.mark.parametrize("pattern", ["{n:0010", "{what}", "SH", "{n:0010+0}", "x" * 101])
def test_useless_name_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(CutError) as refusal:
        codes(ByPattern(pattern), "SQ010_A")
    assert refusal.value.field == "naming"


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(a|aa)+$",
        "a?" * 25,
        ".*.*.*.*x",
        r"(\w)\1",
        "(?=x)",
        "(?<=x)y",
        "[",
        r"\\(?=x)",
        "x" * 101,
        "(a{1,9}){1,9}",
    ],
)
def test_expressions_that_could_hang_the_server_are_refused(pattern: str) -> None:
    with pytest.raises(CutError) as refusal:
        safe_pattern(pattern, field="sequence")
    assert refusal.value.field == "sequence"


@pytest.mark.parametrize(
    "pattern",
    [r"^(SQ\d{3})", r"^(?P<seq>[A-Z]{2,4}\d+)[_-]", r"(?:SQ|SC)(\d+)", "[*+?{}]+", r"^(\w+)_(\w+)_.*"],
)
def test_common_expressions_pass_and_are_quick(pattern: str) -> None:
    safe = safe_pattern(pattern, field="sequence")
    started = time.perf_counter()
    safe.find("a" * 10_000)
    assert time.perf_counter() - started < 0.1


def test_camera_names_are_counted_not_kept() -> None:
    cut = edl(clip(1, 0, "A014C003_0101"), clip(2, 1, "A014C007_0101"), clip(3, 2, "B002C001_0101"))
    options = suggest(cut)
    assert (options.naming, options.sequence) == (ByPattern(), FixedSequence("SQ010"))
    assert [row.shot_code for row in plan_cut(cut, options, {}).rows] == [
        "SQ010_SH0010",
        "SQ010_SH0020",
        "SQ010_SH0030",
    ]


def test_sq_names_suggest_the_sequence() -> None:
    cut = edl(clip(1, 0, "SQ010_SH0010_v2"), clip(2, 1, "SQ010_SH0020_v1"))
    row = plan_cut(cut, suggest(cut), {}).rows[1]
    assert (row.sequence_name, row.shot_name, row.shot_code) == ("SQ010", "SH0020", "SQ010_SH0020")
