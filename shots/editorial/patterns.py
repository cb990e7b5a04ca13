"""Patterns that people type, made safe to run on a server.

Python's matcher backtracks, so a bad pattern can take for ever. What could is refused before it runs:
no repeated groups, no back-references, no look-around, and an estimate of the steps from the number of
repeats and choices. What is left is bounded, since it runs on at most 120 characters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import factorial
from time import perf_counter

from .model import CutError

MAX_PATTERN = 100
MAX_INPUT = 120
MAX_STEPS = 2_000_000
MAX_SECONDS = 2.0
PART_RE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?P<\w+>|\?:)?|[*+?]|\{\d*,?\d*\}|[)|^$]|.", re.DOTALL)
ADVICE = "Use a simple pattern such as ^(SQ\\d{3})."


@dataclass(frozen=True, slots=True)
class SafePattern:
    """A compiled pattern; ``find`` gives its first group, or the whole match where it has none."""

    compiled: re.Pattern[str]

    def find(self, text: str) -> str:
        """The match in the first 120 characters of ``text``, "" where there is none."""
        match = self.compiled.search(text[:MAX_INPUT])
        if match is None:
            return ""
        return (match[1] if self.compiled.groups else match[0]) or ""


def safe_pattern(pattern: str, *, field: str) -> SafePattern:
    """Compiles ``pattern``. Raises CutError with ``field`` where it is wrong or could hang the server."""
    if len(pattern) > MAX_PATTERN:
        raise CutError(f"The pattern is longer than {MAX_PATTERN} characters. {ADVICE}", field=field)
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise CutError(f"The pattern is not a valid expression ({error}). {ADVICE}", field=field) from None
    _check(pattern, field)
    return SafePattern(compiled)


def _check(pattern: str, field: str) -> None:
    repeats = choices = 0
    before = ""
    for part in PART_RE.findall(pattern):
        _refuse(before, part, field)
        is_lazy = part == "?" and before[:1] in {"*", "+", "{", "?"}
        if part in {"*", "+"} or (part[0] == "{" and "," in part):
            repeats += 1
        elif part == "|" or (part == "?" and not is_lazy):
            choices += 1
        before = part
    # A pattern that is not tied to the start is tried from every character on.
    loops = repeats if pattern.startswith("^") and "|" not in pattern else repeats + 1
    if MAX_INPUT**loops // factorial(loops) * 2**choices > MAX_STEPS:
        message = f"The pattern could take too long: it has {repeats} repeats and {choices} choices. {ADVICE}"
        raise CutError(message, field=field)


def _refuse(before: str, part: str, field: str) -> None:
    if before == "(" and part == "?":
        raise CutError(f"The pattern looks ahead, behind or back, which is not supported. {ADVICE}", field=field)
    if re.fullmatch(r"\\[1-9]", part):
        raise CutError(f"The pattern refers back to a group, which could take for ever. {ADVICE}", field=field)
    if before == ")" and (part in {"*", "+"} or re.fullmatch(r"\{\d*,?\d*\}", part)):
        raise CutError(f"The pattern repeats a group, which could take for ever. {ADVICE}", field=field)


def find_all(pattern: SafePattern, texts: Iterable[str], *, field: str) -> dict[str, str]:
    """What ``pattern`` finds in each distinct text. Raises CutError after two seconds in all."""
    found: dict[str, str] = {}
    deadline = perf_counter() + MAX_SECONDS
    for text in texts:
        if text not in found:
            found[text] = pattern.find(text)
            if perf_counter() > deadline:
                raise CutError(f"The pattern takes too long on this file. {ADVICE}", field=field)
    return found
