"""Projects and members for tests, made by the services."""

from typing import Any

import factory

from accounts.tests.factories import UserFactory
from projects.defaults import template_of
from projects.models import Membership, Project, Role
from projects.services import ProjectInput, member_add, member_set_client, project_create


class ProjectFactory(factory.Factory):
    """`ProjectFactory(owner=ana, fps=Decimal("23.976"))`: a short film with its pipeline, unless told else."""

    class Meta:
        model = Project

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Project {n}")
    code = factory.Sequence(lambda n: f"prj{n}")
    template = "short"

    @classmethod
    def _create(cls, model_class: type[Project], *args: Any, **values: Any) -> Project:
        owner, template = values.pop("owner"), template_of(values.pop("template"))
        return project_create(actor=owner, given=ProjectInput(**values), template=template)


class MembershipFactory(factory.Factory):
    """`MembershipFactory(project=ark, user=ana, role=Role.VIEWER, is_client=True)`."""

    class Meta:
        model = Membership

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.CONTRIBUTOR

    @classmethod
    def _create(cls, model_class: type[Membership], *args: Any, **values: Any) -> Membership:
        project, user, role = values["project"], values["user"], values["role"]
        membership = member_add(actor=project.owner, project=project, username=user.username, role=role)
        if not values.get("is_client"):
            return membership
        return member_set_client(actor=project.owner, membership=membership, is_client=True)
