"""The plan of a pasted list as a table that a page can hold: all that is wrong, and the first of the rest."""

from dataclasses import dataclass
from typing import Any

from .pasted import LABELS
from .services.pasted import PastePlan, PlannedRow

SHOWN = 300
_WORDS = {"new": "New", "changed": "Changes", "same": "Same", "wrong": "Wrong"}


@dataclass(frozen=True)
class Cell:
    """`was` is the present value where the list changes it."""

    text: str
    error: str = ""
    was: str | None = None
    warning: str = ""


@dataclass(frozen=True)
class PreviewRow:
    number: int
    code: str
    result: str
    word: str
    cells: list[Cell]
    url: str


@dataclass(frozen=True)
class Preview:
    columns: list[str]
    rows: list[PreviewRow]
    hidden: int
    new: int
    changed: int
    same: int
    wrong: int
    left_out: list[str]
    new_sequences: list[str]
    new_episodes: list[str]
    mark: str

    @property
    def may_apply(self) -> bool:
        return bool(self.new or self.changed)


def preview_of(plan: PastePlan) -> Preview:
    wrong = [row for row in plan.rows if row.result == "wrong"][:SHOWN]
    rest = [row for row in plan.rows if row.result != "wrong"][: max(0, SHOWN - len(wrong))]
    shown = sorted([*wrong, *rest], key=lambda row: row.number)
    return Preview(
        columns=[LABELS[name] for name in plan.columns],
        rows=[_row(row, plan.columns) for row in shown],
        hidden=len(plan.rows) - len(shown),
        new=plan.count("new"),
        changed=plan.count("changed"),
        same=plan.count("same"),
        wrong=plan.count("wrong"),
        left_out=plan.left_out,
        new_sequences=plan.new_sequences,
        new_episodes=plan.new_episodes,
        mark=plan.mark,
    )


def _row(row: PlannedRow, columns: list[str]) -> PreviewRow:
    url = row.entity.get_absolute_url() if row.entity else ""
    cells = [_cell(row, name) for name in columns]
    return PreviewRow(row.number, row.code, row.result, _WORDS[row.result], cells, url)


def _cell(row: PlannedRow, name: str) -> Cell:
    field = {"type": "asset_type", "frames": "frame_out"}.get(name, name)
    was = row.changes[field][0] if field in row.changes else ""
    is_changed = field in row.changes
    return Cell(
        row.cells.get(name, ""),
        row.errors.get(name, ""),
        _text(was) if is_changed else None,
        row.warnings.get(name, ""),
    )


def _text(value: Any) -> str:
    return "nothing" if value is None or value == "" else str(value)
