"""What is made and tracked: entities (shots, assets, sequences, episodes), their tasks, and the cuts they come from."""

from .cut import Cut, CutItem
from .entity import Asset, Entity, Episode, Kind, Sequence, Shot
from .task import Assignment, Priority, Task

__all__ = [
    "Asset",
    "Assignment",
    "Cut",
    "CutItem",
    "Entity",
    "Episode",
    "Kind",
    "Priority",
    "Sequence",
    "Shot",
    "Task",
]
