"""Versions: publish, describe, set their status, trash. What of them files are is in version_files.py."""

import uuid
from collections.abc import Sequence as Rows
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from accounts.models import User
from core import clock
from core.errors import Conflict, Forbidden, Refused
from core.models import field_values
from core.text import clean_name, clean_text, name_key
from events.models import Audience
from events.services import change_set, merge_stale, record
from files.keeping import Kept
from projects.models import Membership
from projects.permissions import grants_in, may_approve, require
from projects.roles import MANAGE, PUBLISH

from ..models import Entity, Task, Version, VersionStatus
from .version_files import attach, show_first_picture

EDITABLE = ("name", "path", "description")
STREAM_LENGTH = 120
PATH_LENGTH = 1000
MOST_NUMBER = 999_999
# What artists say of their own work; the others are said by who approves it.
_OWN_STATUSES = frozenset({VersionStatus.WIP, VersionStatus.REVIEW})


@dataclass(frozen=True)
class VersionInput:
    """A version of a task, or of the entity itself. `number` None takes the next one of the stream.

    `files` lie on the disk already and are adopted; `poster` is a picture to show where no file is one.
    """

    task: Task | None = None
    stream: str = "main"
    number: int | None = None
    name: str = ""
    path: str = ""
    description: str = ""
    status: str = VersionStatus.REVIEW
    files: Rows[Kept] = ()
    poster: Kept | None = None


def version_publish(*, actor: User, entity: Entity, given: VersionInput, uid: uuid.UUID | None = None) -> Version:
    """Publish a version. `uid` names it on the writer's side: sent twice, it is published once.

    Refused: neither file nor path (field "uploads"), a number that is taken (field "number"). The same uid with other
    content is a `Conflict`.
    """
    require(actor, PUBLISH, entity.project)
    row = _row(entity, given)
    _check_status(actor, row)
    # For the label only; it is given under the lock.
    row.number = next_number(entity, row.task, row.stream) if given.number is None else given.number
    with change_set(actor=actor, label=f"Publish {row}", project_id=entity.project_id):
        _lock_entity(entity)
        held = Version.objects.filter(author=actor, uid=uid).first() if uid else None
        if held is not None:
            return _replayed(held, row, given)
        row.author, row.uid = actor, uid or uuid.uuid4()
        _give_number(row, given.number)
        row.save(force_insert=True)
        attach(actor=actor, version=row, files=given.files, poster=given.poster)
        _record(
            "version.created",
            row,
            before={},
            after=field_values(row, ("stream", "number", "status", *EDITABLE))
            | {"files": [kept.name for kept in given.files]},
        )
        show_first_picture(actor=actor, version=row)
    return row


def _row(entity: Entity, given: VersionInput) -> Version:
    if given.task is not None and given.task.entity_id != entity.pk:
        raise Refused("The task belongs to something else.", field="task")
    stream = clean_name(given.stream or "main", field="stream", label="The stream", length=STREAM_LENGTH)
    row = Version(
        project=entity.project,
        entity=entity,
        task=given.task,
        stream=stream,
        stream_key=name_key(stream),
        number=0,
        status=given.status,
    )
    _apply(row, {"name": given.name, "path": given.path, "description": given.description})
    if not given.files and not row.path:
        raise Refused("Choose a file, or say where it lies.", field="uploads")
    return row


def _apply(row: Version, changes: dict[str, Any]) -> None:
    if "name" in changes:
        row.name = clean_name(changes["name"]) if changes["name"].strip() else ""
    if "path" in changes:
        row.path = (
            clean_name(changes["path"], field="path", label="The path", length=PATH_LENGTH)
            if changes["path"].strip()
            else ""
        )
    if "description" in changes:
        row.description = clean_text(changes["description"], field="description", label="The description")


def _check_status(actor: User, row: Version) -> None:
    if row.status not in VersionStatus.values:
        raise Refused("Choose a status of the list.", field="status")
    if row.status in _OWN_STATUSES or may_decide(actor, row):
        return
    raise Forbidden(f"{shown_status(row.status)} is said by owners and by who approves this work.")


def may_decide(actor: User, version: Version) -> bool:
    """Whether the person may approve the version or ask for a retake."""
    if version.task is not None:
        return may_approve(actor, version.project, version.task.task_type.department_id)
    if MANAGE in grants_in(actor, version.project):
        return True
    return Membership.objects.filter(project=version.project_id, user=actor, approves_all=True).exists()


def settable_version_statuses(*, actor: User, version: Version) -> list[VersionStatus]:
    if PUBLISH not in grants_in(actor, version.project) or version.project.is_read_only:
        return []
    return (
        list(VersionStatus) if may_decide(actor, version) else [each for each in VersionStatus if each in _OWN_STATUSES]
    )


def _lock_entity(entity: Entity) -> None:
    """Lock first: two who publish at once would take the same number."""
    if not Entity.objects.present().locked().filter(pk=entity.pk).exists():
        raise Conflict(f"{entity.code} is in the trash; restore it first.")


def _siblings(row: Version) -> Any:
    return Version.objects.filter(entity=row.entity_id, task=row.task_id, stream_key=row.stream_key)


def _give_number(row: Version, wanted: int | None) -> None:
    # Over the trash too: a version that comes back keeps the number people know it by.
    last = _siblings(row).aggregate(last=Max("number"))["last"] or 0
    row.number = last + 1 if wanted is None else wanted
    if not 0 <= row.number <= MOST_NUMBER:
        raise Refused(f"Numbers are 0 to {MOST_NUMBER:,}.", field="number")
    _refuse_taken(row)


def _refuse_taken(row: Version) -> None:
    if _siblings(row).present().filter(number=row.number).exists():
        raise Refused(f"{row} is there already; take another number.", field="number")


def next_number(entity: Entity, task: Task | None, stream: str = "main") -> int:
    """The number that the next version would get now."""
    row = Version(entity=entity, task=task, stream_key=name_key(stream))
    return int(_siblings(row).aggregate(last=Max("number"))["last"] or 0) + 1


def _replayed(held: Version, row: Version, given: VersionInput) -> Version:
    """The version that was published under this uid before, when it is the same one."""
    same = field_values(held, ("entity", "task", "stream_key")) == field_values(row, ("entity", "task", "stream_key"))
    same = same and given.number in {None, held.number}
    sent = sorted(kept.sha256 for kept in given.files)
    same = same and sorted(held.files.values_list("file__sha256", flat=True)) == sent
    if held.rev == 1:
        same = same and field_values(held, EDITABLE) == field_values(row, EDITABLE)
    if not same or held.is_trashed:
        raise Conflict("Another version was sent under this name already.")
    return held


def version_update(*, actor: User, version: Version, changes: dict[str, Any], seen_rev: int | None = None) -> Version:
    """Change name, path or description; `Stale` where somebody changed the same since `seen_rev`."""
    require(actor, PUBLISH, version.project)
    if set(changes) - set(EDITABLE):
        raise Refused("A version has no such field to edit.")
    with change_set(actor=actor, label=f"Edit {version}", project_id=version.project_id):
        row = _lock(version)
        if seen_rev is not None:
            changes = merge_stale(target_type="version", row=row, seen_rev=seen_rev, sent=changes)
        before = field_values(row, EDITABLE)
        _apply(row, changes)
        if not row.path and not row.files.exists():
            raise Refused("A version without files needs a path.", field="path")
        changed = [name for name, value in field_values(row, EDITABLE).items() if value != before[name]]
        if changed:
            row.rev += 1
            row.save(update_fields=[*changed, "rev"])
            was = {name: before[name] for name in changed}
            _record("version.updated", row, before=was, after=field_values(row, changed))
    return row


def _lock(version: Version) -> Version:
    # Locked without a join, as PostgreSQL wants it.
    is_there = Version.objects.present().locked().filter(pk=version.pk).values_list("pk", flat=True).first()
    rows = Version.objects.select_related("project", "entity", "task__task_type", "task__entity")
    row = rows.filter(pk=version.pk).first() if is_there else None
    if row is None:
        raise Conflict(f"{version} is in the trash; restore it first.")
    return row


def version_set_status(*, actor: User, version: Version, status: str, is_undo: bool = False) -> Version:
    """Say how far a version is. `is_undo`: one's own change goes back even to what one may not set."""
    require(actor, PUBLISH, version.project)
    with change_set(actor=actor, label=f"{version} to {shown_status(status)}", project_id=version.project_id):
        row = _lock(version)
        before, row.status = row.status, status
        if before == status:
            return row
        if not is_undo:
            _check_status(actor, row)
        row.rev += 1
        row.save(update_fields=["status", "rev"])
        _record(
            "version.status_changed",
            row,
            before={"status": before},
            after={"status": status},
            shown={"status": [shown_status(before), shown_status(status)]},
        )
    return row


def shown_status(status: str) -> str:
    return str(dict(VersionStatus.choices).get(status, status))


def version_trash(*, actor: User, version: Version) -> None:
    _require_author_or_owner(actor, version)
    with change_set(actor=actor, label=f"Trash {version}", project_id=version.project_id) as changes:
        row = _lock(version)
        row.trashed_at, row.trashed_in, row.rev = clock.now(), changes.pk, row.rev + 1
        row.save(update_fields=["trashed_at", "trashed_in", "rev"])
        _record("version.trashed", row, before={"trashed": False}, after={"trashed": True})


def version_restore(*, actor: User, version: Version) -> None:
    """Bring a version back under its number; refused where that is taken meanwhile."""
    _require_author_or_owner(actor, version)
    with change_set(actor=actor, label=f"Restore {version}", project_id=version.project_id):
        _lock_entity(version.entity)
        row = (
            Version.objects.in_trash()
            .select_related("project", "entity", "task__task_type", "task__entity")
            .get(pk=version.pk)
        )
        if _siblings(row).present().filter(number=row.number).exists():
            raise Conflict(f"There is another {row} by now.")
        row.trashed_at, row.trashed_in, row.rev = None, None, row.rev + 1
        row.save(update_fields=["trashed_at", "trashed_in", "rev"])
        _record("version.restored", row, before={"trashed": True}, after={"trashed": False})


def _require_author_or_owner(actor: User, version: Version) -> None:
    require(actor, PUBLISH, version.project)
    if version.author_id != actor.pk and MANAGE not in grants_in(actor, version.project):
        raise Forbidden("Only the author or an owner removes a version.")


def _record(
    verb: str,
    row: Version,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    shown: dict[str, Any] | None = None,
) -> None:
    record(
        verb,
        on=row,
        before=before,
        after=after,
        shown=shown,
        title=str(row),
        project_id=row.project_id,
        entity_id=row.entity_id,
        task_id=row.task_id,
        audience=Audience.INTERNAL if row.status == VersionStatus.WIP else Audience.ALL,
    )
