"""The keyboard map: the overlay (?) and docs/keyboard.md are made from this table."""

from dataclasses import dataclass

from search.places import PLACES


@dataclass(frozen=True)
class Key:
    """`by` is the script that listens; without it any script may."""

    where: str
    keys: tuple[str, ...]
    does: str
    by: str = ""


KEY_TABLE = (
    Key("Everywhere", ("Ctrl K",), "Search, jump, run an action (>)", "palette"),
    Key("Everywhere", ("?",), "Show this table", "keys"),
    Key("Everywhere", ("Ctrl Z",), "Undo my last change", "keys"),
    Key("Everywhere", ("Ctrl Shift Z",), "Redo it", "keys"),
    *(
        Key("Everywhere", ("G", place.key.upper()), f"Go to {place.label.lower()}", "keys")
        for place in PLACES
        if place.key
    ),
    Key("Everywhere", ("/",), "Find in view", "keys"),
    Key("Everywhere", ("Esc",), "Close the top thing"),
    Key("Everywhere", ("J", "K"), "Next, previous row or shot", "entity"),
    Key("Projects", ("J", "K"), "Next, previous project", "dashboard"),
    Key("Projects", ("F",), "Favourite, or not", "dashboard"),
    Key("My tasks", ("J", "K"), "Next, previous task", "day"),
    Key("My tasks", ("U",), "Publish a version of the task", "day"),
    Key("My tasks", ("R",), "Send the task to review", "day"),
    Key("Inbox", ("J", "K"), "Next, previous item", "inbox"),
    Key("Inbox", ("E",), "Mark the item read, or unread", "inbox"),
    Key("Inbox", ("Shift E",), "Mark all read", "inbox"),
    Key("Grid", ("Arrows", "Home", "End", "PgUp", "PgDn"), "Move", "grid"),
    Key("Grid", ("Enter", "F2"), "Open the menu of the cell, or the shot", "grid"),
    Key("Grid", ("Letters",), "Open the status menu with that typed", "grid"),
    Key("Grid", ("Shift A",), "Assignees of the cell", "grid"),
    Key("Search", ("Arrows", "PgUp", "PgDn"), "Choose", "palette"),
    Key("Search", ("Enter",), "Open", "palette"),
    Key("Search", ("Ctrl Enter",), "Open in a new tab", "palette"),
    Key("Menus", ("Letters", "Digits"), "Filter, choose n-th", "menu"),
    Key("Menus", ("Enter",), "Set", "menu"),
    Key("Menus", ("Shift Enter",), "Set and write a note", "menu"),
    Key("Note", ("Ctrl Enter",), "Send", "note"),
)
