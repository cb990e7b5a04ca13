"""A valid POST for every route that takes one, made for a world."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.tests.factories import PASSWORD
from projects.models import AssetType, TaskType
from projects.services import project_trash
from shots.services.cut_files import cut_file_keep
from shots.tests.factories import status

from .wings import WINGS
from .world import World, edl, png

Data = dict[str, Any]

PROJECT = {
    "name": "A new name",
    "fps": "24",
    "resolution": "1920x1080",
    "width": "1920",
    "height": "1080",
    "first_frame": "1001",
    "handles": "8",
}


def _project_update(world: World) -> Data:
    return PROJECT | {"rev": world.project.rev, "kind": "short", "status": "active"}


def _token(user: User | None) -> str:
    """A cut's file that the person has sent, and is about to check."""
    if user is None:
        return "x" * 32
    return cut_file_keep(user=user, file_name="cut.edl", rate=Decimal(24), data=edl(), wishes={})


CUT_OPTIONS = {
    "naming": "clip",
    "source": "clip",
    "sequence_from": "name",
    "sequence_name": "SQ900",
    "track": "0",
    "first_frame": "1001",
    "handles": "8",
    "length_from": "record",
    "on_existing": "leave",
}


def _cut_file(world: World) -> Data:
    return {"file": SimpleUploadedFile("cut.edl", edl()), "rate": "24", "template": "short"}


def _entity_update(world: World) -> Data:
    parent = world.sequence.pk
    return {"rev": world.shot.rev, "name": world.shot.name, "parent": parent, "description": "New words"}


_POSTS: dict[str, Callable[[World], Data]] = {
    "accounts:profile": lambda world: {
        "full_name": "Somebody Else",
        "time_zone": "Europe/Berlin",
        "theme": "tracktor-light",
        "density": "compact",
    },
    "accounts:theme-set": lambda world: {"theme": "tracktor-light"},
    "accounts:density-set": lambda world: {"density": "thumb"},
    "account_login": lambda world: {"login": "nobody", "password": "wrong"},
    "account_signup": lambda world: {},
    "account_change_password": lambda world: {"oldpassword": "wrong", "password1": PASSWORD, "password2": PASSWORD},
    "projects:project-create": lambda world: PROJECT | {"code": "fresh", "template": "short"},
    "projects:project-update": _project_update,
    "projects:project-set-thumbnail": lambda world: {"image": SimpleUploadedFile("new.png", png(), "image/png")},
    "projects:member-add": lambda world: {"username": "@stranger", "role": "viewer"},
    "projects:member-set-role": lambda world: {"role": "viewer"},
    "projects:member-join": lambda world: {"code": world.share_code},
    "shots:shot-create": lambda world: {"sequence": world.sequence.name, "first": "SH0777", "count": "1", "step": "10"},
    "shots:asset-create": lambda world: {"name": "Owl", "asset_type": AssetType.objects.studio()[0].pk},
    "shots:entity-update": _entity_update,
    "shots:entity-omit": lambda world: {"omitted": "on"},
    "shots:task-set-status": lambda world: {"status": status("wip").pk, "rev": world.task.rev},
    "shots:task-assign": lambda world: {"toggle": world.member.user_id, "rev": world.task.rev},
    "shots:task-update": lambda world: {"due_date": "2026-12-24", "rev": world.task.rev},
    "shots:cut-import": _cut_file,
    "shots:cut-check": lambda world: CUT_OPTIONS | {"sequence_from": "fixed"},
    "shots:cut-preview": lambda world: CUT_OPTIONS,
    "shots:project-from-cut": _cut_file,
    "shots:project-from-cut-check": lambda world: CUT_OPTIONS | {"name": "Cut", "code": "cut", "template": "short"},
    "shots:project-from-cut-preview": lambda world: CUT_OPTIONS | {"name": "Cut", "code": "cut", "template": "short"},
    "notes:note-create": lambda world: {"body": "Hello @owner", "task": world.task.pk, "parent": world.note.pk},
    "notes:note-update": lambda world: {"body": "Other words"},
    "notes:note-set-state": lambda world: {"state": "resolved"},
    "shots:task-create": lambda world: {
        "task_type": TaskType.objects.studio().get(short_name="ANM").pk,
        "name": "second pass",
    },
}
# What must have happened before.
_PREPARE: dict[str, Callable[[World], object]] = {
    "projects:project-restore": lambda world: project_trash(actor=world.project.owner, project=world.project),
}
# Routes whose id is not that of the world's usual row.
_INSTEAD: dict[str, Callable[[World, User | None], Data]] = {
    "desk:asset-detail": lambda world, user: {"pk": world.asset.pk},
} | dict.fromkeys(
    ("shots:cut-check", "shots:cut-preview", "shots:project-from-cut-check", "shots:project-from-cut-preview"),
    lambda world, user: {"token": _token(user)},
)
# Good answers that write nothing into the log: sessions, and undo where the person has done nothing.
_NO_EVENT = {
    "accounts:welcome",
    "account_login",
    "account_logout",
    "account_signup",
    "account_change_password",
    "activity:undo-last",
    "activity:redo-last",
    "activity:change-set-undo",
    "projects:member-join",
    "shots:cut-import",
    "shots:cut-preview",
    "shots:project-from-cut",
    "shots:project-from-cut-preview",
}

POSTS = _POSTS | {name: make for wing in WINGS for name, make in wing.POSTS.items()}
PREPARE = _PREPARE | {name: make for wing in WINGS for name, make in wing.PREPARE.items()}
INSTEAD = _INSTEAD | {name: make for wing in WINGS for name, make in wing.INSTEAD.items()}
NO_EVENT = _NO_EVENT.union(*(wing.NO_EVENT for wing in WINGS))


def post_of(name: str, world: World) -> Data:
    return POSTS.get(name, lambda _: {})(world)
