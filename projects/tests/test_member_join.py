"""Joining a project by its share code."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Membership, Project, Role
from projects.services import project_trash, project_update, share_code_renew

Cast = dict[str, User]
SignIn = Callable[[User], Client]
JOIN = "/join/"


def test_the_link_fills_in_the_code(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast["stranger"]).get(JOIN, {"code": "ABCD2345"})
    assert 'value="ABCD2345"' in page.content.decode()


def test_the_link_leads_through_the_sign_in(client: Client, cast: Cast) -> None:
    response = client.get(JOIN, {"code": "ABCD2345"})
    assert response.status_code == 302
    assert "next=/join/%3Fcode%3DABCD2345" in response["Location"]


def test_a_code_lets_in_as_contributor(cast: Cast, project: Project, sign_in: SignIn) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    response = sign_in(cast["stranger"]).post(JOIN, {"code": code})
    assert response["Location"] == reverse("desk:project-overview", args=[project.code])
    assert Membership.objects.get(project=project, user=cast["stranger"]).role == Role.CONTRIBUTOR


@pytest.mark.parametrize("code", ["", "WRONGCODE", "x" * 5000, "a\x00b", "a\u202eb", "<script>", "' OR 1=1"])
def test_a_wrong_code_is_said_at_the_field(cast: Cast, project: Project, sign_in: SignIn, code: str) -> None:
    share_code_renew(actor=cast["owner"], project=project)
    response = sign_in(cast["stranger"]).post(JOIN, {"code": code})
    assert response.status_code == 422
    assert 'id="id_code-error"' in response.content.decode()
    assert not Membership.objects.filter(user=cast["stranger"]).exists()


def test_the_code_of_a_closed_project_lets_nobody_in(cast: Cast, project: Project, sign_in: SignIn) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    project_update(actor=cast["owner"], project=project, changes={"status": "archived"})
    client = sign_in(cast["stranger"])
    assert client.post(JOIN, {"code": code}).status_code == 422
    project_trash(actor=cast["owner"], project=project)
    answer = client.post(JOIN, {"code": code})
    assert answer.status_code == 422
    assert project.name not in answer.content.decode()
