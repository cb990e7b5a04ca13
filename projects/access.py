"""Opening a project for a page: seen or 404, and what the person may do there, asked once a request."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from core.http import UserRequest

from . import roles
from .models import Membership, Project
from .permissions import grants_in


@dataclass(frozen=True)
class Access:
    """A project as one person sees it. `may_*` are False in an archived project, which is read-only."""

    project: Project
    grants: frozenset[str]
    membership: Membership | None

    def may(self, grant: str) -> bool:
        return grant in self.grants and not self.project.is_read_only

    @property
    def may_edit(self) -> bool:
        return self.may(roles.EDIT)

    @property
    def may_set_status(self) -> bool:
        return self.may(roles.SET_STATUS)

    @property
    def may_note(self) -> bool:
        return self.may(roles.NOTE)

    @property
    def may_publish(self) -> bool:
        return self.may(roles.PUBLISH)

    @property
    def may_manage(self) -> bool:
        """Owners may change an archived project, to make it active again."""
        return roles.MANAGE in self.grants

    @property
    def may_change_members(self) -> bool:
        return self.may(roles.MEMBERS)

    @property
    def is_client(self) -> bool:
        return self.membership is not None and self.membership.is_client

    @property
    def role_label(self) -> str:
        return self.membership.get_role_display() if self.membership else "Administrator"

    def context(self, nav: str, **more: Any) -> dict[str, Any]:
        """What the shell's templates need, and more."""
        return {"project": self.project, "access": self, "nav": nav} | more


def open_project(request: UserRequest, code: str) -> Access:
    """The project of the address, or 404 where the person does not see it."""
    user = request.user
    if "\0" in code:
        # PostgreSQL takes no NUL in a text, not even to look for it.
        raise Http404("There is no such project.")
    project = (
        Project.objects.visible_to(user).select_related("owner", "thumbnail").filter(code_key=code.casefold()).first()
    )
    if project is None:
        raise Http404("There is no such project.")
    membership = Membership.objects.filter(project=project, user=user).first()
    return Access(project, grants_in(user, project), membership)
