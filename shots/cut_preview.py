"""What the second step of an import shows of a plan: its rows, its strip, its counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from .editorial import CutFile, CutOptions, CutPlan, PlanRow
from .forms.cuts import MOST_ROWS

LEFT_OUT = "Left out"
STRIP_WIDTH = 1000
# Half a unit of the strip is less than a pixel: what is narrower is drawn as part of its neighbour.
LEAST_WIDTH = 0.5
WARNINGS_SHOWN = 4
DENSE = 200


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """`tick` is "on" or "off" where the person has a say, else "". `carry` keeps a tick that has no say just now.

    `was` is the name that the options gave, empty where the person typed one.
    """

    row: PlanRow
    number: str
    frames: int
    tick: str
    carry: bool
    editable: bool
    was: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One rect of a strip, in the strip's units."""

    css: str
    x: float
    width: float


@dataclass(frozen=True)
class Preview:
    plan: CutPlan
    rows: list[PreviewRow]
    bars: list[Bar]
    total: int
    updates: int
    tasks: int
    shown: str
    first: str
    start_tc: str
    end_tc: str

    @property
    def again(self) -> int:
        """Events that show a shot for a second time; the plan counts them as skipped."""
        return sum(row.result == "skipped" and row.use_of is not None for row in self.plan.rows)

    @property
    def skipped(self) -> int:
        return self.plan.skipped - self.again

    @property
    def is_dense(self) -> bool:
        """So many bars that a line between them would be all there is to see."""
        return len(self.bars) > DENSE

    @property
    def is_cropped(self) -> bool:
        return self.total > len(self.rows)

    @property
    def is_empty(self) -> bool:
        """Nothing that could be imported."""
        return not self.plan.new and not self.plan.exists


def preview_of(plan: CutPlan, options: CutOptions, *, tasks_each: int) -> Preview:
    """`tasks_each` is what the pipeline makes for a shot."""
    rows = [_row(row, options) for row in plan.rows[:MOST_ROWS]]
    events = [row.event for row in plan.rows]
    last = events[len(rows) - 1].index if rows else 0
    return Preview(
        plan=plan,
        rows=rows,
        bars=strip([(row.event.record_length, _css(row)) for row in plan.rows]),
        total=len(plan.rows),
        updates=sum(row.result == "exists" and row.updates for row in plan.rows),
        tasks=plan.new * tasks_each,
        shown=f"{options.track}:{last}",
        first=next((row.shot_code for row in plan.rows if row.result == "new"), ""),
        start_tc=events[0].record_in_tc if events else "",
        end_tc=events[-1].record_out_tc if events else "",
    )


def _row(row: PlanRow, options: CutOptions) -> PreviewRow:
    index = row.event.index
    is_taken = options.selected is None or index in options.selected
    has_say = row.result == "new" or row.why == LEFT_OUT or (row.result == "exists" and options.on_existing == "update")
    is_second = row.result == "skipped" and row.use_of is not None
    frames = row.event.record_length
    if row.cut_in is not None and row.cut_out is not None:
        frames = row.cut_out - row.cut_in + 1
    on = row.result == "new" or is_taken
    return PreviewRow(
        row=row,
        number=row.event.number.lstrip("0") or str(index),
        frames=frames,
        tick=("on" if on and row.why != LEFT_OUT else "off") if has_say else "",
        # A second use follows the first one: a tick of its own would keep a shot that was unticked.
        carry=is_taken and not has_say and not is_second,
        editable=row.event.kind == "clip",
        was="" if index in options.names else row.shot_code,
    )


def _css(row: PlanRow) -> str:
    if row.result == "skipped":
        return "st-again" if row.use_of else "st-skip"
    return f"st-{row.result}"


def strip(parts: Sequence[tuple[int, str]]) -> list[Bar]:
    """Events (frames, class) one behind the other over the whole width; at most two thousand bars."""
    whole = sum(frames for frames, _ in parts) or 1
    bars: list[Bar] = []
    at = drawn = 0.0
    for frames, css in parts:
        at += frames * STRIP_WIDTH / whole
        if at - drawn >= LEAST_WIDTH:
            bars.append(Bar(css, drawn, at - drawn))
            drawn = at
    return bars


def warnings_of(cut: CutFile, *, differs: str) -> tuple[list[str], list[str]]:
    """The warnings to show and those to fold away; `differs`, about the rate, matters most."""
    texts = [differs] if differs else []
    for row in cut.warnings:
        texts.append(f"Line {row.line}: {row.message}" if row.line and "Line " not in row.message else row.message)
    return texts[:WARNINGS_SHOWN], texts[WARNINGS_SHOWN:]
