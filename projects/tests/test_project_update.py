"""A project's settings: who may, what is refused, and two people at once."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from events.models import Event
from files.models import StoredFile
from projects.models import Project, Role
from projects.services import member_set_role, project_update
from projects.tests.factories import ProjectFactory
from projects.tests.undo import take_back

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def path(project: Project) -> str:
    return reverse("projects:project-update", args=[project.code])


def form(project: Project, **changes: Any) -> dict[str, Any]:
    project.refresh_from_db()
    names = ("name", "kind", "status", "width", "height", "first_frame", "handles", "description")
    values = {name: getattr(project, name) for name in names}
    more = {"rev": project.rev, "resolution": "own", "fps": "own", "fps_own": project.fps_text}
    return values | more | {name: value for name, value in changes.items() if value is not None}


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 32), "teal").save(out, "PNG")
    return SimpleUploadedFile("plate.png", out.getvalue(), content_type="image/png")


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 404), ("viewer", 403), ("contributor", 403), ("owner", 200), ("administrator", 200)],
)
def test_only_owners_open_the_settings(cast: Cast, project: Project, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(cast[who])
    assert client.get(path(project)).status_code == status
    answer = client.post(path(project), form(project, name="Changed"))
    assert answer.status_code == (302 if status == 200 else status)
    project.refresh_from_db()
    assert (project.name == "Changed") == (status == 200)


def test_what_is_unchanged_leaves_no_event(cast: Cast, project: Project, sign_in: SignIn) -> None:
    before = Event.objects.count()
    assert sign_in(cast["owner"]).post(path(project), form(project)).status_code == 302
    assert Event.objects.count() == before


def test_settings_are_saved_and_taken_back(cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]) -> None:
    data = form(project, name="Ark two", fps_own="25", resolution="1080x1920", due_date="2027-01-31", kind="game")
    response = sign_in(cast["owner"]).post(path(project), data, headers=htmx)
    assert (response.status_code, "undo" in response["HX-Trigger"]) == (200, True)
    project.refresh_from_db()
    assert (project.name, project.fps_text, project.width, project.kind) == ("Ark two", "25", 1080, "game")
    assert take_back(cast["owner"]) == 204
    project.refresh_from_db()
    assert (project.name, project.fps_text, project.width, project.due_date) == ("The Ark", "24", 1920, None)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "x" * 201}),
        ("name", {"name": "a\u2066b"}),
        ("fps", {"fps_own": "NaN"}),
        ("fps", {"fps_own": "1e9"}),
        ("width", {"width": "-1920"}),
        ("first_frame", {"first_frame": "10000000"}),
        ("due_date", {"start_date": "2026-05-02", "due_date": "2026-05-01"}),
        ("status", {"status": "burnt"}),
        ("kind", {"kind": "opera"}),
    ],
)
def test_bad_input_is_said_at_the_field(
    cast: Cast, project: Project, sign_in: SignIn, field: str, changes: dict[str, str]
) -> None:
    events = Event.objects.count()
    response = sign_in(cast["owner"]).post(path(project), form(project, **changes))
    assert response.status_code == 422
    assert f'id="id_{field}-error"' in response.content.decode()
    assert Event.objects.count() == events


def test_the_name_of_another_own_project_is_refused(cast: Cast, project: Project, sign_in: SignIn) -> None:
    ProjectFactory(owner=cast["owner"], name="Taken")
    response = sign_in(cast["owner"]).post(path(project), form(project, name="TAKEN"))
    assert response.status_code == 422
    assert 'id="id_name-error"' in response.content.decode()


def test_a_stale_form_shows_both_values(cast: Cast, project: Project, sign_in: SignIn) -> None:
    opened = form(project)
    project_update(actor=cast["administrator"], project=project, changes={"name": "Theirs", "handles": 12})
    response = sign_in(cast["owner"]).post(path(project), opened | {"name": "Mine", "planned_shots": "7"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "<bdi>Theirs</bdi>" in page
    assert "<bdi>Mine</bdi>" in page
    project.refresh_from_db()
    assert (project.name, project.planned_shots) == ("Theirs", None)


def test_saving_again_after_a_conflict_keeps_mine_and_what_i_left_alone(
    cast: Cast, project: Project, sign_in: SignIn
) -> None:
    opened, client = form(project), sign_in(cast["owner"])
    project_update(actor=cast["administrator"], project=project, changes={"name": "Theirs", "handles": 12})
    shown = client.post(path(project), opened | {"name": "Mine", "planned_shots": "7"}).context["form"]
    again = {name: shown[name].value() for name in shown.fields if shown[name].value() is not None}
    assert client.post(path(project), again | {"fps": "24"}).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.planned_shots, project.handles) == ("Mine", 7, 12)


def test_a_stale_form_that_touches_other_fields_is_saved(cast: Cast, project: Project, sign_in: SignIn) -> None:
    opened = form(project)
    project_update(actor=cast["administrator"], project=project, changes={"name": "Theirs"})
    assert sign_in(cast["owner"]).post(path(project), opened | {"handles": "20"}).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.handles) == ("Theirs", 20)


def test_dates_of_two_people_must_fit_together(cast: Cast, project: Project, sign_in: SignIn) -> None:
    opened = form(project)
    project_update(actor=cast["administrator"], project=project, changes={"start_date": _date("2026-06-01")})
    response = sign_in(cast["owner"]).post(path(project), opened | {"due_date": "2026-05-01"})
    assert response.status_code == 422
    assert 'id="id_due_date-error"' in response.content.decode()


def _date(text: str) -> Any:
    import datetime

    return datetime.date.fromisoformat(text)


def test_the_code_stays(cast: Cast, project: Project, sign_in: SignIn) -> None:
    sign_in(cast["owner"]).post(path(project), form(project) | {"code": "other"})
    project.refresh_from_db()
    assert project.code == "ark"


def test_an_archived_project_is_made_active_again(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    client.post(path(project), form(project, status="archived"))
    assert client.get(path(project)).status_code == 200
    client.post(path(project), form(project, status="active"))
    project.refresh_from_db()
    assert not project.is_read_only


def test_an_owner_demoted_meanwhile_saves_nothing(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client, opened = sign_in(cast["contributor"]), form(project)
    membership = project.memberships.get(user=cast["contributor"])
    member_set_role(actor=cast["owner"], membership=membership, role=Role.OWNER)
    assert client.get(path(project)).status_code == 200
    member_set_role(actor=cast["owner"], membership=membership, role=Role.CONTRIBUTOR)
    assert client.post(path(project), opened | {"name": "Mine"}).status_code == 403


def test_a_picture_is_shown_taken_away_and_both_taken_back(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client, upload = sign_in(cast["owner"]), reverse("projects:project-set-thumbnail", args=[project.code])
    assert client.post(upload, {"image": picture()}).status_code == 302
    project.refresh_from_db()
    assert client.get(project.thumbnail_url).status_code == 200
    assert sign_in(cast["stranger"]).get(project.thumbnail_url).status_code == 404
    assert take_back(cast["owner"]) == 204
    assert not StoredFile.objects.present().exists()
    client.post(upload, {"image": picture()})
    client.post(upload, {"remove": "1"})
    project.refresh_from_db()
    assert project.thumbnail_url == ""


@pytest.mark.parametrize(("name", "data"), [("a.png", b""), ("a.png", b"no picture"), ("a.svg", b"<svg/>")])
def test_what_is_no_picture_is_refused(cast: Cast, project: Project, sign_in: SignIn, name: str, data: bytes) -> None:
    upload = reverse("projects:project-set-thumbnail", args=[project.code])
    response = sign_in(cast["owner"]).post(upload, {"image": SimpleUploadedFile(name, data)})
    assert response.status_code == 422
    assert 'id="id_image-error"' in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_picture_that_is_too_large_is_not_even_read(
    cast: Cast, project: Project, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projects.forms.projects.IMAGE_BYTES", 10)
    monkeypatch.setattr("projects.views.projects._change_picture", pytest.fail)
    upload = reverse("projects:project-set-thumbnail", args=[project.code])
    response = sign_in(cast["owner"]).post(upload, {"image": picture()})
    assert response.status_code == 422
    assert "over 20 MB" in response.content.decode()
