"""How the shots, sequences, episodes and assets of a project are named."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import Revised

from .project import Project


class NamingRule(Revised):
    """`pattern` in the words of projects/naming.py: SH#### is SH and four digits, * any letters.

    `first` is the number that the first one gets, `step` what the next ones add. `is_strict` refuses other names;
    otherwise the page only says so.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="naming_rules")
    kind = models.CharField(max_length=8)
    pattern = models.CharField(max_length=60)
    first = models.PositiveIntegerField(default=10)
    step = models.PositiveIntegerField(default=10)
    is_strict = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="naming_rule_once"),
            models.CheckConstraint(condition=Q(step__gte=1), name="naming_rule_steps"),
        ]

    def __str__(self) -> str:
        return self.pattern
