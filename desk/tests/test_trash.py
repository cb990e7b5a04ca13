"""The trash: by act, with what went along; restoring one or all of it; deleting for good."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from activity.services import change_set_undo
from core.errors import Conflict, Forbidden
from events.models import ChangeSet, Event
from notes.models import Note
from notes.services import NoteInput, note_create, note_set_client_visible, note_trash
from notes.tests.factories import NoteFactory
from projects.models import Project
from projects.services import project_update
from projects.services.milestones import milestone_create, milestone_trash
from shots import services as shots
from shots.models import Entity, Kind, Task
from shots.services.emptying import entities_delete, tasks_delete
from shots.services.versions import VersionInput, version_publish
from shots.tests.factories import ShotFactory, status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def shot(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name=name)


def page(client: Client, **query: Any) -> str:
    response = client.get(reverse("desk:trash", args=["ark"]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def act(client: Client, what: str, **sent: Any) -> Any:
    return client.post(reverse(f"desk:trash-{what}", args=["ark"]), sent)


def trash(project: Project, *names: str) -> ChangeSet:
    shots.entity_trash(actor=project.owner, entities=[shot(project, name) for name in names])
    return ChangeSet.objects.latest("pk")


def test_an_act_is_one_block_with_who_and_what_went_along(cast: Cast, project: Project, sign_in: SignIn) -> None:
    sequence = Entity.objects.select_related("project").get(project=project, kind=Kind.SEQUENCE)
    shots.entity_trash(actor=project.owner, entities=[sequence])
    text = page(sign_in(cast["viewer"]))
    assert "Olga Owner" in text and "with 3 shots, 15 tasks" in text
    assert "SQ010_SH0010" not in text and text.count("trashact-head") == 1


def test_everything_that_can_be_trashed_is_listed(cast: Cast, project: Project, sign_in: SignIn) -> None:
    owner = project.owner
    trash(project, "SH0010")
    shots.task_trash(actor=owner, task=task_of(shot(project, "SH0020")))
    note_trash(actor=owner, note=NoteFactory(entity=shot(project, "SH0020"), author=owner, body="Too dark"))
    row = milestone_create(actor=owner, project=project, name="Lock", date=datetime.date(2027, 1, 1))
    milestone_trash(actor=owner, milestone=row)
    text = page(sign_in(cast["owner"]))
    for title in ("SQ010_SH0010", "SQ010_SH0020 ANM", "Too dark", "Lock"):
        assert title in text
    assert "4 acts" in text


@pytest.mark.parametrize(("query", "found"), [({"kind": "task"}, "ANM"), ({"q": "sh0010"}, "SH0010")])
def test_filters_find_by_kind_and_name(
    cast: Cast, project: Project, sign_in: SignIn, query: dict[str, str], found: str
) -> None:
    trash(project, "SH0010")
    shots.task_trash(actor=project.owner, task=task_of(shot(project, "SH0020")))
    text = page(sign_in(cast["viewer"]), **query)
    assert found in text and text.count("trashact-head") == 1
    assert "Nothing like that" in page(sign_in(cast["viewer"]), q="nowhere")


def test_clients_see_no_internal_note_in_the_trash(cast: Cast, project: Project, sign_in: SignIn) -> None:
    note = NoteFactory(entity=shot(project), author=project.owner, body="Between us")
    note_trash(actor=project.owner, note=note)
    assert "Between us" in page(sign_in(cast["viewer"]))
    text = page(sign_in(cast["client"]))
    assert "Between us" not in text and "The trash is empty" in text


def test_clients_read_no_answer_to_a_hidden_note_in_the_trash(cast: Cast, project: Project, sign_in: SignIn) -> None:
    shown = {"entity": shot(project), "author": project.owner, "is_client_visible": True}
    root = NoteFactory(body="Root", **shown)
    answer = NoteFactory(body="Between us", parent=root, **shown)
    version = version_publish(actor=project.owner, entity=shot(project), given=VersionInput(path="/a", status="wip"))
    given = NoteInput(body="Not done", entity=shot(project), version=version, is_client_visible=True)
    for note in (answer, note_create(actor=project.owner, given=given)):
        note_trash(actor=project.owner, note=note)
    note_set_client_visible(actor=project.owner, note=root, is_client_visible=False)
    seen, hidden = page(sign_in(cast["viewer"])), page(sign_in(cast["client"]))
    assert "Between us" in seen and "Not done" in seen
    assert "Between us" not in hidden and "Not done" not in hidden


def test_a_whole_act_comes_back(cast: Cast, project: Project, sign_in: SignIn) -> None:
    done = trash(project, "SH0010", "SH0020")
    assert "Restore all 2" in page(sign_in(cast["contributor"]))
    assert act(sign_in(cast["contributor"]), "restore", item=f"act-{done.pk}").status_code == 302
    assert Entity.objects.present().filter(name__in=("SH0010", "SH0020")).count() == 2
    assert Task.objects.present().filter(entity__name="SH0010").count() == 5
    assert ChangeSet.objects.latest("pk").label == "Restore 2 things"


def test_a_taken_name_asks_for_another(cast: Cast, project: Project, sign_in: SignIn) -> None:
    row, client = shot(project), sign_in(cast["contributor"])
    trash(project, "SH0010")
    ShotFactory(sequence=row.parent, name="SH0010")
    answer = act(client, "restore", item=f"entity-{row.pk}")
    assert answer.status_code == 422 and "is there already" in answer.content.decode()
    assert 'name="name"' in answer.content.decode()
    assert act(client, "restore", item=f"entity-{row.pk}", name="SH0011").status_code == 302


def test_what_can_not_come_back_says_why(cast: Cast, project: Project, sign_in: SignIn) -> None:
    task = task_of(shot(project))
    shots.task_trash(actor=project.owner, task=task)
    shots.task_create(actor=project.owner, entity=shot(project), task_type=task.task_type)
    answer = act(sign_in(cast["owner"]), "restore", item=f"task-{task.pk}")
    assert answer.status_code in (409, 422) and "another Animation task" in answer.content.decode()


@pytest.mark.parametrize("item", ["", "entity-0", "entity-x", "act-1", "user-1", "entity-" + "9" * 19, "note-1;"])
def test_what_is_not_there_is_not_found(cast: Cast, project: Project, sign_in: SignIn, item: str) -> None:
    client = sign_in(cast["owner"])
    assert act(client, "restore", item=item).status_code == 404
    assert act(client, "delete", item=item).status_code == 404


def test_rows_of_another_project_are_not_found(cast: Cast, project: Project, other: Project, sign_in: SignIn) -> None:
    row = Entity.objects.select_related("project").get(project=other, kind=Kind.SHOT)
    shots.entity_trash(actor=other.owner, entities=[row])
    client = sign_in(cast["owner"])
    for item in (f"entity-{row.pk}", f"act-{ChangeSet.objects.latest('pk').pk}"):
        assert act(client, "restore", item=item).status_code == 404
        assert act(client, "delete", item=item).status_code == 404
    assert "CANARY" not in page(client)


def test_deleting_is_asked_first_and_says_what_goes_along(cast: Cast, project: Project, sign_in: SignIn) -> None:
    NoteFactory(task=task_of(shot(project)))
    trash(project, "SH0010")
    row, client = Entity.objects.get(name="SH0010"), sign_in(cast["owner"])
    asked = client.get(reverse("desk:trash-delete", args=["ark"]), {"item": f"entity-{row.pk}"}).content.decode()
    assert "Delete <bdi>SQ010_SH0010</bdi> for good" in asked and "5 tasks, 1 note" in asked
    assert act(client, "delete", item=f"entity-{row.pk}").status_code == 302
    assert not Entity.objects.filter(pk=row.pk).exists() and not Note.objects.exists()
    assert Event.objects.filter(verb="shot.deleted", target_id=row.pk).exists()


def test_the_whole_trash_is_emptied_leaves_first(cast: Cast, project: Project, sign_in: SignIn) -> None:
    sequence = Entity.objects.select_related("project").get(project=project, kind=Kind.SEQUENCE)
    trash(project, "SH0010")
    shots.entity_trash(actor=project.owner, entities=[sequence])
    shots.task_trash(actor=project.owner, task=task_of(Entity.objects.get(name="Fox"), "MOD"))
    assert act(sign_in(cast["owner"]), "delete", item="all").status_code == 302
    assert list(Entity.objects.filter(project=project).values_list("name", flat=True)) == ["Fox"]
    assert not Task.objects.in_trash().exists()
    assert "The trash is empty" in page(sign_in(cast["owner"]))


def test_only_owners_of_a_living_project_delete(cast: Cast, project: Project) -> None:
    trash(project, "SH0010")
    row = Entity.objects.get(name="SH0010")
    with pytest.raises(Forbidden):
        entities_delete(actor=cast["contributor"], project=project, entities=[row])
    project_update(actor=project.owner, project=project, changes={"status": "archived"})
    project.refresh_from_db()
    with pytest.raises(Conflict):
        entities_delete(actor=project.owner, project=project, entities=[row])


def test_present_rows_are_never_deleted(project: Project) -> None:
    owner = project.owner
    assert entities_delete(actor=owner, project=project, entities=[shot(project)]) == 0
    assert tasks_delete(actor=owner, project=project, tasks=[task_of(shot(project))]) == 0
    assert Entity.objects.filter(name="SH0010").exists()


def test_what_was_done_to_a_deleted_shot_can_not_be_taken_back(project: Project) -> None:
    owner = project.owner
    shots.task_set_status(actor=owner, task=task_of(shot(project)), status=status("wip"))
    done = ChangeSet.objects.latest("pk")
    trashing = trash(project, "SH0010")
    entities_delete(actor=owner, project=project, entities=list(Entity.objects.filter(name="SH0010")))
    for changes in (done, trashing, ChangeSet.objects.latest("pk")):
        with pytest.raises(Conflict, match=r"deleted for good|can't be taken back"):
            change_set_undo(actor=owner, changes=changes)


def test_the_page_costs_the_same_for_one_act_and_twenty(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    trash(project, "SH0010")
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for number in range(20):
        ShotFactory(project=project, name=f"X{number}")
        trash(project, f"X{number}")
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(few) == len(many) <= 22
