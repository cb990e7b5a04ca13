"""Who gets what from every address: the table that tests/test_permission_matrix.py holds the pages to.

One line a route: its answers to GET and to a valid POST (sent without htmx, so that success is a redirect), for
anonymous, stranger, viewer, contributor, owner, administrator. A route without a line fails. The wings beside bring
theirs in `tests/wings/`.
"""

from .roles import (
    AUTHOR,
    AUTHOR_DOES,
    AWAY,
    CONTRIBUTOR_DOES,
    EDIT,
    MANAGE,
    NEVER,
    NO,
    ONLY_AWAY,
    OWNER_DOES,
    PUBLIC,
    READ,
    READ_AWAY,
    SIGN_OUT,
    SIGNED_IN,
    SIGNED_IN_DOES,
    Answers,
)
from .wings import WINGS

_SPINE: dict[str, tuple[Answers, Answers]] = {
    # Accounts
    "accounts:welcome": (AWAY, AWAY),
    "accounts:profile": (SIGNED_IN, SIGNED_IN_DOES),
    "accounts:theme-set": (NO, SIGNED_IN_DOES),
    "accounts:density-set": (NO, SIGNED_IN_DOES),
    "account_login": (ONLY_AWAY, ONLY_AWAY),
    "account_logout": (SIGN_OUT, AWAY),
    "account_signup": (ONLY_AWAY, ONLY_AWAY),
    "account_inactive": (PUBLIC, NEVER),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_password_forgotten": (PUBLIC, NEVER),
    # Files
    "files:stored-file": (READ, NO),
    # Projects
    "desk:project-list": (SIGNED_IN, NO),
    "desk:project-overview": (READ, NO),
    "projects:project-create": (SIGNED_IN, SIGNED_IN_DOES),
    "projects:project-code-suggest": (SIGNED_IN, NO),
    "projects:project-update": (MANAGE, OWNER_DOES),
    "projects:project-set-thumbnail": (NO, OWNER_DOES),
    "projects:project-trash": (NO, OWNER_DOES),
    "projects:project-trash-list": (SIGNED_IN, NO),
    # Who may not bring it back does not see it in the trash.
    "projects:project-restore": (NO, (302, 404, 404, 404, 302, 302)),
    "projects:member-list": (READ, NO),
    "projects:member-add": (NO, OWNER_DOES),
    "projects:member-set-role": (NO, OWNER_DOES),
    # The membership is the contributor's: people leave by themselves.
    "projects:member-remove": (NO, CONTRIBUTOR_DOES),
    "projects:member-join": (SIGNED_IN, SIGNED_IN_DOES),
    "projects:share-code-renew": (NO, OWNER_DOES),
    "projects:share-code-stop": (NO, OWNER_DOES),
    # Shots and assets
    "shots:shot-list": (READ, NO),
    "shots:shot-sums": (READ, NO),
    "shots:asset-list": (READ, NO),
    "shots:asset-sums": (READ, NO),
    "shots:entity-row": (READ, NO),
    "desk:shot-detail": (READ, NO),
    "desk:asset-detail": (READ, NO),
    "shots:shot-create": (EDIT, CONTRIBUTOR_DOES),
    "shots:asset-create": (EDIT, CONTRIBUTOR_DOES),
    "shots:entity-update": (EDIT, CONTRIBUTOR_DOES),
    "shots:entity-omit": (NO, CONTRIBUTOR_DOES),
    "shots:entity-trash": (NO, CONTRIBUTOR_DOES),
    # Cuts
    "shots:cut-list": (READ, NO),
    "shots:cut-detail": (READ, NO),
    "shots:cut-trash": (NO, CONTRIBUTOR_DOES),
    "shots:cut-import": (EDIT, CONTRIBUTOR_DOES),
    "shots:cut-check": (EDIT, CONTRIBUTOR_DOES),
    "shots:cut-preview": (NO, EDIT),
    "shots:project-from-cut": (SIGNED_IN, SIGNED_IN_DOES),
    "shots:project-from-cut-check": (SIGNED_IN, SIGNED_IN_DOES),
    "shots:project-from-cut-preview": (NO, SIGNED_IN),
    # Tasks
    "desk:task-row": (READ_AWAY, NO),
    "desk:my-tasks": (SIGNED_IN, NO),
    "desk:my-task": (AWAY, NO),
    "shots:task-status-menu": (READ, NO),
    "shots:task-set-status": (NO, CONTRIBUTOR_DOES),
    "shots:task-assignee-menu": (READ, NO),
    "shots:task-assign": (NO, CONTRIBUTOR_DOES),
    "shots:task-update": (NO, CONTRIBUTOR_DOES),
    "shots:task-create": (EDIT, CONTRIBUTOR_DOES),
    "shots:task-trash": (NO, CONTRIBUTOR_DOES),
    # Notes: the note is the owner's, so nobody else edits it
    "notes:thread": (READ_AWAY, NO),
    "notes:mention-list": (READ, NO),
    "notes:note-create": (NO, CONTRIBUTOR_DOES),
    "notes:note-update": (AUTHOR, AUTHOR_DOES),
    "notes:note-trash": (NO, OWNER_DOES),
    "notes:note-set-state": (EDIT, CONTRIBUTOR_DOES),
    # Activity
    "activity:project-history": (READ, NO),
    "activity:entity-history": (READ, NO),
    "activity:feed": (READ_AWAY, NO),
    # The act is the owner's note. Who may not remove it is led back to the page, which says why.
    "activity:change-set-undo": (NO, (302, 404, 302, 302, 302, 302)),
    "activity:undo-last": (NO, SIGNED_IN_DOES),
    "activity:redo-last": (NO, SIGNED_IN_DOES),
}
MATRIX = _SPINE | {name: line for wing in WINGS for name, line in wing.MATRIX.items()}

# Where signed-in people are led to the sign-in page too.
LEADS_OUT = {"accounts:welcome", "accounts:invitation", "account_logout"}
# allauth asks for the password again before what needs it; nothing here does yet.
UNLINKED = {"account_reauthenticate"}
