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
from .naming import NamingRule
from .project import (
    Favourite,
    Membership,
    Milestone,
    Project,
    ProjectGroupObjectPermission,
    ProjectKind,
    ProjectStatus,
    ProjectUserObjectPermission,
    Role,
)
from .template import StudioTemplate

__all__ = [
    "AssetType",
    "Category",
    "Favourite",
    "Membership",
    "Milestone",
    "NamingRule",
    "PipelineAssetType",
    "PipelineStatus",
    "PipelineTaskType",
    "Project",
    "ProjectGroupObjectPermission",
    "ProjectKind",
    "ProjectStatus",
    "ProjectUserObjectPermission",
    "Role",
    "StudioTemplate",
    "TaskStatus",
    "TaskType",
]
