"""Undo and redo as the pages ask for them: toasts, redirects, refusals."""

import json
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet
from notes.tests.factories import NoteFactory
from projects.models import Project
from projects.tests.factories import ProjectFactory
from shots.models import Entity, Kind, Task
from shots.services import shot_create, task_set_status
from shots.services.entities import ShotInput
from shots.tests.factories import status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def wip(project: Project, actor: User) -> tuple[Task, ChangeSet]:
    task = task_of(Entity.objects.get(project=project, kind=Kind.SHOT, name="SH0010"))
    task_set_status(actor=actor, task=task, status=status("wip"))
    return task, ChangeSet.objects.latest("pk")


def undo_of(act: ChangeSet) -> str:
    return reverse("activity:change-set-undo", args=[act.pk])


def said(response: HttpResponse) -> dict[str, str]:
    toast: dict[str, str] = json.loads(response["HX-Trigger"])["toast"]
    return toast


def test_undo_says_what_it_took_back_and_offers_the_redo(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task, act = wip(project, cast["owner"])
    client = sign_in(cast["owner"])
    response = client.post(undo_of(act), headers=htmx)
    assert response.status_code == 204 and response["HX-Reswap"] == "none"
    assert said(response)["message"] == "Undone: SQ010_SH0010 ANM to In progress"
    assert said(response)["undo_label"] == "Redo"
    assert "live:reset" in json.loads(response["HX-Trigger"])
    again = client.post(said(response)["undo_url"], headers=htmx)
    assert said(again)["message"].startswith("Redone: ") and said(again)["undo_label"] == "Undo"
    assert Task.objects.get(pk=task.pk).status.category == "wip"


def test_undo_without_scripts_goes_back_and_says_it_there(project: Project, cast: Cast, sign_in: SignIn) -> None:
    _, act = wip(project, cast["owner"])
    page = reverse("activity:project-history", args=["ark"])
    response = sign_in(cast["owner"]).post(undo_of(act), headers={"Referer": f"http://testserver{page}"})
    assert (response.status_code, response["Location"]) == (302, f"http://testserver{page}")
    message = next(iter(get_messages(response.wsgi_request)))
    assert message.message.startswith("Undone: ") and "/undo/" in message.extra_tags


def test_a_refusal_is_said_in_a_toast_that_stays(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task, act = wip(project, cast["owner"])
    task_set_status(actor=cast["contributor"], task=task, status=status("review"))
    response = sign_in(cast["owner"]).post(undo_of(act), headers=htmx)
    assert response.status_code == 409
    assert said(response)["tone"] == "danger" and "Carl changed" in said(response)["message"]


def test_a_viewer_is_refused_and_a_stranger_sees_nothing(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    _, act = wip(project, cast["owner"])
    assert sign_in(cast["viewer"]).post(undo_of(act), headers=htmx).status_code == 403
    assert sign_in(cast["stranger"]).post(undo_of(act), headers=htmx).status_code == 404
    assert Client().post(undo_of(act)).status_code == 302


def test_a_client_cannot_find_an_internal_act(project: Project, cast: Cast, sign_in: SignIn) -> None:
    NoteFactory(entity=Entity.objects.get(project=project, name="SH0010"))
    act = ChangeSet.objects.latest("pk")
    assert sign_in(cast["client"]).post(undo_of(act)).status_code == 404


def test_ctrl_z_and_its_redo(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    task, _ = wip(project, cast["owner"])
    client = sign_in(cast["owner"])
    assert "Undone" in said(client.post(reverse("activity:undo-last"), {"project": "ark"}, headers=htmx))["message"]
    assert Task.objects.get(pk=task.pk).status.category == "todo"
    assert "Redone" in said(client.post(reverse("activity:redo-last") + "?project=ark", headers=htmx))["message"]
    assert said(client.post(reverse("activity:redo-last"), headers=htmx))["message"] == "Nothing to redo"


def test_ctrl_z_in_a_project_of_others_is_not_found(project: Project, cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast["stranger"]).post(reverse("activity:undo-last"), {"project": "ark"}).status_code == 404


def test_a_person_who_did_nothing_has_nothing_to_undo(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    response = sign_in(cast["viewer"]).post(reverse("activity:undo-last"), {"project": "ark"}, headers=htmx)
    assert said(response)["message"] == "Nothing to undo"


def test_the_pages_of_a_project_ask_for_its_own_undo(project: Project, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast["owner"]).get(reverse("activity:project-history", args=["ark"])).content.decode()
    assert 'data-undo-url="/undo/?project=ark"' in page and 'data-redo-url="/redo/?project=ark"' in page
    assert 'data-live-url="/live/"' in page


def test_taking_back_a_new_project_leads_home(cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    ProjectFactory(owner=cast["owner"], code="fresh")
    response = sign_in(cast["owner"]).post(reverse("activity:undo-last"), headers=htmx)
    assert response["HX-Redirect"] == reverse("desk:project-list")


def test_taking_back_a_new_shot_on_its_page_leads_to_the_trash(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    shot = shot_create(actor=cast["owner"], project=project, given=ShotInput(name="NEW"))
    client = sign_in(cast["owner"])
    client.post(undo_of(ChangeSet.objects.latest("pk")), headers=htmx)
    assert client.get(shot.get_absolute_url(), headers=htmx)["HX-Redirect"] == reverse("desk:trash", args=["ark"])
    assert client.get(shot.get_absolute_url())["Location"] == reverse("desk:trash", args=["ark"])
