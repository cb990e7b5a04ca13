"""The verbs that this app writes into the log, each with its inverse."""

from events.registry import Verb

from .models import Kind
from .services import casting, cuts, emptying, inverses, moves, statuses, version_inverses


def verbs() -> list[Verb]:
    return [*_entity_verbs(), *_casting_verbs(), *_task_verbs(), *_version_verbs(), *_cut_verbs(), *emptying.verbs()]


def _entity_verbs() -> list[Verb]:
    rows = []
    for kind in Kind:
        rows += [
            Verb(f"{kind}.created", "created {title}", inverse=inverses.created_back, covers="entity"),
            Verb(f"{kind}.updated", "edited {title}", inverse=inverses.updated_back),
            Verb(f"{kind}.omitted", "omitted {title}", inverse=inverses.omitted_back),
            Verb(f"{kind}.brought_back", "brought back {title}", inverse=inverses.brought_back_back),
            Verb(f"{kind}.trashed", "moved {title} to the trash", inverse=inverses.trashed_back),
            Verb(f"{kind}.restored", "restored {title}", inverse=inverses.created_back),
            Verb(f"{kind}.moved", "moved {title}", inverse=moves.moved_back),
            Verb(f"{kind}.renumbered", "put {title} in order", inverse=moves.renumbered_back),
        ]
    recoded = [Verb(f"{kind}.recoded", "renamed {title}", inverse=inverses.recoded_back) for kind in moves.HOLDERS]
    return [*rows, *recoded]


def _casting_verbs() -> list[Verb]:
    return [
        Verb("casting.added", "cast {title}", inverse=casting.added_back),
        Verb("casting.updated", "changed the casting of {title}", inverse=casting.updated_back),
        Verb("casting.removed", "took {title} out", inverse=casting.removed_back),
    ]


def _task_verbs() -> list[Verb]:
    return [
        Verb("task.created", "added the task {title}", inverse=inverses.task_created_back),
        Verb("task.status_changed", "set {title}", inverse=statuses.undo_status_changed),
        Verb("task.assigned", "assigned {title}", inverse=inverses.task_assigned_back),
        Verb("task.updated", "planned {title}", inverse=inverses.task_updated_back),
        Verb("task.trashed", "moved the task {title} to the trash", inverse=inverses.task_trashed_back),
        Verb("task.restored", "restored the task {title}", inverse=inverses.task_created_back),
    ]


def _version_verbs() -> list[Verb]:
    return [
        Verb("version.created", "published {title}", inverse=version_inverses.created_back),
        Verb("version.updated", "edited {title}", inverse=version_inverses.updated_back),
        Verb("version.status_changed", "set {title}", inverse=version_inverses.status_back),
        Verb("version.trashed", "moved {title} to the trash", inverse=version_inverses.trashed_back),
        Verb("version.restored", "restored {title}", inverse=version_inverses.created_back),
    ]


def _cut_verbs() -> list[Verb]:
    return [
        Verb("cut.imported", "imported {title}", inverse=cuts.imported_back),
        Verb("cut.trashed", "moved the cut {title} to the trash", inverse=cuts.trashed_back),
        Verb("cut.restored", "restored the cut {title}", inverse=cuts.imported_back),
    ]
