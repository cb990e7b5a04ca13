"""Notes on the pages: writing, answering, editing, states, who reads what."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import Conflict, Forbidden, Refused
from notes import services
from notes.models import Note
from notes.services import NoteInput
from notes.tests.factories import NoteFactory
from projects.models import Membership, Project, ProjectStatus
from projects.services import project_update
from shots.models import Entity, Kind, Task
from shots.services import entity_trash
from shots.tests.factories import task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]
Headers = dict[str, str]


def shot_of(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name=name)


def write(client: Client, shot: Entity, htmx: Headers | None = None, **data: Any) -> HttpResponse:
    address = reverse("notes:note-create", args=[shot.project.code, shot.pk])
    response: HttpResponse = client.post(address, {"body": "Softer", **data}, headers=htmx)
    return response


def thread(client: Client, shot: Entity, htmx: Headers, **query: Any) -> str:
    response = client.get(reverse("notes:thread", args=[shot.project.code, shot.pk]), query, headers=htmx)
    assert response.status_code == 200
    return str(response.content.decode())


def act(client: Client, name: str, note: Note, htmx: Headers, **data: Any) -> HttpResponse:
    response: HttpResponse = client.post(reverse(f"notes:{name}", args=["ark", note.pk]), data, headers=htmx)
    return response


def test_a_note_on_a_task_is_written_and_told(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    shot = shot_of(project)
    task = task_of(shot)
    response = write(sign_in(cast["contributor"]), shot, htmx, body="Softer, @viewer", task=task.pk)
    assert response.status_code == 200 and b"<textarea" in response.content and b"Softer" not in response.content
    assert {f"note:changed-{shot.pk}", "toast"} <= set(json.loads(response["HX-Trigger"]))
    note = Note.objects.get()
    assert (note.task, note.author, list(note.mentions.all())) == (task, cast["contributor"], [cast["viewer"]])
    assert (Task.objects.get(pk=task.pk).last_note_id, Task.objects.get(pk=task.pk).note_count) == (note.pk, 1)
    assert '<span class="mention">@Vera Viewer</span>' in thread(sign_in(cast["owner"]), shot, htmx)


def test_a_note_without_scripts_leads_back_to_the_shot(project: Project, cast: Cast, sign_in: SignIn) -> None:
    shot = shot_of(project)
    assert write(sign_in(cast["owner"]), shot)["Location"] == shot.get_absolute_url()


@pytest.mark.parametrize("body", ["", "   \n ", "x" * 20_001, "a\x00b", "a\u202eb"])
def test_a_note_that_is_refused_keeps_what_was_typed(
    body: str, project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    response = write(sign_in(cast["owner"]), shot_of(project), htmx, body=body)
    assert response.status_code == 422 and b'class="error' in response.content
    assert not Note.objects.exists()


def test_the_same_submission_is_written_once(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    client, uid = sign_in(cast["owner"]), uuid.uuid4()
    for _ in range(2):
        assert write(client, shot_of(project), htmx, submit_id=uid).status_code == 200
    assert Note.objects.count() == 1
    assert write(client, shot_of(project), htmx, submit_id=uid, body="Other words").status_code == 422
    assert write(client, shot_of(project, "SH0020"), htmx, submit_id=uid).status_code == 422


def test_an_answer_goes_to_the_first_note_and_its_task(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot = shot_of(project)
    root = NoteFactory(task=task_of(shot))
    client = sign_in(cast["contributor"])
    write(client, shot, htmx, body="One", parent=root.pk)
    answer = Note.objects.latest("pk")
    write(client, shot, htmx, body="Two", parent=answer.pk)
    second = Note.objects.latest("pk")
    assert {(note.parent_id, note.task_id) for note in (answer, second)} == {(root.pk, root.task_id)}
    page = thread(client, shot, htmx)
    assert page.index("One") < page.index("Two") and page.count("<article") == 1


def test_ids_of_other_shots_and_projects_are_refused(
    project: Project, other: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot, client = shot_of(project), sign_in(cast["owner"])
    foreign_task = Task.objects.filter(project=other).first()
    foreign_note = Note.objects.filter(project=other).first()
    assert foreign_task is not None and foreign_note is not None
    near_note = NoteFactory(entity=shot_of(project, "SH0020"))
    for data in (
        {"task": foreign_task.pk},
        {"task": task_of(shot_of(project, "SH0020")).pk},
        {"parent": foreign_note.pk},
        {"parent": near_note.pk},
        {"parent": "x"},
    ):
        response = write(client, shot, htmx, **data)
        assert response.status_code == 422 and b"CANARY" not in response.content
    assert (
        client.post(reverse("notes:note-create", args=["ark", foreign_task.entity_id]), {"body": "x"}).status_code
        == 404
    )
    for name in ("note-update", "note-trash", "note-set-state"):
        assert act(client, name, foreign_note, htmx, body="x", state="open").status_code == 404
    assert Note.objects.filter(author=cast["owner"]).count() == 1


def test_services_refuse_subjects_that_do_not_belong_together(project: Project, cast: Cast) -> None:
    shot, near = shot_of(project), shot_of(project, "SH0020")
    with pytest.raises(Refused, match="task"):
        services.note_create(actor=cast["owner"], given=NoteInput(body="x", entity=shot, task=task_of(near)))
    with pytest.raises(Refused, match="answered"):
        given = NoteInput(body="x", entity=shot, parent=NoteFactory(entity=near))
        services.note_create(actor=cast["owner"], given=given)


def test_viewers_read_and_write_only_where_the_project_says_so(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot = shot_of(project)
    NoteFactory(entity=shot, body="Read me")
    client = sign_in(cast["viewer"])
    assert "Read me" in thread(client, shot, htmx)
    assert write(client, shot, htmx).status_code == 403
    project_update(actor=cast["owner"], project=project, changes={"viewers_may_note": True})
    assert write(client, shot, htmx).status_code == 200


def test_clients_read_what_is_meant_for_them(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    shot = shot_of(project)
    hidden = NoteFactory(entity=shot, body="Between us")
    shown = NoteFactory(entity=shot, body="For the client", is_client_visible=True)
    NoteFactory(entity=shot, body="Internal answer", parent=shown)
    NoteFactory(entity=shot, body="Open answer", parent=shown, is_client_visible=True)
    page = thread(sign_in(cast["client"]), shot, htmx)
    assert "For the client" in page and "Open answer" in page
    assert "Between us" not in page and "Internal answer" not in page
    assert act(sign_in(cast["client"]), "note-set-state", hidden, htmx, state="resolved").status_code == 404


def test_what_a_client_writes_the_client_reads(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    project_update(actor=cast["owner"], project=project, changes={"viewers_may_note": True})
    shot, client = shot_of(project), sign_in(cast["client"])
    assert write(client, shot, htmx, body="From outside").status_code == 200
    assert "From outside" in thread(client, shot, htmx)


def test_only_the_author_edits(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    note = NoteFactory(entity=shot_of(project), author=cast["contributor"])
    assert act(sign_in(cast["owner"]), "note-update", note, htmx, body="Mine now").status_code == 403
    response = act(sign_in(cast["contributor"]), "note-update", note, htmx, body="Better words, @owner")
    assert response.status_code == 200 and b"edited" in response.content
    note.refresh_from_db()
    assert note.body.startswith("Better") and list(note.mentions.all()) == [cast["owner"]]


def test_author_and_owner_remove(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    task = task_of(shot_of(project))
    notes = [NoteFactory(task=task, author=cast["contributor"]) for _ in range(2)]
    assert act(sign_in(cast["viewer"]), "note-trash", notes[0], htmx).status_code == 403
    assert act(sign_in(cast["owner"]), "note-trash", notes[1], htmx).status_code == 200
    task = Task.objects.get(pk=task.pk)
    assert (task.last_note_id, task.note_count) == (notes[0].pk, 1)
    assert act(sign_in(cast["contributor"]), "note-trash", notes[0], htmx).status_code == 200
    assert Task.objects.get(pk=task.pk).last_note_id is None


def test_states_go_through_their_menu(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    note, client = NoteFactory(entity=shot_of(project)), sign_in(cast["contributor"])
    menu = client.get(reverse("notes:note-set-state", args=["ark", note.pk]), headers=htmx).content.decode()
    assert menu.count('name="state"') == 4
    response = act(client, "note-set-state", note, htmx, state="verified")
    assert response.status_code == 200 and b"Verified" in response.content
    assert act(client, "note-set-state", note, htmx, state="nonsense").status_code == 422
    assert Note.objects.get(pk=note.pk).state == "verified"


def test_what_needs_an_approver_is_offered_for_the_tasks_that_one_approves(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot = shot_of(project)
    held = Membership.objects.get(project=project, user=cast["contributor"])
    page, client = reverse("notes:note-create", args=["ark", shot.pk]), sign_in(cast["contributor"])
    assert client.get(page).context["offer"].approving == ()
    comp = task_of(shot, "CMP")
    held.approves.add(comp.task_type.department)
    offer = client.get(page).context["offer"]
    assert offer.tasks == [comp.pk] and not any(row.artists_may_set for row in offer.approving)
    assert f'data-tasks="{comp.pk}"' in client.get(page).content.decode()
    held.approves_all = True
    held.save()
    offer = client.get(page).context["offer"]
    assert not offer.approving and not all(row.artists_may_set for row in offer.anywhere)


def test_every_address_works_without_scripts(project: Project, cast: Cast, sign_in: SignIn) -> None:
    shot, client = shot_of(project), sign_in(cast["owner"])
    note = NoteFactory(entity=shot, author=cast["owner"])
    for name, data in (("note-update", {"body": "Again"}), ("note-set-state", {"state": "resolved"})):
        address = reverse(f"notes:{name}", args=["ark", note.pk])
        assert b"<main" in client.get(address).content
        assert client.post(address, data)["Location"] == f"{shot.get_absolute_url()}?note={note.pk}#note-{note.pk}"
    assert client.get(reverse("notes:thread", args=["ark", shot.pk])).status_code == 302
    assert b"<main" in client.post(reverse("notes:note-create", args=["ark", shot.pk]), {"body": ""}).content
    assert client.post(reverse("notes:note-trash", args=["ark", note.pk])).status_code == 302


def test_the_thread_is_filtered_by_task_and_state(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    shot = shot_of(project)
    NoteFactory(task=task_of(shot), body="On animation")
    done = NoteFactory(entity=shot, body="On the shot")
    services.note_set_state(actor=cast["owner"], note=done, state="resolved")
    client = sign_in(cast["viewer"])
    assert "On the shot" not in thread(client, shot, htmx, task=task_of(shot).pk)
    assert "On animation" not in thread(client, shot, htmx, state="resolved")
    assert "No note fits" in thread(client, shot, htmx, state="verified")


def test_the_notes_of_one_task_alone_speak_of_no_filter(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot, client = shot_of(project), sign_in(cast["contributor"])
    task = task_of(shot)
    query = {"task": task.pk, "alone": "1"}
    assert "No notes on this task yet" in thread(client, shot, htmx, **query)
    write(client, shot, htmx, body="Softer", task=task.pk)
    assert "found by this filter" not in thread(client, shot, htmx, **query)
    assert "found by this filter" in thread(client, shot, htmx, task=task.pk)


def test_long_threads_come_in_pages(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    shot = shot_of(project)
    for number in range(25):
        NoteFactory(entity=shot, body=f"Word {number:02d}.")
    client = sign_in(cast["viewer"])
    first = thread(client, shot, htmx)
    second = thread(client, shot, htmx, before=first.partition("?before=")[2].partition('"')[0])
    assert (first.count("<article"), second.count("<article")) == (20, 5)
    assert "Word 24." in first and "Word 00." in second and "?before=" not in second


def test_a_thread_costs_the_same_for_any_number_of_notes(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers, django_assert_max_num_queries: Any
) -> None:
    shot, client = shot_of(project), sign_in(cast["viewer"])
    root = NoteFactory(task=task_of(shot), body="Hello @owner")
    thread(client, shot, htmx)
    with django_assert_max_num_queries(12) as few:
        thread(client, shot, htmx)
    for number in range(15):
        NoteFactory(task=task_of(shot), body=f"@viewer {number}", author=cast["contributor"])
        NoteFactory(entity=shot, body="@client", parent=root)
    with django_assert_max_num_queries(len(few)):
        thread(client, shot, htmx)


def test_mentions_are_offered_from_the_project_only(
    project: Project, other: Project, cast: Cast, sign_in: SignIn
) -> None:
    people = sign_in(cast["owner"]).get(reverse("notes:mention-list", args=["ark"])).json()["people"]
    assert {person["username"] for person in people} == {"owner", "contributor", "viewer", "client"}
    assert sign_in(cast["stranger"]).get(reverse("notes:mention-list", args=["ark"])).status_code == 404


def test_an_archived_project_takes_no_notes(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    project_update(actor=cast["owner"], project=project, changes={"status": ProjectStatus.ARCHIVED})
    assert write(sign_in(cast["owner"]), shot_of(project), htmx).status_code == 422
    with pytest.raises(Conflict, match="archived"):
        services.note_create(actor=cast["owner"], given=NoteInput(body="x", entity=shot_of(project)))


def test_a_viewer_cannot_note_by_the_service(project: Project, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.note_create(actor=cast["viewer"], given=NoteInput(body="x", entity=shot_of(project)))


def test_the_thread_of_a_shot_in_the_trash_stays_as_it_is(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    shot = Entity.objects.filter(project=project, kind=Kind.SHOT)[0]
    client, address = sign_in(cast["viewer"]), reverse("notes:thread", args=[project.code, shot.pk])
    assert client.get(address, headers=htmx).status_code == 200
    entity_trash(actor=cast["owner"], entities=[shot])
    assert client.get(address, headers=htmx).status_code == 204
    assert client.get(address).status_code == 404
