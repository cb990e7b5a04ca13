"""The palette and the shell."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.roles import NO, SIGNED_IN

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "search:find": (SIGNED_IN, NO),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
NO_EVENT: set[str] = set()
IDS: "dict[str, Callable[[World], Any]]" = {}


def MAKE(world: "World") -> None:
    """Nothing: what others make is what is found."""
