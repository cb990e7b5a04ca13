"""The files of a version and its picture, which may stand for the shot and the project."""

from collections.abc import Sequence as Rows

from accounts.models import User
from core.errors import Conflict, Refused
from events.models import Audience
from events.services import change_set, record
from files.keeping import Kept
from files.models import StoredFile
from files.services import file_adopt, thumbnail_store
from projects.permissions import grants_in, require
from projects.roles import EDIT, PUBLISH

from ..models import Entity, Version, VersionFile, VersionStatus
from .entities import entity_set_thumbnail


def attach(*, actor: User, version: Version, files: Rows[Kept], poster: Kept | None) -> None:
    """Give a fresh version its files and, of the first that is a picture or of the poster, its picture."""
    require(actor, PUBLISH, version.project)
    stored = [file_adopt(actor=actor, kept=kept, project_id=version.project_id) for kept in files]
    VersionFile.objects.bulk_create(
        VersionFile(version=version, file=row, order=order) for order, row in enumerate(stored)
    )
    source = next((row for row in stored if row.sizes), poster)
    if source is not None:
        version.thumbnail = thumbnail_store(actor=actor, source=source, project_id=version.project_id)
    if version.thumbnail is not None:
        version.save(update_fields=["thumbnail"])


def show_first_picture(*, actor: User, version: Version) -> None:
    """The first picture of a shot is shown for it; later ones only when somebody says so."""
    if version.thumbnail is None or version.status == VersionStatus.WIP:
        return
    # Asked anew: the row at hand may be older than the version before.
    entity = Entity.objects.filter(pk=version.entity_id, thumbnail=None).select_related("project").first()
    if entity is not None and EDIT in grants_in(actor, version.project):
        entity_set_thumbnail(actor=actor, entity=entity, stored=version.thumbnail)


def version_set_thumbnail(*, actor: User, version: Version, stored: StoredFile | None) -> Version:
    """Show a stored picture of the same project for the version; None takes it away."""
    require(actor, PUBLISH, version.project)
    if stored is not None and stored.project_id != version.project_id:
        raise Refused("The picture belongs to another project.", field="file")
    with change_set(actor=actor, label=f"Picture of {version}", project_id=version.project_id):
        row = Version.objects.present().locked().filter(pk=version.pk).first()
        if row is None:
            raise Conflict(f"{version} is in the trash; restore it first.")
        before, row.thumbnail = row.thumbnail_id, stored
        if before == row.thumbnail_id:
            return version
        row.rev += 1
        row.save(update_fields=["thumbnail", "rev"])
        record(
            "version.updated",
            on=row,
            before={"thumbnail": before},
            after={"thumbnail": row.thumbnail_id},
            title=str(version),
            project_id=row.project_id,
            entity_id=row.entity_id,
            task_id=row.task_id,
            audience=Audience.INTERNAL if row.status == VersionStatus.WIP else Audience.ALL,
        )
    return row


def version_file_show(*, actor: User, version: Version, stored: StoredFile) -> Version:
    """Make the picture of the version of one of its own files."""
    require(actor, PUBLISH, version.project)
    if not stored.sizes or not version.files.filter(file=stored).exists():
        raise Refused("This file has no picture.", field="file")
    with change_set(actor=actor, label=f"Picture of {version}", project_id=version.project_id):
        picture = thumbnail_store(actor=actor, source=stored, project_id=version.project_id)
        return version_set_thumbnail(actor=actor, version=version, stored=picture)
