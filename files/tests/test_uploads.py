"""Uploads of any kind: what they are, what is refused, what is left when something fails."""

import datetime
import errno
import io
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import User
from core import clock
from core.errors import Refused
from events.models import Event
from files import keeping
from files.kinds import kind_of
from files.models import StoredFile
from files.pictures import MOST_PIXELS
from files.ranges import part_of
from files.services import file_store, image_store
from files.sums import storage_of
from files.sweep import orphans, sweep
from files.uploads import Incoming, incoming_folder
from projects.models import Project
from projects.services import project_set_thumbnail

SignIn = Callable[[User], Client]
MP4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def owner(cast: dict[str, User]) -> User:
    return cast["owner"]


def sent(data: bytes, name: str = "a.bin") -> SimpleUploadedFile:
    # What the client says it is counts for nothing.
    return SimpleUploadedFile(name, data, content_type="text/html")


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 200), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def on_disk() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        (picture(), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("BMP"), "image/bmp"),
        (MP4, "video/mp4"),
        (b"\0\0\0\x14ftypqt  " + b"\0" * 40, "video/quicktime"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm", "video/webm"),
        (b"\x76\x2f\x31\x01\x02\0\0\0", "image/x-exr"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "text/plain"),
        (b"<!doctype html><script>alert(1)</script>", "text/plain"),
        ("Überschrift ✨".encode(), "text/plain"),
        (b"BM is how this text begins", "text/plain"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"\xff\xfe\xfd", "application/octet-stream"),
    ],
)
def test_the_type_is_found_in_the_content(head: bytes, content_type: str) -> None:
    assert kind_of(head).content_type == content_type


def test_any_file_is_stored_under_a_name_of_ours(owner: User, project: Project) -> None:
    row = file_store(actor=owner, upload=sent(b"//Maya", "..\\..\\evil\u202e /a\x00b.php"), project_id=project.pk)
    assert row.name == "ab.php" and row.path.name.endswith(".txt") and not row.sizes
    assert on_disk() == {row.path.name}
    assert Event.objects.get(verb="file.stored").audience == "internal"


def test_a_picture_gets_smaller_ones_and_keeps_its_own_bytes(owner: User) -> None:
    data = picture(size=(3000, 1500))
    row = file_store(actor=owner, upload=sent(data, "plate.png"))
    assert (row.width, row.height, row.size) == (3000, 1500, len(data)) and set(row.sizes) == {"small", "large"}
    with default_storage.open(row.place.replace(".png", ".large.webp")) as file:
        assert Image.open(file).size == (1280, 640)


def test_a_phone_s_picture_stands_upright_and_see_through_stays(owner: User) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    row = file_store(actor=owner, upload=sent(picture("JPEG", exif=exif)))
    assert (row.width, row.height) == (200, 400)
    row = file_store(actor=owner, upload=sent(picture(mode="RGBA")))
    with default_storage.open(row.place.replace(".png", ".small.webp")) as file:
        assert Image.open(file).mode == "RGBA"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "is empty"), (picture()[:200], "cut off"), (picture("JPEG", (900, 900))[:2000], "cut off")],
)
def test_what_is_empty_or_cut_off_is_refused_and_leaves_nothing(owner: User, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        file_store(actor=owner, upload=sent(data), field="uploads")
    assert refused.value.field == "uploads" and not StoredFile.objects.exists() and not on_disk()


def test_a_small_file_that_claims_a_huge_picture_is_refused(owner: User) -> None:
    data = bytearray(picture(size=(8, 8)))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    with pytest.raises(Refused, match="3,600 megapixels"):
        file_store(actor=owner, upload=sent(bytes(data)))
    assert MOST_PIXELS < 60_000**2 and not on_disk()


def test_a_file_over_the_limit_is_refused_in_words(owner: User, settings: Any) -> None:
    settings.UPLOAD_BYTES = 1_048_576
    with pytest.raises(Refused, match=r"movie.mp4 has 1.1.MB; 1.0.MB is the most"):
        file_store(actor=owner, upload=sent(b"\0" * 1_153_434, "movie.mp4"))
    with pytest.raises(Refused, match="is the most"):
        file_store(actor=owner, upload=sent(b"\0" * 11), most=10)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_disk_that_refuses_is_said_to_and_nothing_is_half_written(
    owner: User, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(self: Any, name: str, content: Any) -> str:
        if name.endswith(".png"):
            (Path(settings.MEDIA_ROOT) / name).write_bytes(b"half")
            raise OSError(number, "no")
        return str(write(self, name, content))

    write = FileSystemStorage._save  # type: ignore[attr-defined]
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(keeping.NoRoom, match="server") as refused:
        file_store(actor=owner, upload=sent(picture()))
    assert refused.value.status == 507 and not on_disk() and not StoredFile.objects.exists()


def test_bytes_go_when_the_row_does_not_come(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(StoredFile, "save", broken)
    with pytest.raises(RuntimeError):
        file_store(actor=owner, upload=sent(picture()))
    assert not on_disk()


def test_an_upload_is_hashed_on_its_way_to_the_disk_of_the_files(owner: User) -> None:
    upload = Incoming("a.mov", "video/quicktime", None, None)
    upload.write(MP4)
    upload.digest.update(MP4)
    upload.size = len(MP4)
    assert Path(upload.temporary_file_path()).parent == incoming_folder()
    row = file_store(actor=owner, upload=upload)
    assert row.sha256 == upload.sha256 and on_disk() == {row.path.name}
    upload.close()


@pytest.fixture
def movie(owner: User) -> StoredFile:
    return file_store(actor=owner, upload=sent(MP4, "Wärme ✨.mp4"))


@pytest.fixture
def client(owner: User, sign_in: SignIn) -> Client:
    return sign_in(owner)


def body(response: Any) -> bytes:
    # Read to its end, the file is closed; closing the response too would close the test's connection to PostgreSQL.
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=0-999999999", 206, slice(0, None)),
        ("bytes=-999999999", 206, slice(0, None)),
        ("bytes=9-3", 200, slice(0, None)),
        ("bytes=0-1,5-9", 200, slice(0, None)),
        ("bytes=" + "9" * 5000 + "-", 200, slice(0, None)),
        ("frames=1-2", 200, slice(0, None)),
        ("", 200, slice(0, None)),
    ],
)
def test_a_part_is_sent_as_it_was_asked_for(
    client: Client, movie: StoredFile, asked: str, status: int, part: slice
) -> None:
    response = client.get(f"/files/{movie.uid}/", headers={"Range": asked})
    assert response.status_code == status and response["Accept-Ranges"] == "bytes"
    assert int(response["Content-Length"]) == len(MP4[part])
    assert body(response) == MP4[part]


def test_a_long_range_of_blanks_is_no_burden() -> None:
    started = time.monotonic()
    assert part_of("bytes=" + " " * 60_000 + "x", 100) is None
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_part_behind_the_end_is_416(client: Client, movie: StoredFile, asked: str) -> None:
    response = client.get(f"/files/{movie.uid}/", headers={"Range": asked})
    assert response.status_code == 416 and response["Content-Range"] == f"bytes */{len(MP4)}"


def test_another_file_by_now_is_sent_whole_and_the_same_is_not_sent_again(client: Client, movie: StoredFile) -> None:
    url, part = f"/files/{movie.uid}/", {"Range": "bytes=0-9"}
    etag = client.head(url)["ETag"]
    assert client.get(url, headers=part | {"If-Range": etag}).status_code == 206
    assert client.get(url, headers=part | {"If-Range": '"other"'}).status_code == 200
    assert client.get(url, headers=part | {"If-None-Match": f'"x", {etag}'}).status_code == 304
    head = client.head(url, headers=part)
    assert head.status_code == 200 and head["Content-Length"] == str(len(MP4)) and not head.content


def test_only_what_can_hold_no_script_is_shown_in_the_page(client: Client, owner: User, movie: StoredFile) -> None:
    svg = file_store(actor=owner, upload=sent(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"))
    png = file_store(actor=owner, upload=sent(picture(), "a.png"))
    pdf = file_store(actor=owner, upload=sent(b"%PDF-1.7", "a.pdf"))
    shown = {row.name: client.get(f"/files/{row.uid}/")["Content-Disposition"] for row in (svg, png, pdf, movie)}
    assert {name: value.partition(";")[0] for name, value in shown.items()} == {
        "a.svg": "attachment",
        "a.png": "inline",
        "a.pdf": "attachment",
        "Wärme ✨.mp4": "inline",
    }
    response = client.get(f"/files/{png.uid}/?download=1")
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"] and response["X-Content-Type-Options"] == "nosniff"


def test_smaller_pictures_are_sent_where_there_are_any(client: Client, owner: User, movie: StoredFile) -> None:
    thumbnail = image_store(actor=owner, name="a.png", data=picture())
    for size in ("small", "large"):
        response = client.get(f"/files/{thumbnail.uid}/{size}/")
        assert response.status_code == 200 and response["Content-Type"] == "image/webp" and body(response)
        assert client.get(f"/files/{movie.uid}/{size}/").status_code == 404


def test_the_sweep_takes_what_nothing_holds(project: Project, owner: User, cast: dict[str, User]) -> None:
    with clock.at(timezone.now() - datetime.timedelta(hours=25)):
        held, loose = (image_store(actor=owner, name=name, data=picture(), project_id=project.pk) for name in "ab")
        project_set_thumbnail(actor=owner, project=project, stored=held)
    fresh = image_store(actor=owner, name="c", data=picture(), project_id=project.pk)
    assert sweep(actor=cast["administrator"], is_dry=True).rows == [loose]
    assert list(orphans(timezone.now())) == [loose, fresh]
    sweep(actor=cast["administrator"])
    assert list(StoredFile.objects.present()) == [held, fresh]
    assert Event.objects.filter(verb="file.trashed", target_id=loose.pk).count() == 1


def test_the_sweep_removes_bytes_without_a_row_after_their_grace(owner: User, cast: dict[str, User]) -> None:
    row = file_store(actor=owner, upload=sent(picture()))
    for stray in ("ab/abcd.png", "ab/abcd.small.webp", "incoming/uploads/x.upload"):
        path = Path(settings.MEDIA_ROOT) / stray
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"stray")
    before = on_disk()
    call_command("sweep_files")
    assert on_disk() == before
    found = sweep(actor=cast["administrator"], grace=datetime.timedelta(0))
    assert len(found.paths) == 3 and found.bytes == 15
    assert {path.partition(".")[0] for path in on_disk()} == {row.place.partition(".")[0]}


def test_storage_is_counted_by_kind_in_one_query(
    owner: User, project: Project, movie: StoredFile, django_assert_num_queries: Any
) -> None:
    for data in (MP4, b"text", picture()):
        file_store(actor=owner, upload=sent(data), project_id=project.pk)
    with django_assert_num_queries(1):
        storage = storage_of(project.pk)
    assert {share.label: share.count for share in storage.shares} == {"Movies": 1, "Pictures": 1, "Other files": 1}
    assert storage.size == len(MP4) + 4 + len(picture()) and storage_of().count == 4
