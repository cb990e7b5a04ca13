"""Names as people type them: kept as they are, compared as the same, refused where they would hide."""

import pytest

from core.errors import Refused
from core.text import clean_name, clean_text, name_key, natural_key, plain


@pytest.mark.parametrize(
    "name",
    [
        "SH0010",
        "Zoë",
        "狐の森",
        "نور",
        "שועל",
        "Fox 🦊",
        "👩‍🚀",
        "a/b",
        "a:b",
        "a\\b",
        "<script>alert(1)</script>",
        "'; DROP TABLE",
        "=1+1",
        "..",
        "x" * 200,
    ],
)
def test_names_of_any_script_are_kept(name: str) -> None:
    assert clean_name(f"  {name}\t") == name


@pytest.mark.parametrize(
    "name",
    ["", "   ", "\u3000", "x" * 201, "a\x00b", "a\nb", "a\x7fb", "a\x85b", "a\u202eb", "a\u2066b", "\ud800"],
)
def test_empty_long_and_hiding_names_are_refused_at_their_field(name: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_name(name, field="first")
    assert refused.value.field == "first"


def test_composed_and_decomposed_letters_are_stored_alike() -> None:
    assert clean_name("e\u0301te\u0301") == "été"


@pytest.mark.parametrize(
    ("one", "other"),
    [("STRASSE", "straße"), ("ÉTÉ", "été"), ("İ", "i̇"), ("ＳＨ１０", "sh10"), ("ﬁlm", "FILM"), ("Σ", "ς"), ("①", "1")],
)
def test_names_that_differ_by_case_or_form_are_the_same_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("SH1", "SH01"), ("ı", "i"), ("a b", "ab"), ("é", "e")])
def test_other_names_stay_different(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_text_keeps_its_lines_and_one_kind_of_line_end() -> None:
    assert clean_text(" one\r\ntwo\tthree ", field="body", label="The note") == "one\ntwo\tthree"


@pytest.mark.parametrize("text", ["x" * 20_001, "a\x00b", "a\u202eb"])
def test_text_that_is_long_or_hides_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_text(text, field="body", label="The note")
    assert refused.value.field == "body"


def test_words_made_of_unchecked_ones_hold_nothing_that_hides() -> None:
    assert plain("New shot a\x00b\u202ec\ud800\n🦊") == "New shot abc🦊"


def test_numbers_in_names_count() -> None:
    names = ["SH10", "sh9", "SH100", "A", "SH9a", "10"]
    assert sorted(names, key=natural_key) == ["10", "A", "sh9", "SH9a", "SH10", "SH100"]


@pytest.mark.parametrize("name", ["²", "SH²0", "٣", "\U0001d7d9"])
def test_numbers_of_any_script_sort(name: str) -> None:
    assert natural_key(name)


def test_a_name_whose_key_outgrows_its_column_is_refused() -> None:
    assert clean_name("ΐ" * 200) == "ΐ" * 200
    with pytest.raises(Refused):
        clean_name("\ufdfa" * 100)
