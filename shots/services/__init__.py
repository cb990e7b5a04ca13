"""The write door of shots: entities, tasks and cuts."""

from .cuts import CutInput, cut_import
from .entities import (
    AssetInput,
    ShotInput,
    asset_create,
    entity_set_omitted,
    entity_set_thumbnail,
    entity_update,
    sequence_ensure,
    shot_create,
    shots_create_by_pattern,
)
from .insert import EntitySpec
from .statuses import settable_statuses, task_set_status, tasks_set_status
from .tasks import task_assign, task_create, task_note_added, task_restore, task_trash, task_update
from .trash import entity_restore, entity_trash

__all__ = [
    "AssetInput",
    "CutInput",
    "EntitySpec",
    "ShotInput",
    "asset_create",
    "cut_import",
    "entity_restore",
    "entity_set_omitted",
    "entity_set_thumbnail",
    "entity_trash",
    "entity_update",
    "sequence_ensure",
    "settable_statuses",
    "shot_create",
    "shots_create_by_pattern",
    "task_assign",
    "task_create",
    "task_note_added",
    "task_restore",
    "task_set_status",
    "task_trash",
    "task_update",
    "tasks_set_status",
]
