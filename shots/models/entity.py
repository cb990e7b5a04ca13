from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from core import clock
from core.models import Revised, Trashable
from files.models import StoredFile
from projects.models import AssetType, Project

from ..querysets import AssetManager, EntityManager, EpisodeManager, SequenceManager, ShotManager


class Kind(models.TextChoices):
    EPISODE = "episode", "Episode"
    SEQUENCE = "sequence", "Sequence"
    SHOT = "shot", "Shot"
    ASSET = "asset", "Asset"


_NO_FRAMES = Q(frame_in=None, frame_out=None, handles=None)


class Entity(Revised, Trashable):
    """A shot, an asset, a sequence or an episode: one table, since tasks, notes and cuts point at any of them.

    `name` is what its group calls it (SH0010), `code` what the project calls it (SQ010_SH0010). Frames are whole
    numbers, both ends inclusive, handles not counted in. `sort_key` orders the whole tree without a join.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="entities")
    kind = models.CharField(max_length=8, choices=Kind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    episode = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    sequence = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="shots")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600, editable=False)
    code = models.CharField(max_length=420)
    code_key = models.CharField(max_length=1300, editable=False)
    has_own_code = models.BooleanField(default=False)
    description = models.TextField(blank=True)
    asset_type = models.ForeignKey(AssetType, on_delete=models.PROTECT, null=True, related_name="+")
    is_omitted = models.BooleanField(default=False)
    frame_in = models.IntegerField(null=True)
    frame_out = models.IntegerField(null=True)
    handles = models.PositiveSmallIntegerField(null=True)
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    # What it was copied from, maybe in another project; the copy goes its own way.
    source = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    order = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[EntityManager] = EntityManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "kind",
                Coalesce("parent", 0),
                "name_key",
                condition=Q(trashed_at=None),
                name="entity_name_in_parent",
            ),
            models.UniqueConstraint(
                "project", "kind", "code_key", condition=Q(trashed_at=None), name="entity_code_in_project"
            ),
            models.CheckConstraint(
                condition=Q(frame_in=None, frame_out=None)
                # Said outright: a comparison with NULL is neither true nor false, and a check lets that pass.
                | Q(frame_in__isnull=False, frame_out__isnull=False, frame_in__gte=0, frame_out__gte=F("frame_in")),
                name="entity_frames_ordered",
            ),
            models.CheckConstraint(condition=Q(kind="shot") | _NO_FRAMES, name="entity_frames_on_shots"),
            models.CheckConstraint(condition=Q(kind="asset") | Q(asset_type=None), name="entity_asset_type"),
            models.CheckConstraint(condition=Q(kind="shot") | Q(sequence=None), name="entity_sequence_of_shot"),
        ]
        indexes = [
            models.Index(fields=["project", "kind", "sort_key"], name="entity_in_order"),
            models.Index(fields=["trashed_in"], condition=Q(trashed_in__isnull=False), name="entity_trashed_in"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse(f"desk:{self.kind}-detail", args=[self.project.code, self.pk])

    @property
    def frame_count(self) -> int | None:
        """The working range's length in frames, handles not counted in."""
        if self.frame_in is None or self.frame_out is None:
            return None
        return self.frame_out - self.frame_in + 1

    @property
    def code_prefix(self) -> str:
        """The part of the code that the group says already: shown dim."""
        return self.code[: -len(self.name)] if self.code.endswith(self.name) else ""

    @property
    def code_rest(self) -> str:
        return self.code[len(self.code_prefix) :]


class Shot(Entity):
    objects: ClassVar[ShotManager] = ShotManager()

    class Meta:
        proxy = True


class Asset(Entity):
    objects: ClassVar[AssetManager] = AssetManager()

    class Meta:
        proxy = True


class Sequence(Entity):
    objects: ClassVar[SequenceManager] = SequenceManager()

    class Meta:
        proxy = True


class Episode(Entity):
    objects: ClassVar[EpisodeManager] = EpisodeManager()

    class Meta:
        proxy = True
