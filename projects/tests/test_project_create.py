"""Making a project on its page."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet
from projects.codes import suggest_code
from projects.defaults import TEMPLATES
from projects.models import Membership, Project, Role
from projects.services import project_trash
from projects.tests.factories import ProjectFactory

Cast = dict[str, User]
SignIn = Callable[[User], Client]
NEW = "/projects/new/"
GOOD = {
    "name": "The Long Ferry",
    "code": "FERRY",
    "template": "short",
    "fps": "24",
    "resolution": "1920x1080",
    "first_frame": "1001",
    "handles": "8",
}


def post(client: Client, **changes: str) -> tuple[int, str]:
    response = client.post(NEW, GOOD | changes)
    return response.status_code, response.content.decode()


def test_a_project_is_made_and_opened(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast["stranger"]).post(NEW, GOOD)
    project = Project.objects.get()
    assert response["Location"] == reverse("desk:project-overview", args=["FERRY"])
    assert (project.owner, project.fps_text, project.width) == (cast["stranger"], "24", 1920)
    assert Membership.objects.get(project=project).role == Role.OWNER


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_each_template_fills_the_pipeline(cast: Cast, sign_in: SignIn, template: object) -> None:
    key, wanted = template.key, [*template.shots, *template.assets]  # type: ignore[attr-defined]
    assert post(sign_in(cast["owner"]), template=key)[0] == 302
    used = Project.objects.get().pipeline_task_types.order_by("order")
    assert list(used.values_list("task_type__short_name", flat=True)) == wanted


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "   "}),
        ("name", {"name": "x" * 201}),
        ("name", {"name": "a\x00b"}),
        ("name", {"name": "a\x07b"}),
        ("name", {"name": "a\nb"}),
        ("name", {"name": "a\u202eb"}),
        ("code", {"code": "a b"}),
        ("code", {"code": "../etc"}),
        ("code", {"code": "x" * 21}),
        ("code", {"code": "new"}),
        ("code", {"code": "TRASH"}),
        ("fps", {"fps": "0"}),
        ("fps", {"fps": "-24"}),
        ("fps", {"fps": "1e9"}),
        ("fps", {"fps": "0.0001"}),
        ("fps", {"fps": "NaN"}),
        ("fps", {"fps": "Infinity"}),
        ("fps", {"fps": "fast"}),
        ("fps", {"fps": ""}),
        ("fps", {"fps": "own", "fps_own": ""}),
        ("fps", {"fps": "own", "fps_own": "1000.001"}),
        ("resolution", {"resolution": "big"}),
        ("width", {"resolution": "own", "width": "0", "height": "1080"}),
        ("height", {"resolution": "own", "width": "1920", "height": "65537"}),
        ("height", {"resolution": "own", "width": "1920", "height": ""}),
        ("first_frame", {"first_frame": "-1"}),
        ("first_frame", {"first_frame": "1e5"}),
        ("first_frame", {"first_frame": "9" * 5000}),
        ("first_frame", {"first_frame": ""}),
        ("handles", {"handles": "-8"}),
        ("handles", {"handles": "99999"}),
        ("planned_shots", {"planned_shots": "many"}),
        ("planned_shots", {"planned_shots": "-1"}),
        ("due_date", {"start_date": "2026-05-02", "due_date": "2026-05-01"}),
        ("start_date", {"start_date": "31.02.2026"}),
        ("template", {"template": "opera"}),
    ],
)
def test_bad_input_is_said_at_the_field_and_kept(
    cast: Cast, sign_in: SignIn, field: str, changes: dict[str, str]
) -> None:
    status, page = post(sign_in(cast["owner"]), description="Kept words", **changes)
    assert status == 422
    assert f'id="id_{field}-error"' in page or f'id="id_{field}_0-error"' in page
    assert "Kept words" in page
    assert not Project.objects.exists()
    assert not ChangeSet.objects.filter(label__startswith="New project").exists()


@pytest.mark.parametrize("text", ["fast", "1e9", "0"])
def test_a_wrong_rate_stays_to_be_corrected(cast: Cast, sign_in: SignIn, text: str) -> None:
    page = post(sign_in(cast["owner"]), fps="own", fps_own=text)[1]
    assert 'name="fps_own"' in page
    assert f'value="{text}"' in page


@pytest.mark.parametrize(("text", "stored"), [("23.976", "23.976"), ("47,952", "47.952"), ("12.5", "12.5")])
def test_rates_are_taken_as_people_write_them(cast: Cast, sign_in: SignIn, text: str, stored: str) -> None:
    assert post(sign_in(cast["owner"]), fps="own", fps_own=text)[0] == 302
    assert Project.objects.get().fps_text == stored


@pytest.mark.parametrize("name", ["Ærø/Ö: “q”", "مشروع الفيلم", "🎬 café", "<script>alert(1)</script>", "x" * 200])
def test_names_of_all_letters_are_taken(cast: Cast, sign_in: SignIn, name: str) -> None:
    response = sign_in(cast["owner"]).post(NEW, GOOD | {"name": name}, follow=True)
    assert Project.objects.get().name == name
    assert "<script>alert(1)" not in response.content.decode()


def test_a_taken_name_or_code_is_refused(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    post(client)
    assert 'id="id_code-error"' in post(client, name="Another", code="ferry")[1]
    assert 'id="id_name-error"' in post(client, name="THE LONG FERRY", code="OTHER")[1]
    assert Project.objects.count() == 1


def test_the_code_of_a_trashed_project_of_others_stays_taken(cast: Cast, other: Project, sign_in: SignIn) -> None:
    project_trash(actor=cast["stranger"], project=other)
    status, page = post(sign_in(cast["owner"]), code=other.code)
    assert status == 422
    assert other.name not in page


def test_a_second_press_leads_to_the_first_project(cast: Cast, sign_in: SignIn) -> None:
    client, data = sign_in(cast["owner"]), GOOD | {"submit_id": str(uuid.uuid4())}
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert Project.objects.count() == 1


def test_a_corrected_form_may_be_sent_again(cast: Cast, sign_in: SignIn) -> None:
    client, data = sign_in(cast["owner"]), GOOD | {"submit_id": str(uuid.uuid4())}
    assert client.post(NEW, data | {"name": ""}).status_code == 422
    assert client.post(NEW, data).status_code == 302


def test_without_a_code_the_proposal_is_taken(cast: Cast, sign_in: SignIn) -> None:
    assert post(sign_in(cast["owner"]), code="")[0] == 302
    assert Project.objects.get().code == "TLF"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("The Long Ferry", "TLF"),
        ("Nine Lanterns, season 2", "NLS2"),
        ("Kestrel", "KESTREL"),
        ("Été", "ETE"),
        ("مشروع", "PROJECT"),
        ("  ", ""),
        ("trash", "TRASH2"),
    ],
)
def test_codes_are_proposed_from_names(db: None, name: str, code: str) -> None:
    assert suggest_code(name) == code


def test_a_taken_code_is_not_proposed(cast: Cast) -> None:
    ProjectFactory(owner=cast["stranger"], code="tlf")
    assert suggest_code("The Long Ferry") == "TLF2"


def test_the_proposal_follows_the_name_until_a_code_is_typed(cast: Cast, sign_in: SignIn) -> None:
    client, path = sign_in(cast["owner"]), reverse("projects:project-code-suggest")
    page = client.get(path, {"name": "The Long Ferry", "code": "TL", "suggested": "TL"})
    assert 'value="TLF"' in page.content.decode()
    assert client.get(path, {"name": "The Long Ferry", "code": "MINE", "suggested": "TL"}).status_code == 204


def test_an_htmx_form_gets_the_fragment_and_a_redirect(cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    client = sign_in(cast["owner"])
    wrong = client.post(NEW, GOOD | {"name": ""}, headers=htmx)
    assert (wrong.status_code, "<html" in wrong.content.decode()) == (422, False)
    assert client.post(NEW, GOOD, headers=htmx)["HX-Redirect"] == "/projects/FERRY/"
