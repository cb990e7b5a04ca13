"""Files and versions."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from files.keeping import keeping
from files.models import StoredFile
from shots.models import Version
from shots.services.versions import VersionInput, version_publish, version_trash
from tests.roles import CONTRIBUTOR_DOES, EDIT, NO, OWNER_DOES, READ, READ_AWAY

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "files:picture-small": (READ, NO),
    "files:picture-large": (READ, NO),
    "desk:project-storage": (READ, NO),
    "desk:studio-storage": ((302, 403, 403, 403, 403, 200), NO),
    "shots:version-list": (READ, NO),
    "shots:version-strip": (READ_AWAY, NO),
    "desk:version-detail": (READ, NO),
    "desk:version-create": (EDIT, CONTRIBUTOR_DOES),
    "shots:version-status-menu": (READ, NO),
    "shots:version-set-status": (NO, CONTRIBUTOR_DOES),
    "shots:version-update": (EDIT, CONTRIBUTOR_DOES),
    "shots:version-use-picture": (NO, CONTRIBUTOR_DOES),
    "shots:version-file-show": (NO, CONTRIBUTOR_DOES),
    # It is the owner's: nobody else but owners removes it.
    "shots:version-trash": (NO, OWNER_DOES),
    "shots:version-restore": (NO, OWNER_DOES),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "desk:version-create": lambda world: {
        "uploads": SimpleUploadedFile("next.png", _png()),
        "task": world.task.pk,
        "status": "review",
    },
    "shots:version-set-status": lambda world: {"status": "wip"},
    "shots:version-update": lambda world: {"rev": version_of(world).rev, "description": "Second words"},
    "shots:version-use-picture": lambda world: {"target": "entity"},
    "shots:version-file-show": lambda world: {"file": file_of(world).uid},
}
PREPARE: "dict[str, Callable[[World], object]]" = {
    "shots:version-restore": lambda world: version_trash(actor=world.project.owner, version=version_of(world)),
}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {}
NO_EVENT: set[str] = set()


def MAKE(world: "World") -> None:
    """A version of the task, with one picture that is its file."""
    mark = "CANARY_" if world.project.code == "canary" else ""
    upload = SimpleUploadedFile(f"{mark}beauty.png", _png())
    with keeping([upload]) as files:
        given = VersionInput(task=world.task, description=f"{mark}first pass", files=files)
        version_publish(actor=world.project.owner, entity=world.shot, given=given)


def version_of(world: "World") -> Version:
    return Version.objects.filter(project=world.project).select_related("project", "entity", "task").order_by("pk")[0]


def file_of(world: "World") -> StoredFile:
    return StoredFile.objects.get(pk__in=version_of(world).files.values("file"))


def _png() -> bytes:
    from tests.world import png

    return png()


IDS: "dict[str, Callable[[World], Any]]" = {
    "files": lambda world: file_of(world).uid,
    "versions": lambda world: version_of(world).pk,
}
