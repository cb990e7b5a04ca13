"""The one upload service: type by content, limits before decoding, nothing half-written."""

import hashlib
import io
import struct
import uuid
import zlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from accounts.models import User
from core import clock
from core.errors import Forbidden, Refused
from core.text import clean_name
from events.models import Event
from events.services import change_set, record

from .models import StoredFile

IMAGE_BYTES = 20 * 1024 * 1024
IMAGE_PIXELS = 12_000 * 12_000
THUMBNAIL_SIZE = (960, 960)
# What Pillow raises on files that are broken in the middle, or of a kind that it can't scale.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, struct.error, zlib.error)
_READABLE = {"PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"}


def image_store(*, actor: User, name: str, data: bytes, project_id: int | None = None) -> StoredFile:
    """Store a picture as WebP, at most 960 px on its longer side.

    Refused (field "image"): over 20 MB, over 144 megapixels, or not a picture of a kind that Pillow reads safely.
    Whoever links the file asks for the right to do so; an unlinked picture is seen by its uploader only.
    """
    picture = _decode(data)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    content = out.getvalue()
    uid = uuid.uuid4()
    row = StoredFile(
        uid=uid,
        project_id=project_id,
        name=clean_name(name, field="image", label="The file name"),
        content_type="image/webp",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        width=picture.width,
        height=picture.height,
        uploader=actor,
    )
    path = f"{uid.hex[:2]}/{uid.hex}.webp"
    row.path.name = default_storage.save(path, ContentFile(content))
    try:
        with change_set(actor=actor, label=f"Store {row.name}", project_id=project_id):
            row.save(force_insert=True)
            record(
                "file.stored",
                on=row,
                before={},
                after={"name": row.name},
                title=row.name,
                project_id=project_id,
            )
    except BaseException:
        # The row was rolled back, so the bytes belong to nobody.
        default_storage.delete(row.path.name)
        raise
    return row


def _decode(data: bytes) -> Image.Image:
    """The picture, scaled to what is kept; a JPEG is decoded at that size, which spares most of the memory."""
    if len(data) > IMAGE_BYTES:
        raise Refused("The picture is over 20 MB; make it smaller.", field="image")
    try:
        picture = Image.open(io.BytesIO(data), formats=sorted(_READABLE))
        if picture.width * picture.height > IMAGE_PIXELS:
            raise Refused("The picture has over 144 megapixels; make it smaller.", field="image")
        picture.thumbnail(THUMBNAIL_SIZE)
        return picture.convert("RGB")
    except (Image.DecompressionBombError, *_BROKEN):
        raise Refused("This is no picture that can be read; use PNG, JPEG or WebP.", field="image") from None


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
        )


def _require_uploader(actor: User, stored: StoredFile) -> None:
    if not (actor.is_superuser or stored.uploader_id == actor.pk):
        raise Forbidden("Only the person who stored a file, or an administrator, removes it.")


def undo_stored(actor: User, events: Sequence[Event]) -> None:
    with transaction.atomic():
        for stored in StoredFile.objects.present().filter(pk__in=[event.target_id for event in events]):
            file_trash(actor=actor, stored=stored)


def undo_trashed(actor: User, events: Sequence[Event]) -> None:
    with transaction.atomic():
        for stored in StoredFile.objects.in_trash().filter(pk__in=[event.target_id for event in events]):
            file_restore(actor=actor, stored=stored)
