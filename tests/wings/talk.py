"""Notes and the inbox."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from accounts.models import User
from inbox.models import Item
from tests.roles import AWAY, NO, READ, SIGNED_IN, SIGNED_IN_DOES

if TYPE_CHECKING:
    from tests.roles import Answers
    from tests.world import World

# What everybody may do who sees the project.
VIEWER_DOES: "Answers" = (302, 404, 302, 302, 302, 302)
# The item is the owner's: for everybody else it is not there.
OWN_AWAY: "Answers" = (302, 404, 404, 404, 302, 404)

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "inbox:item-list": (SIGNED_IN, NO),
    "inbox:item-count": (AWAY, NO),
    "inbox:item-read-all": (NO, SIGNED_IN_DOES),
    "inbox:item-unread-all": (NO, SIGNED_IN_DOES),
    "inbox:item-open": (OWN_AWAY, NO),
    "inbox:item-set-read": (NO, OWN_AWAY),
    "inbox:settings": (SIGNED_IN, SIGNED_IN_DOES),
    "inbox:project-watch": (READ, VIEWER_DOES),
    "inbox:entity-watch": (READ, VIEWER_DOES),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "inbox:settings": lambda world: {"wants_digest": "on"},
    "inbox:project-watch": lambda world: {"choice": "follow"},
    "inbox:entity-watch": lambda world: {"choice": "mute"},
}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
# What a person has read is nobody else's business: it is not in the log.
NO_EVENT: set[str] = {"inbox:item-read-all", "inbox:item-unread-all", "inbox:item-set-read"}
IDS: "dict[str, Callable[[World], Any]]" = {
    "items": lambda world: Item.objects.get(user=world.project.owner, title=f"{world.shot.code} item").pk
}


def MAKE(world: "World") -> None:
    Item.objects.create(
        user=world.project.owner,
        change_set=world.change_set,
        project=world.project,
        reason="note",
        title=f"{world.shot.code} item",
        entity=world.shot,
        note=world.note,
        at=world.change_set.at,
    )
