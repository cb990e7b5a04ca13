"""From a cut to shots: the rows of the preview, and what will be made when it is confirmed.

One shot per code. A clip used twice in the cut is one shot, new at its first use; the later uses are
cut items that point at it. Frames are whole frames at the cut's rate and, as people write shot ranges,
inclusive: 1001-1152 is 152 frames. ``frame_in`` is the first frame of the cut part, so handles lie
outside: with 8 handles, work runs from 993 to 1160.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from .model import CutError, CutEvent, CutFile
from .naming import (
    ByClipName,
    FixedSequence,
    Namer,
    NamingRule,
    SequenceRule,
    name_fault,
    name_key,
    sequences,
    short_name,
)

Result = Literal["new", "exists", "skipped"]
REASONS = {"black": "Black", "gap": "Gap", "title": "Title, no source"}
MAX_FRAME = 10_000_000
# Uses of one take further apart than this are not worked on as one range: nobody renders the rest.
MAX_BRIDGE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class CutOptions:
    """What the person chose.

    ``first_frame`` and ``handles`` are in frames. ``length_from`` is "record" (frames on screen) or
    "source" (frames of the clip that are needed; differs where a clip is retimed). ``on_existing``
    "leave" or "update" (the range of shots that exist). ``selected``: event indexes of the ticked rows,
    None for all; a shot is taken when any of its rows is ticked. ``names``: event index to shot code as
    typed. Numbers do not move when rows are unticked.
    """

    naming: NamingRule = field(default_factory=ByClipName)
    sequence: SequenceRule = field(default_factory=FixedSequence)
    track: int = 0
    first_frame: int = 1001
    handles: int = 8
    length_from: Literal["record", "source"] = "record"
    on_existing: Literal["leave", "update"] = "leave"
    selected: frozenset[int] | None = None
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExistingShot:
    """A shot of the project; frames inclusive, None where it has no range yet."""

    frame_in: int | None = None
    frame_out: int | None = None
    handles: int = 0


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One event of the preview.

    ``frame_in``/``frame_out`` is the range the shot has once the plan is applied, ``cut_in``/``cut_out``
    the part of it that this event shows; all inclusive, None without a shot. ``use_of`` is the code of
    the shot that a cut item of this row points at besides its own: set on second uses and existing shots.
    ``updates`` says that the existing shot's range changes.
    """

    event: CutEvent
    sequence_name: str = ""
    shot_name: str = ""
    shot_code: str = ""
    frame_in: int | None = None
    frame_out: int | None = None
    handles: int = 0
    cut_in: int | None = None
    cut_out: int | None = None
    result: Result = "skipped"
    why: str = ""
    use_of: str | None = None
    updates: bool = False


@dataclass(frozen=True, slots=True)
class CutPlan:
    """``rows`` in record order; the counts are of rows."""

    rows: tuple[PlanRow, ...]
    new: int
    exists: int
    skipped: int
    sequences: tuple[str, ...]


def plan_cut(cut: CutFile, options: CutOptions, existing: Mapping[str, ExistingShot]) -> CutPlan:
    """The plan for one track; ``existing`` maps codes of the project to its shots.

    Raises CutError for options out of range (field "track", "first_frame", "handles", "naming",
    "sequence"). Changes nothing and depends on nothing but its arguments.
    """
    _check(cut, options)
    events = cut.events_on(options.track)
    named = list(_named(events, options))
    groups: dict[str, list[PlanRow]] = {}
    for row in named:
        if row.shot_code and not row.why:
            groups.setdefault(name_key(row.shot_code), []).append(row)
    bridge = round(MAX_BRIDGE_SECONDS * cut.rate)
    known = {name_key(code): (code, shot) for code, shot in existing.items()}
    done: dict[int, PlanRow] = {}
    for key, group in groups.items():
        for row in _Shot(group, options, bridge=bridge, known=known.get(key)).rows():
            done[row.event.index] = row
    rows = tuple(_with_transition(done.get(row.event.index, row), named, at) for at, row in enumerate(named))
    counts = {result: sum(row.result == result for row in rows) for result in ("new", "exists", "skipped")}
    used = dict.fromkeys(row.sequence_name for row in rows if row.result == "new" and row.sequence_name)
    return CutPlan(rows, counts["new"], counts["exists"], counts["skipped"], tuple(used))


def _check(cut: CutFile, options: CutOptions) -> None:
    if options.track not in {track.index for track in cut.tracks}:
        raise CutError("The cut has no such track; choose one of its tracks.", field="track")
    if not 0 <= options.first_frame <= MAX_FRAME:
        raise CutError("The first frame must be between 0 and 10,000,000; 1001 is usual.", field="first_frame")
    if not 0 <= options.handles <= 10_000:
        raise CutError("Handles must be between 0 and 10,000 frames; 8 is usual.", field="handles")


def _named(events: Sequence[CutEvent], options: CutOptions) -> Iterator[PlanRow]:
    """Rows with names only. ``why`` is set where an event cannot become a shot."""
    namer = Namer(options.naming, events)
    of_clip: dict[tuple[str, str, str], str] = {}
    owners: dict[str, tuple[str, int]] = {}
    for event, sequence in zip(events, sequences(events, options.sequence), strict=True):
        if event.kind in REASONS:
            yield PlanRow(event, why=REASONS[event.kind])
            continue
        # A clip that comes again is the same shot. Without a name there is nothing to know it by.
        clip = (event.reel, event.clip_name, sequence)
        code = of_clip.get(clip, "") if namer.counts_up and event.clip_name else ""
        if not code:
            code = namer.code(event, sequence)
            of_clip.setdefault(clip, code)
        code = options.names.get(event.index, code).strip()
        row = PlanRow(event, sequence, short_name(code, sequence), code)
        fault = name_fault(code) or (name_fault(sequence) if sequence else "")
        owner = owners.setdefault(name_key(code), (name_key(sequence), event.index))
        if not fault and owner[0] != name_key(sequence):
            fault = f"Same code as row {owner[1]}, in another sequence"
        yield replace(row, why=fault)


class _Shot:
    """All uses of one code in the cut, and the range they need together."""

    def __init__(
        self,
        uses: list[PlanRow],
        options: CutOptions,
        *,
        bridge: int,
        known: tuple[str, ExistingShot] | None,
    ) -> None:
        self.uses = uses
        self.options = options
        self.known = known
        self.offsets = _offsets(uses, bridge)
        lengths = [self._length(row.event) for row in uses]
        self.length = max(offset + length for offset, length in zip(self.offsets, lengths, strict=True) if offset >= 0)
        self.is_selected = options.selected is None or any(row.event.index in options.selected for row in uses)

    def _length(self, event: CutEvent) -> int:
        return max(1, event.record_length if self.options.length_from == "record" else event.source_length)

    def rows(self) -> Iterator[PlanRow]:
        if self.known is None and not self.is_selected:
            yield from (replace(row, why="Left out") for row in self.uses)
            return
        first = self._first()
        yield first
        for row, offset in list(zip(self.uses, self.offsets, strict=True))[1:]:
            why = f"Second use of {first.shot_code}"
            if offset < 0:
                why += ", too far apart to be one range"
            placed = self._placed(row, first, max(offset, 0))
            yield replace(placed, shot_code=first.shot_code, result="skipped", why=why, use_of=first.shot_code)

    def _first(self) -> PlanRow:
        row = self.uses[0]
        if self.known is None:
            start = self.options.first_frame
            whole = replace(row, frame_in=start, frame_out=start + self.length - 1, handles=self.options.handles)
            return replace(self._placed(row, whole, self.offsets[0]), result="new", why=_retime(row.event))
        code, shot = self.known
        whole = self._existing(replace(row, shot_code=code, result="exists", use_of=code), shot)
        return replace(self._placed(row, whole, self.offsets[0]), why=whole.why, result="exists")

    def _existing(self, row: PlanRow, shot: ExistingShot) -> PlanRow:
        """The row of a shot that exists; a range is compared and changed by its length, not its start."""
        update = self.options.on_existing == "update" and self.is_selected
        row = replace(row, frame_in=shot.frame_in, frame_out=shot.frame_out, handles=shot.handles)
        start = self.options.first_frame if shot.frame_in is None else shot.frame_in
        updated = replace(row, frame_in=start, frame_out=start + self.length - 1, updates=True)
        if shot.frame_in is None or shot.frame_out is None:
            return replace(updated, why="Range set") if update else replace(row, why="No range, left as it is")
        more = self.length - (shot.frame_out - shot.frame_in + 1)
        if not more:
            return replace(row, why="Same range")
        frames = f"{abs(more)} frame{'s' if abs(more) != 1 else ''} {'longer' if more > 0 else 'shorter'}"
        return (
            replace(updated, why=f"{frames}, range updated") if update else replace(row, why=f"{frames}, left as it is")
        )

    def _placed(self, row: PlanRow, shot: PlanRow, offset: int) -> PlanRow:
        """``row`` with the shot's range and its own part of it."""
        cut_in = None if shot.frame_in is None else shot.frame_in + offset
        return replace(
            row,
            shot_name=short_name(shot.shot_code, row.sequence_name),
            shot_code=shot.shot_code,
            frame_in=shot.frame_in,
            frame_out=shot.frame_out,
            handles=shot.handles,
            cut_in=cut_in,
            cut_out=None if cut_in is None else cut_in + self._length(row.event) - 1,
            use_of=shot.use_of,
            updates=shot.updates,
        )


def _offsets(uses: list[PlanRow], bridge: int) -> list[int]:
    """Where each use begins inside the shot, in frames; -1 for a use that the range does not cover.

    Uses of the same reel and clip at normal speed share one range, as long as what lies between them is
    at most ``bridge`` frames. Other uses (retimed, another version of the clip) begin where the shot does.
    """
    base = next((row.event for row in uses if not row.event.is_retimed), uses[0].event)
    low, high = base.source_in, base.source_out
    starts: list[int | None] = []
    far: set[int] = set()
    for at, event in enumerate(row.event for row in uses):
        shares = (event.reel, event.clip_name) == (base.reel, base.clip_name)
        starts.append(None)
        if event is not base and (not shares or event.is_retimed):
            continue
        if event.source_in > high + bridge or event.source_out < low - bridge:
            far.add(at)
            continue
        starts[at] = event.source_in
        low, high = min(low, event.source_in), max(high, event.source_out)
    return [-1 if at in far else 0 if start is None else start - low for at, start in enumerate(starts)]


def _retime(event: CutEvent) -> str:
    if event.freeze:
        return "Freeze frame"
    if event.speed < 0:
        return "Reversed, retime kept"
    return f"Retimed to {event.speed * 100:.4g} %" if event.speed != 1 else ""


def _with_transition(row: PlanRow, rows: Sequence[PlanRow], at: int) -> PlanRow:
    """Adds to a new shot's reason that the next event dissolves over its end: handles must cover that."""
    follows = rows[at + 1].event.transition if at + 1 < len(rows) else None
    if row.result != "new" or follows is None or not follows.frames:
        return row
    covers = "handles cover it" if follows.frames <= row.handles else f"longer than the handles of {row.handles}"
    why = f"{follows.kind.capitalize()} of {follows.frames} frames at its end, {covers}"
    return replace(row, why=f"{row.why}; {why}" if row.why else why)
