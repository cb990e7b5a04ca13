"""Versions: numbers, streams, who may say what of them, what they carry along."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from core.errors import Conflict, Forbidden, Refused, Stale
from events.models import Event
from files.keeping import Kept, keeping
from files.models import StoredFile
from projects.models import Membership, Project
from shots.models import Entity, Task, Version
from shots.services import entity_trash
from shots.services.version_files import version_file_show, version_set_thumbnail
from shots.services.versions import (
    VersionInput,
    settable_version_statuses,
    version_publish,
    version_restore,
    version_set_status,
    version_trash,
    version_update,
)
from shots.tests.factories import task_of


def picture(size: tuple[int, int] = (400, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


@contextmanager
def sent(**files: bytes) -> Iterator[list[Kept]]:
    with keeping([SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()]) as kept:
        yield kept


@pytest.fixture
def task(project: Project) -> Task:
    shot = Entity.objects.get(project=project, code="SQ010_SH0010")
    return task_of(shot, "CMP")


def publish(task: Task, actor: User, uid: uuid.UUID | None = None, **given: Any) -> Version:
    if "path" not in given:
        given["path"] = "/mnt/show/comp.exr"
    return version_publish(actor=actor, entity=task.entity, given=VersionInput(task=task, **given), uid=uid)


def test_numbers_count_in_each_stream_and_are_never_given_twice(task: Task, cast: dict[str, User]) -> None:
    owner = cast["owner"]
    assert [publish(task, owner).number for _ in range(2)] == [1, 2]
    assert publish(task, owner, stream="Slap comp").short == "Slap comp v001"
    # The same name in another spelling is the same stream.
    assert publish(task, owner, stream="slap COMP").number == 2
    version_trash(actor=owner, version=Version.objects.get(task=task, stream_key="main", number=2))
    assert publish(task, owner).number == 3
    assert publish(task, owner, number=40).number == 40 and publish(task, owner).number == 41


def test_a_taken_number_is_refused_and_a_path_or_a_file_is_needed(task: Task, cast: dict[str, User]) -> None:
    publish(task, cast["owner"], number=7)
    for wrong, field in (({"number": 7}, "number"), ({"number": 1_000_000}, "number"), ({"path": ""}, "uploads")):
        with pytest.raises(Refused) as refused:
            publish(task, cast["owner"], **wrong)
        assert refused.value.field == field
    assert Version.objects.count() == 1


def test_the_same_uid_is_published_once_and_another_body_is_a_conflict(task: Task, cast: dict[str, User]) -> None:
    uid, owner = uuid.uuid4(), cast["owner"]
    first = publish(task, owner, uid, description="One")
    assert publish(task, owner, uid, description="One") == first
    with pytest.raises(Conflict):
        publish(task, owner, uid, description="Two")
    # It is the author's name for it: somebody else may use the same.
    assert publish(task, cast["contributor"], uid).number == 2
    assert Event.objects.filter(verb="version.created").count() == 2


def test_a_replay_keeps_no_second_copy_of_the_files(task: Task, cast: dict[str, User]) -> None:
    uid = uuid.uuid4()
    for _ in range(2):
        with sent(a_png=picture()) as files:
            publish(task, cast["owner"], uid, files=files, path="")
    # The file and the picture of the version.
    assert StoredFile.objects.count() == 2
    assert not default_storage.exists(files[0].path)


def test_files_come_in_order_and_the_first_picture_shows_the_version_and_the_shot(
    task: Task, cast: dict[str, User]
) -> None:
    with sent(scene_ma=b"//Maya ASCII scene", b_png=picture(), c_png=picture((300, 300))) as files:
        version = publish(task, cast["contributor"], files=files, path="")
    assert [link.file.name for link in version.files.all()] == ["scene.ma", "b.png", "c.png"]
    assert version.thumbnail is not None and version.thumbnail.content_type == "image/webp"
    shot = Entity.objects.get(pk=task.entity_id)
    assert shot.thumbnail_id == version.thumbnail_id
    # The second version leaves the shot's picture alone.
    with sent(d_png=picture()) as files:
        publish(task, cast["contributor"], files=files, path="")
    assert Entity.objects.get(pk=task.entity_id).thumbnail_id == shot.thumbnail_id


def test_what_fails_leaves_neither_row_nor_bytes(task: Task, cast: dict[str, User]) -> None:
    publish(task, cast["owner"], number=1)
    with pytest.raises(Refused), sent(a_png=picture()) as files:
        publish(task, cast["owner"], number=1, files=files)
    assert not StoredFile.objects.exists() and not default_storage.exists(files[0].path)


def test_approval_is_said_by_who_approves_the_work(task: Task, project: Project, cast: dict[str, User]) -> None:
    version, artist = publish(task, cast["owner"]), cast["contributor"]
    assert settable_version_statuses(actor=artist, version=version) == ["wip", "review"]
    assert version_set_status(actor=artist, version=version, status="wip").status == "wip"
    with pytest.raises(Forbidden):
        version_set_status(actor=artist, version=version, status="approved")
    Membership.objects.get(project=project, user=artist).approves.add(task.task_type.department)
    assert version_set_status(actor=artist, version=version, status="approved").status == "approved"
    assert settable_version_statuses(actor=cast["viewer"], version=version) == []


def test_viewers_publish_nothing_and_only_author_or_owner_trashes(task: Task, cast: dict[str, User]) -> None:
    version = publish(task, cast["owner"])
    with pytest.raises(Forbidden):
        publish(task, cast["viewer"])
    with pytest.raises(Forbidden):
        version_trash(actor=cast["contributor"], version=version)
    version_trash(actor=cast["owner"], version=version)
    publish(task, cast["contributor"], number=1)
    with pytest.raises(Conflict, match="another"):
        version_restore(actor=cast["owner"], version=Version.objects.in_trash().get())


def test_clients_see_no_work_in_progress(task: Task, cast: dict[str, User]) -> None:
    wip, shown = publish(task, cast["owner"], status="wip"), publish(task, cast["owner"])
    assert set(Version.objects.visible_to(cast["client"])) == {shown}
    assert set(Version.objects.visible_to(cast["viewer"])) == {wip, shown}
    assert Event.objects.get(verb="version.created", target_id=wip.pk).audience == "internal"
    assert not Version.objects.visible_to(cast["stranger"])


def test_two_who_edit_the_same_words_are_told(task: Task, cast: dict[str, User]) -> None:
    version = publish(task, cast["owner"])
    version_update(actor=cast["contributor"], version=version, changes={"description": "His"}, seen_rev=1)
    with pytest.raises(Stale):
        version_update(actor=cast["owner"], version=version, changes={"description": "Hers"}, seen_rev=1)
    row = version_update(actor=cast["owner"], version=version, changes={"path": "/mnt/b"}, seen_rev=1)
    assert (row.description, row.path) == ("His", "/mnt/b")
    with pytest.raises(Refused):
        version_update(actor=cast["owner"], version=version, changes={"path": " "})


def test_another_file_of_the_version_may_be_its_picture(task: Task, cast: dict[str, User]) -> None:
    with sent(a_png=picture(), b_png=picture((100, 300)), c_txt=b"notes") as files:
        version = publish(task, cast["owner"], files=files, path="")
    second, text = [link.file for link in version.files.all()][1:]
    shown = version_file_show(actor=cast["owner"], version=version, stored=second).thumbnail
    assert shown is not None and (shown.width, shown.height) == (100, 300)
    with pytest.raises(Refused):
        version_file_show(actor=cast["owner"], version=version, stored=text)
    assert version_set_thumbnail(actor=cast["owner"], version=version, stored=None).thumbnail is None


def test_nothing_is_published_on_what_lies_in_the_trash(task: Task, cast: dict[str, User]) -> None:
    entity_trash(actor=cast["owner"], entities=[task.entity])
    with pytest.raises(Conflict):
        publish(task, cast["owner"])


def test_a_version_that_was_trashed_meanwhile_gets_no_picture(task: Task) -> None:
    owner = task.project.owner
    version = version_publish(actor=owner, entity=task.entity, given=VersionInput(task=task, path="/a"))
    version_trash(actor=owner, version=version)
    with pytest.raises(Conflict, match="trash"):
        version_set_thumbnail(actor=owner, version=version, stored=None)
