from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from core import clock
from core.models import Revised, Trashable
from files.models import StoredFile
from projects.models import Project

from ..querysets import VersionQuerySet
from .entity import Entity
from .task import Task


class VersionStatus(models.TextChoices):
    WIP = "wip", "Work in progress"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"
    RETAKE = "retake", "Retake"

    @property
    def css(self) -> str:
        """The class of its chip, which is its icon's name too."""
        return _CHIPS[self][0]

    @property
    def word(self) -> str:
        """Its name as it fits into a chip."""
        return _CHIPS[self][1]


# The chip of a status: its class and icon, and the word that fits into it.
_CHIPS = {
    VersionStatus.WIP: ("st-wip", "WIP"),
    VersionStatus.REVIEW: ("st-review", "Review"),
    VersionStatus.APPROVED: ("st-done", "Approved"),
    VersionStatus.RETAKE: ("st-retake", "Retake"),
}


class Version(Revised, Trashable):
    """What an artist published of a task: numbered in its stream, with files here or a path in the studio's storage.

    `entity` is that of the task; `task` is empty only where the entity carries the version itself (a plate). `number`
    counts in (task or entity, stream): programs number each of their work files on its own. `uid` names the version
    on the writer's side.
    """

    uid = models.UUIDField()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="versions")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="versions")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="versions")
    stream = models.CharField(max_length=120, default="main")
    stream_key = models.CharField(max_length=400, default="main", editable=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=1000, blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=VersionStatus, default=VersionStatus.REVIEW)
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="versions")
    created_at = models.DateTimeField(default=clock.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "entity",
                Coalesce("task", 0),
                "stream_key",
                "number",
                condition=Q(trashed_at=None),
                name="version_number_once",
            ),
            models.UniqueConstraint(fields=["author", "uid"], name="version_uid_per_author"),
            models.CheckConstraint(condition=Q(number__range=(0, 999_999)), name="version_number_range"),
        ]
        indexes = [
            models.Index(fields=["entity", "-id"], name="version_of_entity"),
            models.Index(fields=["task", "-id"], name="version_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.task or self.entity.code} {self.short}"

    def get_absolute_url(self) -> str:
        return reverse("desk:version-detail", args=[self.project.code, self.pk])

    @property
    def css(self) -> str:
        return VersionStatus(self.status).css

    @property
    def status_word(self) -> str:
        return VersionStatus(self.status).word

    @property
    def short(self) -> str:
        """v012, with the stream where it is not the usual one."""
        number = f"v{self.number:03d}"
        return number if self.stream_key == "main" else f"{self.stream} {number}"


class VersionFile(models.Model):
    """A file of a version, in the order it was added."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "file"], name="version_file_once")]

    def __str__(self) -> str:
        return str(self.file)
