"""What belongs to nobody: rows that nothing holds, bytes that have no row, uploads that a crash has cut off."""

import datetime
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from events.services import change_set

from .models import StoredFile
from .registry import links
from .services import file_trash
from .uploads import incoming_folder

# Time to write the note or to publish the version that an upload was made for.
GRACE = datetime.timedelta(hours=24)
_HEX = set("0123456789abcdef")


@dataclass
class Swept:
    """What was found: rows that went to the trash, and the bytes on the disk that were removed."""

    rows: list[StoredFile] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    bytes: int = 0


def orphans(before: datetime.datetime) -> QuerySet[StoredFile]:
    """Files out of the trash, stored before then, that no row of any app holds."""
    rows = StoredFile.objects.present().filter(created_at__lt=before)
    for held in links():
        rows = rows.exclude(pk__in=held())
    return rows.order_by("pk")


def sweep(*, actor: User, grace: datetime.timedelta = GRACE, is_dry: bool = False) -> Swept:
    """Rows go to the trash, from where an undo brings them back; bytes without a row are removed."""
    before = timezone.now() - grace
    found = Swept(rows=list(orphans(before)))
    for project_id in dict.fromkeys(row.project_id for row in found.rows):
        if is_dry:
            break
        with change_set(actor=actor, label="Sweep of unused files", project_id=project_id):
            for row in found.rows:
                if row.project_id == project_id:
                    file_trash(actor=actor, stored=row)
    stray: list[str | Path] = [*_strays(before), *_cut_off(before)]
    for path in stray:
        found.paths.append(str(path))
        found.bytes += _size(path)
        if not is_dry:
            _remove(path)
    return found


def _strays(before: datetime.datetime) -> Iterator[str]:
    """Bytes in the folders of the files whose row never came. Rows in the trash have theirs still."""
    with suppress(FileNotFoundError):
        for folder in sorted(default_storage.listdir("")[0]):
            if len(folder) == 2 and set(folder) <= _HEX:
                known = {
                    name.rpartition(".")[0]
                    for name in StoredFile.objects.filter(path__startswith=f"{folder}/").values_list("path", flat=True)
                }
                for name in default_storage.listdir(folder)[1]:
                    path = f"{folder}/{name}"
                    # ab/abcd.small.webp lies beside ab/abcd.png
                    if f"{folder}/{name.partition('.')[0]}" not in known and _is_older(path, before):
                        yield path


def _cut_off(before: datetime.datetime) -> Iterator[Path]:
    folder = incoming_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                yield path


def _is_older(path: str, before: datetime.datetime) -> bool:
    with suppress(FileNotFoundError):
        return default_storage.get_modified_time(path) < before
    return False


def _size(path: str | Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size if isinstance(path, Path) else default_storage.size(path)
    return 0


def _remove(path: str | Path) -> None:
    with suppress(FileNotFoundError):
        if isinstance(path, Path):
            path.unlink()
        else:
            default_storage.delete(path)
