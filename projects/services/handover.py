"""Handing a project over: another owner, and what becomes of the one before."""

from accounts.models import User
from core.errors import Refused
from events.services import change_set

from ..models import Membership, Project, Role
from ..permissions import require
from ..roles import MEMBERS
from .members import member_remove, member_set_role
from .owners import owner_write

# What becomes of the owner before.
STAYS = {
    Role.OWNER.value: "Stays an owner",
    Role.CONTRIBUTOR.value: "Becomes a contributor",
    "leaves": "Leaves the project",
}


def project_hand_over(*, actor: User, project: Project, owner: User, stays_as: str) -> Project:
    """Make a member the owner under whose name the project stands; STAYS says what the one before becomes.

    Refused: nobody but members takes over, a name that the new owner uses already. The order of the three writes
    matters: whoever takes the act back, or does it again, is an owner at each step.
    """
    require(actor, MEMBERS, project)
    if stays_as not in STAYS:
        raise Refused("Choose what becomes of the owner.", field="stays_as")
    if owner.pk == project.owner_id:
        raise Refused(f"{owner.display_name} owns {project.name} already.", field="owner")
    with change_set(actor=actor, label=f"Hand over {project.name} to {owner.display_name}", project_id=project.pk):
        _promote(actor, project, owner)
        before = Membership.objects.filter(project=project, user=project.owner_id).select_related("user").first()
        owner_write(actor=actor, project=project, owner=owner)
        if before is None or stays_as == Role.OWNER:
            return project
        before.project = project
        if stays_as == Role.CONTRIBUTOR:
            member_set_role(actor=actor, membership=before, role=Role.CONTRIBUTOR)
        else:
            member_remove(actor=actor, membership=before)
    return project


def _promote(actor: User, project: Project, owner: User) -> None:
    held = Membership.objects.filter(project=project, user=owner, user__is_active=True)
    membership = held.select_related("user", "project").first()
    if membership is None:
        raise Refused(f"{owner.display_name} is no active member; add the person first.", field="owner")
    if membership.role != Role.OWNER:
        member_set_role(actor=actor, membership=membership, role=Role.OWNER)
