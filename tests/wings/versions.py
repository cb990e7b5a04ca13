"""Files and versions."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from files.keeping import keeping
from files.models import StoredFile
from shots.models import Version
from shots.services.versions import VersionInput, version_publish

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

MATRIX: "dict[str, tuple[Answers, Answers]]" = {}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {}
PREPARE: "dict[str, Callable[[World], object]]" = {}
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
    return StoredFile.objects.get(pk=version_of(world).files.values("file"))


def _png() -> bytes:
    from tests.world import png

    return png()


IDS: "dict[str, Callable[[World], Any]]" = {
    "files": lambda world: file_of(world).uid,
    "versions": lambda world: version_of(world).pk,
}
