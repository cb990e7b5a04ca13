"""The strict content security policy and the escaping hold in every template."""

import re
from pathlib import Path

import pytest

from .tree import files, name

FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "foreign host": re.compile(r"<(?:script|link|img)[^>]*(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE),
}
# Help texts are ours and Django's own, whose list of password rules is HTML.
MAY_SHOW_SAFE = {"templates/core/_field_notes.html"}
# Python that makes HTML by hand, and how it escapes.
MAY_MARK_SAFE = {
    "notes/markdown.py": "nh3 cleans the rendered Markdown",
    "shots/cells.py": "the hot cells of the tables; every value passes escape()",
    "shots/rows.py": "the rows of the tables; every value passes escape()",
    "shots/cut_rows.py": "the rows of an import's preview; every value passes escape()",
    "core/templatetags/tracktor.py": "format_html, and the empty text",
}
_MARKS = re.compile(r"\bmark_safe\(|\bSafeString\((?!\"\"\))|__html__")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_no(what: str) -> None:
    found = {name(path) for path in files("**/*.html") if FORBIDDEN[what].search(_text(path))}
    assert not found - (MAY_SHOW_SAFE if what == "unescaped value" else set())


def test_html_is_marked_safe_in_known_places_only() -> None:
    marked = {name(path) for path in files("**/*.py", tests=False) if _MARKS.search(_text(path))}
    assert marked <= set(MAY_MARK_SAFE)


def test_no_comment_of_html_reaches_the_browser() -> None:
    assert not [name(path) for path in files("**/*.html") if "<!--" in _text(path)]


def _text(path: Path) -> str:
    return path.read_text("utf-8")
