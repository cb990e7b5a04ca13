"""Bytes on the disk: written before their row, taken away when the row does not come.

A file is looked at, hashed and written outside the database's transaction, which on SQLite would keep everybody else
waiting. What a crash leaves between the two belongs to nobody: `manage.py sweep_files` takes it.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.template.defaultfilters import filesizeformat

from core.errors import Refused
from core.text import NAME_LENGTH, plain

from .kinds import HEAD, Kind, kind_of
from .pictures import Unreadable, dimensions, picture_of

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Refused):
    """The server can't write: no fault of who sends, and nothing was kept."""

    status = 507


@dataclass
class Kept:
    """A file on the disk that waits for its row. `sizes` are the bytes of its smaller pictures, by name."""

    uid: uuid.UUID
    name: str
    path: str
    kind: Kind
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    is_adopted: bool = False


def file_keep(upload: File[Any], *, most: int | None = None, field: str = "file") -> Kept:
    """Write an upload to the disk, with smaller pictures where it is one.

    Refused (at `field`): empty, over `most` bytes (TRACKTOR_UPLOAD_MB where not given), a picture that is cut off or
    claims enormous dimensions; `NoRoom` when the disk is full. The same bytes sent twice are kept twice: each has its
    own trash and its own people who may see it.
    """
    name, size = cleaned_name(upload.name or ""), upload.size or 0
    limit = settings.UPLOAD_BYTES if most is None else most
    if not size:
        raise Refused(f"{name} is empty.", field=field)
    if size > limit:
        raise Refused(f"{name} has {filesizeformat(size)}; {filesizeformat(limit)} is the most.", field=field)
    upload.seek(0)
    kind = kind_of(upload.read(HEAD))
    kept = Kept(uuid.uuid4(), name, "", kind, size, "")
    kept.path = f"{kept.uid.hex[:2]}/{kept.uid.hex}.{kind.ending}"
    try:
        with disk_faults():
            if kind.is_readable:
                _keep_pictures(kept, upload, field)
            kept.sha256 = _digest(upload)
            _write(kept.path, upload)
    except BaseException:
        discard(kept)
        raise
    return kept


def picture_keep(name: str, sizes: dict[str, bytes]) -> Kept:
    """Keep a picture that was made here, as WebP: the large size is the file, the small one lies beside it."""
    large, small = sizes["large"], sizes["small"]
    width, height = dimensions(large)
    uid = uuid.uuid4()
    kept = Kept(uid, name, f"{uid.hex[:2]}/{uid.hex}.webp", Kind("image/webp"), len(large), "", width, height)
    kept.sha256 = hashlib.sha256(large).hexdigest()
    kept.sizes = {"small": len(small)}
    try:
        with disk_faults():
            _write(kept.path, ContentFile(large))
            _write(size_path(kept.path, "small"), ContentFile(small))
    except BaseException:
        discard(kept)
        raise
    return kept


@contextmanager
def keeping(uploads: Sequence[File[Any]], *, most: int | None = None, field: str = "uploads") -> Iterator[list[Kept]]:
    """Keep several; those that got no row by the end, or all when it ends badly, are taken off the disk again."""
    kept: list[Kept] = []
    is_good = False
    try:
        for upload in uploads:
            kept.append(file_keep(upload, most=most, field=field))
        yield kept
        is_good = True
    finally:
        for each in kept:
            if not (is_good and each.is_adopted):
                discard(each)


def discard(kept: Kept) -> None:
    """Take the bytes away; what can't be removed now the sweep takes."""
    for path in (kept.path, size_path(kept.path, "small"), size_path(kept.path, "large")):
        with suppress(OSError):
            default_storage.delete(path)


def size_path(path: str, size: str) -> str:
    """Where the smaller picture of a file lies: beside it."""
    return f"{path.rpartition('.')[0]}.{size}.webp"


def cleaned_name(raw: str) -> str:
    """The name for people: no folders, no characters that hide, the ending kept when it is too long."""
    # Django has cut folders off; what Windows writes it leaves in.
    name = " ".join(plain(unicodedata.normalize("NFC", raw.replace("\\", "/").rpartition("/")[2])).split())
    if not name.strip(" ."):
        return "file"
    ending = PurePath(name).suffix[:20]
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - len(ending)] + ending


def _keep_pictures(kept: Kept, upload: File[Any], field: str) -> None:
    upload.seek(0)
    try:
        picture = picture_of(io.BufferedReader(_Raw(upload)), kept.size)
    except Unreadable as error:
        if error.is_cut_off:
            raise Refused(f"{kept.name} is cut off: its end is missing.", field=field) from None
        # An unusual kind of picture is a file like others.
        return
    except Refused as refused:
        raise Refused(f"{kept.name}: {refused.message}", field=field) from None
    kept.width, kept.height = picture.width, picture.height
    for name, data in picture.sizes.items():
        _write(size_path(kept.path, name), ContentFile(data))
        kept.sizes[name] = len(data)


class _Raw(io.RawIOBase):
    """Lends an upload to Pillow, which closes what it has read."""

    def __init__(self, upload: File[Any]) -> None:
        super().__init__()
        self._upload = upload

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._upload.seek(offset, whence)
        return int(self._upload.tell())

    def tell(self) -> int:
        return int(self._upload.tell())

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._upload.read(len(view))
        view[: len(data)] = data
        return len(data)


def _digest(upload: File[Any]) -> str:
    """Counted while it came in, where our handler received it."""
    known = getattr(upload, "sha256", "")
    if known:
        return str(known)
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _write(path: str, content: File[Any]) -> None:
    """A temporary file is moved into its place, so that it is there whole or not at all."""
    content.seek(0)
    if isinstance(content, TemporaryUploadedFile):
        # The row must not outlive a power cut that takes the bytes.
        content.flush()
        os.fsync(content.fileno())
    default_storage.save(path, content)


@contextmanager
def disk_faults() -> Iterator[None]:
    """What the disk refuses, said to people."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom("The server's disk is full, so nothing was stored; tell an administrator.") from error
        raise NoRoom("The server can't write into its folder of files; tell an administrator.") from error
