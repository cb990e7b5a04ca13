"""How the verbs of versions are taken back."""

from collections.abc import Sequence as Rows

from accounts.models import User
from events.models import Event
from files.models import StoredFile

from ..models import Version
from .version_files import version_set_thumbnail
from .versions import version_restore, version_set_status, version_trash, version_update


def _versions(events: Rows[Event]) -> dict[int, Version]:
    rows = Version.objects.select_related("project", "entity", "task__task_type", "task__entity")
    return dict(rows.in_bulk([event.target_id for event in events]))


def created_back(actor: User, events: Rows[Event]) -> None:
    for version in _versions(events).values():
        if not version.is_trashed:
            version_trash(actor=actor, version=version)


def trashed_back(actor: User, events: Rows[Event]) -> None:
    for version in _versions(events).values():
        if version.is_trashed:
            version_restore(actor=actor, version=version)


def updated_back(actor: User, events: Rows[Event]) -> None:
    versions = _versions(events)
    for event in events:
        version = versions[event.target_id]
        if "thumbnail" in event.before:
            stored = StoredFile.objects.filter(pk=event.before["thumbnail"]).first()
            version_set_thumbnail(actor=actor, version=version, stored=stored)
        else:
            version_update(actor=actor, version=version, changes=event.before)


def status_back(actor: User, events: Rows[Event]) -> None:
    versions = _versions(events)
    for event in events:
        version_set_status(
            actor=actor,
            version=versions[event.target_id],
            status=event.before["status"],
            is_undo=event.change_set.actor_id == actor.pk,
        )
