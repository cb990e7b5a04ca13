"""Menus of a task cell: what they offer, what they set, and what they refuse."""

import json
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet, Event
from projects.models import Project
from shots.models import Entity, Kind, Task
from shots.services import task_set_status
from shots.tests.factories import status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def first_task(project: Project) -> Task:
    return task_of(Entity.objects.get(project=project, kind=Kind.SHOT, name="SH0010"))


def at(name: str, task: Task) -> str:
    return reverse(f"shots:{name}", args=[task.project.code, task.pk])


def toast_of(response: HttpResponse) -> dict[str, str]:
    toast: dict[str, str] = json.loads(response["HX-Trigger"])["toast"]
    return toast


def test_artists_are_offered_only_what_they_may_set(project: Project, cast: Cast, sign_in: SignIn) -> None:
    task = first_task(project)
    offered = sign_in(cast["contributor"]).get(at("task-status-menu", task)).content.decode()
    assert "In progress" in offered
    assert "Approved" not in offered
    assert "Approved" in sign_in(cast["owner"]).get(at("task-status-menu", task)).content.decode()


def test_setting_a_status_answers_the_cell_and_an_undo(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task, wip = first_task(project), status("wip")
    response = sign_in(cast["contributor"]).post(
        at("task-set-status", task), {"status": wip.pk, "rev": task.rev}, headers=htmx
    )
    assert response.status_code == 200
    assert f'id="task-{task.pk}"' in response.content.decode()
    assert "st-wip" in response.content.decode()
    last = ChangeSet.objects.latest("id")
    assert toast_of(response)["undo_url"] == reverse("activity:change-set-undo", args=[last.pk])


def test_without_htmx_it_leads_back(project: Project, cast: Cast, sign_in: SignIn) -> None:
    task = first_task(project)
    response = sign_in(cast["contributor"]).post(at("task-set-status", task), {"status": status("wip").pk})
    assert response.status_code == 302
    assert Task.objects.get(pk=task.pk).status.category == "wip"


def test_a_status_closed_to_artists_is_refused(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task, count = first_task(project), Event.objects.count()
    response = sign_in(cast["contributor"]).post(
        at("task-set-status", task), {"status": status("done").pk}, headers=htmx
    )
    assert response.status_code == 403
    assert "approves" in toast_of(response)["message"]
    assert Event.objects.count() == count


def test_a_stale_menu_is_refused_and_shows_the_present_value(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task = first_task(project)
    task_set_status(actor=cast["owner"], task=task, status=status("retake"))
    response = sign_in(cast["contributor"]).post(
        at("task-set-status", task), {"status": status("wip").pk, "rev": task.rev}, headers=htmx
    )
    assert response.status_code == 409
    assert "st-retake" in response.content.decode()
    assert "Olga changed it" in toast_of(response)["message"]


def test_a_status_outside_the_pipeline_is_refused(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task, gone = first_task(project), status("blocked")
    project.pipeline_statuses.filter(status=gone).delete()
    response = sign_in(cast["owner"]).post(at("task-set-status", task), {"status": gone.pk}, headers=htmx)
    assert response.status_code == 422
    assert Task.objects.get(pk=task.pk).status_id == task.status_id


def test_a_press_in_the_assignee_menu_adds_and_takes_away(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task, client = first_task(project), sign_in(cast["contributor"])
    for expected in ([cast["contributor"]], []):
        client.post(at("task-assign", task), {"toggle": cast["contributor"].pk}, headers=htmx)
        assert list(Task.objects.get(pk=task.pk).assignees.all()) == expected


def test_only_members_can_be_assigned(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    task = first_task(project)
    response = sign_in(cast["owner"]).post(at("task-assign", task), {"toggle": cast["stranger"].pk}, headers=htmx)
    assert response.status_code == 422
    assert not task.assignments.exists()


def test_the_assignee_menu_costs_the_same_for_any_number_of_members(
    project: Project, cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client, task = sign_in(cast["owner"]), first_task(project)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(at("task-assignee-menu", task))


def test_a_bad_date_is_refused(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    task = first_task(project)
    response = sign_in(cast["owner"]).post(at("task-update", task), {"due_date": "31.02.2026"}, headers=htmx)
    assert response.status_code == 422
    assert Task.objects.get(pk=task.pk).due_date is None
