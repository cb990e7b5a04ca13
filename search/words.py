"""What somebody typed, as patterns that find codes and names: `sq10 sh 20` is SQ010_SH0020.

A word is made of runs of digits, whose leading zeros don't matter, and runs of anything else, which start where a name
or a run of letters starts. Separators between them don't matter either. Both databases know these patterns, and Python.
"""

import re

from django.db.models import Q

from core.text import name_key, plain

MOST_WORDS = 6
LONGEST = 100
_RUN = re.compile(r"[0-9]+|[^0-9\-_ ./:]+")
_SEPARATORS = "[-_ ./:]*"


def words(text: str) -> list[list[str]]:
    """The words of the text, each as its runs; what is only separators is no word."""
    found = [_RUN.findall(word) for word in name_key(plain(text[:LONGEST])).split()]
    return [runs for runs in found if runs][:MOST_WORDS]


def pattern(runs: list[str], *, is_whole: bool = False) -> str:
    """Where the runs stand one after the other, each a group; `is_whole`: and the last one ends there."""
    # A number that goes on is another number; only the last one may be half typed.
    last = len(runs) - 1
    return _SEPARATORS.join(_run_pattern(run, is_whole=is_whole or at < last) for at, run in enumerate(runs))


def all_stand_in(column: str, text: list[list[str]], *, is_whole: bool = False) -> Q:
    """Rows whose column holds every word. The plain look for the longest run spares most rows the pattern."""
    found = Q()
    for runs in text:
        longest = max((_bare(run) for run in runs), key=len)
        found &= Q(**{f"{column}__contains": longest, f"{column}__regex": pattern(runs, is_whole=is_whole)})
    return found


def spans(shown: str, text: list[list[str]]) -> list[tuple[int, int]]:
    """Which letters of the shown name were typed, in order and without overlaps."""
    found: list[tuple[int, int]] = []
    for runs in text:
        match = re.search(pattern(runs), shown, re.IGNORECASE)
        found += [match.span(number) for number in range(1, len(runs) + 1)] if match else []
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _run_pattern(run: str, *, is_whole: bool) -> str:
    if _is_number(run):
        return f"(?<![0-9])0*({_bare(run)}){'(?![0-9])' if is_whole else ''}"
    start = "(?<![a-z])" if run[0].isascii() and run[0].isalpha() else ""
    return f"{start}({re.escape(run)})"


def _bare(run: str) -> str:
    """Without leading zeros."""
    return (run.lstrip("0") or "0") if _is_number(run) else run


def _is_number(run: str) -> bool:
    return run.isascii() and run.isdecimal()
