"""docs/roles.md says what projects/roles.py decides. Write it anew: TRACKTOR_WRITE_DOCS=1 run.py test -k roles_page."""

import os

from projects.models import Role
from projects.permissions import _REFUSALS as REFUSALS
from projects.roles import GRANTS

from .tree import ROOT

PAGE = ROOT / "docs" / "roles.md"
SAYS = {
    "view_project": "See the project, its shots, tasks, history and members",
    "edit_production": "Make, edit, omit, trash and restore shots, assets, tasks and cuts; assign people",
    "set_statuses": "Set statuses (those closed to artists: owners and who approves the department)",
    "write_notes": "Write notes",
    "publish_versions": "Publish versions",
    "manage_project": "Edit the project and its pipeline, archive it",
    "manage_members": "Add, change and remove members; open and close the share code",
    "delete_project": "Move the project to the trash and bring it back",
}
HEAD = """# Roles

Who may do what in a project. This page is made from `projects/roles.py`; change that, not this.

A person has one role in a project. Who is in no role of it does not learn that the project exists (404); who sees
it but may not do something is told so (403). Studio administrators may do everything everywhere. In an archived
project everything is read-only until an owner makes it active again.
"""
TAIL = """
- **Viewers** write notes where the project's settings say so. A viewer who is a **client** reads only the notes and
  history that are meant for clients.
- **Who joins by a share code** becomes a contributor. Everybody may leave; the last owner may not.
- **Approving**: a member may be given departments to approve; then also the statuses that are closed to artists can
  be set on their tasks.
- **The author** alone edits a note; the author and owners remove it.
"""


def roles_page() -> str:
    roles = list(Role)
    lines = [
        "| | " + " | ".join(str(role.label) for role in roles) + " |",
        "|---|" + "---|" * len(roles),
        *(
            f"| {text} | " + " | ".join("yes" if grant in GRANTS[role] else "" for role in roles) + " |"
            for grant, text in SAYS.items()
        ),
    ]
    return f"{HEAD}\n" + "\n".join(lines) + f"\n{TAIL}"


def test_the_page_is_the_table() -> None:
    assert set(SAYS) == set().union(*GRANTS.values())
    if os.environ.get("TRACKTOR_WRITE_DOCS"):
        PAGE.write_text(roles_page(), "utf-8")
    assert PAGE.read_text("utf-8") == roles_page()


def test_every_grant_but_seeing_has_a_sentence_for_its_refusal() -> None:
    assert set(SAYS) - set(REFUSALS) <= {"view_project", "publish_versions"}
