"""The write door of projects: projects themselves, their members, catalogue and pipeline."""

from .catalogue import pipeline_apply_template, studio_catalogue_ensure
from .copies import SetUp, members_copy, pipeline_apply_setup
from .favourites import favourite_set
from .handover import project_hand_over
from .member_facts import (
    MemberInput,
    member_set_approvals,
    member_set_client,
    member_set_departments,
    member_update,
)
from .members import (
    member_add,
    member_join,
    member_remove,
    member_set_role,
    members_add,
    share_code_renew,
    share_code_stop,
)
from .projects import (
    ProjectInput,
    project_copy,
    project_create,
    project_restore,
    project_set_archived,
    project_set_thumbnail,
    project_trash,
    project_update,
    project_upload_thumbnail,
)
from .templates import template_create, template_remove, template_rename, template_restore

__all__ = [
    "MemberInput",
    "ProjectInput",
    "SetUp",
    "favourite_set",
    "member_add",
    "member_join",
    "member_remove",
    "member_set_approvals",
    "member_set_client",
    "member_set_departments",
    "member_set_role",
    "member_update",
    "members_add",
    "members_copy",
    "pipeline_apply_setup",
    "pipeline_apply_template",
    "project_copy",
    "project_create",
    "project_hand_over",
    "project_restore",
    "project_set_archived",
    "project_set_thumbnail",
    "project_trash",
    "project_update",
    "project_upload_thumbnail",
    "share_code_renew",
    "share_code_stop",
    "studio_catalogue_ensure",
    "template_create",
    "template_remove",
    "template_rename",
    "template_restore",
]
