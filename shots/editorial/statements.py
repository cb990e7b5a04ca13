"""The lines of an EDL as statements: which line is what, with the line numbers kept.

Format: "CMX 3600 Edit Decision List" columns (event, reel, channel, edit type, transition frames, source
in and out, record in and out) with the comments that Avid, Premiere, Resolve and others put below.
"""

import re
from dataclasses import dataclass, field

from .model import CutError, CutWarning
from .text import MAX_EVENTS, printable
from .timecode import TIMECODE_RE

MAX_LINE = 500
MAX_COMMENTS = 500
EVENT_RE = re.compile(r"\d{1,8}[A-Za-z]?(?=\s)")
EDIT = r"(?P<edit>C|D|W\d{1,3}|K(?:[ \t]?[BO])?)(?:\s+(?P<frames>\d{1,4}))?(?:\s*\(F\))?"
HEAD_RE = re.compile(rf"(?P<reel>\S(?:[^\t]{{0,60}}?\S)?)\s+(?P<channel>\S{{1,12}})\s+{EDIT}")
NO_REEL_RE = re.compile(rf"(?P<channel>[VBAN](?:[A-Z0-9/]{{0,7}}))\s+{EDIT}")
UNKNOWN_EDIT_RE = re.compile(r"(?P<reel>\S+)\s+(?P<channel>\S{1,12})\s+(?P<edit>\S+)(?:\s+(?P<frames>\d{1,4}))?")
M2_RE = re.compile(r"M2\s+(?:(?P<reel>\S.{0,80}?)\s+)?(?P<fps>[+-]?\d{1,4}(?:\.\d{0,4})?)(?:\s+[\d:;.,]{11,12})?")
COLUMNS = "An event needs number, reel, channel, edit type and four timecodes."


@dataclass(slots=True)
class Statement:
    """One event line with what is written below it; timecodes are still text."""

    line: int
    number: str
    reel: str
    channel: str
    edit: str
    frames: int
    times: tuple[str, str, str, str]
    drop: bool | None
    comments: list[tuple[int, str]] = field(default_factory=list)
    speeds: list[tuple[int, str, float]] = field(default_factory=list)


@dataclass(slots=True)
class Statements:
    """All that is in an EDL, before any of it is judged."""

    title: str = ""
    found: list[Statement] = field(default_factory=list)
    warnings: list[CutWarning] = field(default_factory=list)


class StatementReader:
    """Feeds on lines, one after the other, and remembers what CMX 3600 carries over between them."""

    def __init__(self) -> None:
        self.result = Statements()
        self._drop: bool | None = None
        self._split: list[Statement] = []
        self._split_open = 0

    def feed(self, number: int, raw: str) -> None:
        """Takes one line. Raises CutError for an event line that cannot be read."""
        text = printable(raw)
        if not text:
            return
        if EVENT_RE.match(text) and not text.startswith("*"):
            self._event(number, text)
        elif text.startswith("TITLE:"):
            self.result.title = text.removeprefix("TITLE:").strip()[:200]
        elif text.startswith("FCM"):
            self._drop = "NON" not in text.upper() if "DROP" in text.upper() else None
        elif text.startswith("SPLIT"):
            # Audio and video of one edit start apart; the comments below belong to both lines.
            self._split, self._split_open = [], 2
        elif self.result.found:
            self._comment(number, text)

    def _event(self, number: int, text: str) -> None:
        if len(text) > MAX_LINE:
            raise CutError(f"Line {number} is too long for an event; check the file.", line=number)
        words = text.split()
        at = _times_at(words)
        if at < 3:
            self._incomplete(number, text)
            return
        head = " ".join(words[1:at])
        match = HEAD_RE.fullmatch(head) or NO_REEL_RE.fullmatch(head)
        if match is None:
            match = self._unknown_edit(number, head)
        statement = Statement(
            line=number,
            number=words[0],
            reel=match.groupdict().get("reel") or "",
            channel=match["channel"].upper(),
            edit=match["edit"].replace(" ", ""),
            frames=int(match["frames"] or 0),
            times=(words[at], words[at + 1], words[at + 2], words[at + 3]),
            drop=self._drop,
        )
        self._add(statement)

    def _add(self, statement: Statement) -> None:
        if len(self.result.found) >= MAX_EVENTS:
            raise CutError("The file has more than 20,000 events; export one reel at a time.", line=statement.line)
        if self._split_open:
            self._split_open -= 1
            self._split.append(statement)
        else:
            self._split = []
        self.result.found.append(statement)

    def _unknown_edit(self, number: int, head: str) -> re.Match[str]:
        match = UNKNOWN_EDIT_RE.fullmatch(head)
        if match is None:
            raise CutError(
                f"Line {number} has columns missing or too many. {COLUMNS} Correct the line or export again.",
                line=number,
            )
        message = f"Line {number}: edit type “{match['edit'][:12]}” is not known and is read as a cut."
        self.result.warnings.append(CutWarning(message, number))
        return match

    def _incomplete(self, number: int, text: str) -> None:
        if TIMECODE_RE.search(text) and not TIMECODE_RE.match(text) and len(text.split()) > 3:
            raise CutError(
                f"Line {number} looks like an event but lacks columns or has a broken timecode. {COLUMNS} "
                f"Correct the line or export again.",
                line=number,
            )
        message = f"Line {number} starts with a number but is no event; it is left out."
        self.result.warnings.append(CutWarning(message, number))

    def _comment(self, number: int, text: str) -> None:
        receivers = self._split if self._split else self.result.found[-1:]
        if text.startswith("M2"):
            self._speed(number, text)
            return
        for statement in receivers:
            if len(statement.comments) < MAX_COMMENTS:
                statement.comments.append((number, text))

    def _speed(self, number: int, text: str) -> None:
        match = M2_RE.fullmatch(text)
        if match is None:
            message = f"Line {number}: this speed line (M2) cannot be read; check the speed of the event above."
            self.result.warnings.append(CutWarning(message, number, self.result.found[-1].number))
            return
        for statement in self._split or self.result.found[-1:]:
            statement.speeds.append((number, match["reel"] or "", float(match["fps"])))


def _times_at(words: list[str]) -> int:
    """Where the four times begin, -1 if nowhere; some exports write more columns behind them."""
    is_timecode = [TIMECODE_RE.fullmatch(word) is not None for word in words]
    for at in range(len(words) - 3):
        if all(is_timecode[at : at + 4]):
            return at
    # Plain frame numbers instead of timecodes: seen in EDLs of animation tools.
    if len(words) >= 7 and all(re.fullmatch(r"[0-9]{1,9}", word) for word in words[-4:]):
        return len(words) - 4
    return -1


def read_statements(text: str) -> Statements:
    """The statements of an EDL in file order. Raises CutError naming the line."""
    reader = StatementReader()
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        reader.feed(number, line)
    if not reader.result.found:
        raise CutError("The file has no events; check that it is a CMX 3600 EDL and export it again.")
    return reader.result
