"""The palette's page and fragment: pages and actions by what the person may do."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Project, ProjectStatus
from search.places import ACTIONS, PLACES
from shots.models import Entity

Cast = dict[str, User]
SignIn = Callable[[User], Client]
URL = "/search/"


def links(client: Client, **query: str) -> list[str]:
    groups = client.get(URL, query).context["groups"]
    return [result.url for group in groups for result in group.results]


def test_the_page_and_the_fragment_hold_the_same_answers(
    cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client = sign_in(cast["viewer"])
    page, part = client.get(URL, {"q": "sh20"}), client.get(URL, {"q": "sh20"}, headers=htmx)
    shot = Entity.objects.get(code="SQ010_SH0020").get_absolute_url()
    assert "<!doctype html>" in page.content.decode()[:20]
    assert "<!doctype html>" not in part.content.decode()
    assert shot in page.content.decode()
    assert shot in part.content.decode()


def test_actions_are_those_the_person_may_do(cast: Cast, project: Project, sign_in: SignIn) -> None:
    new_shots, team = reverse("shots:shot-create", args=["ark"]), reverse("projects:member-list", args=["ark"])
    owner, viewer = (links(sign_in(cast[role]), q=">", project="ark") for role in ("owner", "viewer"))
    assert new_shots in owner
    assert team in owner
    assert new_shots not in viewer
    assert team not in viewer
    assert new_shots not in links(sign_in(cast["owner"]), q=">")


def test_an_archived_project_offers_nothing_to_change(cast: Cast, project: Project, sign_in: SignIn) -> None:
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.ARCHIVED)
    assert reverse("shots:shot-create", args=["ark"]) not in links(sign_in(cast["owner"]), q=">", project="ark")


def test_settings_are_for_who_may_manage(cast: Cast, project: Project, sign_in: SignIn) -> None:
    settings = reverse("projects:project-update", args=["ark"])
    assert settings in links(sign_in(cast["owner"]), q="settings", project="ark")
    assert settings not in links(sign_in(cast["contributor"]), q="settings", project="ark")


@pytest.mark.parametrize("code", ["canary", "nowhere", "\0", "x" * 500])
def test_a_project_one_does_not_see_is_as_none(
    code: str, cast: Cast, project: Project, other: Project, sign_in: SignIn
) -> None:
    client = sign_in(cast["owner"])
    assert links(client, q=">", project=code) == links(client, q=">")


def test_pages_are_found_by_other_words_too(cast: Cast, project: Project, sign_in: SignIn) -> None:
    found = links(sign_in(cast["viewer"]), q="edl", project="ark")
    assert reverse("shots:cut-list", args=["ark"]) in found


def test_what_can_be_undone_is_undone_in_the_project(cast: Cast, project: Project, sign_in: SignIn) -> None:
    assert "/undo/?project=ark" in links(sign_in(cast["viewer"]), q="> undo", project="ark")


def test_an_empty_search_shows_what_was_looked_at_and_where_to_go(
    cast: Cast, project: Project, other: Project, sign_in: SignIn
) -> None:
    shot, foreign = Entity.objects.get(code="SQ010_SH0030"), Entity.objects.filter(project=other)[0]
    response = sign_in(cast["viewer"]).get(URL, {"recent": f"{shot.pk},{foreign.pk},x,,-1,99999999999999999999"})
    assert [group.key for group in response.context["groups"]] == ["recent", "pages"]
    assert "CANARY" not in response.content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مرحبا", "🦊", "%_\\'\"", "a" * 190, "(((", "> (("])
def test_odd_text_finds_nothing_and_is_shown_as_text(text: str, cast: Cast, project: Project, sign_in: SignIn) -> None:
    response = sign_in(cast["viewer"]).get(URL, {"q": text, "project": "ark"})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert response.context["is_none"]


@pytest.mark.parametrize("text", ["a" * 5000, "\0"])
def test_what_nothing_can_be_called_is_no_search(text: str, cast: Cast, project: Project, sign_in: SignIn) -> None:
    response = sign_in(cast["viewer"]).get(URL, {"q": text, "recent": text})
    assert [group.key for group in response.context["groups"]] == ["pages"]


def test_a_name_is_escaped_between_its_marks(cast: Cast, project: Project, sign_in: SignIn) -> None:
    Entity.objects.filter(name="Fox").update(name="Fox<b>", code="Fox<b>", name_key="fox<b>", code_key="fox<b>")
    content = sign_in(cast["viewer"]).get(URL, {"q": "fox", "project": "ark"}).content.decode()
    assert "<mark>Fox</mark>&lt;b&gt;" in content


def test_every_place_and_action_has_an_address(project: Project) -> None:
    for row in (*PLACES, *ACTIONS):
        reverse(row.url_name, args=["ark"] if row.in_project else [])


def test_letters_after_g_and_names_are_given_once() -> None:
    keys = [place.key for place in PLACES if place.key]
    assert len(set(keys)) == len(keys)
    assert len({place.name for place in PLACES}) == len(PLACES)
    assert sum(place.is_kept for place in PLACES) <= 4
