"""Where an invitation of the studio leads, beside the account: into a project, with a role."""

from accounts.models import User
from core.errors import Refused

from .models import Membership, Project, Role
from .permissions import require
from .roles import MEMBERS
from .services import member_add


class ProjectDestination:
    """What `accounts.hooks` asks of projects, which stand above it."""

    def choices(self, inviter: User) -> list[tuple[int, str]]:
        rows = Project.objects.visible_to(inviter).order_by("name_key")
        return list(rows.values_list("pk", "name"))

    def roles(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Role.choices]

    def check(self, inviter: User, project_id: int, role: str) -> None:
        if role not in Role.values:
            raise Refused("Choose a role of the list.", field="role")
        project = Project.objects.visible_to(inviter).filter(pk=project_id).first()
        if project is None:
            raise Refused("Choose a project of the list.", field="project")
        require(inviter, MEMBERS, project)

    def name(self, project_id: int) -> str:
        return Project.objects.present().filter(pk=project_id).values_list("name", flat=True).first() or ""

    def enter(self, inviter: User, user: User, project_id: int, role: str) -> str:
        """With the rights of who invited. A project that is gone or archived keeps nobody out of the studio."""
        project = Project.objects.present().filter(pk=project_id).first()
        if project is None or project.is_read_only:
            return ""
        if not Membership.objects.filter(project=project, user=user).exists():
            member_add(actor=inviter, project=project, username=user.username, role=role)
        return project.get_absolute_url()
