"""Who may see a stored file: the apps that hold links to files say so, since `files` knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User

Gate = Callable[["User"], Q]

_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """`gate` gives, for a person, a filter over StoredFile that lets the visible ones through."""
    _gates.append(gate)


def visible_filter(viewer: User) -> Q:
    seen = Q(uploader=viewer)
    for gate in _gates:
        seen |= gate(viewer)
    return seen
