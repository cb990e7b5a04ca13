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
from projects.services import favourite_set, project_trash, project_update
from projects.tests.factories import MembershipFactory, ProjectFactory
from shots.models import Task
from shots.services import entity_set_omitted, task_assign
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
        ("Archived", 0),
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


def test_favourites_come_first_in_every_order(cast: Cast, project: Project, sign_in: SignIn) -> None:
    for name in ("Aardvark", "Zebra"):
        ProjectFactory(owner=cast["owner"], name=name)
    favourite_set(actor=cast["owner"], project=project, is_favourite=True)
    client = sign_in(cast["owner"])
    for sort in ("activity", "name", "delivery", "progress"):
        assert names(client.get("/", {"sort": sort}))[0] == "The Ark"
    assert names(client.get("/", {"whose": "favourites"})) == ["The Ark"]
    assert names(sign_in(cast["administrator"]).get("/", {"sort": "name"}))[0] == "Aardvark"


def test_the_star_is_turned_and_turned_back(
    cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client, path = sign_in(cast["viewer"]), "/projects/ark/favourite/"
    response = client.post(path, {"favourite": "on"}, headers=htmx)
    assert 'aria-pressed="true"' in response.content.decode()
    assert client.post(path, {"favourite": "on"}, headers=htmx).headers.get("HX-Trigger") is None
    assert 'aria-pressed="false"' in client.post(path, headers=htmx).content.decode()
    assert sign_in(cast["stranger"]).post(path, {"favourite": "on"}).status_code == 404


def test_nobody_else_reads_of_a_favourite(cast: Cast, project: Project, sign_in: SignIn) -> None:
    favourite_set(actor=cast["viewer"], project=project, is_favourite=True)
    event = Event.objects.get(verb="favourite.added")
    assert (event.project_id, event.change_set.project_id) == (None, None)
    assert "favourite" not in sign_in(cast["owner"]).get("/projects/ark/history/").content.decode()


def test_kind_whose_and_late_narrow_the_list(cast: Cast, project: Project, sign_in: SignIn) -> None:
    spot = ProjectFactory(owner=cast["contributor"], name="Spot", kind="commercial")
    late = task_of(ShotFactory(project=spot, name="S1"))
    Task.objects.filter(pk=late.pk).update(due_date=timezone.localdate() - datetime.timedelta(1))
    client = sign_in(cast["contributor"])
    assert names(client.get("/", {"kind": "commercial"})) == ["Spot"]
    assert names(client.get("/", {"whose": "owned"})) == ["Spot"]
    assert set(names(client.get("/", {"whose": "member"}))) == {"Spot", "The Ark"}
    assert names(client.get("/", {"late": "on"})) == ["Spot"]
    Task.objects.filter(pk=late.pk).update(status=status(Category.DONE))
    assert "No project here is late" in client.get("/", {"late": "on"}).content.decode()


def test_delivery_and_progress_sort_the_cards(cast: Cast, project: Project, sign_in: SignIn) -> None:
    second = ProjectFactory(owner=cast["owner"], name="Second", due_date=timezone.localdate())
    Task.objects.filter(pk=task_of(ShotFactory(project=second, name="S1")).pk).update(status=status(Category.DONE))
    ProjectFactory(owner=cast["owner"], name="Empty")
    client = sign_in(cast["owner"])
    assert names(client.get("/", {"sort": "delivery"})) == ["Second", "Empty", "The Ark"]
    assert names(client.get("/", {"sort": "progress"})) == ["Second", "The Ark", "Empty"]


def test_archived_projects_have_a_tab_of_their_own(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project_update(actor=cast["owner"], project=project, changes={"status": "archived"})
    client = sign_in(cast["owner"])
    assert names(client.get("/")) == []
    assert names(client.get("/", {"status": "archived"})) == ["The Ark"]


def test_beside_the_cards_stands_what_waits_and_what_is_due(cast: Cast, project: Project, sign_in: SignIn) -> None:
    tasks = list(Task.objects.filter(project=project, task_type__short_name="LGT"))
    Task.objects.filter(pk__in=[row.pk for row in tasks[:2]]).update(status=status(Category.REVIEW))
    Task.objects.filter(pk=tasks[2].pk).update(status=status(Category.RETAKE))
    task_assign(actor=cast["owner"], task=tasks[2], users=[cast["contributor"]])
    project_update(actor=cast["owner"], project=project, changes={"due_date": timezone.localdate()})
    owner, artist = (sign_in(cast[who]).get("/").context for who in ("owner", "contributor"))
    assert [row.words for row in owner["waiting"]] == ["2 tasks to judge"]
    assert [row.task for row in artist["waiting"]] == [tasks[2]]
    assert [(row.words, row.days) for row in artist["deadlines"]] == [("delivery", 0)]


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
    "query",
    [
        "status=burnt",
        "sort=;drop",
        "page=-1",
        "page=9999",
        "page=abc",
        "kind=x&whose=y&late=z",
        "q=%00",
        "q=" + "x" * 999,
        "q=%25_",
    ],
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
    assert len(many) == len(few) <= 18
