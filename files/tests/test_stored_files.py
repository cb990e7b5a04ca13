"""Pictures: what is taken, what is refused before it costs anything, and who gets it back."""

import io
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from accounts.models import User
from core.errors import Forbidden, Refused
from events.models import Event
from files import pictures, services
from files.models import StoredFile
from files.services import file_restore, file_trash, image_store
from projects.models import Project
from projects.services import project_set_thumbnail

SignIn = Callable[[User], Client]


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.fixture
def stored(project: Project) -> StoredFile:
    return image_store(actor=project.owner, name="board.png", data=picture(), project_id=project.pk)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"])
def test_pictures_are_kept_as_webp_with_their_facts(cast: dict[str, User], kind: str) -> None:
    row = image_store(actor=cast["owner"], name=f"a.{kind}", data=picture(kind))
    assert (row.content_type, row.width, row.height) == ("image/webp", 40, 20)
    assert row.path.size == row.size and len(row.sha256) == 64


def test_a_large_picture_is_made_smaller_and_see_through_ones_are_taken(cast: dict[str, User]) -> None:
    row = image_store(actor=cast["owner"], name="a.png", data=picture(size=(4000, 1000), mode="RGBA"))
    assert (row.width, row.height) == (1280, 320)
    assert set(row.sizes) == {"small"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.4",
        picture()[:30],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_what_is_no_readable_picture_is_refused_and_nothing_is_kept(cast: dict[str, User], data: bytes) -> None:
    before = _kept()
    with pytest.raises(Refused) as refused:
        image_store(actor=cast["owner"], name="a.png", data=data)
    assert refused.value.field == "image"
    assert not StoredFile.objects.exists() and _kept() == before


def test_too_many_bytes_or_pixels_are_refused_before_decoding(
    cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 799)
    with pytest.raises(Refused, match="megapixels"):
        image_store(actor=cast["owner"], name="a.png", data=picture())
    monkeypatch.setattr(services, "IMAGE_BYTES", 10)
    with pytest.raises(Refused, match="20 MB"):
        image_store(actor=cast["owner"], name="a.png", data=picture())


@pytest.mark.parametrize("name", ["a\x00.png", "x" * 201, "", "a\u202egnp.exe"])
def test_a_file_name_that_hides_is_refused_and_leaves_no_bytes(cast: dict[str, User], name: str) -> None:
    before = _kept()
    with pytest.raises(Refused):
        image_store(actor=cast["owner"], name=name, data=picture())
    assert _kept() == before


def test_a_path_in_the_name_stays_a_name(cast: dict[str, User]) -> None:
    row = image_store(actor=cast["owner"], name="../../etc/passwd", data=picture())
    assert row.name == "../../etc/passwd" and ".." not in row.path.name


def test_the_view_sends_it_to_who_sees_what_holds_it(
    cast: dict[str, User], project: Project, stored: StoredFile, sign_in: SignIn
) -> None:
    url = f"/files/{stored.uid}/"
    answers = {role: sign_in(user).get(url).status_code for role, user in cast.items()}
    # Nothing holds it yet: it is its uploader's.
    assert {role for role, answer in answers.items() if answer == 200} == {"owner", "administrator"}
    project_set_thumbnail(actor=stored.uploader, project=project, stored=stored)
    answers = {role: sign_in(user).get(url).status_code for role, user in cast.items()}
    assert answers.pop("stranger") == 404 and set(answers.values()) == {200}
    assert Client().get(url).status_code == 302


def test_it_is_cached_by_the_person_alone_and_not_sent_twice(
    cast: dict[str, User], stored: StoredFile, sign_in: SignIn
) -> None:
    client = sign_in(cast["owner"])
    first = client.get(f"/files/{stored.uid}/")
    assert "private" in first["Cache-Control"] and first["X-Content-Type-Options"] == "nosniff"
    assert b"".join(first.streaming_content)
    assert client.get(f"/files/{stored.uid}/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_bytes_that_are_gone_are_said_to_be_gone(cast: dict[str, User], stored: StoredFile, sign_in: SignIn) -> None:
    default_storage.delete(stored.path.name)
    assert sign_in(cast["owner"]).get(f"/files/{stored.uid}/").status_code == 410


def test_who_stored_it_or_edits_its_project_trashes_it_and_it_comes_back(
    cast: dict[str, User], stored: StoredFile, sign_in: SignIn
) -> None:
    with pytest.raises(Forbidden):
        file_trash(actor=cast["viewer"], stored=stored)
    file_trash(actor=cast["owner"], stored=stored)
    assert sign_in(cast["owner"]).get(f"/files/{stored.uid}/").status_code == 404
    file_restore(actor=cast["owner"], stored=stored)
    assert list(Event.objects.filter(target_type="storedfile").values_list("verb", flat=True)) == [
        "file.stored",
        "file.trashed",
        "file.restored",
    ]


def test_a_picture_without_a_project_is_seen_by_its_uploader(cast: dict[str, User], sign_in: SignIn) -> None:
    row = image_store(actor=cast["viewer"], name="me.png", data=picture())
    assert sign_in(cast["viewer"]).get(f"/files/{row.uid}/").status_code == 200
    assert sign_in(cast["owner"]).get(f"/files/{row.uid}/").status_code == 404


def _kept() -> int:
    try:
        folders = default_storage.listdir("")[0]
    except FileNotFoundError:
        return 0
    return sum(len(default_storage.listdir(folder)[1]) for folder in folders)


def test_a_picture_of_16_bits_is_scaled(cast: dict[str, User]) -> None:
    row = image_store(actor=cast["owner"], name="a.tif", data=picture("TIFF", (40, 4126), "I;16"))
    assert (row.width, row.height) == (12, 1280)
