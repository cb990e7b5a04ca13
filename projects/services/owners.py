"""Whose project it is: the one owner among its owners under whose name it stands."""

from collections.abc import Sequence

from accounts.models import User
from core.errors import Conflict
from events.models import Event
from events.registry import Verb
from events.services import change_set, record

from ..models import Membership, Project, Role
from ..permissions import require
from ..roles import MEMBERS


def owner_write(*, actor: User, project: Project, owner: User) -> None:
    """Put the project under another owner's name. Refused where that person has one of the same name."""
    require(actor, MEMBERS, project)
    with change_set(actor=actor, label=f"Hand over {project.name}", project_id=project.pk):
        row = Project.objects.locked().select_related("owner").get(pk=project.pk)
        if row.owner_id == owner.pk:
            return
        if Project.objects.present().filter(owner=owner, name_key=row.name_key).exists():
            raise Conflict(
                f"{owner.display_name} has a project called {row.name} already; rename one of the two first.",
                field="owner",
            )
        if not Membership.objects.filter(project=row, user=owner, role=Role.OWNER).exists():
            # An undo may name somebody who has left since.
            raise Conflict(f"{owner.display_name} is no owner of {row.name} any more.", field="owner")
        before, row.owner = row.owner, owner
        row.rev += 1
        row.save(update_fields=["owner", "rev"])
        project.owner = owner
        record(
            "project.handed_over",
            on=row,
            before={"owner": before.pk},
            after={"owner": owner.pk},
            title=row.name,
            project_id=row.pk,
            shown={"owner": [before.display_name, owner.display_name]},
        )


def owner_step_back(*, actor: User, membership: Membership) -> None:
    """Whose name the project bears is about to be no owner any more: the longest-standing other owner takes over."""
    require(actor, MEMBERS, membership.project)
    others = Membership.objects.filter(project=membership.project_id, role=Role.OWNER).exclude(pk=membership.pk)
    heir = others.select_related("user").order_by("joined_at", "pk").first()
    if heir is not None and membership.project.owner_id == membership.user_id:
        owner_write(actor=actor, project=membership.project, owner=heir.user)


def undo_handed_over(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        project = Project.objects.get(pk=event.target_id)
        owner_write(actor=actor, project=project, owner=User.objects.get(pk=event.before["owner"]))


VERBS = (Verb("project.handed_over", "handed {title} over", inverse=undo_handed_over),)
