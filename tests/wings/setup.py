"""Projects: dashboard, team, archive, copies, templates, hand-over."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..roles import NO

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "projects:favourite-set": (NO, (302, 404, 302, 302, 302, 302)),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "projects:favourite-set": lambda world: {"favourite": "on"},
}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
NO_EVENT: set[str] = set()
IDS: "dict[str, Callable[[World], Any]]" = {}


def MAKE(world: "World") -> None:
    """Nothing yet."""
