from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models import Revised
from projects.models import Project

from ..querysets import CastingQuerySet
from .entity import Entity


class Casting(Revised):
    """An asset that appears in a shot, a sequence or an episode, or is a part of another asset.

    `project` is that of the entity; the asset may come from a library. `count` is how many of it are there, `label`
    what this one is called here ("left guard").
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="castings")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="castings")
    asset = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="appearances")
    count = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=80, blank=True)

    objects = CastingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "asset"], name="casting_once"),
            models.CheckConstraint(condition=Q(count__range=(1, 9_999)), name="casting_count"),
            models.CheckConstraint(condition=~Q(entity=F("asset")), name="casting_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.asset.code} in {self.entity.code}"
