"""Codes as people type them, against codes as they are."""

import re

import pytest

from core.text import name_key
from search.words import MOST_WORDS, pattern, spans, words


def fits(typed: str, code: str) -> bool:
    found = words(typed)
    return bool(found) and all(re.search(pattern(runs), name_key(code)) for runs in found)


@pytest.mark.parametrize(
    "typed", ["sq10 sh 20", "SQ010_SH0020", "sq10sh20", "sq-10/sh.20", "20 sq10", "sh2", "0020", "sq10 2"]
)
def test_zeros_separators_and_order_of_words_do_not_matter(typed: str) -> None:
    assert fits(typed, "SQ010_SH0020")


@pytest.mark.parametrize("typed", ["sq1 sh20 x", "sq20", "h20", "q10", "sq10 sh3", "sq100"])
def test_another_code_is_not_found(typed: str) -> None:
    assert not fits(typed, "SQ010_SH0020")


def test_a_number_that_goes_on_is_another_number_but_for_the_last() -> None:
    assert fits("sh2", "SH0200")
    assert not fits("sq1_sh2", "SQ010_SH0020")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lamp", "Old harbour lamp"),
        ("ÉV", "Éva"),
        ("🦊", "Fox 🦊"),
        ("مر", "مرحبا"),
        ("straße", "STRASSE"),
        ("a.b", "A.B"),
    ],
)
def test_words_of_names_are_found_in_every_script(typed: str, name: str) -> None:
    assert fits(typed, name)


def test_signs_of_patterns_are_only_letters() -> None:
    assert fits("a(b", "a(b")
    assert not fits("a.*", "abc")


def test_what_is_only_separators_is_no_word_and_there_is_an_end_to_words() -> None:
    assert words(" - _ / ") == []
    assert len(words("a " * 50)) == MOST_WORDS


def test_only_what_was_typed_is_marked() -> None:
    assert [("SQ010_SH0030"[a:b]) for a, b in spans("SQ010_SH0030", words("sq10 30"))] == ["SQ", "10", "30"]
    assert spans("Fox", words("bear")) == []
