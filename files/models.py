"""Stored files: avatars, thumbnails, attachments and version files are links to a StoredFile."""

from django.conf import settings
from django.db import models

from core import clock
from core.models import Trashable

from .querysets import StoredFileQuerySet


class StoredFile(Trashable):
    """One file as it was uploaded or made. `content_type` was found from the content, never taken from the client."""

    uid = models.UUIDField(unique=True)
    project_id = models.BigIntegerField(null=True, db_index=True)
    name = models.CharField(max_length=200)
    path = models.FileField(upload_to="", max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = StoredFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
