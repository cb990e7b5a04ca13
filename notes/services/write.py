"""Writing notes: words, checklist, attachments, and the status that goes with them, in one act."""

import uuid
from collections.abc import Sequence as Rows
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core import clock
from core.errors import Conflict, Forbidden, Refused
from core.text import clean_text
from events.services import change_set
from files.keeping import Kept
from files.models import StoredFile
from files.services import file_adopt, file_trash
from projects.models import Membership, Project, TaskStatus
from projects.permissions import require
from projects.roles import NOTE
from shots.models import Entity, Task, Version
from shots.services import task_set_status

from ..checklist import CheckLine, joined, split, sum_of
from ..markdown import mentioned_usernames
from ..models import Attachment, Note
from .record import NOTE_LENGTH, lock, record_note, require_author
from .trash import refresh_task

MOST_FILES = 20


@dataclass(frozen=True)
class NoteInput:
    """A note on an entity, on a task of it or on a version of it; a reply names its parent.

    `status` is what the task is set to in the same act. `files` lie on the disk already and are adopted. Lines
    `- [ ] text` of the body become its checklist.
    """

    body: str
    entity: Entity
    task: Task | None = None
    parent: Note | None = None
    is_client_visible: bool = False
    version: Version | None = None
    status: TaskStatus | None = None
    files: Rows[Kept] = ()


def note_create(*, actor: User, given: NoteInput, uid: uuid.UUID | None = None) -> Note:
    """Write a note. `uid` names it on the writer's side: sent twice, it is written once."""
    project = given.entity.project
    require(actor, NOTE, project)
    _check_subject(given, project)
    body, checklist = _words(given.body, has_files=bool(given.files))
    parent = given.parent.parent or given.parent if given.parent else None
    label = f"Note on {given.version or given.task or given.entity.code}"
    with change_set(actor=actor, label=label, project_id=project.pk):
        note, is_new = Note.objects.get_or_create(
            author=actor,
            uid=uid or uuid.uuid4(),
            defaults={
                "project": project,
                "entity": None if given.task or given.version else given.entity,
                "task": None if given.version else given.task,
                "version": given.version,
                "subject_entity": given.entity,
                "parent": parent,
                "body": body,
                "checklist": checklist,
                "status": given.status,
                "is_client_visible": _is_shown(given, actor, project, parent),
            },
        )
        if not is_new:
            if (note.body, note.checklist, note.subject_entity_id) != (body, checklist, given.entity.pk):
                raise Conflict("Another note was sent under this name already.")
            return note
        note.mentions.set(_members_mentioned(joined(body, checklist), project))
        _adopt(actor, note, given.files)
        record_note("note.created", note, before={}, after=_told(note, given))
        refresh_task(note)
        _set_status(actor, given)
    return note


def _is_shown(given: NoteInput, actor: User, project: Project, parent: Note | None) -> bool:
    """What clients write they read, or it would be gone for them; what is hidden from them is answered hidden."""
    if parent is not None and not parent.is_client_visible:
        return False
    return given.is_client_visible or Membership.objects.filter(project=project, user=actor, is_client=True).exists()


def _told(note: Note, given: NoteInput) -> dict[str, object]:
    told: dict[str, object] = {"body": note.body}
    if note.checklist:
        told["checklist"] = note.checklist
    if given.files:
        told["attachments"] = [kept.name for kept in given.files]
    return told


def _check_subject(given: NoteInput, project: Project) -> None:
    if given.task is not None and given.task.entity_id != given.entity.pk:
        raise Refused("The task belongs to something else.", field="task")
    if given.version is not None and given.version.entity_id != given.entity.pk:
        raise Refused("The version belongs to something else.", field="version")
    if given.parent is not None and (
        given.parent.project_id != project.pk or given.parent.subject_entity_id != given.entity.pk
    ):
        raise Refused("The note that is answered stands elsewhere.", field="parent")
    if given.status is not None and _task_of(given) is None:
        raise Refused("Choose the task whose status it is.", field="status")


def _task_of(given: NoteInput) -> Task | None:
    return given.task or (given.version.task if given.version else None)


def _set_status(actor: User, given: NoteInput) -> None:
    task = _task_of(given)
    if given.status is None or task is None:
        return
    try:
        task_set_status(actor=actor, task=task, status=given.status)
    except Forbidden as refused:
        # At its field: the note itself is fine, and stays in the composer.
        raise Refused(refused.message, field="status") from None


def _words(raw: str, *, has_files: bool) -> tuple[str, list[CheckLine]]:
    body, checklist = split(clean_text(raw, field="body", label="The note", length=NOTE_LENGTH))
    if not body and not checklist and not has_files:
        raise Refused("Write something first.", field="body")
    return body, checklist


def _members_mentioned(body: str, project: Project) -> list[User]:
    names = mentioned_usernames(body)
    return list(User.objects.active().filter(username__in=names, memberships__project=project)) if names else []


def _adopt(actor: User, note: Note, files: Rows[Kept]) -> None:
    """Give the files their rows and hang them on the note, behind those that hang there."""
    if not files:
        return
    held = Attachment.objects.filter(note=note)
    if held.filter(file__trashed_at=None).count() + len(files) > MOST_FILES:
        raise Refused(f"A note has {MOST_FILES} attachments at most; zip them.", field="attachments")
    last = max(held.values_list("order", flat=True), default=0)
    for order, kept in enumerate(files, start=last + 1):
        stored = file_adopt(actor=actor, kept=kept, project_id=note.project_id)
        Attachment.objects.create(note=note, file=stored, order=order)


def note_update(*, actor: User, note: Note, body: str, files: Rows[Kept] = ()) -> Note:
    """Change the words and the checklist of one's own note, and add attachments."""
    require_author(actor, note)
    with change_set(actor=actor, label="Edit a note", project_id=note.project_id):
        row = lock(note)
        names = file_names(row)
        words, checklist = _words(body, has_files=bool(files or names))
        words_write(actor=actor, note=row, body=words, checklist=checklist)
        if files:
            _adopt(actor, row, files)
            _record_attachments(row, names)
    return row


def words_write(*, actor: User, note: Note, body: str, checklist: list[CheckLine]) -> None:
    """Give a note exactly these words: the inner half of editing, and what takes it back."""
    require_author(actor, note)
    before: dict[str, Any] = {"body": note.body, "checklist": note.checklist}
    after: dict[str, Any] = {"body": body, "checklist": checklist}
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return
    note.body, note.checklist, note.edited_at = body, checklist, clock.now()
    note.rev += 1
    note.save(update_fields=["body", "checklist", "edited_at", "rev"])
    note.mentions.set(_members_mentioned(joined(body, checklist), note.project))
    record_note(
        "note.updated",
        note,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        shown={"checklist": [sum_of(before["checklist"]), sum_of(checklist)]} if "checklist" in changed else None,
    )


def note_detach(*, actor: User, note: Note, stored: StoredFile) -> None:
    """Take an attachment off one's own note: its file goes to the trash, the link stays for the way back."""
    require_author(actor, note)
    with change_set(actor=actor, label=f"Remove {stored.name} from a note", project_id=note.project_id):
        row = lock(note)
        names = file_names(row)
        file_trash(actor=actor, stored=stored)
        _record_attachments(row, names)


def file_names(note: Note) -> list[str]:
    held = Attachment.objects.filter(note=note, file__trashed_at=None)
    return list(held.values_list("file__name", flat=True))


def _record_attachments(row: Note, before: list[str]) -> None:
    """The files have events of their own; this one says on which note they hang."""
    attachments_tell(note=row, before=before, after=file_names(row))


def attachments_tell(*, note: Note, before: list[str], after: list[str]) -> None:
    note.rev += 1
    note.save(update_fields=["rev"])
    record_note(
        "note.attachments_changed",
        note,
        before={"attachments": before},
        after={"attachments": after},
        shown={"attachments": [", ".join(before), ", ".join(after)]},
    )
