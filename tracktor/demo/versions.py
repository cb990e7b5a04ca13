"""Versions of the demo: what goes to review was published before, as a picture of its department's look."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from files.keeping import keeping
from projects.models import Category
from shots.models import Kind, Task, VersionStatus
from shots.services.versions import VersionInput, version_publish, version_set_status
from shots.version_lists import newest_of_tasks

from .making import Making, TaskKey

# From black to white through a middle tone: layout and animation without light, effects cold, the rest in full colour.
_TONES = {
    "LAY": ("#101010", "#8a8a8a", "#e8e8e8"),
    "ANM": ("#14181c", "#7d8a94", "#e6eef2"),
    "FX": ("#0c1620", "#3f7f94", "#dff4f6"),
}
_SAID: dict[str, VersionStatus] = {Category.DONE: VersionStatus.APPROVED, Category.RETAKE: VersionStatus.RETAKE}
_WORDS = {
    "LAY": "Camera from the cut, blocked",
    "ANM": "Splined, first polish",
    "FX": "First pass of the water",
    "LGT": "Key and rim by the colour script",
    "CMP": "Slap comp with all passes",
}


def publish_for_review(making: Making, status: str, keys: Iterable[TaskKey]) -> None:
    """A version of each task that has been given to somebody; the picture is its shot's, in the department's look."""
    if making.statuses[status].category != Category.REVIEW:
        return
    for key in keys:
        task = making.tasks[key]
        artist = task.assignees.first()
        if artist is None or task.entity.kind != Kind.SHOT:
            continue
        short = task.task_type.short_name
        path = f"/mnt/ferry/{task.entity.code.lower()}/{short.lower()}/beauty.####.exr"
        with keeping([_frame(task, short)]) as files:
            given = VersionInput(task=task, description=_WORDS.get(short, ""), path=path, files=files)
            version_publish(actor=artist, entity=task.entity, given=given)


def say_of_versions(making: Making, status: str, keys: Iterable[TaskKey]) -> None:
    """What is said of a task is said of its newest version: approved, or once more. Owners say it here."""
    word = _SAID.get(making.statuses[status].category)
    if word is None:
        return
    newest = newest_of_tasks(making.people["ana"], [making.tasks[key].pk for key in keys])
    for version in newest.values():
        if version.status == VersionStatus.REVIEW:
            version_set_status(actor=making.people["ana"], version=version, status=word)


def _frame(task: Task, short: str) -> ContentFile[bytes]:
    task.entity.refresh_from_db(fields=["thumbnail"])
    thumbnail = task.entity.thumbnail
    if thumbnail is None:
        picture = Image.new("RGB", (640, 320), "#303030")
    else:
        with thumbnail.path.open("rb") as file:
            picture = Image.open(file).convert("RGB")
    if short in _TONES:
        black, mid, white = _TONES[short]
        picture = ImageOps.colorize(ImageOps.grayscale(picture), black, white, mid)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return ContentFile(out.getvalue(), f"{task.entity.code}_{short}_beauty.jpg")
