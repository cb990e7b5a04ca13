"""Who may see a stored file, and what holds one: the apps with links to files say so, since `files` knows none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

    from .models import StoredFile

# Gives, for a person, a filter over StoredFile that lets the visible ones through.
Gate = Callable[["User"], Q]
# Whether a person may remove the files of a project.
Keeper = Callable[["User", int], bool]
# The ids of stored files that some rows hold, rows in the trash too.
Links = Callable[[], "QuerySet[Any, Any]"]

_gates: list[Gate] = []
_keepers: list[Keeper] = []
_links: list[Links] = []


def register_gate(gate: Gate) -> None:
    _gates.append(gate)


def register_keeper(keeper: Keeper) -> None:
    _keepers.append(keeper)


def register_links(links: Links) -> None:
    """A file that no registered link holds is an orphan, which the sweep takes."""
    _links.append(links)


def visible_filter(viewer: User) -> Q:
    """What the person sees by some link, and what he or she stored outside any project."""
    seen = Q(uploader=viewer, project_id=None)
    for gate in _gates:
        seen |= gate(viewer)
    return seen


def may_remove(actor: User, stored: StoredFile) -> bool:
    if actor.is_superuser or stored.uploader_id == actor.pk:
        return True
    return stored.project_id is not None and any(keeper(actor, stored.project_id) for keeper in _keepers)


def links() -> list[Links]:
    return list(_links)
