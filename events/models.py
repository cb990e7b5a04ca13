"""The event log: what was changed, by whom, from what to what.

It is history, undo log, feed, live stream and audit trail. Ids that point upwards (project, entity, task, the
target) are plain numbers: the log outlives what it speaks of.
"""

import uuid

from django.conf import settings
from django.db import models

from core import clock

from .querysets import EventQuerySet


class Source(models.TextChoices):
    PAGE = "page", "Page"
    API = "api", "API"
    ADMIN = "admin", "Admin"
    IMPORT = "import", "Import"
    TIK = "tik", "TIK Manager"
    JOB = "job", "Job"
    UNDO = "undo", "Undo"


class Audience(models.TextChoices):
    ALL = "all", "Everybody who sees the project"
    INTERNAL = "internal", "Not clients"


class ChangeSet(models.Model):
    """One act of one person: a status, an import of 500 shots, an undo. It is undone as a whole.

    `uid` names the act on the side of who asked for it: asked twice, it is done once.
    """

    uid = models.UUIDField(default=uuid.uuid4)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="change_sets")
    source = models.CharField(max_length=8, choices=Source)
    label = models.CharField(max_length=250)
    project_id = models.BigIntegerField(null=True)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by", db_index=False)
    undone_at = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=32, blank=True)
    client = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "uid"], name="change_set_uid_per_actor")]
        indexes = [
            models.Index(fields=["project_id", "-id"], name="change_set_of_project"),
            models.Index(fields=["actor", "-id"], name="change_set_of_actor"),
            models.Index(fields=["undoes"], name="change_set_undoes"),
        ]

    def __str__(self) -> str:
        return self.label


class Event(models.Model):
    """One change of one thing. `before` and `after` hold the changed fields only; `shown` their readable values.

    Ids of different projects may commit out of order on PostgreSQL; `EventQuerySet.horizon` says how far a reader of
    the whole log may go.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="events")
    project_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    target_type = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    title = models.CharField(max_length=250, blank=True)
    entity_id = models.BigIntegerField(null=True)
    task_id = models.BigIntegerField(null=True)
    rev = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.ALL)
    at = models.DateTimeField(default=clock.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["project_id", "id"], name="event_of_project"),
            models.Index(fields=["target_type", "target_id", "id"], name="event_of_target"),
            models.Index(fields=["entity_id", "id"], name="event_of_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.title}"
