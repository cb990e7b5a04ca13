from __future__ import annotations

from django.db import models
from django.db.models import Q

from core import clock
from core.models import Revised, Trashable
from projects.models import Project

from ..querysets import CutQuerySet
from .entity import Entity


class Cut(Revised, Trashable):
    """An editorial cut of the project (or of an episode or a sequence) as it was read from a file."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cuts")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, related_name="cuts")
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    fps = models.DecimalField(max_digits=7, decimal_places=3)
    is_drop_frame = models.BooleanField(default=False)
    imported_at = models.DateTimeField(default=clock.now)

    objects = CutQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], condition=Q(trashed_at=None), name="cut_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number:03d}"


class CutItem(models.Model):
    """One event of a cut. Frames count from zero at the cut's rate, the out frames are exclusive.

    `shot` is empty where the event makes no shot (black, titles, lines that were not chosen).
    """

    cut = models.ForeignKey(Cut, on_delete=models.CASCADE, related_name="items")
    shot = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, related_name="cut_items")
    order = models.PositiveIntegerField()
    event_number = models.CharField(max_length=12, blank=True)
    reel = models.CharField(max_length=200, blank=True)
    clip_name = models.CharField(max_length=400, blank=True)
    record_in = models.BigIntegerField()
    record_out = models.BigIntegerField()
    source_in = models.BigIntegerField()
    source_out = models.BigIntegerField()
    speed = models.FloatField(default=1.0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["cut", "order"], name="cut_item_order_once"),
            models.CheckConstraint(condition=Q(record_out__gte=models.F("record_in")), name="cut_item_record_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.event_number} {self.clip_name}"
