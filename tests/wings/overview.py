"""Overview, milestones, history, trash, the past."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.roles import CONTRIBUTOR_DOES, EDIT, MANAGE, NO, OWNER_DOES, READ

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "projects:milestone-list": (READ, NO),
    "projects:milestone-create": (EDIT, CONTRIBUTOR_DOES),
    "projects:milestone-update": (EDIT, CONTRIBUTOR_DOES),
    "projects:milestone-reach": (NO, CONTRIBUTOR_DOES),
    "projects:milestone-trash": (NO, CONTRIBUTOR_DOES),
    "desk:trash": (READ, NO),
    "desk:trash-restore": (NO, CONTRIBUTOR_DOES),
    "desk:trash-delete": (MANAGE, OWNER_DOES),
    "desk:past": (READ, NO),
    "activity:change-set": (READ, NO),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "projects:milestone-create": lambda world: {"name": "Picture lock", "date": "2027-01-29"},
    "projects:milestone-update": lambda world: {"name": "Delivery of reel 2", "date": "2027-02-26"},
    "projects:milestone-reach": lambda world: {"reached": "1"},
    "desk:trash-restore": lambda world: {"item": f"entity-{world.trashed.pk}"},
    "desk:trash-delete": lambda world: {"item": f"entity-{world.trashed.pk}"},
}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
NO_EVENT: set[str] = set()
IDS: "dict[str, Callable[[World], Any]]" = {
    "milestones": lambda world: world.project.milestones.order_by("pk")[0].pk,
}


def MAKE(world: "World") -> None:
    """A milestone; the other project's bears its mark."""
    from projects.services.milestones import milestone_create

    mark = "CANARY " if world.project.code == "canary" else ""
    project = world.project
    milestone_create(actor=project.owner, project=project, name=f"{mark}Delivery", date=datetime.date(2027, 3, 12))
