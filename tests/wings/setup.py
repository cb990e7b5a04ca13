"""Projects: dashboard, team, archive, copies, templates, hand-over."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from projects.models import StudioTemplate
from projects.services import template_create

from ..roles import MANAGE, NO, OWNER_DOES, READ_AWAY, SIGNED_IN

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "desk:project-shots": (READ_AWAY, NO),
    "projects:favourite-set": (NO, (302, 404, 302, 302, 302, 302)),
    "projects:project-set-archived": (NO, OWNER_DOES),
    "projects:project-hand-over": (MANAGE, OWNER_DOES),
    "projects:member-update": (MANAGE, OWNER_DOES),
    "projects:template-create": (NO, OWNER_DOES),
    "projects:template-list": (SIGNED_IN, NO),
    # Everybody sees the studio's templates; who made one, here the owner, and administrators change it.
    "projects:template-rename": (NO, (302, 403, 403, 403, 302, 302)),
    "projects:template-remove": (NO, (302, 403, 403, 403, 302, 302)),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "projects:favourite-set": lambda world: {"favourite": "on"},
    "projects:project-set-archived": lambda world: {"archived": "on"},
    "projects:project-hand-over": lambda world: {"owner": world.member.user_id, "stays_as": "owner"},
    "projects:member-update": lambda world: {"approves_what": "all"},
    "projects:template-create": lambda world: {"name": "Another"},
    "projects:template-rename": lambda world: {"name": "Renamed"},
}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
NO_EVENT: set[str] = set()


def _template(world: "World") -> int:
    """The template of the world's project; the other project has none, since templates are everybody's."""
    row = StudioTemplate.objects.filter(source_id=world.project.pk).order_by("pk").first()
    return row.pk if row else 0


IDS: "dict[str, Callable[[World], Any]]" = {"project-templates": _template}


def MAKE(world: "World") -> None:
    if world.project.code != "canary":
        template_create(actor=world.project.owner, project=world.project, name=f"Ours {world.project.code}")
