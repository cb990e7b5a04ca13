"""Handing a project over, and archiving it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import Conflict, Forbidden, Refused
from events.models import ChangeSet, Event
from projects.models import Membership, Project, Role
from projects.services import (
    member_remove,
    member_set_role,
    project_hand_over,
    project_set_archived,
    project_update,
)
from projects.tests.factories import ProjectFactory
from projects.tests.test_members import assert_grants_equal_roles
from projects.tests.undo import take_back

Cast = dict[str, User]
SignIn = Callable[[User], Client]
ROLES = [("owner", "owner"), ("contributor", "contributor"), ("leaves", None)]


def role_of(project: Project, user: User) -> str | None:
    return Membership.objects.filter(project=project, user=user).values_list("role", flat=True).first()


@pytest.mark.parametrize(("stays_as", "role"), ROLES)
def test_the_owner_before_becomes_what_was_chosen(
    cast: Cast, project: Project, sign_in: SignIn, stays_as: str, role: str | None
) -> None:
    path = reverse("projects:project-hand-over", args=["ark"])
    data = {"owner": cast["contributor"].pk, "stays_as": stays_as}
    response = sign_in(cast["owner"]).post(path, data)
    wanted = {"owner": "/projects/ark/members/", "contributor": "/projects/ark/", "leaves": "/"}
    assert (response.status_code, response["Location"]) == (302, wanted[stays_as])
    project.refresh_from_db()
    assert (project.owner, role_of(project, project.owner)) == (cast["contributor"], Role.OWNER)
    assert role_of(project, cast["owner"]) == role
    assert_grants_equal_roles(project)


@pytest.mark.parametrize(("stays_as", "role"), ROLES)
def test_the_new_owner_takes_it_back_and_again(cast: Cast, project: Project, stays_as: str, role: str | None) -> None:
    project_hand_over(actor=cast["owner"], project=project, owner=cast["viewer"], stays_as=stays_as)
    assert take_back(cast["owner"]) == (204 if stays_as == "owner" else 403 if stays_as == "contributor" else 404)
    if stays_as != "owner":
        assert take_back(cast["administrator"]) == 204
    project.refresh_from_db()
    assert (project.owner, role_of(project, cast["viewer"])) == (cast["owner"], Role.VIEWER)
    assert role_of(project, cast["owner"]) == Role.OWNER
    assert_grants_equal_roles(project)


def test_a_stranger_and_the_owner_get_nothing(cast: Cast, project: Project, sign_in: SignIn) -> None:
    for user in (cast["stranger"], cast["owner"]):
        with pytest.raises(Refused):
            project_hand_over(actor=cast["owner"], project=project, owner=user, stays_as="owner")
        data = {"owner": user.pk, "stays_as": "owner"}
        assert sign_in(cast["owner"]).post("/projects/ark/hand-over/", data).status_code == 422
    with pytest.raises(Forbidden):
        project_hand_over(actor=cast["viewer"], project=project, owner=cast["viewer"], stays_as="owner")


def test_a_name_that_the_new_owner_has_is_refused(cast: Cast, project: Project, sign_in: SignIn) -> None:
    ProjectFactory(owner=cast["contributor"], name="THE ARK")
    response = sign_in(cast["owner"]).post(
        "/projects/ark/hand-over/", {"owner": cast["contributor"].pk, "stays_as": "leaves"}
    )
    assert response.status_code == 422
    assert "has a project called The Ark already" in response.content.decode()
    assert role_of(project, cast["owner"]) == Role.OWNER


def test_an_owner_who_steps_down_or_leaves_passes_the_project_on(cast: Cast, project: Project) -> None:
    member_set_role(actor=cast["owner"], membership=project.memberships.get(user=cast["viewer"]), role=Role.OWNER)
    own = project.memberships.select_related("project", "user").get(user=cast["owner"])
    member_remove(actor=cast["owner"], membership=own)
    project.refresh_from_db()
    assert project.owner == cast["viewer"]
    assert take_back(cast["administrator"]) == 204
    project.refresh_from_db()
    assert project.owner == cast["owner"]


def test_the_history_says_who_owns_it_now(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project_hand_over(actor=cast["owner"], project=project, owner=cast["contributor"], stays_as="owner")
    page = sign_in(cast["viewer"]).get("/projects/ark/history/").content.decode()
    assert "handed" in page
    assert "Carl Contributor" in page


def test_archiving_is_one_press_and_one_back(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    assert client.post("/projects/ark/archive/", {"archived": "on"}).status_code == 302
    project.refresh_from_db()
    assert project.is_read_only
    page = client.get("/projects/ark/settings/").content.decode()
    assert "Make active again" in page and "Save settings" not in page
    assert "Make active again" not in sign_in(cast["viewer"]).get("/projects/ark/members/").content.decode()
    client.post("/projects/ark/archive/")
    project.refresh_from_db()
    assert project.status == "active"


def test_of_an_archived_project_only_the_status_changes(cast: Cast, project: Project) -> None:
    project = project_set_archived(actor=cast["owner"], project=project, is_archived=True)
    with pytest.raises(Conflict):
        project_update(actor=cast["owner"], project=project, changes={"handles": 3})
    project = project_update(actor=cast["owner"], project=project, changes={"handles": 3, "status": "active"})
    assert (project.handles, project.status) == (3, "active")
    assert Event.objects.filter(verb="project.updated").count() == 2


def test_nobody_gets_a_project_back_who_has_left_it(cast: Cast, project: Project) -> None:
    owner, heir = cast["owner"], cast["contributor"]
    member_set_role(actor=owner, membership=project.memberships.get(user=heir), role=Role.OWNER)
    project_hand_over(actor=owner, project=project, owner=heir, stays_as="owner")
    changes = ChangeSet.objects.latest("pk")
    member_remove(actor=heir, membership=project.memberships.get(user=owner))
    assert take_back(heir, changes) == 409
    project.refresh_from_db()
    assert project.owner == heir
