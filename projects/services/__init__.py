"""The write door of projects: projects themselves, their members, catalogue and pipeline."""

from .catalogue import pipeline_apply_template, studio_catalogue_ensure
from .favourites import favourite_set
from .members import (
    member_add,
    member_join,
    member_remove,
    member_set_role,
    share_code_renew,
    share_code_stop,
)
from .projects import (
    ProjectInput,
    project_create,
    project_restore,
    project_set_thumbnail,
    project_trash,
    project_update,
    project_upload_thumbnail,
)

__all__ = [
    "ProjectInput",
    "favourite_set",
    "member_add",
    "member_join",
    "member_remove",
    "member_set_role",
    "pipeline_apply_template",
    "project_create",
    "project_restore",
    "project_set_thumbnail",
    "project_trash",
    "project_update",
    "project_upload_thumbnail",
    "share_code_renew",
    "share_code_stop",
    "studio_catalogue_ensure",
]
