"""Names as people type them, and the keys by which two of them are the same name."""

import re
import unicodedata

from .errors import Refused

NAME_LENGTH = 200
KEY_GROWTH = 3

# Bidi overrides and isolates reorder what stands around them: a name could show as another one.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DIGITS = re.compile(r"(\d+)")


def name_key(name: str) -> str:
    """The form in which names are compared: NFKC and case-folded, since SQLite folds ASCII only."""
    return unicodedata.normalize("NFKC", name).casefold()


def has_forbidden_characters(text: str, *, multiline: bool = False) -> bool:
    """Control, surrogate and bidi-override characters; line breaks and tabs pass where text may have lines."""
    allowed = "\n\r\t" if multiline else ""
    return any(char in _BIDI or (unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed) for char in text)


def plain(text: str) -> str:
    """The text without what no database stores or no page shows; for words that are made of unchecked ones."""
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cs"} and char not in _BIDI)


def clean_name(value: str, *, field: str = "name", label: str = "Name", length: int = NAME_LENGTH) -> str:
    """The name without outer space, in NFC; refused when empty, too long, or with characters that hide.

    Services call it, not only forms: imports, the API and the admin come this way too.
    """
    name = unicodedata.normalize("NFC", value).strip()
    if not name:
        raise Refused(f"{label} is needed.", field=field)
    if len(name) > length:
        raise Refused(f"{label} is {len(name)} characters long; {length} is the most.", field=field)
    if has_forbidden_characters(name):
        raise Refused(f"{label} holds control or direction characters; type it without them.", field=field)
    if len(name_key(name)) > length * KEY_GROWTH:
        # One Arabic ligature has a key of eighteen letters: the columns of keys hold three for each.
        raise Refused(f"{label} holds too many ligatures; spell them out.", field=field)
    return name


def clean_text(value: str, *, field: str, label: str, length: int = 20_000) -> str:
    """Free text with line breaks; refused when too long or with characters that hide."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if len(text) > length:
        raise Refused(f"{label} is {len(text)} characters long; {length} is the most.", field=field)
    if has_forbidden_characters(text, multiline=True):
        raise Refused(f"{label} holds control or direction characters; type it without them.", field=field)
    return text


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """A sort key that puts SH9 before SH10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(name_key(name)) if part]


def counted(count: int, noun: str) -> str:
    """ "1 line", "1,200 lines"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
