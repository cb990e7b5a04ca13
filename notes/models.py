"""Notes: what people say about a shot, an asset or a task."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.models import Revised, Trashable
from files.models import StoredFile
from projects.models import Project, TaskStatus
from shots.models import Entity, Task, Version

from .querysets import NoteQuerySet


class NoteState(models.TextChoices):
    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    RESOLVED = "resolved", "Resolved"
    VERIFIED = "verified", "Verified"


class Note(Revised, Trashable):
    """`body` is Markdown; it is rendered and cleaned when shown. A reply points at its first note.

    Exactly one of entity, task and version is the subject. `subject_entity` is the shot or asset in any case, so that
    a shot's page reads all its notes by one index. `status` is what the note's author set the task to in the same act.
    `checklist` holds {"text": …, "done": …} in order.
    """

    uid = models.UUIDField()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notes")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, null=True, related_name="notes")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="notes")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="notes")
    subject_entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    body = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    attachments = models.ManyToManyField(StoredFile, through="Attachment", related_name="+", blank=True)
    checklist = models.JSONField(default=list)
    status = models.ForeignKey(TaskStatus, on_delete=models.SET_NULL, null=True, related_name="+")
    is_client_visible = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=NoteState, default=NoteState.OPEN)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entity__isnull=False, task__isnull=True, version__isnull=True)
                | Q(entity__isnull=True, task__isnull=False, version__isnull=True)
                | Q(entity__isnull=True, task__isnull=True, version__isnull=False),
                name="note_one_subject",
            ),
            models.UniqueConstraint(fields=["author", "uid"], name="note_uid_per_author"),
        ]
        indexes = [models.Index(fields=["subject_entity", "-id"], name="note_of_entity")]

    def __str__(self) -> str:
        return self.body[:60]


class Attachment(models.Model):
    """A file that hangs on a note, in the order it was added."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="links")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["note", "file"], name="attachment_once")]

    def __str__(self) -> str:
        return str(self.file)
