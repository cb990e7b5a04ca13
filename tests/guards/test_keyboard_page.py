"""docs/keyboard.md says what tracktor/keys.py lists. Anew: TRACKTOR_WRITE_DOCS=1 run.py test -k keyboard_page."""

import os

from tracktor.keys import KEY_TABLE

from .tree import ROOT

PAGE = ROOT / "docs" / "keyboard.md"
HEAD = """# Keyboard

The same table opens on `?`. This page is made from `tracktor/keys.py`; change that, not this. Single letters work
only where nobody types.
"""


def keyboard_page() -> str:
    rows = [f"| {row.where} | {' '.join(f'`{key}`' for key in row.keys)} | {row.does} |" for row in KEY_TABLE]
    return "\n".join([HEAD, "| Where | Keys | Does |", "|---|---|---|", *rows, ""])


def test_the_page_is_the_table() -> None:
    if os.environ.get("TRACKTOR_WRITE_DOCS"):
        PAGE.write_text(keyboard_page(), "utf-8")
    assert PAGE.read_text("utf-8") == keyboard_page()
