"""The keyboard map: the overlay (?) and docs/keyboard.md are made from this table."""

from dataclasses import dataclass

from search.places import PLACES


@dataclass(frozen=True)
class Key:
    where: str
    keys: tuple[str, ...]
    does: str


KEY_TABLE = (
    Key("Everywhere", ("Ctrl K",), "Search, jump, run an action (>)"),
    Key("Everywhere", ("?",), "Show this table"),
    Key("Everywhere", ("Ctrl Z",), "Undo my last change"),
    Key("Everywhere", ("Ctrl Shift Z",), "Redo it"),
    *(Key("Everywhere", ("G", place.key.upper()), f"Go to {place.label.lower()}") for place in PLACES if place.key),
    Key("Everywhere", ("/",), "Find in view"),
    Key("Everywhere", ("Esc",), "Close the top thing"),
    Key("Everywhere", ("J", "K"), "Next, previous row or shot"),
    Key("Projects", ("J", "K"), "Next, previous project"),
    Key("Projects", ("F",), "Favourite, or not"),
    Key("Projects", ("J", "K"), "Next, previous project"),
    Key("Projects", ("F",), "Favourite, or not"),
    Key("Grid", ("Arrows", "Home", "End", "PgUp", "PgDn"), "Move"),
    Key("Grid", ("Enter", "F2"), "Open the menu of the cell, or the shot"),
    Key("Grid", ("Letters",), "Open the status menu with that typed"),
    Key("Grid", ("Shift A",), "Assignees of the cell"),
    Key("Menus", ("Letters", "Digits"), "Filter, choose n-th"),
    Key("Menus", ("Enter",), "Set"),
    Key("Menus", ("Shift Enter",), "Set and write a note"),
    Key("Note", ("Ctrl Enter",), "Send"),
)
