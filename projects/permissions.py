"""The one door to guardian: what a person may do in a project, and writing that down."""

from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import QuerySet

from accounts.models import User
from core.errors import Conflict, Forbidden, Missing

from . import roles
from .models import Membership, Project, ProjectUserObjectPermission

_REFUSALS = {
    roles.EDIT: "You can look at {project}, not change it; ask an owner to make you a contributor.",
    roles.SET_STATUS: "You can look at {project}, not set statuses; ask an owner to make you a contributor.",
    roles.NOTE: "You can read the notes of {project}, not write any; ask an owner.",
    roles.MANAGE: "Only owners change {project} itself.",
    roles.MEMBERS: "Only owners change the members of {project}.",
    roles.DELETE: "Only owners move {project} to the trash.",
}


def grants_in(user: User | AnonymousUser, project: Project) -> frozenset[str]:
    """Everything the person may do in the project, in one query; empty when the person does not see it."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return roles.ALL_GRANTS
    return frozenset(
        ProjectUserObjectPermission.objects.filter(user=user, content_object=project).values_list(
            "permission__codename", flat=True
        )
    )


def require(actor: User | AnonymousUser, grant: str, project: Project) -> None:
    """The first statement of every service: unseen is 404, seen but forbidden is 403, archived is 409."""
    grants = grants_in(actor, project)
    if roles.VIEW not in grants:
        raise Missing("There is no such project.")
    if grant not in grants:
        raise Forbidden(_REFUSALS.get(grant, "You may not do this in {project}.").format(project=project.name))
    if project.is_read_only and grant not in {roles.VIEW, roles.MANAGE, roles.DELETE}:
        raise Conflict(f"{project.name} is archived, so it is read-only; an owner can make it active again.")


def write_grants(*, user: User, project: Project, role: str | None) -> None:
    """Make the person's grants in the project exactly those of the role; None takes all away."""
    wanted = roles.grants_of_role(role, viewers_may_note=project.viewers_may_note) if role else frozenset[str]()
    held = ProjectUserObjectPermission.objects.filter(user=user, content_object=project)
    held.exclude(permission__codename__in=wanted).delete()
    missing = wanted - set(held.values_list("permission__codename", flat=True))
    ProjectUserObjectPermission.objects.bulk_create(
        ProjectUserObjectPermission(user=user, content_object=project, permission=permission)
        for permission in _permissions().filter(codename__in=missing)
    )


def _permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="projects", content_type__model="project")


def may_approve(user: User, project: Project, department_id: int) -> bool:
    """Whether the person may set statuses that are closed to artists, for tasks of the department."""
    if roles.MANAGE in grants_in(user, project):
        return True
    membership = Membership.objects.filter(project=project, user=user).first()
    if membership is None:
        return False
    return membership.approves_all or membership.approves.filter(pk=department_id).exists()
