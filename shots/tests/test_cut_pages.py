"""The pages of an import: the file, the check, the result; what htmx gets, what a browser without scripts gets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from shots.models import Cut, Entity, Kind
from shots.services import cut_files
from shots.tests.cuts import DATA, check_url, edl, fields_of, send, shots_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]
NAMES = ("SQ020_SH0010", "SQ020_SH0020", "SQ010_SH0010", "BLACK", "SQ020_SH0010")


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast["contributor"])


def test_the_first_step_asks_for_file_and_rate(client: Client, project: Project) -> None:
    page = client.get(reverse("shots:cut-import", args=[project.code])).content.decode()
    assert 'type="file"' in page
    assert 'name="rate" value="24"' in page


def test_a_file_leads_to_the_check_with_its_rows(client: Client, project: Project) -> None:
    page = client.get(check_url(client, project, edl(*NAMES))).content.decode()
    assert "2 new" in page
    assert "1 exist" in page
    assert "1 again" in page
    assert "1 skipped" in page
    assert "2 shots</b>" in page
    assert "10 tasks will be made" in page
    assert "Create 2 shots" in page
    assert page.count("<rect class=") == 5


def test_creating_leads_to_the_cut_with_a_toast(client: Client, project: Project) -> None:
    url = check_url(client, project, edl(*NAMES))
    response: Any = client.post(url, fields_of(client.get(url)), follow=True)
    assert response.redirect_chain[0][0] == reverse("shots:cut-detail", args=[project.code, Cut.objects.get().pk])
    assert "2 shots and 10 tasks made" in response.content.decode()
    assert shots_of(project)[-2:] == ["SQ020_SH0010", "SQ020_SH0020"]


def test_pressing_twice_imports_once(client: Client, project: Project) -> None:
    url = check_url(client, project, edl(*NAMES))
    fields = fields_of(client.get(url))
    first, second = client.post(url, fields), client.post(url, fields)
    assert first["Location"] == second["Location"]
    assert Cut.objects.count() == 1


def test_the_preview_answers_the_fragment_with_the_changed_rows(
    client: Client, project: Project, htmx: dict[str, str]
) -> None:
    url = check_url(client, project, edl(*NAMES))
    fields = fields_of(client.get(url)) | {"naming": "step", "name_prefix": "X"}
    page = client.post(url + "preview/", fields, headers=htmx).content.decode()
    assert page.startswith('\n<div class="cut-check"')
    assert 'value="SQ020_X0010"' in page
    assert not Cut.objects.exists()


def test_the_preview_works_without_htmx(client: Client, project: Project) -> None:
    url = check_url(client, project, edl(*NAMES))
    page = client.post(url + "preview/", fields_of(client.get(url)) | {"naming": "step"}).content.decode()
    assert "<html" in page
    assert 'value="SQ020_SH0020"' in page


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("pattern", {"naming": "pattern", "pattern": "{seq}_{nope}"}),
        ("clip_pattern", {"naming": "clip", "clip_pattern": "(a+)+"}),
        ("start", {"naming": "step", "start": "-1"}),
        ("sequence_pattern", {"sequence_from": "name", "sequence_pattern": "("}),
        ("first_frame", {"first_frame": "-5"}),
        ("handles", {"handles": "9999"}),
        ("track", {"track": "77"}),
    ],
)
def test_an_option_at_fault_says_so_at_its_field(
    client: Client, project: Project, htmx: dict[str, str], field: str, changes: dict[str, str]
) -> None:
    url = check_url(client, project, (DATA / "multitrack.otio").read_bytes(), name="multitrack.otio")
    fields = fields_of(client.get(url)) | changes
    fragment = client.post(url + "preview/", fields, headers=htmx)
    assert (fragment.status_code, fragment["HX-Retarget"]) == (422, "#cut-options")
    assert f'id="id_{field}-error"' in fragment.content.decode()
    whole = client.post(url, fields)
    assert whole.status_code == 422
    assert 'id="cut-scroll"' in whole.content.decode()
    assert not Cut.objects.exists()


def test_ticks_and_typed_names_outlive_another_option(client: Client, project: Project, htmx: dict[str, str]) -> None:
    url = check_url(client, project, edl(*NAMES))
    fields = fields_of(client.get(url))
    fields["take"].remove("1")
    fields["name-2"] = "SQ020_SPECIAL"
    again = fields_of(client.post(url + "preview/", fields, headers=htmx)) | {"naming": "step"}
    last = fields_of(client.post(url + "preview/", again, headers=htmx))
    assert (last["name-1"], last["name-2"], last["was-2"]) == ("SQ020_SH0010", "SQ020_SPECIAL", "")
    assert "1" not in last["take"]
    client.post(url, last)
    assert shots_of(project)[-1] == "SQ020_SPECIAL"
    assert len(shots_of(project)) == 4


def test_a_second_use_with_a_name_of_its_own_becomes_a_shot(client: Client, project: Project) -> None:
    url = check_url(client, project, edl(*NAMES))
    client.post(url, fields_of(client.get(url)) | {"name-5": "SQ020_SH0015"})
    assert "SQ020_SH0015" in shots_of(project)


def test_an_emptied_name_goes_back_to_the_rule(client: Client, project: Project) -> None:
    url = check_url(client, project, edl(*NAMES))
    page = client.post(url + "preview/", fields_of(client.get(url)) | {"name-1": ""}).content.decode()
    assert 'name="name-1" value="SQ020_SH0010"' in page


def test_the_ranges_of_existing_shots_change_when_ticked(client: Client, project: Project) -> None:
    url = check_url(client, project, edl("SQ010_SH0010", "SQ010_SH0020", frames=60))
    fields = fields_of(client.get(url)) | {"on_existing": "update"}
    page = client.post(url + "preview/", fields)
    assert "Update 2 shots" in page.content.decode()
    fields = fields_of(page)
    fields["take"].remove("2")
    client.post(url, fields)
    ends = Entity.objects.filter(kind=Kind.SHOT, project=project).in_order().values_list("frame_out", flat=True)
    assert list(ends) == [1060, 1020, 1030]


def test_nothing_ticked_is_refused_in_words(client: Client, project: Project) -> None:
    url = check_url(client, project, edl("SQ020_SH0010"))
    response = client.post(url, fields_of(client.get(url)) | {"take": []})
    assert response.status_code == 422
    assert "Nothing of this cut would become a shot" in response.content.decode()


def test_a_file_that_cannot_be_read_names_the_line(client: Client, project: Project) -> None:
    data = (DATA / "dissolve_test_fail.edl").read_bytes()
    response = send(client, reverse("shots:cut-import", args=[project.code]), data)
    assert response.status_code == 422
    assert 'id="id_file-error"' in response.content.decode()
    assert "Line 5" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("file", {"file": ""}),
        ("file", {"file": SimpleUploadedFile("empty.edl", b"")}),
        ("file", {"file": SimpleUploadedFile("photo.edl", b"\x89PNG\r\n\x1a\n\x00\x00")}),
        ("rate", {"rate": "0"}),
        ("rate", {"rate": "NaN"}),
        ("rate", {"rate": "1e9"}),
        ("rate", {"rate": ""}),
    ],
)
def test_a_first_step_at_fault_says_so_at_its_field(
    client: Client, project: Project, field: str, fields: dict[str, Any]
) -> None:
    url = reverse("shots:cut-import", args=[project.code])
    response = send(client, url, edl(*NAMES), **fields)
    assert response.status_code == 422
    assert f'id="id_{field}-error"' in response.content.decode()


def test_a_frame_beyond_the_rate_is_the_rates_fault(client: Client, project: Project) -> None:
    data = edl("SQ020_SH0010").replace(b"01:00:00:00", b"01:00:00:23")
    response = send(client, reverse("shots:cut-import", args=[project.code]), data, rate="12")
    assert 'id="id_rate-error"' in response.content.decode()


def test_over_20_mb_is_refused_clearly(client: Client, project: Project) -> None:
    data = edl("SQ020_SH0010") + b"\n* " + b"x" * (20 * 1024 * 1024)
    response = send(client, reverse("shots:cut-import", args=[project.code]), data)
    assert response.status_code == 422
    assert "larger than 20 MB" in response.content.decode()


def test_a_rate_of_the_file_that_differs_is_told(client: Client, project: Project) -> None:
    url = check_url(client, project, (DATA / "premiere_example.otio").read_bytes(), name="premiere.otio")
    assert "The cut runs at 30 fps, The Ark at 24." in client.get(url).content.decode()


@pytest.mark.parametrize("path", sorted(DATA.glob("*.edl")) + sorted(DATA.glob("*.otio")), ids=lambda path: path.name)
def test_every_sample_goes_through_the_pages(client: Client, project: Project, path: Path) -> None:
    if path.name == "dissolve_test_fail.edl":
        return
    url = check_url(client, project, path.read_bytes(), name=path.name)
    response: Any = client.post(url, fields_of(client.get(url)), follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0] == reverse("shots:cut-detail", args=[project.code, Cut.objects.get().pk])


HOSTILE = {
    "script": edl("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "SQ020_<b>"),
    "words": "TITLE: \u202egnp.exe\n".encode() + edl("سكين", "\u202eSQ020_SH0010", "a/b:c"),
    "cropped": edl(*NAMES)[:170],
    "half otio": (DATA / "multitrack.otio").read_bytes()[:7000],
    "huge number": (DATA / "multitrack.otio").read_bytes().replace(b'"value": 24', b'"value": 1e308'),
    "lone surrogate": (DATA / "multitrack.otio").read_bytes().replace(b'"ZZ100', b'"\\ud800ZZ100'),
    "null": (DATA / "screening_example.otio").read_bytes().replace(b'"ZZ100', b'"\\u0000ZZ100'),
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xmeml version="5">&b;</xmeml>',
    "deep": b"[" * 100_000,
    "deep otio": b'{"OTIO_SCHEMA": "Timeline.1", "tracks": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_or_read_and_never_breaks(client: Client, project: Project, what: str) -> None:
    response = send(client, reverse("shots:cut-import", args=[project.code]), HOSTILE[what], name="x")
    assert response.status_code in {302, 422}
    if response.status_code == 302:
        page: Any = client.get(response["Location"])
        result: Any = client.post(response["Location"], fields_of(page), follow=True)
        for text in (page.content, result.content):
            assert b"<script>alert" not in text
            assert b"<img src=x" not in text
        assert result.status_code in {200, 422}


@pytest.mark.parametrize(
    "changes",
    [
        {"shown": "0:999999", "take": ["1", "-1", "x", "٣", "9" * 30]},
        {"shown": "x", "submit_id": "no"},
        {"shown": "0:5", "name-1": "a/b", "name-2": "\u202eSQ", "name-3": "x" * 5000},
        {"naming": "nope"},
        {"track": "x", "first_frame": "9" * 40},
        {"naming": "pattern", "pattern": "{n:99999999+99999}"},
    ],
)
def test_a_mangled_form_is_refused_or_read_and_never_breaks(
    client: Client, project: Project, changes: dict[str, Any]
) -> None:
    url = check_url(client, project, edl(*NAMES))
    fields = fields_of(client.get(url)) | changes
    assert client.post(url + "preview/", fields).status_code in {200, 422}
    assert client.post(url, fields).status_code in {302, 422}


def test_long_cuts_show_their_first_rows_and_import_all(client: Client, project: Project, monkeypatch: Any) -> None:
    for module in ("shots.cut_preview", "shots.forms.cuts"):
        monkeypatch.setattr(f"{module}.MOST_ROWS", 10)
    url = check_url(client, project, edl(*(f"SQ020_SH{number:04d}" for number in range(1, 14))))
    response = client.get(url)
    assert "The first 10 of 13 rows are shown; all are imported." in response.content.decode()
    fields = fields_of(response)
    assert "name-11" not in fields
    fields["take"].remove("1")
    client.post(url, fields)
    assert len(shots_of(project)) == 3 + 12


def test_a_file_is_found_by_its_owner_only(client: Client, project: Project, cast: Cast, sign_in: SignIn) -> None:
    url = check_url(client, project, edl(*NAMES))
    assert client.get(url).status_code == 200
    assert sign_in(cast["owner"]).get(url).status_code == 404
    assert client.get(url[:-3] + "xx/").status_code == 404


def test_old_files_are_swept_when_the_next_comes(client: Client, project: Project, monkeypatch: Any) -> None:
    url = check_url(client, project, edl(*NAMES))
    monkeypatch.setattr(cut_files, "KEPT_FOR", -cut_files.KEPT_FOR)
    check_url(client, project, edl(*NAMES))
    cut_files._opened.cache_clear()
    assert client.get(url).status_code == 404


def test_a_person_keeps_a_few_files_only(client: Client, project: Project, monkeypatch: Any) -> None:
    monkeypatch.setattr(cut_files, "MOST_KEPT", 2)
    urls = [check_url(client, project, edl(*NAMES)) for _ in range(3)]
    cut_files._opened.cache_clear()
    assert [client.get(url).status_code for url in urls] == [404, 200, 200]


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("client", 403), ("stranger", 404), ("contributor", 200), ("owner", 200)]
)
def test_only_those_who_edit_see_the_import(
    project: Project, cast: Cast, sign_in: SignIn, role: str, status: int
) -> None:
    assert sign_in(cast[role]).get(reverse("shots:cut-import", args=[project.code])).status_code == status


def test_a_viewer_with_a_file_of_his_own_may_not_import(project: Project, cast: Cast, sign_in: SignIn) -> None:
    viewer = sign_in(cast["viewer"])
    token = send(viewer, reverse("shots:project-from-cut"), edl(*NAMES), template="short")["Location"].split("/")[-2]
    for name in ("shots:cut-check", "shots:cut-preview"):
        assert viewer.post(reverse(name, args=[project.code, token])).status_code == 403


def test_a_project_begins_with_its_cut(client: Client, cast: Cast, db: None) -> None:
    response = send(client, reverse("shots:project-from-cut"), edl(*NAMES), template="commercial")
    page = client.get(response["Location"])
    fields = fields_of(page)
    assert (fields["name"], fields["code"], fields["template"]) == ("Reel 1", "reel-1", "commercial")
    assert "18 tasks will be made" in page.content.decode()
    client.post(response["Location"], fields)
    made = Project.objects.visible_to(cast["contributor"]).get(code="reel-1")
    assert (made.name, made.kind, len(shots_of(made))) == ("Reel 1", "commercial", 3)


def test_a_taken_code_is_said_at_its_field(client: Client, project: Project) -> None:
    response = send(client, reverse("shots:project-from-cut"), edl(*NAMES), template="short", code="ark")
    refused = client.post(response["Location"], fields_of(client.get(response["Location"])))
    assert refused.status_code == 422
    assert 'id="id_code-error"' in refused.content.decode()
    assert not Cut.objects.exists()


def test_the_files_rate_becomes_the_projects(client: Client, cast: Cast) -> None:
    data = (DATA / "premiere_example.otio").read_bytes()
    response = send(client, reverse("shots:project-from-cut"), data, name="p.otio", template="short", name_="x")
    page = client.get(response["Location"])
    assert "The file says 30 fps, not 24. The project gets 30." in page.content.decode()
    client.post(response["Location"], fields_of(page))
    assert Cut.objects.get().project.fps == 30
