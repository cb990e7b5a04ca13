"""The inbox: what happened that concerns a person, who follows what, and how far the log has been read for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from events.models import ChangeSet
from notes.models import Note
from projects.models import Project
from shots.models import Entity, Task, Version

from .querysets import ItemQuerySet, WatchQuerySet


class Reason(models.TextChoices):
    """Why a person is told; the first one weighs most where an act gives several."""

    MENTION = "mention", "Mentions"
    ASSIGNMENT = "assignment", "Assignments"
    NOTE = "note", "Notes"
    STATUS = "status", "Statuses"
    VERSION = "version", "Versions"
    MEMBER = "member", "Projects"


class Item(models.Model):
    """What one act tells one person, in one line: `count` things of the same kind.

    `title` names the first of them; entity, task, note and version are set where all of them have it in common.
    `shown` is the status that all of them were given. Items are derived from the log, so they are no change of their
    own: reading them leaves no event either, since nobody else is to know what a person has read.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_items")
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    count = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=250)
    shown = models.JSONField(default=dict)
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, null=True, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, null=True, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="+")
    is_internal = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "change_set", "project"], name="item_one_line_an_act")]
        indexes = [
            models.Index(fields=["user", "-id"], name="item_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="item_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.title}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None


class Choice(models.TextChoices):
    NONE = "", "As usual"
    FOLLOW = "follow", "Follow"
    MUTE = "mute", "Mute"


class Watch(models.Model):
    """Whether a person follows a project or one of its entities, or wants to hear nothing of it.

    The nearest choice counts: of the shot, its sequence, its episode, the project. Rows stay when the choice is taken
    back, so that the log has something to speak of.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, null=True, related_name="+")
    choice = models.CharField(max_length=6, choices=Choice, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "entity"], name="watch_entity_once"),
            models.UniqueConstraint(fields=["user", "project"], condition=Q(entity=None), name="watch_project_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_choice_display()} {self.entity or self.project}"


class Settings(models.Model):
    """How a person wants to be told. `digest_on` is the day of the last mail, in the person's time zone."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_settings")
    wants_digest = models.BooleanField(default=False)
    digest_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"Inbox of {self.user}"


class Cursor(models.Model):
    """How far the log has been read: one row, saved together with the items that it led to."""

    last_event_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"After event {self.last_event_id}"
