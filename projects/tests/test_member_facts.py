"""Departments, approvals, clients; several people added at once; the list found, filtered and sorted."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, User
from accounts.tests.factories import UserFactory
from core.errors import Conflict, Forbidden, Refused
from projects.models import Membership, Project, Role
from projects.permissions import may_approve
from projects.services import (
    member_remove,
    member_set_approvals,
    member_set_client,
    member_set_departments,
    member_set_role,
    members_add,
    project_set_archived,
)
from projects.tests.factories import MembershipFactory, ProjectFactory
from projects.tests.test_members import assert_grants_equal_roles
from projects.tests.undo import take_back

Cast = dict[str, User]
SignIn = Callable[[User], Client]
TEAM = "/projects/ark/members/"


def of(project: Project, user: User) -> Membership:
    return Membership.objects.select_related("project", "user").get(project=project, user=user)


def departments(*names: str) -> list[Department]:
    return list(Department.objects.filter(short_name__in=names))


def names(response: object) -> list[str]:
    return [row.user.username for row in response.context["team"].members]  # type: ignore[attr-defined]


def test_approving_is_for_everything_or_some_departments(cast: Cast, project: Project) -> None:
    member, (lighting,) = of(project, cast["contributor"]), departments("LGT")
    member_set_approvals(actor=cast["owner"], membership=member, approves_all=False, departments=[lighting])
    comp = departments("CMP")[0].pk
    assert may_approve(cast["contributor"], project, lighting.pk)
    assert not may_approve(cast["contributor"], project, comp)
    member_set_approvals(actor=cast["owner"], membership=member, approves_all=True)
    assert may_approve(cast["contributor"], project, comp)
    assert take_back(cast["owner"]) == 204
    assert not may_approve(cast["contributor"], project, comp)
    assert_grants_equal_roles(project)


def test_a_client_is_one_from_the_first_moment(cast: Cast, project: Project, sign_in: SignIn) -> None:
    person = UserFactory(username="buyer", full_name="Bea Buyer")
    page = sign_in(cast["owner"]).post(f"{TEAM}add/", {"username": "@buyer", "role": "client"}, follow=True)
    assert "Bea Buyer added as client" in page.content.decode()
    assert (of(project, person).role, of(project, person).is_client) == (Role.VIEWER, True)
    take_back(cast["owner"])
    assert not Membership.objects.filter(project=project, user=person).exists()


def test_a_viewer_approves_nothing_and_a_contributor_is_no_client(cast: Cast, project: Project) -> None:
    with pytest.raises(Refused):
        member_set_approvals(actor=cast["owner"], membership=of(project, cast["viewer"]), approves_all=True)
    with pytest.raises(Refused):
        member_set_client(actor=cast["owner"], membership=of(project, cast["contributor"]), is_client=True)


def test_a_client_who_becomes_contributor_is_none_any_more(cast: Cast, project: Project) -> None:
    member_set_client(actor=cast["owner"], membership=of(project, cast["viewer"]), is_client=True)
    assert_grants_equal_roles(project)
    member_set_role(actor=cast["owner"], membership=of(project, cast["viewer"]), role=Role.CONTRIBUTOR)
    assert not of(project, cast["viewer"]).is_client
    assert take_back(cast["owner"]) == 204
    assert of(project, cast["viewer"]).is_client


@pytest.mark.parametrize("who", ["viewer", "contributor", "client"])
def test_only_owners_say_what_members_are(cast: Cast, project: Project, who: str) -> None:
    member = of(project, cast["contributor"])
    with pytest.raises(Forbidden):
        member_set_departments(actor=cast[who], membership=member, departments=departments("LGT"))
    with pytest.raises(Forbidden):
        member_set_approvals(actor=cast[who], membership=member, approves_all=True)
    with pytest.raises(Forbidden):
        member_set_client(actor=cast[who], membership=member, is_client=True)


def test_a_member_is_edited_in_one_act(cast: Cast, project: Project, sign_in: SignIn) -> None:
    member, (lighting,) = of(project, cast["contributor"]), departments("LGT")
    client, path = sign_in(cast["owner"]), f"{TEAM}{member.pk}/"
    assert "Works in" in client.get(path).content.decode()
    data = {"departments": [lighting.pk], "approves_what": "some", "approves": [lighting.pk]}
    assert client.post(path, data).status_code == 302
    page = client.get(TEAM).content.decode()
    assert "Approves Lighting" in page
    assert take_back(cast["owner"]) == 204
    assert "Approves Lighting" not in client.get(TEAM).content.decode()
    assert client.post(path, {"departments": [999_999]}).status_code == 422
    assert client.post(path, {"is_client": "on"}).status_code == 422
    assert sign_in(cast["stranger"]).get(path).status_code == 404


def test_a_pasted_list_adds_everybody_once(cast: Cast, project: Project, sign_in: SignIn) -> None:
    for number in range(4):
        UserFactory(username=f"more{number}", full_name=f"Mo Re{number}")
    ProjectFactory(owner=cast["owner"], name="Elsewhere", code="else")
    known = Project.objects.get(code="else")
    MembershipFactory(project=known, user=User.objects.get(username="more3"), role=Role.VIEWER)
    text = "@more0, MORE1\n more0;more2\tviewer\n mo re3 "
    response = sign_in(cast["owner"]).post(TEAM + "add/", {"username": text, "role": "viewer"})
    assert response.status_code == 302
    added = project.memberships.filter(user__username__startswith="more")
    assert {row.role for row in added} == {Role.VIEWER}
    assert added.count() == 4
    assert of(project, cast["viewer"]).role == Role.VIEWER
    assert_grants_equal_roles(project)
    assert take_back(cast["owner"]) == 204
    assert not project.memberships.filter(user__username__startswith="more").exists()


def test_one_unknown_name_adds_nobody_and_is_named(cast: Cast, project: Project) -> None:
    UserFactory(username="more0")
    with pytest.raises(Refused, match=r"Nobody here is called nobody\.here"):
        members_add(actor=cast["owner"], project=project, names=["more0", "nobody.here"], role="viewer")
    # By name only people whom one knows are found: a stranger's name tells nothing.
    with pytest.raises(Refused):
        members_add(actor=cast["owner"], project=project, names=[cast["stranger"].full_name], role="viewer")
    assert not project.memberships.filter(user__username="more0").exists()


def test_people_are_chosen_from_those_one_knows(cast: Cast, project: Project, sign_in: SignIn) -> None:
    known = ProjectFactory(owner=cast["owner"], name="Elsewhere")
    for number in range(2):
        MembershipFactory(project=known, user=UserFactory(username=f"more{number}"))
    client = sign_in(cast["owner"])
    assert 'value="more1"' in client.get(TEAM).content.decode()
    client.post(TEAM + "add/", {"known": ["more0", "more1"], "role": "contributor"})
    assert project.memberships.filter(user__username__startswith="more").count() == 2


def test_members_are_found_filtered_and_sorted(cast: Cast, project: Project, sign_in: SignIn) -> None:
    MembershipFactory(project=project, user=UserFactory(username="zoe", full_name="Zoë Ångström"))
    member = of(project, cast["contributor"])
    member_set_departments(actor=cast["owner"], membership=member, departments=departments("LGT"))
    client = sign_in(cast["viewer"])
    assert names(client.get(TEAM, {"q": "ÅNG zoe"})) == ["zoe"]
    assert names(client.get(TEAM, {"role": "client"})) == ["client"]
    assert names(client.get(TEAM, {"department": departments("LGT")[0].pk})) == ["contributor"]
    assert names(client.get(TEAM, {"sort": "name"})) == ["contributor", "client", "owner", "viewer", "zoe"]
    assert names(client.get(TEAM, {"sort": "joined"}))[0] == "zoe"
    assert "Nobody in the team is called" in client.get(TEAM, {"q": "<b>"}).content.decode()


@pytest.mark.parametrize("query", ["role=king", "department=x", f"department={2**70}", "sort=;", "page=-1", "q=%00"])
def test_a_strange_address_shows_the_team(cast: Cast, project: Project, sign_in: SignIn, query: str) -> None:
    assert len(names(sign_in(cast["owner"]).get(f"{TEAM}?{query}"))) in (0, 4)


def test_sixty_members_stand_on_a_page_and_cost_no_more(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    client.get(TEAM)
    with CaptureQueriesContext(connection) as few:
        client.get(TEAM)
    for number in range(60):
        member = MembershipFactory(project=project, user=UserFactory(username=f"more{number}"))
        member.approves.set(departments("LGT", "CMP"))
    with CaptureQueriesContext(connection) as many:
        response = client.get(TEAM)
    assert (len(names(response)), response.context["team"].total) == (60, 64)
    assert len(names(client.get(TEAM, {"page": 2}))) == 4
    assert len(few) == len(many)


def test_nobody_leaves_an_archived_project(cast: Cast, project: Project) -> None:
    project_set_archived(actor=cast["owner"], project=project, is_archived=True)
    with pytest.raises(Conflict):
        member_remove(actor=cast["viewer"], membership=of(project, cast["viewer"]))
