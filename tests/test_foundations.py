"""The fixtures that all tests stand on."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from events.models import Event
from projects.models import Membership, Project
from shots.models import Entity, Kind, Task


def test_the_cast_stands_in_the_project_by_role(cast: dict[str, User], project: Project) -> None:
    roles = dict(Membership.objects.filter(project=project).values_list("user__username", "role"))
    assert roles == {"owner": "owner", "contributor": "contributor", "viewer": "viewer", "client": "viewer"}
    assert Membership.objects.get(project=project, is_client=True).user == cast["client"]


def test_the_project_has_shots_with_tasks_and_all_of_it_in_the_log(project: Project) -> None:
    rows = Entity.objects.visible_to(project.owner).filter(kind=Kind.SHOT).in_order()
    assert [row.code for row in rows] == ["SQ010_SH0010", "SQ010_SH0020", "SQ010_SH0030"]
    assert Task.objects.count() == Event.objects.filter(verb="task.created").count() == 3 * 5 + 4


def test_the_other_project_is_unseen_by_all_but_its_members(
    cast: dict[str, User], project: Project, other: Project, sign_in: Callable[[User], Client]
) -> None:
    seers = {name for name, user in cast.items() if other in Project.objects.visible_to(user)}
    assert seers == {"administrator", "stranger"}
    assert sign_in(cast["owner"]).session["_auth_user_id"] == str(cast["owner"].pk)
