"""Attachments, checklists, the status in the same act, who reads a note, the notes of a project."""

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from activity.services import change_set_undo
from core.errors import Conflict, Forbidden, Refused
from events.models import ChangeSet
from files.models import StoredFile
from notes import services
from notes.checklist import joined, split
from notes.models import Note
from notes.services import NoteInput
from notes.tests.factories import NoteFactory
from projects.models import Project
from shots.models import Entity, Kind, Task
from shots.services.versions import VersionInput, version_publish
from shots.tests.factories import status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]
Headers = dict[str, str]


def shot_of(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name=name)


def upload(name: str = "frame.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (400, 20), "grey").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue() if name.endswith("png") else b"Frames 1001 to 1010")


def write(client: Client, shot: Entity, htmx: Headers | None = None, **data: Any) -> HttpResponse:
    response: HttpResponse = client.post(reverse("notes:note-create", args=["ark", shot.pk]), data, headers=htmx)
    return response


def act(client: Client, name: str, note: Note, htmx: Headers, **data: Any) -> HttpResponse:
    response: HttpResponse = client.post(reverse(f"notes:{name}", args=["ark", note.pk]), data, headers=htmx)
    return response


def thread(client: Client, shot: Entity, htmx: Headers, **query: Any) -> str:
    response = client.get(reverse("notes:thread", args=["ark", shot.pk]), query, headers=htmx)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_note_takes_files_along_and_its_author_removes_one(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot, client = shot_of(project), sign_in(cast["contributor"])
    assert write(client, shot, htmx, attachments=[upload(), upload("notes.txt")]).status_code == 200
    note = Note.objects.get()
    page = thread(client, shot, htmx)
    assert "frame.png" in page and "data-lightbox" in page and "notes.txt" in page and 'width="208"' in page
    stored = StoredFile.objects.get(name="notes.txt")
    url = reverse("notes:attachment-remove", args=["ark", note.pk, stored.uid])
    assert sign_in(cast["owner"]).post(url, headers=htmx).status_code == 403
    assert b"notes.txt" not in client.post(url, headers=htmx).content
    change_set_undo(actor=cast["contributor"], changes=ChangeSet.objects.latest("pk"))
    assert "notes.txt" in thread(client, shot, htmx)


def test_who_does_not_read_the_note_does_not_see_its_file(project: Project, cast: Cast, sign_in: SignIn) -> None:
    write(sign_in(cast["owner"]), shot_of(project), body="Secret", attachments=[upload()])
    note, url = Note.objects.get(), reverse("files:stored-file", args=[StoredFile.objects.latest("pk").uid])

    def answer(role: str) -> int:
        response = sign_in(cast[role]).get(url)
        return response.status_code

    assert [answer(role) for role in ("viewer", "client", "stranger")] == [200, 404, 404]
    services.note_set_client_visible(actor=cast["owner"], note=note, is_client_visible=True)
    assert answer("client") == 200
    services.note_trash(actor=cast["owner"], note=note)
    assert answer("client") == 404


def test_an_empty_file_is_refused_and_the_words_stay(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    data = {"body": "Look", "attachments": [SimpleUploadedFile("nothing.png", b"")]}
    response = write(sign_in(cast["owner"]), shot_of(project), htmx, **data)
    assert response.status_code == 422 and b"Look" in response.content and b"empty" in response.content
    assert not Note.objects.exists() and not StoredFile.objects.exists()


def test_note_and_status_are_one_act_with_one_undo(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    task, client = task_of(shot_of(project)), sign_in(cast["owner"])
    before, acts = task.status, ChangeSet.objects.count()
    write(client, task.entity, htmx, body="Again", task=task.pk, status=status("retake").pk)
    assert Task.objects.get(pk=task.pk).status.category == "retake" and ChangeSet.objects.count() == acts + 1
    assert "st-retake" in thread(client, task.entity, htmx)
    change_set_undo(actor=cast["owner"], changes=ChangeSet.objects.latest("pk"))
    assert Task.objects.get(pk=task.pk).status == before and not Note.objects.present().exists()


def test_a_status_that_one_may_not_set_refuses_the_whole_act(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    task, closed = task_of(shot_of(project)), status("done")
    closed.artists_may_set = False
    closed.save(update_fields=["artists_may_set"])
    client = sign_in(cast["contributor"])
    assert (
        f'value="{closed.pk}"'
        not in client.get(reverse("notes:note-create", args=["ark", task.entity_id])).content.decode()
    )
    response = write(client, task.entity, htmx, body="Fine", task=task.pk, status=closed.pk)
    assert response.status_code == 422 and b"set by owners" in response.content
    assert write(client, task.entity, htmx, body="Fine", status=status("wip").pk).status_code == 422
    assert not Note.objects.exists()


def test_lines_to_tick_are_kept_apart_from_the_words() -> None:
    body, lines = split("Two things:\n- [ ] Blink\n* [X]  Breath \n```\n- [ ] code\n```\n- [] none")
    assert lines == [{"text": "Blink", "done": False}, {"text": "Breath", "done": True}]
    assert body == "Two things:\n```\n- [ ] code\n```\n- [] none"
    assert split(joined("Words", lines)) == ("Words", lines)
    with pytest.raises(Refused, match="500"):
        split("- [ ] " + "x" * 501)


def test_a_line_is_ticked_by_who_may_write_notes(project: Project, cast: Cast, sign_in: SignIn, htmx: Headers) -> None:
    note = NoteFactory(entity=shot_of(project), body="- [ ] Blink\n- [x] <b>Breath</b>")
    page = act(sign_in(cast["contributor"]), "note-check", note, htmx, on="0").content.decode()
    assert "2/2" in page and "&lt;b&gt;" in page
    assert act(sign_in(cast["viewer"]), "note-check", note, htmx, off="0").status_code == 403
    assert act(sign_in(cast["owner"]), "note-check", note, htmx, off="7").status_code == 409
    assert act(sign_in(cast["owner"]), "note-check", note, htmx).status_code == 422


def test_a_note_is_shown_to_clients_and_hidden_with_its_answers(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot, client = shot_of(project), sign_in(cast["client"])
    note = NoteFactory(entity=shot, body="For all", is_client_visible=True)
    answer = NoteFactory(entity=shot, body="An answer", parent=note, is_client_visible=True)
    assert "An answer" in thread(client, shot, htmx)
    assert act(sign_in(cast["contributor"]), "note-set-client-visible", note, htmx).status_code == 403
    act(sign_in(cast["owner"]), "note-set-client-visible", note, htmx)
    assert "For all" not in thread(client, shot, htmx) and "An answer" not in thread(client, shot, htmx)
    history = client.get(reverse("activity:project-history", args=["ark"])).content.decode()
    assert "For all" not in history and "An answer" not in history
    with pytest.raises(Conflict, match="show that one first"):
        services.note_set_client_visible(actor=cast["owner"], note=answer, is_client_visible=True)
    with pytest.raises(Forbidden):
        services.note_set_client_visible(actor=cast["viewer"], note=note, is_client_visible=True)


def test_an_answer_to_a_hidden_note_is_hidden(project: Project, cast: Cast) -> None:
    note = NoteFactory(entity=shot_of(project), body="Hidden")
    given = NoteInput(body="Too", entity=shot_of(project), parent=note, is_client_visible=True)
    assert not services.note_create(actor=cast["owner"], given=given).is_client_visible


def test_the_thread_is_narrowed_and_opens_at_a_note(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    shot, client = shot_of(project), sign_in(cast["viewer"])
    first = NoteFactory(entity=shot, body="First", author=cast["contributor"])
    write(sign_in(cast["owner"]), shot, body="Second @viewer", attachments=[upload()])
    assert "First" not in thread(client, shot, htmx, mine="on") and "Second" in thread(client, shot, htmx, mine="on")
    assert "First" not in thread(client, shot, htmx, attached="on")
    assert "Second" not in thread(client, shot, htmx, author=cast["contributor"].pk)
    assert "1 found" in thread(client, shot, htmx, state="open", author=cast["contributor"].pk)
    at = thread(client, shot, htmx, note=first.pk)
    assert "Second" not in at and "Show newer" in at


def test_the_notes_of_a_project_cost_the_same_for_few_and_many(
    project: Project, cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    url, client = reverse("notes:note-list", args=["ark"]), sign_in(cast["viewer"])
    NoteFactory(task=task_of(shot_of(project)), body="One @viewer\n- [ ] line")
    client.get(url)
    with django_assert_max_num_queries(30) as few:
        assert "1 note<" in client.get(url).content.decode()
    for number in range(50):
        note = NoteFactory(entity=shot_of(project), body=f"{number} @owner")
        NoteFactory(entity=shot_of(project), body="Yes", parent=note)
    with django_assert_max_num_queries(len(few)):
        page = client.get(url).content.decode()
    assert page.count('class="noteline"') == 30 and "51 notes" in page
    assert "No note fits" in client.get(url, {"q": "nowhere"}).content.decode()
    assert client.get(url, {"order": "answer", "state": "any", "mine": "on"}).status_code == 200


def test_a_composer_opens_with_task_and_status_chosen(
    project: Project, cast: Cast, sign_in: SignIn, htmx: Headers
) -> None:
    task, wanted = task_of(shot_of(project)), status("retake")
    url = reverse("notes:note-create", args=["ark", task.entity_id])
    page = sign_in(cast["owner"]).get(
        url, {"task": task.pk, "status": wanted.pk}, headers={**htmx, "HX-Target": "modal"}
    )
    text = page.content.decode()
    assert "<dialog" in text and f'value="{wanted.pk}" selected' in text and f'value="{task.pk}" selected' in text


def test_a_line_of_many_spaces_is_no_burden() -> None:
    started = time.monotonic()
    words, lines = split("- [ ] x" + " " * 400 + "y\n" + "- [ ] x" + " " * 19_000 + "\n" + " " * 9_000 + "y")
    with pytest.raises(Refused, match="letters"):
        split("- [ ] x" + " " * 19_000 + "y")
    assert (words, [line["text"] for line in lines]) == ("y", ["x" + " " * 400 + "y", "x"])
    assert time.monotonic() - started < 1


def test_clients_read_no_note_on_a_version_in_work_in_the_history(
    project: Project, cast: Cast, sign_in: SignIn
) -> None:
    shot, owner = shot_of(project), cast["owner"]
    version = version_publish(actor=owner, entity=shot, given=VersionInput(path="/a", status="wip"))
    given = NoteInput(body="Not done", entity=shot, version=version, is_client_visible=True)
    services.note_create(actor=owner, given=given)
    url = reverse("activity:project-history", args=["ark"])
    assert b"Not done" in sign_in(cast["viewer"]).get(url).content
    assert b"Not done" not in sign_in(cast["client"]).get(url).content
