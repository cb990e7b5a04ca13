"""Publishing from the page: files, the task's status and a note in one act; what is refused keeps nothing."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from activity.services import change_set_undo
from events.models import ChangeSet
from files.models import StoredFile
from notes.models import Note
from projects.models import Project
from shots.models import Entity, Task, Version
from shots.services import task_assign
from shots.tests.factories import status, task_of

SignIn = Callable[[User], Client]
MOVIE = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0" * 5000


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 32), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def task(project: Project) -> Task:
    return task_of(Entity.objects.get(project=project, code="SQ010_SH0010"), "CMP")


@pytest.fixture
def url(task: Task) -> str:
    return reverse("desk:version-create", args=["ark", task.entity_id])


@pytest.fixture
def client(cast: dict[str, User], sign_in: SignIn) -> Client:
    return sign_in(cast["contributor"])


def given(task: Task, *files: tuple[str, bytes], **more: Any) -> dict[str, Any]:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return {"uploads": uploads, "task": task.pk, "status": "review", "submit_id": str(uuid.uuid4())} | more


def test_version_status_and_note_are_one_act(client: Client, url: str, task: Task, cast: dict[str, User]) -> None:
    review = status("review")
    data = given(task, ("a.mov", MOVIE), ("b.png", picture()), task_status=review.pk, note="Ready @owner")
    response = client.post(url, data, follow=True)
    assert response.status_code == 200 and b"SQ010_SH0010 CMP v001 published" in response.content
    version = Version.objects.get(task=task)
    assert [link.file.name for link in version.files.all()] == ["a.mov", "b.png"]
    assert task_of(task.entity, "CMP").status == review and Note.objects.get().version == version
    note = Note.objects.get()
    assert (note.body, note.status, Task.objects.get(pk=task.pk).note_count) == ("Ready @owner", review, 1)
    act = ChangeSet.objects.latest("pk")
    assert {"version.created", "task.status_changed", "note.created"} <= set(act.events.values_list("verb", flat=True))
    change_set_undo(actor=cast["contributor"], changes=act)
    assert not Version.objects.present().exists() and not Note.objects.present().exists()
    assert task_of(task.entity, "CMP").status != review and not StoredFile.objects.present().exists()


def test_the_button_pressed_twice_publishes_once(client: Client, url: str, task: Task) -> None:
    data = given(task, path="/mnt/ark/comp.nk", note="Once")
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert Version.objects.count() == Note.objects.filter(version__task=task).count() == 1


def test_a_dialog_s_answer_closes_it_and_refreshes_the_page(
    client: Client, url: str, task: Task, htmx: dict[str, str]
) -> None:
    page = client.get(url + f"?task={task.pk}", headers=htmx)
    assert b"<dialog" in page.content and b"<html" not in page.content
    response = client.post(url, given(task, ("a.png", picture())), headers=htmx)
    events = response["HX-Trigger"]
    assert response.status_code == 200 and "modal:close" in events and f"task:changed-{task.pk}" in events
    assert f"versions:changed-{task.entity_id}" in events and "undo_url" in events


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, b"Choose a file, or say where it lies"),
        ({"uploads": [SimpleUploadedFile("a.png", b"")]}, b"a.png is empty"),
        ({"path": "/x", "number": "1000000"}, b"less than or equal to"),
        ({"path": "/x", "status": "nonsense"}, b"Select a valid choice"),
        ({"path": "/x\u202e"}, b"control or direction characters"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: Client, url: str, task: Task, wrong: dict[str, Any], words: bytes
) -> None:
    for file in wrong.get("uploads", ()):
        file.seek(0)
    response = client.post(url, given(task) | wrong)
    assert response.status_code == 422 and words in response.content
    assert not Version.objects.exists() and not StoredFile.objects.exists()


def test_a_status_that_one_may_not_set_refuses_all_of_it(client: Client, url: str, task: Task) -> None:
    offered = [str(row) for _, row in client.get(url).context["form"].fields["task_status"].choices]
    assert "Waiting for review" in offered and "Approved" not in offered
    data = given(task, ("a.png", picture()), task_status=status("done").pk)
    assert client.post(url, data).status_code == 403
    assert not Version.objects.exists() and not StoredFile.objects.exists()
    assert client.post(url, given(task, path="/x", status="approved")).status_code == 403


def test_a_frame_of_the_movie_is_its_picture(client: Client, url: str, task: Task) -> None:
    poster = SimpleUploadedFile("frame.jpg", picture())
    client.post(url, given(task, ("a.mov", MOVIE), poster=poster))
    version = Version.objects.get()
    assert version.thumbnail is not None and (version.thumbnail.width, version.thumbnail.height) == (64, 32)
    assert [link.file.name for link in version.files.all()] == ["a.mov"]


def test_more_files_than_fit_are_refused_in_words(client: Client, url: str, task: Task, settings: Any) -> None:
    settings.UPLOAD_BYTES, settings.LARGEST_REQUEST = 2000, 1000
    response = client.post(url, given(task, ("a.mov", b"\0" * 1_200_000)))
    assert response.status_code == 413 and b"MB can be sent at once" in response.content
    response = client.post(url, given(task, ("a.mov", MOVIE)))
    assert response.status_code == 422 and b"is the most" in response.content
    # Strangers to the house may not fill the disk either.
    assert Client().post(url, given(task, ("a.mov", MOVIE))).status_code == 413


def test_the_form_opens_on_the_own_task_ready_for_review(
    client: Client, url: str, task: Task, cast: dict[str, User]
) -> None:
    task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    initial = client.get(url).context["form"].initial
    assert initial["task"] == task and initial["task_status"] == status("review").pk


def test_who_only_looks_is_refused(url: str, task: Task, cast: dict[str, User], sign_in: SignIn) -> None:
    assert sign_in(cast["viewer"]).post(url, given(task, path="/x")).status_code == 403
    assert sign_in(cast["stranger"]).get(url).status_code == 404
