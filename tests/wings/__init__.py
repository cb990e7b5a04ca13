"""What each wing of the house brings to the tables of tests: its routes, their posts, the rows they speak of."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World


class Wing(Protocol):
    """MATRIX, POSTS, PREPARE, INSTEAD, NO_EVENT as in tests/matrix.py and tests/posts.py. MAKE adds the wing's rows to
    a fresh world; IDS finds, for the word before an id in an address ("episodes"), the id of the world's row."""

    MATRIX: "dict[str, tuple[Answers, Answers]]"
    POSTS: "dict[str, Callable[[World], dict[str, Any]]]"
    PREPARE: "dict[str, Callable[[World], object]]"
    INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]"
    NO_EVENT: set[str]
    MAKE: "Callable[[World], object]"
    IDS: "dict[str, Callable[[World], Any]]"


from . import finding, overview, people, pipeline, setup, structure, talk, versions  # noqa: E402 - they speak of the protocol above

WINGS = [cast("Wing", wing) for wing in (finding, overview, people, pipeline, setup, structure, talk, versions)]
