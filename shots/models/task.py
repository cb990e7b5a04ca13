from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core import clock
from core.models import Revised, Trashable
from projects.models import Category, Project, TaskStatus, TaskType

from ..querysets import TaskQuerySet
from .entity import Entity

CLOSED = (Category.DONE, Category.OMITTED)


class Priority(models.IntegerChoices):
    LOW = -1, "Low"
    NORMAL = 0, "Normal"
    HIGH = 1, "High"
    URGENT = 2, "Urgent"


class Task(Revised, Trashable):
    """The work of one department on one entity. Estimates and bids in minutes."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="tasks")
    task_type = models.ForeignKey(TaskType, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, default="main")
    name_key = models.CharField(max_length=200, default="main", editable=False)
    status = models.ForeignKey(TaskStatus, on_delete=models.PROTECT, related_name="+")
    assignees = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Assignment", related_name="tasks", blank=True)
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    estimate = models.PositiveIntegerField(null=True)
    bid = models.PositiveIntegerField(null=True)
    start_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    last_note_id = models.BigIntegerField(null=True)
    last_note_at = models.DateTimeField(null=True)
    note_count = models.PositiveIntegerField(default=0)
    retake_count = models.PositiveSmallIntegerField(default=0)
    status_changed_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "task_type", "name_key"],
                condition=Q(trashed_at=None),
                name="task_name_once",
            ),
            models.CheckConstraint(
                condition=Q(start_date=None) | Q(due_date=None) | Q(due_date__gte=F("start_date")),
                name="task_dates_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "status"], name="task_by_status"),
            models.Index(fields=["project", "task_type", "status"], name="task_by_type_status"),
            models.Index(fields=["trashed_in"], condition=Q(trashed_in__isnull=False), name="task_trashed_in"),
        ]

    def __str__(self) -> str:
        return f"{self.entity.code} {self.task_type.short_name}"

    @property
    def is_closed(self) -> bool:
        return self.status.category in CLOSED

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def days_late(self) -> int:
        """Days past the due date, 0 where it is not late, done, or has no date."""
        return days_late(self.due_date, self.status.category, timezone.localdate())


class Assignment(models.Model):
    """Who works on a task; at most one of them leads."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_lead", "id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "user"], name="assignment_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(is_lead=True), name="assignment_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.task}"


def days_late(due: datetime.date | None, category: str, today: datetime.date) -> int:
    """Days past the due date; a function, since the grid reads plain values and no Task."""
    if due is None or category in CLOSED:
        return 0
    return max(0, (today - due).days)
