"""The write door of notes."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max

from accounts.models import User
from core import clock
from core.errors import Conflict, Forbidden, Refused
from core.text import clean_text
from events.models import Audience, Event
from events.services import change_set, record
from projects.models import Membership, Project
from projects.permissions import grants_in, require
from projects.roles import MANAGE, NOTE
from shots.models import Entity, Task
from shots.services import task_note_added

from .markdown import mentioned_usernames
from .models import Note, NoteState

NOTE_LENGTH = 20_000


@dataclass(frozen=True)
class NoteInput:
    """A note on an entity or on a task of it; a reply names its parent."""

    body: str
    entity: Entity
    task: Task | None = None
    parent: Note | None = None
    is_client_visible: bool = False


def note_create(*, actor: User, given: NoteInput, uid: uuid.UUID | None = None) -> Note:
    """Write a note. `uid` names it on the writer's side: sent twice, it is written once."""
    project = given.entity.project
    require(actor, NOTE, project)
    _check_subject(given, project)
    body = _body(given.body)
    parent = given.parent.parent or given.parent if given.parent else None
    is_client_visible = given.is_client_visible or _is_client(actor, project)
    with change_set(actor=actor, label=f"Note on {given.task or given.entity.code}", project_id=project.pk):
        note, is_new = Note.objects.get_or_create(
            author=actor,
            uid=uid or uuid.uuid4(),
            defaults={
                "project": project,
                "entity": None if given.task else given.entity,
                "task": given.task,
                "subject_entity": given.entity,
                "parent": parent,
                "body": body,
                "is_client_visible": is_client_visible,
            },
        )
        if not is_new:
            if (note.body, note.subject_entity_id) != (body, given.entity.pk):
                raise Conflict("Another note was sent under this name already.")
            return note
        note.mentions.set(_members_mentioned(body, project))
        _record(note, "note.created", before={}, after={"body": body})
        _refresh_task(note)
    return note


def _is_client(actor: User, project: Project) -> bool:
    """What clients write, clients read: they could not see their own note otherwise."""
    return Membership.objects.filter(project=project, user=actor, is_client=True).exists()


def _check_subject(given: NoteInput, project: Project) -> None:
    if given.task is not None and given.task.entity_id != given.entity.pk:
        raise Refused("The task belongs to something else.", field="task")
    if given.parent is not None and (
        given.parent.project_id != project.pk or given.parent.subject_entity_id != given.entity.pk
    ):
        raise Refused("The note that is answered stands elsewhere.", field="parent")


def _body(raw: str) -> str:
    body = clean_text(raw, field="body", label="The note", length=NOTE_LENGTH)
    if not body:
        raise Refused("Write something first.", field="body")
    return body


def _members_mentioned(body: str, project: Project) -> list[User]:
    names = mentioned_usernames(body)
    return list(User.objects.active().filter(username__in=names, memberships__project=project)) if names else []


def note_update(*, actor: User, note: Note, body: str) -> Note:
    """Change the words of one's own note."""
    require_author(actor, note)
    cleaned = _body(body)
    with change_set(actor=actor, label="Edit a note", project_id=note.project_id):
        row = _lock(note)
        before, row.body = row.body, cleaned
        if before != row.body:
            row.edited_at = clock.now()
            row.rev += 1
            row.save(update_fields=["body", "edited_at", "rev"])
            row.mentions.set(_members_mentioned(row.body, row.project))
            _record(row, "note.updated", before={"body": before}, after={"body": row.body})
    return row


def require_author(actor: User, note: Note) -> None:
    require(actor, NOTE, note.project)
    if note.author_id != actor.pk:
        raise Forbidden("Only the author changes a note; answer it instead.")


def _lock(note: Note) -> Note:
    row = Note.objects.present().locked().filter(pk=note.pk).first()
    if row is None:
        raise Conflict("The note is in the trash; restore it first.")
    return row


def note_set_state(*, actor: User, note: Note, state: str) -> Note:
    """Say how far a note's matter is: open, in progress, resolved, verified."""
    require(actor, NOTE, note.project)
    if state not in NoteState.values:
        raise Refused("Choose a state of the list.", field="state")
    with change_set(actor=actor, label=f"Note {NoteState(state).label.lower()}", project_id=note.project_id):
        row = _lock(note)
        before, row.state = row.state, state
        if before != state:
            row.rev += 1
            row.save(update_fields=["state", "rev"])
            _record(
                row,
                "note.state_changed",
                before={"state": before},
                after={"state": state},
                shown={"state": [NoteState(before).label, NoteState(state).label]},
            )
    return row


def note_trash(*, actor: User, note: Note) -> None:
    _require_author_or_owner(actor, note)
    with change_set(actor=actor, label="Trash a note", project_id=note.project_id) as changes:
        _set_trashed(note, clock.now(), changes.pk, "note.trashed")


def note_restore(*, actor: User, note: Note) -> None:
    _require_author_or_owner(actor, note)
    with change_set(actor=actor, label="Restore a note", project_id=note.project_id):
        _set_trashed(note, None, None, "note.restored")


def _require_author_or_owner(actor: User, note: Note) -> None:
    require(actor, NOTE, note.project)
    if note.author_id != actor.pk and MANAGE not in grants_in(actor, note.project):
        raise Forbidden("Only the author or an owner removes a note.")


def _set_trashed(note: Note, at: datetime.datetime | None, in_set: int | None, verb: str) -> None:
    row = Note.objects.locked().get(pk=note.pk)
    row.trashed_at, row.trashed_in = at, in_set
    row.rev += 1
    row.save(update_fields=["trashed_at", "trashed_in", "rev"])
    _record(row, verb, before={"trashed": at is None}, after={"trashed": at is not None})
    _refresh_task(row)


def _refresh_task(note: Note) -> None:
    if note.task_id is None:
        return
    present = Note.objects.present().filter(task=note.task_id)
    found = present.aggregate(last=Max("pk"), at=Max("created_at"), count=Count("pk"))
    task_note_added(task_id=note.task_id, note_id=found["last"], at=found["at"], count=found["count"])


def _record(
    note: Note,
    verb: str,
    *,
    before: dict[str, object],
    after: dict[str, object],
    shown: dict[str, object] | None = None,
) -> None:
    record(
        verb,
        on=note,
        before=before,
        after=after,
        shown=shown,
        title=str(note.task) if note.task else note.subject_entity.code,
        project_id=note.project_id,
        entity_id=note.subject_entity_id,
        task_id=note.task_id,
        audience=Audience.ALL if note.is_client_visible else Audience.INTERNAL,
    )


def created_back(actor: User, events: Sequence[Event]) -> None:
    for note in Note.objects.present().filter(pk__in=[event.target_id for event in events]):
        note_trash(actor=actor, note=note)


def trashed_back(actor: User, events: Sequence[Event]) -> None:
    for note in Note.objects.in_trash().filter(pk__in=[event.target_id for event in events]):
        note_restore(actor=actor, note=note)


def updated_back(actor: User, events: Sequence[Event]) -> None:
    notes = Note.objects.in_bulk([event.target_id for event in events])
    for event in events:
        note_update(actor=actor, note=notes[event.target_id], body=event.before["body"])


def state_back(actor: User, events: Sequence[Event]) -> None:
    notes = Note.objects.in_bulk([event.target_id for event in events])
    for event in events:
        note_set_state(actor=actor, note=notes[event.target_id], state=event.before["state"])
