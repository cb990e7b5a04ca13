"""Writes about people, their log-ins, invitations and the studio."""

from .invitations import (
    InvitationInput,
    invitation_accept,
    invitation_create,
    invitation_of,
    invitation_restore,
    invitation_revoke,
)
from .password_links import password_link_create
from .people import (
    PROFILE_FIELDS,
    Person,
    clean_username,
    first_administrator_create,
    is_installation_empty,
    password_set,
    profile_update,
    user_create,
    user_set_departments,
)
from .security import security_changed
from .sessions import session_end, sessions_end_others
from .standing import (
    second_factor_remove,
    user_anonymise,
    user_deactivate,
    user_reactivate,
    user_set_administrator,
)
from .studio import StudioInput, studio_update

__all__ = [
    "PROFILE_FIELDS",
    "InvitationInput",
    "Person",
    "StudioInput",
    "clean_username",
    "first_administrator_create",
    "invitation_accept",
    "invitation_create",
    "invitation_of",
    "invitation_restore",
    "invitation_revoke",
    "is_installation_empty",
    "password_link_create",
    "password_set",
    "profile_update",
    "second_factor_remove",
    "security_changed",
    "session_end",
    "sessions_end_others",
    "studio_update",
    "user_anonymise",
    "user_create",
    "user_deactivate",
    "user_reactivate",
    "user_set_administrator",
    "user_set_departments",
]
