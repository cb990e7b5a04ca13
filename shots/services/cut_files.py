"""A cut's file between choosing and importing it: kept on the server, since 20 MB can't ride along in the form.

The storage of the installation holds it (the folder on one machine, the bucket on many), not the database cache,
which is made for small values. One object holds what was typed and the bytes, so none can exist without the other;
its name is random, and its folder is the person's: nobody else's request finds it. Nothing refers to it, so the
sweep may take it whenever a day has passed.
"""

import contextlib
import datetime
import json
import re
import secrets
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from core.errors import Missing

from ..editorial import CutFile
from .cuts import cut_read

FOLDER = "incoming/cuts"
KEPT_FOR = datetime.timedelta(days=1)
# One person checks a few cuts side by side, not hundreds.
MOST_KEPT = 20
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}\Z")


@dataclass(frozen=True)
class KeptCut:
    """`wishes` is what the first step asked about the project to make: name, code, template."""

    token: str
    file_name: str
    rate: Decimal
    wishes: dict[str, str]
    cut: CutFile


def cut_file_keep(*, user: User, file_name: str, rate: Decimal, data: bytes, wishes: dict[str, str]) -> str:
    """Keep a file that can be read; the token finds it again. Refused (field "file", "rate"): it can't be read."""
    cut_read(data=data, file_name=file_name, rate=rate)
    _sweep(user)
    token = secrets.token_urlsafe(24)
    about = json.dumps({"file_name": file_name, "rate": str(rate), "wishes": wishes})
    default_storage.save(f"{FOLDER}/{user.pk}/{token}", ContentFile(about.encode() + b"\n" + data))
    return token


def cut_file_open(*, user: User, token: str) -> KeptCut:
    """The person's own file of that token, read. Missing (404) when it was swept or is somebody else's."""
    return _opened(user.pk, token)


# The preview is drawn again for each option: the file, which does not change, is read once.
@lru_cache(maxsize=4)
def _opened(user_id: int, token: str) -> KeptCut:
    path = f"{FOLDER}/{user_id}/{token}"
    if not _TOKEN.match(token) or not default_storage.exists(path):
        raise Missing("The file is not kept any more; choose it again.")
    with default_storage.open(path) as stored:
        head, _, data = stored.read().partition(b"\n")
    about = json.loads(head)
    rate = Decimal(about["rate"])
    cut = cut_read(data=data, file_name=about["file_name"], rate=rate)
    return KeptCut(token, about["file_name"], rate, about["wishes"], cut)


def _sweep(user: User) -> None:
    """Take away what is older than a day, anybody's, and the person's oldest beyond the most that is kept."""
    with contextlib.suppress(FileNotFoundError):
        for person in default_storage.listdir(FOLDER)[0]:
            _sweep_folder(f"{FOLDER}/{person}", most=MOST_KEPT - 1 if person == str(user.pk) else None)


def _sweep_folder(folder: str, *, most: int | None) -> None:
    oldest = timezone.now() - KEPT_FOR
    kept = []
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        # Another request may sweep the same file at the same time.
        with contextlib.suppress(FileNotFoundError):
            kept.append((default_storage.get_modified_time(path), path))
    kept.sort(reverse=True)
    for place, (moment, path) in enumerate(kept):
        if moment < oldest or (most is not None and place >= most):
            default_storage.delete(path)
