"""What is made and tracked: entities (shots, assets, sequences, episodes), what is cast in them, their tasks, versions,
and the cuts they come from."""

from .casting import Casting
from .cut import Cut, CutItem
from .entity import Asset, Entity, Episode, Kind, Sequence, Shot
from .task import Assignment, Priority, Task
from .version import Version, VersionFile, VersionStatus

__all__ = [
    "Asset",
    "Assignment",
    "Casting",
    "Cut",
    "CutItem",
    "Entity",
    "Episode",
    "Kind",
    "Priority",
    "Sequence",
    "Shot",
    "Task",
    "Version",
    "VersionFile",
    "VersionStatus",
]
