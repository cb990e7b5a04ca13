"""A note's way into the trash and back; its task's last word goes along."""

import datetime

from django.db.models import Count, Max, Q

from accounts.models import User
from core import clock
from events.services import change_set
from shots.services import task_note_added

from ..models import Note
from .record import record_note, require_author_or_owner


def note_trash(*, actor: User, note: Note) -> None:
    require_author_or_owner(actor, note)
    with change_set(actor=actor, label="Trash a note", project_id=note.project_id) as changes:
        _set_trashed(note, clock.now(), changes.pk, "note.trashed")


def note_restore(*, actor: User, note: Note) -> None:
    require_author_or_owner(actor, note)
    with change_set(actor=actor, label="Restore a note", project_id=note.project_id):
        _set_trashed(note, None, None, "note.restored")


def _set_trashed(note: Note, at: datetime.datetime | None, in_set: int | None, verb: str) -> None:
    row = Note.objects.locked().get(pk=note.pk)
    row.trashed_at, row.trashed_in = at, in_set
    row.rev += 1
    row.save(update_fields=["trashed_at", "trashed_in", "rev"])
    record_note(verb, row, before={"trashed": at is None}, after={"trashed": at is not None})
    refresh_task(row)


def refresh_task(note: Note) -> None:
    """Count the notes on the task and on its versions anew."""
    task_id = note.version.task_id if note.version else note.task_id
    if task_id is None:
        return
    present = Note.objects.present().filter(Q(task=task_id) | Q(version__task=task_id))
    found = present.aggregate(last=Max("pk"), at=Max("created_at"), count=Count("pk"))
    task_note_added(task_id=task_id, note_id=found["last"], at=found["at"], count=found["count"])
