"""The one upload service: type by content, limits before decoding, file and row both or neither."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from core import clock
from core.errors import Forbidden, Refused
from core.text import clean_name
from events.models import Audience, Event
from events.services import change_set, record

from .keeping import Kept, discard, keeping, picture_keep, size_path
from .models import StoredFile
from .pictures import Unreadable, picture_of
from .registry import may_remove

IMAGE_BYTES = 20 * 1024 * 1024


def file_store(
    *, actor: User, upload: File[Any], project_id: int | None = None, most: int | None = None, field: str = "file"
) -> StoredFile:
    """Store an uploaded file of any kind, with smaller pictures beside it where it is one.

    `most` is the largest size in bytes, TRACKTOR_UPLOAD_MB where not given. Refused at `field`, as in
    `keeping.file_keep`. Whoever links the file asks for the right to do so; an unlinked one is seen by its uploader.
    """
    with keeping([upload], most=most, field=field) as (kept,):
        return file_adopt(actor=actor, kept=kept, project_id=project_id)


def file_adopt(*, actor: User, kept: Kept, project_id: int | None) -> StoredFile:
    """Give bytes that are kept on the disk their row: the half of `file_store` that a transaction may hold."""
    row = StoredFile(
        uid=kept.uid,
        project_id=project_id,
        name=kept.name,
        path=kept.path,
        content_type=kept.kind.content_type,
        size=kept.size,
        sha256=kept.sha256,
        width=kept.width,
        height=kept.height,
        sizes=kept.sizes,
        uploader=actor,
    )
    with change_set(actor=actor, label=f"Store {row.name}", project_id=project_id):
        row.save(force_insert=True)
        record(
            "file.stored",
            on=row,
            before={},
            after={"name": row.name},
            title=row.name,
            project_id=project_id,
            audience=Audience.INTERNAL,
        )
    kept.is_adopted = True
    return row


def image_store(*, actor: User, name: str, data: bytes, project_id: int | None = None) -> StoredFile:
    """Store a picture as WebP, at most 1280 px on its longer side, with a small one beside it.

    Refused (field "image"): over 20 MB, over 144 megapixels, or not a picture of a kind that Pillow reads safely.
    Whoever links the file asks for the right to do so; an unlinked picture is seen by its uploader only.
    """
    shown = clean_name(name, field="image", label="The file name")
    if len(data) > IMAGE_BYTES:
        raise Refused("The picture is over 20 MB; make it smaller.", field="image")
    try:
        picture = picture_of(io.BytesIO(data), len(data))
    except Unreadable:
        raise Refused("This is no picture that can be read; use PNG, JPEG or WebP.", field="image") from None
    except Refused as refused:
        raise Refused(refused.message, field="image") from None
    if not picture.sizes:
        raise Refused("The picture has over 144 megapixels; make it smaller.", field="image")
    return _store_picture(actor, shown, picture.sizes, project_id)


def thumbnail_store(*, actor: User, source: StoredFile | Kept, project_id: int | None) -> StoredFile | None:
    """A picture of its own, made of the smaller pictures of a file: who sees a shot need not see its files."""
    if "large" not in source.sizes:
        return None
    place = source.path if isinstance(source, Kept) else source.place
    sizes = {}
    for name in source.sizes:
        with default_storage.open(size_path(place, name)) as file:
            sizes[name] = file.read()
    return _store_picture(actor, source.name, sizes, project_id)


def _store_picture(actor: User, name: str, sizes: dict[str, bytes], project_id: int | None) -> StoredFile:
    kept = picture_keep(name, sizes)
    try:
        return file_adopt(actor=actor, kept=kept, project_id=project_id)
    except BaseException:
        # The row was rolled back, so the bytes belong to nobody.
        discard(kept)
        raise


def file_trash(*, actor: User, stored: StoredFile) -> None:
    _require_uploader(actor, stored)
    _set_trashed(actor, stored, "file.trashed")


def file_restore(*, actor: User, stored: StoredFile) -> None:
    _require_uploader(actor, stored)
    _set_trashed(actor, stored, "file.restored")


def _set_trashed(actor: User, stored: StoredFile, verb: str) -> None:
    with change_set(
        actor=actor,
        label=f"Trash {stored.name}" if verb == "file.trashed" else f"Restore {stored.name}",
        project_id=stored.project_id,
    ) as changes:
        away = verb == "file.trashed"
        stored.trashed_at = clock.now() if away else None
        stored.trashed_in = changes.pk if away else None
        stored.save(update_fields=["trashed_at", "trashed_in"])
        record(
            verb,
            on=stored,
            before={"trashed": not away},
            after={"trashed": away},
            title=stored.name,
            project_id=stored.project_id,
            audience=Audience.INTERNAL,
        )


def _require_uploader(actor: User, stored: StoredFile) -> None:
    if not may_remove(actor, stored):
        raise Forbidden("Only the person who stored a file, or who edits its project, removes it.")


def undo_stored(actor: User, events: Sequence[Event]) -> None:
    with transaction.atomic():
        for stored in StoredFile.objects.present().filter(pk__in=[event.target_id for event in events]):
            file_trash(actor=actor, stored=stored)


def undo_trashed(actor: User, events: Sequence[Event]) -> None:
    with transaction.atomic():
        for stored in StoredFile.objects.in_trash().filter(pk__in=[event.target_id for event in events]):
            file_restore(actor=actor, stored=stored)
