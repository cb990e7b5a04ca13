"""The imported cuts of a project: the list, the events of one, the trash."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet
from projects.models import Project
from shots.models import Cut
from shots.tests.cuts import DATA, edl, fields_of, load, send, shots_of, take_back

Cast = dict[str, User]
SignIn = Callable[[User], Client]
NAMES = ("SQ020_SH0010", "SQ020_SH0020", "SQ010_SH0010", "BLACK", "SQ020_SH0010")


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast["contributor"])


def test_the_list_costs_the_same_for_many_cuts(
    client: Client, project: Project, django_assert_max_num_queries: Any, other: Project
) -> None:
    load(project, edl(*NAMES))
    load(other, edl("CANARY_1"), file_name="CANARY.edl")
    url = reverse("shots:cut-list", args=[project.code])
    with django_assert_max_num_queries(14) as few:
        assert "CANARY" not in client.get(url).content.decode()
    for _ in range(12):
        load(project, edl(*NAMES))
    with django_assert_max_num_queries(len(few)):
        page = client.get(url).content.decode()
    assert page.count(">Reel 1</a>") == 13


def test_the_list_of_a_new_project_says_what_to_do(project: Project, cast: Cast, sign_in: SignIn) -> None:
    url = reverse("shots:cut-list", args=[project.code])
    assert "Import a cut" in sign_in(cast["owner"]).get(url).content.decode()
    assert "Import a cut" not in sign_in(cast["viewer"]).get(url).content.decode()


def test_a_cut_shows_its_events_and_finds_among_them(
    client: Client, project: Project, htmx: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    cut = load(project, (DATA / "speed_effects.edl").read_bytes()).cut
    url = reverse("shots:cut-detail", args=[project.code, cut.pk])
    with django_assert_max_num_queries(16):
        page = client.get(url).content.decode()
    assert "548 events · 527 shots" in page
    assert page.count("<tr>") == 1 + 500
    found = client.get(url, {"find": "Z677_4C", "show": "shots"}, headers=htmx).content.decode()
    assert "1 of 548 events" in found
    assert "<html" not in found
    assert "No event like that" in client.get(url, {"find": "nothing"}).content.decode()
    assert client.get(url, {"show": "<x>", "page": "no"}).status_code == 200


def test_drop_frame_timecodes_read_back_as_written(client: Client, project: Project) -> None:
    data = edl("SQ020_SH0010").replace(b"NON-DROP", b"DROP").replace(b":00 ", b";02 ").replace(b":00\n", b";02\n")
    data = data.replace(b"01:00:00;02 01:00:01;02", b"01:01:00;02 01:02:00;02")
    response = send(client, reverse("shots:cut-import", args=[project.code]), data, rate="29.97")
    client.post(response["Location"], fields_of(client.get(response["Location"])))
    cut = Cut.objects.get()
    page = client.get(reverse("shots:cut-detail", args=[project.code, cut.pk])).content.decode()
    assert cut.is_drop_frame
    assert "01:01:00;02" in page
    assert "01:02:00;02" in page


def test_a_cut_goes_to_the_trash_and_its_shots_stay(client: Client, project: Project) -> None:
    cut = load(project, edl("SQ020_SH0010")).cut
    response: Any = client.post(reverse("shots:cut-trash", args=[project.code, cut.pk]), follow=True)
    assert "moved to the trash" in response.content.decode()
    assert "SQ020_SH0010" in shots_of(project)


def test_the_page_of_a_cut_that_was_taken_back_leads_on(client: Client, project: Project, htmx: dict[str, str]) -> None:
    cut = load(project, edl("SQ020_SH0010")).cut
    take_back(project.owner, ChangeSet.objects.latest("id"))
    url = reverse("shots:cut-detail", args=[project.code, cut.pk])
    page, fragment = client.get(url), client.get(url, headers=htmx)
    assert (page.status_code, fragment.status_code) == (404, 200)
    for response in (page, fragment):
        assert "This cut is not here any more" in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("stranger", 404)])
def test_others_may_not_trash_a_cut(project: Project, cast: Cast, sign_in: SignIn, role: str, status: int) -> None:
    cut = load(project, edl("SQ020_SH0010")).cut
    url = reverse("shots:cut-trash", args=[project.code, cut.pk])
    assert sign_in(cast[role]).post(url).status_code == status


def test_a_cut_of_another_project_is_not_found_here(project: Project, other: Project, client: Client) -> None:
    cut = load(other, edl("CANARY_1")).cut
    assert client.get(reverse("shots:cut-detail", args=[project.code, cut.pk])).status_code == 404
