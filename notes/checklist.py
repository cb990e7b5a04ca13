"""Checklists of notes: written as lines `- [ ] text` among the words, kept apart from them."""

import re
from typing import TypedDict

from core.errors import Refused

MOST_LINES = 100
LINE_LENGTH = 500
_LINE = re.compile(r"^\s{0,3}[-*] \[([ xX])\] +(\S.*)")
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")


class CheckLine(TypedDict):
    text: str
    done: bool


def split(written: str) -> tuple[str, list[CheckLine]]:
    """The words, and the lines of the checklist. What stands in a block of code stays there."""
    words: list[str] = []
    lines: list[CheckLine] = []
    fence = ""
    for line in written.replace("\r\n", "\n").split("\n"):
        mark = _FENCE.match(line)
        if mark and fence in {"", mark.group(1)}:
            fence = "" if fence else mark.group(1)
        # Stripped before, not by the pattern: that would try each of a line's many spaces as its end.
        found = None if fence else _LINE.fullmatch(line.rstrip())
        if found:
            lines.append({"text": _checked(found.group(2)), "done": found.group(1) != " "})
        else:
            words.append(line)
    if len(lines) > MOST_LINES:
        raise Refused(f"{MOST_LINES} lines are the most that a checklist has.", field="body")
    return "\n".join(words).strip(), lines


def _checked(text: str) -> str:
    if len(text) > LINE_LENGTH:
        raise Refused(f"A line of the checklist has {len(text)} letters; {LINE_LENGTH} are the most.", field="body")
    return text


def joined(words: str, lines: list[CheckLine]) -> str:
    """As it was written: for the field in which a note is edited."""
    listed = "\n".join(f"- [{'x' if line['done'] else ' '}] {line['text']}" for line in lines)
    return "\n\n".join(part for part in (words, listed) if part)


def sum_of(lines: list[CheckLine]) -> str:
    """ "2/5"; nothing where there is no checklist."""
    return f"{sum(line['done'] for line in lines)}/{len(lines)}" if lines else ""
