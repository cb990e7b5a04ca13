"""The write door of shots: entities, tasks and cuts."""

from .bulk_tasks import tasks_add, tasks_remove, tasks_restore, tasks_trash
from .casting import casting_set, castings_add, castings_remove
from .copies import CopyInput, entities_copy
from .cuts import CutInput, cut_import
from .entities import (
    AssetInput,
    ShotInput,
    asset_create,
    entity_set_omitted,
    entity_set_thumbnail,
    entity_update,
    shot_create,
    shots_create_by_pattern,
)
from .groups import GroupInput, episode_ensure, group_create, sequence_ensure
from .insert import EntitySpec
from .moves import entities_move, entity_reorder
from .statuses import settable_statuses, task_set_status, tasks_set_status
from .tasks import task_assign, task_create, task_note_added, task_restore, task_trash, task_update
from .trash import entity_restore, entity_trash

__all__ = [
    "AssetInput",
    "CopyInput",
    "CutInput",
    "EntitySpec",
    "GroupInput",
    "ShotInput",
    "asset_create",
    "casting_set",
    "castings_add",
    "castings_remove",
    "cut_import",
    "entities_copy",
    "entities_move",
    "entity_reorder",
    "entity_restore",
    "entity_set_omitted",
    "entity_set_thumbnail",
    "entity_trash",
    "entity_update",
    "episode_ensure",
    "group_create",
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
    "tasks_add",
    "tasks_remove",
    "tasks_restore",
    "tasks_set_status",
    "tasks_trash",
]
