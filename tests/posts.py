"""A valid POST for every route that takes one, made for a world."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import PASSWORD
from projects.models import AssetType, TaskType
from projects.services import project_trash
from shots.tests.factories import status

from .world import World, png

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


def _entity_update(world: World) -> Data:
    parent = world.sequence.pk
    return {"rev": world.shot.rev, "name": world.shot.name, "parent": parent, "description": "New words"}


POSTS: dict[str, Callable[[World], Data]] = {
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
    "account_reset_password": lambda world: {"email": "not an address"},
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
    "shots:task-create": lambda world: {
        "task_type": TaskType.objects.studio().get(short_name="ANM").pk,
        "name": "second pass",
    },
}
# What must have happened before.
PREPARE: dict[str, Callable[[World], object]] = {
    "projects:project-restore": lambda world: project_trash(actor=world.project.owner, project=world.project),
}
# Routes whose id is not that of the world's usual row.
INSTEAD: dict[str, Callable[[World], Data]] = {"shots:entity-restore": lambda world: {"pk": world.trashed.pk}}
# Good answers that write nothing into the log: sessions, and undo where the person has done nothing.
NO_EVENT = {
    "accounts:welcome",
    "account_login",
    "account_logout",
    "account_signup",
    "account_change_password",
    "account_reset_password",
    "activity:undo-last",
    "activity:redo-last",
    "activity:change-set-undo",
    "projects:member-join",
}


def post_of(name: str, world: World) -> Data:
    return POSTS.get(name, lambda _: {})(world)
