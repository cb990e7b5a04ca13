"""The dashboard: whose projects it shows, its figures, filters and price."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import UserFactory
from desk.selectors import progress_of
from events.models import Audience, Event
from projects.models import Category, Project, Role
from projects.services import project_trash, project_update
from projects.tests.factories import MembershipFactory, ProjectFactory
from shots.models import Task
from shots.services import entity_set_omitted
from shots.tests.factories import ShotFactory, status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def names(response: object) -> list[str]:
    return [card.project.name for card in response.context["cards"]]  # type: ignore[attr-defined]


def test_somebody_without_projects_is_told_three_ways(cast: Cast, other: Project, sign_in: SignIn) -> None:
    page = sign_in(cast["owner"]).get("/").content.decode()
    for way in ("/projects/new/", "/projects/new/from-cut/", 'action="/join/"'):
        assert way in page
    assert "CANARY" not in page


def test_only_own_projects_are_shown(cast: Cast, project: Project, other: Project, sign_in: SignIn) -> None:
    response = sign_in(cast["viewer"]).get("/", {"status": "all"})
    assert names(response) == ["The Ark"]
    assert "CANARY" not in response.content.decode()
    assert len(names(sign_in(cast["administrator"]).get("/"))) == 2


def test_a_project_in_the_trash_is_gone(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project_trash(actor=cast["owner"], project=project)
    assert "The Ark" not in sign_in(cast["owner"]).get("/", {"status": "all"}).content.decode()


def test_a_card_counts_shots_late_tasks_and_departments(cast: Cast, project: Project, sign_in: SignIn) -> None:
    shot = project.entities.get(name="SH0010")
    yesterday = timezone.localdate() - datetime.timedelta(1)
    Task.objects.filter(entity=shot).update(due_date=yesterday)
    Task.objects.filter(pk=task_of(shot, "ANM").pk).update(status=status(Category.DONE))
    card = sign_in(cast["owner"]).get("/").context["cards"][0]
    assert (card.shots, card.progress.late, card.role) == (3, 4, "Owner")
    assert [row.short_name for row in card.progress.card_bars] == ["LAY", "ANM", "FX", "LGT", "CMP"]
    animation = card.progress.card_bars[1].bar
    assert (animation.done, animation.total, animation.percent) == (1, 3, 33)


def test_omitted_and_trashed_work_counts_nowhere(cast: Cast, project: Project) -> None:
    shots = list(project.entities.filter(kind="shot"))
    entity_set_omitted(actor=cast["owner"], entities=shots[:1], is_omitted=True)
    Task.objects.filter(entity=shots[1]).update(status=status(Category.OMITTED))
    bars = progress_of(cast["owner"], [project.pk])[project.pk].shot_bars
    assert {row.bar.total for row in bars} == {1}


def test_projects_do_not_mix_their_figures(cast: Cast, project: Project, sign_in: SignIn) -> None:
    second = ProjectFactory(owner=cast["owner"], name="Second", template="commercial")
    ShotFactory(project=second, name="S1")
    cards = {card.project.name: card for card in sign_in(cast["owner"]).get("/").context["cards"]}
    assert (cards["The Ark"].shots, cards["Second"].shots) == (3, 1)
    assert {row.bar.total for row in cards["Second"].progress.shot_bars} == {1}


def test_tabs_count_and_choose(cast: Cast, project: Project, sign_in: SignIn) -> None:
    paused = ProjectFactory(owner=cast["owner"], name="Paused")
    project_update(actor=cast["owner"], project=paused, changes={"status": "on_hold"})
    client = sign_in(cast["owner"])
    response = client.get("/")
    assert [(tab.label, tab.count) for tab in response.context["tabs"]] == [
        ("Active", 1),
        ("On hold", 1),
        ("Completed", 0),
        ("All", 2),
    ]
    assert names(client.get("/", {"status": "on_hold"})) == ["Paused"]
    assert "No project is completed" in client.get("/", {"status": "completed"}).content.decode()


def test_projects_are_found_by_name_and_code(cast: Cast, sign_in: SignIn) -> None:
    ProjectFactory(owner=cast["owner"], name="Straße 100%", code="str")
    ProjectFactory(owner=cast["owner"], name="Zoë’s film", code="zo_e")
    client = sign_in(cast["owner"])
    assert names(client.get("/", {"q": "STRASSE"})) == ["Straße 100%"]
    assert names(client.get("/", {"q": "zo_"})) == ["Zoë’s film"]
    assert names(client.get("/", {"q": "100%"})) == ["Straße 100%"]
    assert "&lt;b&gt;" in client.get("/", {"q": "<b>"}).content.decode()


def test_htmx_gets_the_cards_only(cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]) -> None:
    page = sign_in(cast["owner"]).get("/", {"q": "ark"}, headers=htmx).content.decode()
    assert "The Ark" in page
    assert "<html" not in page


def test_the_latest_activity_comes_first(cast: Cast, project: Project, sign_in: SignIn) -> None:
    ProjectFactory(owner=cast["owner"], name="Zebra")
    client = sign_in(cast["owner"])
    assert names(client.get("/")) == ["Zebra", "The Ark"]
    project_update(actor=cast["owner"], project=project, changes={"handles": 9})
    assert names(client.get("/")) == ["The Ark", "Zebra"]
    assert names(client.get("/", {"sort": "name"})) == ["The Ark", "Zebra"]


def test_a_client_does_not_learn_of_internal_activity(cast: Cast, project: Project, sign_in: SignIn) -> None:
    Event.objects.filter(project_id=project.pk).update(at=timezone.now() - datetime.timedelta(days=9))
    last = Event.objects.filter(project_id=project.pk).latest("pk")
    Event.objects.filter(pk=last.pk).update(at=timezone.now(), audience=Audience.INTERNAL)
    ages = {}
    for who in ("client", "viewer"):
        card = sign_in(cast[who]).get("/").context["cards"][0]
        ages[who] = (timezone.now() - card.last_activity).days
    assert ages == {"client": 9, "viewer": 0}


@pytest.mark.parametrize(
    "query", ["status=burnt", "sort=;drop", "page=-1", "page=9999", "page=abc", "q=%00", "q=" + "x" * 999, "q=%25_"]
)
def test_a_strange_address_shows_a_page(cast: Cast, project: Project, sign_in: SignIn, query: str) -> None:
    assert sign_in(cast["owner"]).get(f"/?{query}").status_code == 200


def test_at_most_five_faces_and_a_count(cast: Cast, project: Project, sign_in: SignIn) -> None:
    for number in range(6):
        MembershipFactory(project=project, user=UserFactory(username=f"more{number}"), role=Role.VIEWER)
    card = sign_in(cast["owner"]).get("/").context["cards"][0]
    assert (len(card.people), card.more_people) == (5, 5)
    assert card.people[0] == cast["owner"]


def test_twentyfour_projects_stand_on_a_page(cast: Cast, sign_in: SignIn) -> None:
    for _ in range(25):
        ProjectFactory(owner=cast["owner"])
    client = sign_in(cast["owner"])
    first, second = names(client.get("/")), names(client.get("/", {"page": 2}))
    assert (len(first), len(second), set(first) & set(second)) == (24, 1, set())


def test_the_page_costs_the_same_for_more_projects(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(23):
        made = ProjectFactory(owner=cast["owner"])
        ShotFactory(project=made, name="S1")
        MembershipFactory(project=made, user=UserFactory(username=f"more{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) <= 14
