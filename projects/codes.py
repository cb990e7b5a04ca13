"""A project code made from its name: what the form proposes while the name is typed."""

import re
import unicodedata

from core.text import name_key

from .models import Project
from .services.projects import RESERVED_CODES

_LENGTH = 8
_WORDS = re.compile(r"[A-Za-z0-9]+")


def suggest_code(name: str) -> str:
    """A free code: one word stays a word, several give their initials and numbers; "" for an empty name.

    Codes are unique over all projects, so a number is added where somebody else has the code.
    """
    if not name.strip():
        return ""
    stem = _stem(name)
    taken = set(Project.objects.filter(code_key__startswith=name_key(stem)).values_list("code_key", flat=True))
    number, code = 1, stem
    while name_key(code) in taken | RESERVED_CODES:
        number += 1
        code = f"{stem}{number}"
    return code


def _stem(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words: list[str] = _WORDS.findall(plain)
    if len(words) == 1:
        return words[0][:_LENGTH].upper()
    letters = "".join(word if word.isdigit() else word[0] for word in words)
    # A name in other letters than Latin ones has no initials that a file name may hold.
    return letters[:_LENGTH].upper() or "PROJECT"
