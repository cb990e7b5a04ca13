"""What each role may do: the one table. docs/roles.md is made from it."""

from .models import Role

VIEW = "view_project"
EDIT = "edit_production"
SET_STATUS = "set_statuses"
NOTE = "write_notes"
PUBLISH = "publish_versions"
MANAGE = "manage_project"
MEMBERS = "manage_members"
DELETE = "delete_project"

GRANTS: dict[str, frozenset[str]] = {
    Role.OWNER: frozenset({VIEW, EDIT, SET_STATUS, NOTE, PUBLISH, MANAGE, MEMBERS, DELETE}),
    Role.CONTRIBUTOR: frozenset({VIEW, EDIT, SET_STATUS, NOTE, PUBLISH}),
    Role.VIEWER: frozenset({VIEW}),
}
ALL_GRANTS = GRANTS[Role.OWNER]


def grants_of_role(role: str, *, viewers_may_note: bool) -> frozenset[str]:
    """The grants of a role in a project; viewers write notes only where the project says so."""
    grants = GRANTS[Role(role)]
    return grants | {NOTE} if role == Role.VIEWER and viewers_may_note else grants
