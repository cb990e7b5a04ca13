"""Copies of a set-up, and templates of the studio."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, User
from accounts.tests.factories import UserFactory
from core import clock
from core.errors import Forbidden, Missing, Refused
from projects.models import (
    AssetType,
    Membership,
    NamingRule,
    Project,
    ProjectUserObjectPermission,
    Role,
    StudioTemplate,
    TaskType,
)
from projects.services import (
    ProjectInput,
    member_set_approvals,
    project_copy,
    project_create,
    project_set_archived,
    template_create,
    template_remove,
    template_rename,
)
from projects.services.copies import setup_of
from projects.services.templates import setup_of_template
from projects.tests.factories import MembershipFactory, ProjectFactory

Cast = dict[str, User]
SignIn = Callable[[User], Client]
NEW = {
    "name": "Second",
    "code": "second",
    "fps": "24",
    "resolution": "1920x1080",
    "first_frame": "1001",
    "handles": "8",
}


def local_type(project: Project, name: str = "Miniatures") -> TaskType:
    """A task type of the project's own, which Comp waits for."""
    department = Department.objects.order_by("pk")[0]
    row = TaskType.objects.create(
        project=project, name=name, name_key=name.lower(), short_name="MIN", department=department, for_shots=True
    )
    line = project.pipeline_task_types.create(task_type=row, order=99, is_automatic=False)
    project.pipeline_task_types.get(task_type__short_name="CMP").prerequisites.add(line)
    return row


def copy(actor: User, source: Project, *, with_members: bool = False) -> Project:
    given = ProjectInput(name="Second", code="second")
    return project_copy(actor=actor, given=given, source=source, with_members=with_members)


def plain(project: Project) -> dict[str, Any]:
    """The set-up without the ids of rows, of which local ones differ."""
    content = setup_of(project).content
    return {
        name: [{key: kept for key, kept in row.items() if key != "id"} for row in value] if name != "figures" else value
        for name, value in content.items()
        if isinstance(value, list | dict)
    }


def test_a_copy_has_the_same_pipeline_and_rows_of_its_own(cast: Cast, project: Project) -> None:
    row = local_type(project)
    NamingRule.objects.create(project=project, kind="shot", pattern="SH####", first=10, step=10)
    project.pipeline_statuses.filter(status__short_name="WIP").update(colour="teal")
    made = copy(cast["contributor"], project)
    assert plain(made) == plain(project)
    assert made.pipeline_task_types.get(task_type__name="Miniatures").task_type != row
    comp = made.pipeline_task_types.get(task_type__short_name="CMP")
    assert [line.project for line in comp.prerequisites.all()] == [made]


def test_a_copy_takes_members_along_only_when_asked(cast: Cast, project: Project) -> None:
    member = project.memberships.get(user=cast["contributor"])
    member_set_approvals(actor=cast["owner"], membership=member, approves_all=True)
    given = ProjectInput(name="Third", code="third")
    alone = project_copy(actor=cast["owner"], given=given, source=project, with_members=False)
    made = copy(cast["owner"], project, with_members=True)
    assert alone.memberships.count() == 1
    kept = {row.user_id: (row.role, row.is_client, row.approves_all) for row in project.memberships.all()}
    assert {row.user_id: (row.role, row.is_client, row.approves_all) for row in made.memberships.all()} == kept
    grants = [
        set(ProjectUserObjectPermission.objects.filter(content_object=row).values_list("user", "permission"))
        for row in (project, made)
    ]
    assert grants[0] == grants[1]


def test_nobody_copies_what_he_does_not_see(cast: Cast, other: Project, sign_in: SignIn) -> None:
    with pytest.raises(Missing):
        copy(cast["owner"], other)
    response = sign_in(cast["owner"]).post("/projects/new/", NEW | {"template": "copy", "source": other.code})
    assert response.status_code == 422
    assert "CANARY" not in response.content.decode()


def test_a_project_is_made_as_another_one_on_the_page(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["viewer"])
    Project.objects.filter(pk=project.pk).update(fps="23.976", width=4096, height=2048, kind="game")
    opened = client.get("/projects/new/", {"template": "copy", "source": "ark"}).context["form"]
    assert (str(opened["fps"].value()), opened["resolution"].value()) == ("23.976", "4096x2048")
    data = NEW | {"template": "copy", "source": "ark", "with_members": "on", "fps": "23.976"}
    assert client.post("/projects/new/", data).status_code == 302
    made = Project.objects.get(code="second")
    assert (made.owner, made.kind, made.fps_text) == (cast["viewer"], "game", "23.976")
    assert made.memberships.count() == project.memberships.count()


@pytest.mark.parametrize(
    "data", [{"template": "copy"}, {"template": "own-999"}, {"template": "own-x"}, {"template": ""}, {"template": "\0"}]
)
def test_a_set_up_that_is_not_there_is_said_at_the_field(
    cast: Cast, project: Project, sign_in: SignIn, data: dict[str, str]
) -> None:
    client = sign_in(cast["owner"])
    assert client.post("/projects/new/", NEW | data).status_code == 422
    assert client.get("/projects/new/", data | {"source": "nothing"}).status_code == 200
    assert Project.objects.count() == 1


def test_pressing_twice_copies_once(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    data = NEW | {"template": "copy", "source": "ark", "submit_id": "6a2f41a3-c54c-4ce8-bd94-5f0a1b6d1d00"}
    assert [client.post("/projects/new/", data)["Location"] for _ in range(2)] == ["/projects/second/"] * 2


def test_a_template_survives_renamed_and_removed_rows(cast: Cast, project: Project) -> None:
    template = template_create(actor=cast["owner"], project=project, name="Ours")
    TaskType.objects.studio().filter(short_name="LAY").update(name="Previs", name_key="previs")
    TaskType.objects.studio().filter(short_name="FX").update(trashed_at=clock.now())
    AssetType.objects.studio().filter(name="Prop").update(trashed_at=clock.now())
    given = ProjectInput(name="Second", code="second")
    made = project_create(actor=cast["viewer"], given=given, template=setup_of_template(template))
    rows = [line.task_type for line in made.pipeline_task_types.select_related("task_type")]
    assert [row.name for row in rows][:3] == ["Previs", "Animation", "Effects"]
    assert [row.project_id for row in rows if row.name == "Effects"] == [made.pk]
    assert made.pipeline_asset_types.filter(asset_type__name="Prop", asset_type__project=made).exists()


def test_a_template_is_chosen_by_everybody_on_the_page(cast: Cast, project: Project, sign_in: SignIn) -> None:
    template = template_create(actor=cast["owner"], project=project, name="<b>Ours</b> 🎬")
    client = sign_in(cast["stranger"])
    assert "&lt;b&gt;Ours" in client.get("/projects/new/").content.decode()
    assert client.post("/projects/new/", NEW | {"template": f"own-{template.pk}"}).status_code == 302
    assert plain(Project.objects.get(code="second")) == plain(project)


def test_who_made_a_template_and_administrators_change_it(cast: Cast, project: Project, sign_in: SignIn) -> None:
    with pytest.raises(Forbidden):
        template_create(actor=cast["contributor"], project=project, name="Mine")
    template = template_create(actor=cast["owner"], project=project, name="Ours")
    with pytest.raises(Forbidden):
        template_rename(actor=cast["contributor"], template=template, name="Theirs")
    with pytest.raises(Forbidden):
        template_remove(actor=cast["viewer"], template=template)
    page = sign_in(cast["viewer"]).get("/project-templates/").content.decode()
    assert "Ours" in page and "/remove/" not in page
    template_remove(actor=cast["administrator"], template=template)
    assert not StudioTemplate.objects.visible_to(cast["owner"]).exists()


def test_two_templates_have_two_names(cast: Cast, project: Project, sign_in: SignIn) -> None:
    template_create(actor=cast["owner"], project=project, name="Ours")
    second = template_create(actor=cast["owner"], project=project, name="Others")
    with pytest.raises(Refused):
        template_rename(actor=cast["owner"], template=second, name="OURS")
    client = sign_in(cast["owner"])
    refused = client.post("/projects/ark/template/", {"name": "ours"})
    assert (refused.status_code, "already" in refused.content.decode()) == (422, True)
    assert client.post(f"/project-templates/{second.pk}/rename/", {"name": ""}).status_code == 422


def test_an_archived_project_can_still_be_a_model(cast: Cast, project: Project) -> None:
    project = project_set_archived(actor=cast["owner"], project=project, is_archived=True)
    assert template_create(actor=cast["owner"], project=project, name="Ours").pk
    assert copy(cast["owner"], project).status == "active"


def test_the_page_costs_the_same_for_more_projects_and_templates(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    template_create(actor=cast["owner"], project=project, name="Ours")
    client.get("/projects/new/")
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/projects/new/")
            client.get("/project-templates/")
        counts.append(len(queries))
        for more in range(10 * (1 - number)):
            ProjectFactory(owner=cast["owner"])
            template_create(actor=cast["owner"], project=project, name=f"T{more}")
    assert counts[0] == counts[1]


def test_copied_members_are_read_by_page_not_by_row(cast: Cast, project: Project) -> None:
    for number in range(3):
        MembershipFactory(project=project, user=UserFactory(username=f"more{number}"), role=Role.VIEWER)
    made = copy(cast["owner"], project, with_members=True)
    assert Membership.objects.filter(project=made).count() == Membership.objects.filter(project=project).count()
