"""Assets, episodes, sequences, casting, pasted lists, bulk tasks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from projects.models import TaskType
from shots.models import Casting, Entity, Kind
from shots.services import GroupInput, castings_add, group_create
from tests.roles import CONTRIBUTOR_DOES, EDIT, NO, READ

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "shots:structure": (READ, NO),
    "shots:episode-create": (EDIT, CONTRIBUTOR_DOES),
    "shots:sequence-create": (EDIT, CONTRIBUTOR_DOES),
    "shots:entity-order": (NO, CONTRIBUTOR_DOES),
    "shots:entity-move": (EDIT, CONTRIBUTOR_DOES),
    "shots:entity-copy": (EDIT, CONTRIBUTOR_DOES),
    "shots:bulk-tasks": (EDIT, CONTRIBUTOR_DOES),
    "shots:list-paste": (EDIT, CONTRIBUTOR_DOES),
    "desk:sequence-detail": (READ, NO),
    "desk:episode-detail": (READ, NO),
    "shots:casting-menu": (EDIT, NO),
    "shots:casting-add": (NO, CONTRIBUTOR_DOES),
    "shots:casting-sheet": (EDIT, CONTRIBUTOR_DOES),
    "shots:casting-update": (NO, CONTRIBUTOR_DOES),
    "shots:casting-remove": (NO, CONTRIBUTOR_DOES),
    "shots:appearance-add": (EDIT, CONTRIBUTOR_DOES),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "shots:episode-create": lambda world: {"name": "EP77"},
    "shots:sequence-create": lambda world: {"name": "SQ770", "episode": episode_of(world).pk},
    "shots:entity-order": lambda world: {"moved": world.shot.pk},
    "shots:entity-move": lambda world: {"pick": world.shot.pk},
    "shots:entity-copy": lambda world: {"pick": world.asset.pk, "project": world.project.pk, "name": "Copy"},
    "shots:bulk-tasks": lambda world: {
        "add": TaskType.objects.studio().get(short_name="ANM").pk,
        "name": "second pass",
    },
    "shots:list-paste": lambda world: {"kind": "shot", "text": "SQ880\tSH0010\tNew", "act": "apply"},
    "shots:casting-add": lambda world: {"asset": second_asset(world).pk},
    "shots:casting-sheet": lambda world: {"pick": world.shot.pk, "asset": second_asset(world).pk, "act": "add"},
    "shots:casting-update": lambda world: {"count": "3", "label": "left"},
    "shots:appearance-add": lambda world: {"pick": world.sequence.pk},
}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
NO_EVENT: set[str] = set()


def MAKE(world: "World") -> None:
    """An episode, and an asset that is cast in the shot, another that is not."""
    mark = "CANARY_" if world.project.code == "canary" else ""
    owner = world.project.owner
    given = GroupInput(f"{mark}EP01", f"{mark} pilot")
    group_create(actor=owner, project=world.project, kind=Kind.EPISODE, given=given)
    castings_add(actor=owner, entities=[world.shot], assets=[world.asset], label=f"{mark} hero")
    second_asset(world)


def episode_of(world: "World") -> Entity:
    return Entity.objects.present().filter(project=world.project, kind=Kind.EPISODE).order_by("pk")[0]


def casting_of(world: "World") -> Casting:
    return Casting.objects.filter(project=world.project).order_by("pk")[0]


def second_asset(world: "World") -> Entity:
    """One that is not cast in the shot yet, made where it is asked for."""
    from shots.tests.factories import AssetFactory

    name = "CANARY_second" if world.project.code == "canary" else "Second"
    held = Entity.objects.filter(project=world.project, kind=Kind.ASSET, name=name).first()
    return held or AssetFactory(project=world.project, name=name)


IDS: "dict[str, Callable[[World], Any]]" = {
    "episodes": lambda world: episode_of(world).pk,
    "castings": lambda world: casting_of(world).pk,
}
