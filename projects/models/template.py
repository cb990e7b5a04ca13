"""Set-ups that a studio keeps for its next projects."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.models import Revised, Trashable

from ..querysets import StudioTemplateQuerySet


class StudioTemplate(Revised, Trashable):
    """A project's set-up under a name, for everybody in the studio. `content` is described in services/copies.py.

    It holds the rows of the catalogue by id and in full, so it goes on working when they are renamed or removed.
    `source_id` is the project that it was made of: a plain id, since the template outlives it.
    """

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=240, editable=False)
    content = models.JSONField()
    source_id = models.BigIntegerField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = StudioTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name_key"], condition=Q(trashed_at=None), name="studio_template_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pk_text(self) -> str:
        """The id as a form's value has it, whatever the locale does to numbers."""
        return str(self.pk)

    @property
    def shots(self) -> str:
        return self._types("shots")

    @property
    def assets(self) -> str:
        return self._types("assets")

    def _types(self, kind: str) -> str:
        """The names of the task types for the cards, as they were when the template was made."""
        types: list[dict[str, Any]] = self.content["task_types"]
        return ", ".join(row["name"] for row in types if kind in row["for"])
