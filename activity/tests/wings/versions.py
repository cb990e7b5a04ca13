"""Files and versions."""

from django.core.files.uploadedfile import SimpleUploadedFile

from files.keeping import keeping
from shots.models import Version
from shots.services.versions import (
    VersionInput,
    version_publish,
    version_restore,
    version_set_status,
    version_trash,
    version_update,
)
from tests.world import png

from ..stage import Act, Stage


def _publish(stage: Stage) -> Version:
    with keeping([SimpleUploadedFile("beauty.png", png())]) as files:
        given = VersionInput(task=stage.task, files=files, description="First pass")
        return version_publish(actor=stage.owner, entity=stage.entity("shot"), given=given)


def _published(stage: Stage) -> None:
    stage.keep("version", _publish(stage))


def _of(stage: Stage) -> Version:
    rows = Version.objects.select_related("project", "entity", "task__task_type", "task__entity")
    return rows.get(pk=stage.extra["version"].pk)


def _trash(stage: Stage) -> None:
    version_trash(actor=stage.owner, version=_of(stage))


def _trashed(stage: Stage) -> None:
    _published(stage)
    _trash(stage)


ACTS: dict[str, Act] = {
    "version.created": Act(_publish),
    "version.updated": Act(
        lambda s: version_update(actor=s.owner, version=_of(s), changes={"description": "Second", "path": "/mnt/v1"}),
        prepare=_published,
    ),
    "version.status_changed": Act(
        lambda s: version_set_status(actor=s.owner, version=_of(s), status="approved"), prepare=_published
    ),
    "version.trashed": Act(_trash, prepare=_published),
    "version.restored": Act(lambda s: version_restore(actor=s.owner, version=_of(s)), prepare=_trashed),
}
