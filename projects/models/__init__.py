"""Projects, who belongs to them, and what a project's pipeline is made of."""

from .catalogue import (
    AssetType,
    Category,
    PipelineAssetType,
    PipelineStatus,
    PipelineTaskType,
    TaskStatus,
    TaskType,
)
from .project import (
    Membership,
    Project,
    ProjectGroupObjectPermission,
    ProjectKind,
    ProjectStatus,
    ProjectUserObjectPermission,
    Role,
)

__all__ = [
    "AssetType",
    "Category",
    "Membership",
    "PipelineAssetType",
    "PipelineStatus",
    "PipelineTaskType",
    "Project",
    "ProjectGroupObjectPermission",
    "ProjectKind",
    "ProjectStatus",
    "ProjectUserObjectPermission",
    "Role",
    "TaskStatus",
    "TaskType",
]
