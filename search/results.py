"""What the palette shows: groups of results, each a link or something to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from .words import spans


@dataclass(frozen=True)
class Piece:
    """A part of a name; `is_match` where it was typed."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Result:
    """One line. `field` and `value` make it a POST to the address; `keys` are shown at its end."""

    url: str
    pieces: list[Piece]
    detail: str = ""
    icon: str = ""
    picture: str = ""
    has_frame: bool = False
    field: str = ""
    value: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    results: list[Result] = field(default_factory=list)


def pieces(name: str, text: list[list[str]]) -> list[Piece]:
    """The name, cut where what was typed starts and ends."""
    cut: list[Piece] = []
    at = 0
    for start, end in spans(name, text):
        cut += [Piece(name[at:start]), Piece(name[start:end], is_match=True)]
        at = end
    return [piece for piece in (*cut, Piece(name[at:])) if piece.text]
