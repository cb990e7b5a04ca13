"""The EDL pre-scan: finds what OpenTimelineIO's adapter refuses or silently changes, and says where.

The adapter raises without line numbers, stops at keys, audio channels that overlap, drop-frame speed
lines and dissolves at the start, and drops the outgoing clip of a dissolve. So the pre-scan judges every
line, counts the frames, and hands over one plain cut per event, which the adapter then reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .model import CutError, CutTransition, CutWarning, TransitionKind
from .statements import Statement, Statements, read_statements
from .timecode import TIMECODE_RE, FrameRate, is_drop_timecode, parse_timecode

COMMON_NOMINALS = (24, 25, 30, 48, 50, 60, 100, 120)
MAX_WARNINGS = 200
KINDS: dict[str, TransitionKind] = {"D": "dissolve", "W": "wipe", "K": "key"}
FREEZE_RE = re.compile(r"\*\s*\*?\s*FREEZE FRAME", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EdlEvent:
    """One event with its frames counted, ready for the adapter; ``source`` and ``record`` are (in, out)."""

    statement: Statement
    source: tuple[int, int]
    record: tuple[int, int]
    speed: float = 1.0
    freeze: bool = False
    transition: CutTransition | None = None

    @property
    def record_length(self) -> int:
        return self.record[1] - self.record[0]


@dataclass(slots=True)
class Prescan:
    """The result: events in file order and all that an editor should look at."""

    title: str
    is_drop: bool
    events: list[EdlEvent] = field(default_factory=list)
    warnings: list[CutWarning] = field(default_factory=list)


def prescan(text: str, rate: FrameRate) -> Prescan:
    """Judges an EDL at ``rate``. Raises CutError with the line, field "rate" where the rate is at fault."""
    statements = read_statements(text)
    _check_frames(statements, rate)
    drop_lines = [s for s in statements.found if _is_drop(s)]
    scan = Prescan(statements.title, bool(drop_lines) and rate.has_drop_frame, warnings=statements.warnings)
    if drop_lines and not rate.has_drop_frame:
        message = (
            f"Line {drop_lines[0].line}: the file says drop-frame, which {rate} fps does not have; "
            f"it is counted as non-drop. Is the rate 29.97?"
        )
        scan.warnings.append(CutWarning(message, drop_lines[0].line))
    counted = [_counted(s, rate, scan.warnings) for s in statements.found]
    scan.events.extend(_paired(counted, rate, scan.warnings))
    if not scan.events:
        raise CutError("Every event of the file has no length; check the file and export it again.")
    _check_overlaps(scan)
    scan.warnings[:] = _shortened(scan.warnings)
    return scan


def _is_drop(statement: Statement) -> bool:
    """The punctuation wins over the FCM line: it stands on the timecode itself."""
    return any(map(is_drop_timecode, statement.times)) or bool(statement.drop)


def _check_frames(statements: Statements, rate: FrameRate) -> None:
    """Refuses a rate that is too low for the file, proposing the lowest usual one that holds it all."""
    first: tuple[int, int] | None = None
    highest = 0
    for statement in statements.found:
        for text in statement.times:
            match = TIMECODE_RE.fullmatch(text)
            frame = int(match[5]) if match else 0
            highest = max(highest, frame)
            if frame >= rate.nominal and first is None:
                first = (statement.line, frame)
    if first is None:
        return
    fitting = next((nominal for nominal in COMMON_NOMINALS if nominal > highest), None)
    question = f"Is the rate {fitting}?" if fitting else "Choose a higher rate."
    line, frame = first
    raise CutError(
        f"Line {line}: frame {frame} cannot be at {rate} fps, where frames end at {rate.nominal - 1:02}. {question}",
        line=line,
        field="rate",
    )


def _counted(statement: Statement, rate: FrameRate, warnings: list[CutWarning]) -> EdlEvent:
    source_in, source_out, record_in, record_out = (_frames(statement, text, rate) for text in statement.times)
    day = 24 * 3600 * rate.nominal
    if record_out < record_in and record_in - record_out > day // 2:
        record_out += day
    if record_out < record_in:
        raise CutError(
            f"Line {statement.line}: the record out {statement.times[3]} is before the record in "
            f"{statement.times[2]}. Correct the event or export the list again.",
            line=statement.line,
        )
    speed, freeze = _speed(statement, rate, warnings)
    if source_out < source_in:
        source_in, source_out = source_out, source_in
        if speed > 0:
            speed = -speed
            text = "source out is before source in; it is read as reversed."
            warnings.append(_warning(statement, text))
    event = EdlEvent(statement, (source_in, source_out), (record_in, record_out), speed, freeze)
    if not statement.speeds and not freeze and source_out - source_in != event.record_length:
        text = (
            f"the source is {source_out - source_in} frames, the record {event.record_length}, "
            f"without a speed line (M2). Check the speed."
        )
        warnings.append(_warning(statement, text))
    return event


def _frames(statement: Statement, text: str, rate: FrameRate) -> int:
    drop = is_drop_timecode(text) or bool(statement.drop)
    try:
        return parse_timecode(text, rate, drop=drop)
    except CutError as error:
        # Frame numbers that drop-frame leaves out: the nearest one that exists is two frames on.
        if error.field == "rate" and drop:
            return parse_timecode(text[:-2] + f"{rate.dropped:02}", rate, drop=True)
        raise CutError(f"Line {statement.line}: {error.message}", line=statement.line, field=error.field) from None


def _speed(statement: Statement, rate: FrameRate, warnings: list[CutWarning]) -> tuple[float, bool]:
    """Speed as a factor, and whether it is a freeze, from the M2 line that names the event's reel."""
    frozen = any(FREEZE_RE.match(text) for _, text in statement.comments)
    if not statement.speeds:
        return (0.0, True) if frozen else (1.0, False)
    own = [entry for entry in statement.speeds if entry[1] == statement.reel]
    line, _, fps = (own or statement.speeds)[-1]
    # Editors write 23.9, 23.98 or 24.0 for normal speed, whichever of them the rate is.
    normal = min(abs(abs(fps) - rate.nominal), abs(abs(fps) - float(rate.exact))) < 0.1
    speed = 1.0 if normal else round(abs(fps) / rate.nominal, 4)
    if fps < 0:
        number, percent = statement.number, f"-{speed * 100:.4g} %"
        message = f"Line {line}: a speed of {percent} is read as reversed. Check event {number}."
        warnings.append(CutWarning(message, line, number))
    return (-speed if fps < 0 else speed), frozen or speed == 0


def _paired(events: list[EdlEvent], rate: FrameRate, warnings: list[CutWarning]) -> Iterator[EdlEvent]:
    """Joins the two lines of a dissolve, wipe or key into the incoming event.

    The first line of such a pair names the outgoing clip. With no length it only repeats the event
    before, and goes; with a length it is an event of its own.
    """
    for at, event in enumerate(events):
        before = events[at - 1].statement if at else None
        after = events[at + 1].statement if at + 1 < len(events) else None
        if event.statement.edit != "C":
            yield _incoming(event, events[at - 1] if at else None, rate=rate, warnings=warnings)
        elif event.record_length:
            if before and _same_edit(before, event.statement) and before.edit == "C":
                warnings.append(_warning(event.statement, "the event number is used twice; both are read."))
            yield _outgoing(event, after)
        else:
            _check_empty(event.statement, before, after, warnings=warnings)


def _same_edit(one: Statement, other: Statement) -> bool:
    return one.number == other.number and one.channel == other.channel


def _outgoing(event: EdlEvent, after: Statement | None) -> EdlEvent:
    """The clip a dissolve leaves: its FROM CLIP NAME stands below the second line."""
    if after is None or after.edit == "C" or not _same_edit(event.statement, after) or event.statement.comments:
        return event
    names = [entry for entry in after.comments if "FROM CLIP" in entry[1].upper()]
    return replace(event, statement=replace(event.statement, comments=names))


def _incoming(event: EdlEvent, before: EdlEvent | None, *, rate: FrameRate, warnings: list[CutWarning]) -> EdlEvent:
    statement = event.statement
    kind = KINDS.get(statement.edit[0])
    if kind is None:
        return event
    paired = before is not None and _same_edit(before.statement, statement)
    if paired and before is not None and not before.record_length:
        statement = replace(
            statement,
            comments=before.statement.comments + statement.comments,
            speeds=before.statement.speeds + statement.speeds,
        )
        speed, freeze = _speed(statement, rate, [])
        event = replace(event, statement=statement, speed=speed, freeze=freeze)
    if not event.record_length:
        warnings.append(_warning(statement, f"the {kind} has no length on the record side."))
    if statement.frames > event.record_length > 0:
        text = f"the {kind} of {statement.frames} frames is longer than its event."
        warnings.append(_warning(statement, text))
    return replace(event, transition=CutTransition(kind, statement.frames, statement.edit))


def _check_empty(
    event: Statement, before: Statement | None, after: Statement | None, *, warnings: list[CutWarning]
) -> None:
    """A cut of no length may only open a dissolve, and then carries the number of that dissolve."""
    if after is not None and after.edit != "C" and _same_edit(event, after):
        return
    if after is not None and after.edit != "C" and before is not None and _same_edit(before, event):
        raise CutError(
            f"Line {event.line} repeats event number {event.number} for a cut of no length, while the "
            f"transition it opens, on line {after.line}, is event {after.number}. Both lines of a transition "
            f"must have one number: change line {event.line} to {after.number} or export the list again.",
            line=event.line,
        )
    warnings.append(_warning(event, "the event has no length; it is left out."))


def _check_overlaps(scan: Prescan) -> None:
    ends: dict[str, EdlEvent] = {}
    for event in sorted(scan.events, key=lambda e: e.record):
        channel = event.statement.channel
        before = ends.get(channel)
        if before is not None and event.record[0] < before.record[1]:
            text = f"it begins before event {before.statement.number} ends; both are read as they are."
            scan.warnings.append(_warning(event.statement, text))
        if before is None or event.record[1] > before.record[1]:
            ends[channel] = event


def _warning(statement: Statement, text: str) -> CutWarning:
    message = f"Line {statement.line}, event {statement.number}: {text}"
    return CutWarning(message, statement.line, statement.number)


def _shortened(warnings: list[CutWarning]) -> list[CutWarning]:
    ordered = sorted(warnings, key=lambda warning: warning.line or 0)
    if len(ordered) <= MAX_WARNINGS:
        return ordered
    rest = len(ordered) - MAX_WARNINGS
    return [*ordered[:MAX_WARNINGS], CutWarning(f"There are {rest} more remarks of these kinds.")]
