"""The page of a project's team."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.factories import UserFactory
from projects.models import Membership, Project, Role
from projects.services import project_update, share_code_renew
from projects.tests.factories import MembershipFactory

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def url(name: str, project: Project, *args: int) -> str:
    return reverse(f"projects:{name}", args=[project.code, *args])


def of(project: Project, user: User) -> Membership:
    return Membership.objects.get(project=project, user=user)


def test_owners_see_the_tools(cast: Cast, project: Project, sign_in: SignIn) -> None:
    page = sign_in(cast["owner"]).get(url("member-list", project)).content.decode()
    assert "Vera Viewer" in page
    assert url("member-add", project) in page
    assert url("share-code-renew", project) in page


@pytest.mark.parametrize("who", ["contributor", "viewer", "client"])
def test_others_read_the_list_only(cast: Cast, project: Project, sign_in: SignIn, who: str) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    page = sign_in(cast[who]).get(url("member-list", project)).content.decode()
    assert "Olga Owner" in page
    for tool in (url("member-add", project), "share-code", code, '/role/"'):
        assert tool not in page
    # One's own way out is there, nobody else's.
    assert page.count('/remove/" hx-post') == 1


def test_adding_answers_the_list_with_a_toast(
    cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    data = {"username": "stranger", "role": "viewer"}
    response = sign_in(cast["owner"]).post(url("member-add", project), data, headers=htmx)
    assert response.status_code == 200
    assert "Stranger" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "undo" in response["HX-Trigger"]


def test_without_htmx_a_write_leads_back(cast: Cast, project: Project, sign_in: SignIn) -> None:
    response = sign_in(cast["owner"]).post(url("member-add", project), {"username": "stranger", "role": "viewer"})
    assert (response.status_code, response["Location"]) == (302, url("member-list", project))


@pytest.mark.parametrize(
    "data",
    [
        {"username": "nobody.here", "role": "viewer"},
        {"username": "", "role": "viewer"},
        {"username": "viewer", "role": "viewer"},
        {"username": "stranger", "role": "king"},
        {"username": "a\u202eb", "role": "viewer"},
        {},
    ],
)
def test_what_can_not_be_added_is_said_at_the_field(
    cast: Cast, project: Project, sign_in: SignIn, data: dict[str, str]
) -> None:
    count = Membership.objects.count()
    response = sign_in(cast["owner"]).post(url("member-add", project), data)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert Membership.objects.count() == count


def test_a_role_is_set(cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]) -> None:
    member = of(project, cast["viewer"])
    path = url("member-set-role", project, member.pk)
    response = sign_in(cast["owner"]).post(path, {"role": "owner"}, headers=htmx)
    assert response.status_code == 200
    assert of(project, cast["viewer"]).role == Role.OWNER


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("verb", ["member-remove", "member-set-role"])
def test_the_last_owner_is_refused_in_a_sentence(
    cast: Cast, project: Project, sign_in: SignIn, verb: str, headers: dict[str, str]
) -> None:
    path = url(verb, project, of(project, cast["owner"]).pk)
    response = sign_in(cast["owner"]).post(path, {"role": "viewer"}, headers=headers)
    assert response.status_code == 409
    assert "A project needs an owner" in response.content.decode()
    assert of(project, cast["owner"]).role == Role.OWNER


def test_a_membership_of_another_project_is_not_found(
    cast: Cast, project: Project, other: Project, sign_in: SignIn
) -> None:
    foreign = Membership.objects.filter(project=other, role=Role.CONTRIBUTOR).get()
    mine = MembershipFactory(project=other, user=cast["owner"], role=Role.OWNER)
    client = sign_in(cast["owner"])
    for verb in ("member-set-role", "member-remove"):
        for member in (foreign, mine):
            assert client.post(url(verb, project, member.pk), {"role": "viewer"}).status_code == 404
    assert Membership.objects.filter(project=other).count() == 3


def test_a_member_leaves(cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]) -> None:
    path = url("member-remove", project, of(project, cast["viewer"]).pk)
    response = sign_in(cast["viewer"]).post(path, headers=htmx)
    assert response["HX-Redirect"] == "/"
    assert not Membership.objects.filter(project=project, user=cast["viewer"]).exists()


def test_an_owner_who_steps_down_loses_the_tools(
    cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client = sign_in(cast["owner"])
    client.post(url("member-set-role", project, of(project, cast["viewer"]).pk), {"role": "owner"})
    own = url("member-set-role", project, of(project, cast["owner"]).pk)
    response = client.post(own, {"role": "contributor"}, headers=htmx)
    assert url("member-add", project) not in response.content.decode()


def test_the_share_code_is_made_shown_and_stopped(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    client.post(url("share-code-renew", project))
    project.refresh_from_db()
    assert f"/join/?code={project.share_code}" in client.get(url("member-list", project)).content.decode()
    client.post(url("share-code-stop", project))
    project.refresh_from_db()
    assert project.share_code is None


def test_members_of_an_archived_project_stay(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project_update(actor=cast["owner"], project=project, changes={"status": "archived"})
    client = sign_in(cast["owner"])
    assert url("member-add", project) not in client.get(url("member-list", project)).content.decode()
    response = client.post(url("member-add", project), {"username": "stranger", "role": "viewer"})
    assert response.status_code == 409


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("viewer", 403), ("client", 403), ("contributor", 403)])
def test_only_owners_reach_the_writes(cast: Cast, project: Project, sign_in: SignIn, who: str, status: int) -> None:
    client, member = sign_in(cast[who]), of(project, cast["owner"]).pk
    data = {"username": "stranger", "role": "viewer"}
    paths = [url("member-add", project), url("share-code-renew", project), url("share-code-stop", project)]
    paths += [url("member-set-role", project, member), url("member-remove", project, member)]
    assert {client.post(path, data).status_code for path in paths} == {status}
    assert client.get(paths[0]).status_code == 405


def test_a_strange_name_is_shown_and_not_run(cast: Cast, project: Project, sign_in: SignIn) -> None:
    person = UserFactory(username="odd", full_name="<script>alert(1)</script> مرحبا 🎬")
    MembershipFactory(project=project, user=person)
    page = sign_in(cast["owner"]).get(url("member-list", project)).content.decode()
    assert "<script>alert(1)" not in page
    assert "مرحبا 🎬" in page


def test_the_list_costs_the_same_for_more_members(
    cast: Cast, project: Project, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, path = sign_in(cast["owner"]), url("member-list", project)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(20):
        MembershipFactory(project=project, user=UserFactory(username=f"more{number}"))
    with django_assert_num_queries(len(few)):
        client.get(path)
