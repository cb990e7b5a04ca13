"""Every key of the table is one that a script listens for."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from search.places import PLACES
from tracktor.keys import KEY_TABLE, Key

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js" / "modules"
# What the words of the table are called in scripts.
NAMES = {
    "Arrows": ["ArrowDown", "ArrowUp"],
    "PgUp": ["PageUp"],
    "PgDn": ["PageDown"],
    "Esc": ["Escape"],
    "Letters": [r"\.key\.length === 1|filter\(\)"],
    "Digits": [r"\[1-9\]"],
    "Ctrl": ["ctrlKey"],
    "Shift": ["shiftKey"],
    "Alt": ["altKey"],
    "Space": [r"\" \""],
}


def sources(by: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(SCRIPTS.glob(f"{by or '*'}.js")))


def needles(key: str) -> list[str]:
    found = []
    for part in key.split(" "):
        quoted = rf"[\"'](?i:{re.escape(part)})[\"']"
        plain = rf"{quoted}|\b{part.lower()}: " if part.isalpha() else quoted
        found += NAMES.get(part, [plain if len(part) == 1 else rf"\b{part}\b"])
    return found


def test_keys_name_scripts_that_are_there() -> None:
    assert {row.by for row in KEY_TABLE if row.by} <= {path.stem for path in SCRIPTS.glob("*.js")}


@pytest.mark.parametrize("row", KEY_TABLE, ids=lambda row: f"{row.where} {' '.join(row.keys)}")
def test_every_key_of_the_table_is_listened_for(row: Key) -> None:
    # Where G goes stands at the links of the rail, which are made of the table of places.
    keys = row.keys[:1] if row.keys[0] == "G" else row.keys
    missing = [needle for key in keys for needle in needles(key) if not re.search(needle, sources(row.by))]
    assert not missing, f"{row.by or 'no script'}.js knows nothing of {missing}"


def test_every_letter_after_g_has_its_place() -> None:
    assert {row.keys[1].lower() for row in KEY_TABLE if row.keys[0] == "G"} == {p.key for p in PLACES if p.key}
