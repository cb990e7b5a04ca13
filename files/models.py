"""Stored files: avatars, thumbnails, attachments and version files are links to a StoredFile."""

from django.conf import settings
from django.db import models

from core import clock
from core.models import Trashable

from .kinds import INLINE_MOVIES, INLINE_SOUNDS
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
    # How many bytes the smaller pictures beside it have, by name (see pictures.SIZES).
    sizes = models.JSONField(default=dict)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = StoredFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Where its bytes lie in the storage."""
        return str(self.path.name)

    @property
    def has_picture(self) -> bool:
        """Whether a smaller picture of it can be shown."""
        return bool(self.sizes) or self.is_made_here

    @property
    def is_made_here(self) -> bool:
        """Stored before there were smaller pictures: it is small enough to stand for them."""
        return self.content_type == "image/webp" and max(self.width or 0, self.height or 0) in range(1, 961)

    @property
    def is_movie(self) -> bool:
        return self.content_type in INLINE_MOVIES

    @property
    def is_sound(self) -> bool:
        return self.content_type in INLINE_SOUNDS
