"""Reading a list out of a spreadsheet: tabs, commas or semicolons, quotes, columns by their head or order."""

import csv
import io
import re
from dataclasses import dataclass

from core.errors import Refused
from core.text import name_key

from .models import Kind

MOST_ROWS = 5000
MOST_LETTERS = 2_000_000
# In this order where the first line names no columns.
COLUMNS = {
    Kind.SHOT: ("sequence", "shot", "description", "frame_in", "frame_out", "handles"),
    Kind.ASSET: ("name", "type", "description"),
}
LABELS = {
    "episode": "Episode",
    "sequence": "Sequence",
    "shot": "Shot",
    "name": "Name",
    "type": "Type",
    "description": "Description",
    "frame_in": "Frame in",
    "frame_out": "Frame out",
    "frames": "Frames",
    "handles": "Handles",
}
_HEADS = {
    "episode": ("episode", "ep", "epi", "episodename", "episodecode"),
    "sequence": ("sequence", "seq", "scene", "sequencename", "sequencecode"),
    "shot": ("shot", "shotcode", "shotname", "code", "name", "vfxshot", "vfxid"),
    "name": ("name", "asset", "assetname", "code"),
    "type": ("type", "assettype", "category", "kind"),
    "description": ("description", "desc", "notes", "note", "text", "action"),
    "frame_in": ("framein", "in", "start", "startframe", "firstframe", "cutin", "first"),
    "frame_out": ("frameout", "out", "end", "endframe", "lastframe", "cutout", "last"),
    "frames": ("frames", "duration", "length", "framecount", "dur", "cutduration"),
    "handles": ("handles", "handle"),
}
_FIELDS = {
    Kind.SHOT: ("episode", "sequence", "shot", "description", "frame_in", "frame_out", "frames", "handles"),
    Kind.ASSET: ("name", "type", "description"),
}
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class PastedRow:
    """One line: `number` as the spreadsheet counts, texts by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class PastedList:
    """`columns` in their order; `left_out` are heads that mean nothing here."""

    columns: list[str]
    rows: list[PastedRow]
    left_out: list[str]


def decode(data: bytes) -> str:
    """Text of a file: UTF-8 or UTF-16 by its mark, UTF-8 where it is that, else the code page of Western Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_list(text: str, kind: Kind) -> PastedList:
    """The lines of a list. Refused (field "text"): nothing in it, too long, or quotes that never close."""
    text = text.removeprefix("\ufeff")
    if len(text) > MOST_LETTERS:
        raise Refused(
            f"The list is over {MOST_LETTERS // 1_000_000} million letters long; paste it in parts.", field="text"
        )
    lines = _lines(text)
    if not lines:
        raise Refused("Paste some lines first.", field="text")
    heads = _heads(lines[0][1], kind)
    columns = heads or _by_order(max(len(cells) for _, cells in lines), kind)
    rows = lines[1:] if heads else lines
    if len(rows) > MOST_ROWS:
        raise Refused(f"The list has {len(rows):,} lines; {MOST_ROWS:,} is the most at once.", field="text")
    left_out = [cell.strip() for cell, name in zip(lines[0][1], heads, strict=False) if cell.strip() and not name]
    found = [PastedRow(number, _cells(columns, cells)) for number, cells in rows]
    return PastedList([name for name in columns if name], found, left_out)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Number and cells of each line that is not empty; a quoted cell may go over several lines."""
    reader = csv.reader(
        io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=_delimiter(text), strict=False
    )
    found, last = [], 0
    try:
        for cells in reader:
            number, last = last + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                found.append((number, cells))
    except csv.Error as error:
        raise Refused(
            f"Line {last + 1} can't be read: a quote is never closed, or a cell is too long.", field="text"
        ) from error
    return found


def _delimiter(text: str) -> str:
    if "\t" in text:
        return "\t"
    head = text.lstrip("\n").split("\n", 1)[0]
    return ";" if head.count(";") > head.count(",") else ","


def _heads(cells: list[str], kind: Kind) -> list[str]:
    """The columns that the first line names; empty where it is a line of the list already."""
    names = []
    for cell in cells:
        word = _NO_WORD.sub("", name_key(cell))
        found = next((field for field in _FIELDS[kind] if word in _HEADS[field] and field not in names), "")
        names.append(found)
    must = "shot" if kind == Kind.SHOT else "name"
    return names if must in names else []


def _by_order(width: int, kind: Kind) -> list[str]:
    order = COLUMNS[kind]
    # One column alone is that of the names.
    return [order[1]] if kind == Kind.SHOT and width == 1 else list(order[:width])


def _cells(columns: list[str], cells: list[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
