"""Projects in the trash, and back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from projects.services import project_trash
from projects.tests.factories import ProjectFactory
from projects.tests.undo import take_back

Cast = dict[str, User]
SignIn = Callable[[User], Client]
TRASH = "/projects/trash/"


def url(name: str, project: Project) -> str:
    return reverse(f"projects:{name}", args=[project.code])


def test_a_trashed_project_is_seen_nowhere_and_comes_back(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    assert client.post(url("project-trash", project))["Location"] == TRASH
    assert client.get(project.get_absolute_url()).status_code == 404
    assert "The Ark" in client.get(TRASH).content.decode()
    assert client.post(url("project-restore", project))["Location"] == project.get_absolute_url()
    assert client.get(project.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("viewer", 403), ("contributor", 403)])
def test_only_owners_trash(cast: Cast, project: Project, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(cast[who])
    assert client.post(url("project-trash", project)).status_code == status
    assert client.get(url("project-trash", project)).status_code == 405
    assert Project.objects.present().exists()


@pytest.mark.parametrize("who", ["stranger", "viewer", "contributor"])
def test_only_owners_see_and_restore_what_is_in_the_trash(
    cast: Cast, project: Project, sign_in: SignIn, who: str
) -> None:
    project_trash(actor=cast["owner"], project=project)
    client = sign_in(cast[who])
    assert "The Ark" not in client.get(TRASH).content.decode()
    assert client.post(url("project-restore", project)).status_code == 404


def test_a_name_that_is_taken_meanwhile_is_asked_for(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    project_trash(actor=cast["owner"], project=project)
    ProjectFactory(owner=cast["owner"], name="the ark")
    response = client.post(url("project-restore", project))
    assert response.status_code == 422
    assert 'name="name"' in response.content.decode()
    for wrong in ("the ark", "x" * 201, "a\u202eb"):
        assert client.post(url("project-restore", project), {"name": wrong}).status_code == 422
    assert client.post(url("project-restore", project), {"name": "The Ark, 1"}).status_code == 302
    project.refresh_from_db()
    assert (project.is_trashed, project.name) == (False, "The Ark, 1")


def test_a_renamed_restore_is_one_act(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project_trash(actor=cast["owner"], project=project)
    sign_in(cast["owner"]).post(url("project-restore", project), {"name": "Elsewhere"})
    assert take_back(cast["owner"]) == 204
    project.refresh_from_db()
    assert (project.is_trashed, project.name) == (True, "The Ark")


def test_a_second_restore_is_not_found(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    project_trash(actor=cast["owner"], project=project)
    client.post(url("project-restore", project))
    assert client.post(url("project-restore", project)).status_code == 404


def test_no_code_with_nul_reaches_the_database(cast: Cast, project: Project, sign_in: SignIn) -> None:
    assert sign_in(cast["owner"]).post("/projects/a%00b/restore/").status_code == 404
