"""Naming rules: suggestions, faults, patterns that nobody could follow."""

import time

import pytest

from core.errors import Refused
from projects.models import Project
from projects.naming import fault, next_name, refuse_odd
from projects.services.naming import NamingInput, naming_set


def rule(project: Project, pattern: str, *, is_strict: bool = False) -> None:
    naming_set(actor=project.owner, project=project, rules={"shot": NamingInput(pattern, 10, 10, is_strict)})


@pytest.mark.parametrize(
    ("pattern", "held", "wanted"),
    [
        ("SH####", [], "SH0010"),
        ("SH####", ["SH0010", "SH0035", "other"], "SH0045"),
        ("SH####", ["SH9990"], "SH10000"),
        ("###_v", ["010_v"], "020_v"),
        ("*_###", ["a_010"], ""),
        ("", ["SH0010"], ""),
    ],
)
def test_the_next_name_counts_on(pattern: str, held: list[str], wanted: str, project: Project) -> None:
    rule(project, pattern)
    assert next_name(project, "shot", held) == wanted


def test_a_fault_names_the_pattern_and_an_example(project: Project) -> None:
    rule(project, "SH####")
    assert fault(project, "shot", "SH0010") == ""
    assert fault(project, "shot", "sh10") == "sh10 does not follow SH####, such as SH0010."
    assert fault(project, "asset", "anything") == ""


def test_only_a_strict_rule_refuses(project: Project) -> None:
    rule(project, "SH####")
    refuse_odd(project, "shot", ["odd"])
    rule(project, "SH####", is_strict=True)
    with pytest.raises(Refused, match="odd does not follow"):
        refuse_odd(project, "shot", ["SH0010", "odd"])


@pytest.mark.parametrize("pattern", ["SH", "##_##", "#########", "x" * 61, "SH\u202e####"])
def test_a_pattern_that_nobody_can_follow_is_refused(pattern: str, project: Project) -> None:
    with pytest.raises(Refused):
        rule(project, pattern)


def test_letters_of_regular_expressions_are_letters(project: Project) -> None:
    rule(project, "(a+)+$####")
    assert fault(project, "shot", "(a+)+$0010") == "" and fault(project, "shot", "a0010")


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [("*_####*", "a_12345", True), ("*a*a*", "xaxax", True), ("*a*b", "xbxa", False), ("**", "a", False)],
)
def test_stars_stand_for_any_letters(pattern: str, name: str, fits: bool, project: Project) -> None:
    rule(project, pattern)
    assert (fault(project, "shot", name) == "") == fits


def test_many_stars_and_a_long_name_are_no_burden(project: Project) -> None:
    rule(project, "*a" * 29 + "b")
    started = time.monotonic()
    assert fault(project, "shot", "a" * 200)
    assert time.monotonic() - started < 1
