"""The pages of versions: list, strip, page, menus; and who sees their files."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from files.keeping import keeping
from files.models import StoredFile
from notes.models import Note
from notes.tests.factories import NoteFactory
from projects.models import Project
from shots.models import Entity, Task, Version
from shots.services.versions import VersionInput, version_publish, version_set_status, version_trash
from shots.tests.factories import status, task_of
from tests.world import png

SignIn = Callable[[User], Client]
LIST = "/projects/ark/versions/"


@pytest.fixture
def task(project: Project) -> Task:
    return task_of(Entity.objects.get(project=project, code="SQ010_SH0010"), "CMP")


def publish(task: Task, actor: User, name: str = "a.png", **given: Any) -> Version:
    with keeping([SimpleUploadedFile(name, png() if name.endswith("png") else b"text")]) as files:
        return version_publish(actor=actor, entity=task.entity, given=VersionInput(task=task, files=files, **given))


def test_the_list_filters_sorts_and_counts(task: Task, cast: dict[str, User], sign_in: SignIn) -> None:
    other = task_of(Entity.objects.get(code="SQ010_SH0020"), "CMP")
    publish(task, cast["owner"], description="Water is calmer")
    publish(other, cast["contributor"], "scene_42.ma", status="wip", stream="Élan")
    client = sign_in(cast["viewer"])

    def found(**query: Any) -> list[str]:
        return [row.entity.name for row in client.get(LIST, query).context["page"]]

    assert found() == ["SH0020", "SH0010"] and found(order="oldest") == ["SH0010", "SH0020"]
    assert found(order="code") == ["SH0010", "SH0020"]
    assert found(q="calmer") == found(q="sh0010") == ["SH0010"] and found(q="SCENE_42") == found(q="élan") == ["SH0020"]
    assert found(status="wip") == found(author=cast["contributor"].pk) == ["SH0020"]
    assert found(status="nonsense") == ["SH0020", "SH0010"] and found(q="nothing") == []
    assert b"No version fits" in client.get(LIST, {"q": "nothing"}).content


def test_an_empty_list_says_what_to_do(project: Project, cast: dict[str, User], sign_in: SignIn) -> None:
    assert b"drop files on it" in sign_in(cast["contributor"]).get(LIST).content


def test_the_list_costs_the_same_for_few_and_many(
    task: Task, cast: dict[str, User], sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast["viewer"])
    publish(task, cast["owner"])
    client.get(LIST)
    with django_assert_max_num_queries(14) as few:
        client.get(LIST)
    for _ in range(49):
        publish(task, cast["owner"], "a.txt")
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(LIST).context["page"].object_list) == 50


def test_the_strip_shows_the_latest_of_each_task_or_all(
    task: Task, cast: dict[str, User], sign_in: SignIn, htmx: dict[str, str]
) -> None:
    for each in (task, task, task_of(task.entity, "LGT")):
        publish(each, cast["owner"])
    url = reverse("shots:version-strip", args=["ark", task.entity_id])
    client = sign_in(cast["contributor"])
    strip = client.get(url, headers=htmx).context["strip"]
    assert [str(row) for row in strip.rows] == ["SQ010_SH0010 LGT v001", "SQ010_SH0010 CMP v002"]
    assert strip.count == 3 and len(client.get(f"{url}?versions=all", headers=htmx).context["strip"].rows) == 3
    assert b"data-publish-url" in client.get(url, headers=htmx).content
    assert b"data-publish-url" not in sign_in(cast["viewer"]).get(url, headers=htmx).content


def test_the_page_shows_a_version_and_leads_to_its_neighbours(
    task: Task, cast: dict[str, User], sign_in: SignIn
) -> None:
    first, second = publish(task, cast["owner"], path="/mnt/secret"), publish(task, cast["owner"], "b.txt")
    page = sign_in(cast["viewer"]).get(first.get_absolute_url())
    assert page.context["after"] == second and b"/mnt/secret" in page.content and b"/large/" in page.content
    # Where the files of the studio lie is not for its clients.
    assert b"/mnt/secret" not in sign_in(cast["client"]).get(first.get_absolute_url()).content
    assert b"No picture of this version" in sign_in(cast["viewer"]).get(second.get_absolute_url()).content


def test_notes_beside_a_version_are_on_it(
    task: Task, cast: dict[str, User], sign_in: SignIn, htmx: dict[str, str]
) -> None:
    version, client = publish(task, cast["owner"]), sign_in(cast["contributor"])
    NoteFactory(task=task, body="On the task alone", author=cast["owner"])
    form = client.get(version.get_absolute_url()).context["composer"]
    url = reverse("notes:note-create", args=["ark", task.entity_id])
    sent = {"body": "Softer water", "version": form["version"].value(), "task": "", "status": status("review").pk}
    answer = client.post(url, sent, headers=htmx)
    assert answer.status_code == 200 and f"task:changed-{task.pk}" in answer["HX-Trigger"]
    page = client.get(version.get_absolute_url()).content.decode()
    assert "Softer water" in page and "On the task alone" not in page
    note = Note.objects.get(version=version)
    task.refresh_from_db()
    assert (note.task, task.status, task.note_count) == (None, status("review"), 2)
    assert client.post(url, {"body": "Again", "version": version.pk})["Location"] == version.get_absolute_url()


def test_names_are_shown_and_never_run(task: Task, cast: dict[str, User], sign_in: SignIn) -> None:
    version = publish(task, cast["owner"], "<script>alert(1)</script>.txt", stream="<b>ärm ✨ مرحبا", description="<i>")
    for url in (version.get_absolute_url(), LIST, task.entity.get_absolute_url()):
        html = sign_in(cast["viewer"]).get(url).content.decode()
        assert "<script>alert" not in html and "<b>ärm" not in html and "&lt;b&gt;ärm ✨ مرحبا" in html


def test_a_version_in_the_trash_offers_to_come_back(task: Task, cast: dict[str, User], sign_in: SignIn) -> None:
    version = publish(task, cast["owner"])
    version_trash(actor=cast["owner"], version=version)
    owner = sign_in(cast["owner"])
    assert b"Restore v001" in owner.get(version.get_absolute_url()).content
    assert sign_in(cast["viewer"]).get(version.get_absolute_url()).status_code == 404
    owner.post(reverse("shots:version-restore", args=["ark", version.pk]))
    assert Version.objects.present().get() == version


def test_its_picture_becomes_that_of_the_shot_and_the_project(
    task: Task, project: Project, cast: dict[str, User], sign_in: SignIn
) -> None:
    publish(task, cast["owner"])
    version = publish(task, cast["owner"])
    url, client = reverse("shots:version-use-picture", args=["ark", version.pk]), sign_in(cast["owner"])
    for target in ("entity", "project"):
        assert client.post(url, {"target": target}).status_code == 302
    project.refresh_from_db()
    assert Entity.objects.get(pk=task.entity_id).thumbnail == project.thumbnail == version.thumbnail
    assert sign_in(cast["contributor"]).post(url, {"target": "project"}).status_code == 403
    assert client.post(url, {"target": "moon"}).status_code == 422


def test_files_are_seen_with_their_version(task: Task, cast: dict[str, User], sign_in: SignIn) -> None:
    version = publish(task, cast["owner"], status="wip")
    stored = StoredFile.objects.get(pk__in=version.files.values("file"))

    def answers() -> dict[str, int]:
        return {name: sign_in(user).get(f"/files/{stored.uid}/").status_code for name, user in cast.items()}

    assert [name for name, code in answers().items() if code == 404] == ["client", "stranger"]
    version_set_status(actor=cast["owner"], version=version, status="review")
    assert [name for name, code in answers().items() if code == 404] == ["stranger"]
    version_trash(actor=cast["owner"], version=version)
    assert {name for name, code in answers().items() if code == 200} == {"administrator", "owner"}
    assert sign_in(cast["client"]).get(f"/files/{stored.uid}/small/").status_code == 404


def test_the_status_menu_offers_what_one_may_say(
    task: Task, cast: dict[str, User], sign_in: SignIn, htmx: dict[str, str]
) -> None:
    version = publish(task, cast["owner"])
    url = reverse("shots:version-status-menu", args=["ark", version.pk])
    menu = sign_in(cast["contributor"]).get(url, headers=htmx).content
    assert b"Work in progress" in menu and b"Approved" not in menu
    assert b"Approved" in sign_in(cast["owner"]).get(url, headers=htmx).content
    assert b"not set its status" in sign_in(cast["viewer"]).get(url).content
    answer = sign_in(cast["owner"]).post(url.replace("-menu", ""), {"status": "approved"}, headers=htmx)
    assert f"version:changed-{version.pk}" in answer["HX-Trigger"] and Version.objects.get().status == "approved"
