"""Projects: dashboard, team, archive, copies, templates, hand-over."""

from typing import Any

from accounts.models import Department
from projects.models import Role, StudioTemplate
from projects.services import (
    favourite_set,
    member_set_approvals,
    member_set_client,
    member_set_departments,
    member_set_role,
    project_hand_over,
    template_create,
    template_remove,
    template_rename,
    template_restore,
)

from ..stage import Act, Stage


def _star(stage: Stage, *, is_favourite: bool = True) -> None:
    favourite_set(actor=stage.owner, project=stage.project, is_favourite=is_favourite)


def _template(stage: Stage) -> StudioTemplate:
    template = template_create(actor=stage.owner, project=stage.project, name="Ours")
    held: StudioTemplate = stage.keep("template", template)
    return held


def _removed(stage: Stage) -> None:
    template_remove(actor=stage.owner, template=_template(stage))


def _fresh(stage: Stage) -> Any:
    return StudioTemplate.objects.get(pk=stage.extra["template"].pk)


def _departments() -> list[Department]:
    return list(Department.objects.order_by("pk")[:2])


ACTS: dict[str, Act] = {
    "favourite.added": Act(_star),
    "favourite.removed": Act(lambda s: _star(s, is_favourite=False), prepare=_star),
    "project.handed_over": Act(
        lambda s: project_hand_over(actor=s.owner, project=s.project, owner=s.contributor, stays_as=Role.OWNER)
    ),
    "template.created": Act(_template),
    "template.renamed": Act(
        lambda s: template_rename(actor=s.owner, template=_fresh(s), name="Theirs"), prepare=_template
    ),
    "template.removed": Act(lambda s: template_remove(actor=s.owner, template=_fresh(s)), prepare=_template),
    "template.restored": Act(lambda s: template_restore(actor=s.owner, template=_fresh(s)), prepare=_removed),
    "member.departments_changed": Act(
        lambda s: member_set_departments(actor=s.owner, membership=s.member, departments=_departments())
    ),
    "member.approvals_changed": Act(
        lambda s: member_set_approvals(
            actor=s.owner, membership=s.member, approves_all=False, departments=_departments()
        ),
        prepare=lambda s: member_set_approvals(actor=s.owner, membership=s.member, approves_all=True),
    ),
    "member.client_changed": Act(
        lambda s: member_set_client(actor=s.owner, membership=s.member, is_client=True),
        prepare=lambda s: member_set_role(actor=s.owner, membership=s.member, role=Role.VIEWER),
    ),
}
