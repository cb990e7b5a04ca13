"""How the verbs of entities, tasks and cuts are taken back: each by a service of this app."""

import datetime
from collections.abc import Sequence as Rows
from typing import Any

from accounts.models import User
from core.errors import Conflict
from events.models import Event
from files.models import StoredFile
from projects.models import AssetType

from ..models import Entity, Kind, Task
from .bulk_tasks import tasks_restore, tasks_trash
from .entities import entity_put_back, entity_set_omitted, entity_set_thumbnail
from .order import PORTION
from .tasks import task_assign, task_update
from .trash import entities_restore, entity_trash


def _entities(events: Rows[Event]) -> dict[int, Entity]:
    rows = Entity.objects.select_related("project").in_bulk([event.target_id for event in events])
    return dict(rows)


def created_back(actor: User, events: Rows[Event]) -> None:
    """Trash what was made; refused where somebody put something into it since."""
    rows = [row for row in _entities(events).values() if not row.is_trashed]
    if not rows:
        return
    ids = {row.pk for row in rows}
    # Only they hold others; the shots of an import would be more ids than one statement takes.
    holders = {row.pk: row for row in rows if row.kind in {Kind.SEQUENCE, Kind.EPISODE}}
    for child in Entity.objects.present().filter(parent__in=holders).only("pk", "code", "parent_id"):
        if child.pk not in ids:
            raise Conflict(f"{holders[child.parent_id or 0].code} holds {child.code}, which was made later.")
    entity_trash(actor=actor, entities=rows, names=_names(events))


def trashed_back(actor: User, events: Rows[Event]) -> None:
    entities_restore(actor=actor, entities=list(_entities(events).values()), names=_names(events))


def _names(events: Rows[Event]) -> dict[int, str]:
    """The names that rows got with their restoring, or lost with its undo."""
    return {event.target_id: event.before["name"] for event in events if "name" in event.before}


def omitted_back(actor: User, events: Rows[Event]) -> None:
    _set_omitted(actor, events, is_omitted=False)


def brought_back_back(actor: User, events: Rows[Event]) -> None:
    _set_omitted(actor, events, is_omitted=True)


def _set_omitted(actor: User, events: Rows[Event], *, is_omitted: bool) -> None:
    rows = list(_entities(events).values())
    for row in rows:
        if row.is_trashed:
            raise Conflict(f"{row.code} is in the trash; restore it first.")
    entity_set_omitted(actor=actor, entities=rows, is_omitted=is_omitted)


def updated_back(actor: User, events: Rows[Event]) -> None:
    rows = _entities(events)
    for event in events:
        row = rows[event.target_id]
        if "thumbnail" in event.before:
            stored = StoredFile.objects.filter(pk=event.before["thumbnail"]).first()
            entity_set_thumbnail(actor=actor, entity=row, stored=stored)
            continue
        changes = {name: _relation(name, value) for name, value in event.before.items() if name != "code"}
        entity_put_back(actor=actor, entity=row, changes=changes)


def _relation(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "parent":
        parent = Entity.objects.present().filter(pk=value).first()
        if parent is None:
            raise Conflict("What it came from is in the trash; restore that first.")
        return parent
    return AssetType.objects.get(pk=value) if name == "asset_type" else value


def recoded_back(actor: User, events: Rows[Event]) -> None:
    """Nothing to do: the codes follow when the sequence or episode gets its name or place back."""


def _tasks(events: Rows[Event]) -> dict[int, Task]:
    found: dict[int, Task] = {}
    ids = [event.target_id for event in events]
    for start in range(0, len(ids), PORTION):
        found |= Task.objects.select_related("project", "entity", "task_type").in_bulk(ids[start : start + PORTION])
    return found


def task_created_back(actor: User, events: Rows[Event]) -> None:
    tasks = [task for task in _tasks(events).values() if not task.is_trashed]
    if tasks:
        tasks_trash(actor=actor, tasks=tasks)


def task_trashed_back(actor: User, events: Rows[Event]) -> None:
    tasks = [task for task in _tasks(events).values() if task.is_trashed]
    if tasks:
        tasks_restore(actor=actor, tasks=tasks)


def task_assigned_back(actor: User, events: Rows[Event]) -> None:
    tasks = _tasks(events)
    for event in events:
        wanted = event.before["assignees"]
        people = User.objects.in_bulk(wanted)
        task_assign(actor=actor, task=tasks[event.target_id], users=[people[pk] for pk in wanted])


def task_updated_back(actor: User, events: Rows[Event]) -> None:
    tasks = _tasks(events)
    for event in events:
        changes = {
            name: datetime.date.fromisoformat(value) if name.endswith("_date") and value else value
            for name, value in event.before.items()
        }
        task_update(actor=actor, task=tasks[event.target_id], changes=changes)
