"""My tasks: the sections of the day, over all projects, in the person's own time zone."""

import datetime
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from accounts.services import profile_update
from desk.my_day import SHOWN, day_of
from notes.tests.factories import NoteFactory
from projects.models import Project, ProjectStatus
from projects.services import project_trash, project_update
from projects.tests.factories import MembershipFactory, ProjectFactory
from shots import services as shots
from shots.models import Entity, Kind, Task
from shots.services.entities import ShotInput
from shots.tests.factories import ShotFactory, status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]
URL = "/my-tasks/"


def words(html: bytes) -> str:
    return " ".join(strip_tags(html.decode().replace("<", " <")).split())


def give(person: User, project: Project, name: str, *, days: int | None = None, category: str = "todo") -> Task:
    """A task of the person's on a new shot, due in so many days."""
    owner = project.owner
    shot = ShotFactory(project=project, name=name, actor=owner)
    task = task_of(shot)
    shots.task_assign(actor=owner, task=task, users=[person])
    if days is not None:
        due = timezone.localdate() + datetime.timedelta(days=days)
        shots.task_update(actor=owner, task=task, changes={"due_date": due, "estimate": 90})
    if category != "todo":
        shots.task_set_status(actor=owner, task=task, status=status(category))
    return task_of(shot)


def sections(person: User) -> dict[str, list[str]]:
    return {section.key: [line.task.entity.name for line in section.lines] for section in day_of(person).sections}


def test_each_task_stands_in_one_section(project: Project, cast: Cast) -> None:
    person = cast["contributor"]
    for name, days, category in (
        ("LATE", -2, "wip"),
        ("TODAY", 0, "retake"),
        ("WEEK", 7, "todo"),
        ("NEXT", 8, "todo"),
        ("NODATE", None, "wip"),
        ("REVIEW", -1, "review"),
        ("BLOCKED", 0, "blocked"),
        ("DONE", -5, "done"),
        ("OMITTED", -5, "omitted"),
    ):
        give(person, project, name, days=days, category=category)
    assert sections(person) == {
        "late": ["LATE"],
        "today": ["TODAY"],
        "week": ["WEEK"],
        "review": ["REVIEW"],
        "later": ["NEXT", "NODATE"],
        "blocked": ["BLOCKED"],
    }
    day = day_of(person)
    assert (day.count, day.planned) == (7, "9 h")


def test_the_page_shows_them_in_that_order(project: Project, cast: Cast, sign_in: SignIn) -> None:
    give(cast["contributor"], project, "EARLY", days=-1)
    give(cast["contributor"], project, "NOW", days=0)
    text = words(sign_in(cast["contributor"]).get(URL).content)
    assert text.index("Late 1") < text.index("EARLY") < text.index("Today 1") < text.index("NOW")
    assert "2 open, 3 h planned" in text


def test_tasks_of_all_projects_come_together(project: Project, cast: Cast) -> None:
    second = ProjectFactory(owner=cast["owner"], code="second")
    MembershipFactory(project=second, user=cast["contributor"])
    give(cast["contributor"], project, "HERE", days=0)
    give(cast["contributor"], second, "THERE", days=0)
    assert sections(cast["contributor"]) == {"today": ["HERE", "THERE"]}


@pytest.mark.parametrize("fate", ["archived", "trashed", "omitted", "shot trashed", "task trashed", "left"])
def test_what_is_gone_makes_no_work(fate: str, project: Project, cast: Cast) -> None:
    owner, person = cast["owner"], cast["contributor"]
    task = give(person, project, "GONE", days=0)
    if fate == "archived":
        project_update(actor=owner, project=project, changes={"status": ProjectStatus.ARCHIVED})
    elif fate == "trashed":
        project_trash(actor=owner, project=project)
    elif fate == "omitted":
        shots.entity_set_omitted(actor=owner, entities=[task.entity], is_omitted=True)
    elif fate == "shot trashed":
        shots.entity_trash(actor=owner, entities=[task.entity])
    elif fate == "task trashed":
        shots.task_trash(actor=owner, task=task)
    else:
        from projects.models import Membership
        from projects.services import member_remove

        held = Membership.objects.select_related("project", "user").get(project=project, user=person)
        member_remove(actor=owner, membership=held)
    assert sections(person) == {}


def test_other_peoples_tasks_stay_theirs(project: Project, cast: Cast, sign_in: SignIn) -> None:
    give(cast["owner"], project, "OWNERS", days=0)
    assert b"OWNERS" not in sign_in(cast["contributor"]).get(URL).content
    assert b"Nothing is assigned to you" in sign_in(cast["contributor"]).get(URL).content


def test_today_is_the_persons_own(project: Project, cast: Cast, sign_in: SignIn) -> None:
    person = cast["contributor"]
    task = give(person, project, "EDGE")
    due = datetime.date(2026, 11, 21)
    shots.task_update(actor=cast["owner"], task=task, changes={"due_date": due})
    moment = datetime.datetime(2026, 11, 20, 23, 30, tzinfo=datetime.UTC)
    for zone, day in (("Asia/Tokyo", "Saturday 21 November"), ("America/New_York", "Friday 20 November")):
        profile_update(actor=person, changes={"time_zone": zone})
        with patch("django.utils.timezone.now", return_value=moment):
            text = words(sign_in(User.objects.get_queryset().get(pk=person.pk)).get(URL).content)
        assert day in text
        assert ("Today 1" in text) == (zone == "Asia/Tokyo")


def test_a_section_goes_on_in_pages(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    first = ShotInput(name="SH5000")
    made = shots.shots_create_by_pattern(actor=cast["owner"], project=project, first=first, step=10, count=SHOWN + 5)
    for shot in made:
        shots.task_assign(actor=cast["owner"], task=task_of(shot), users=[cast["contributor"]])
    client = sign_in(cast["contributor"])
    page = client.get(URL).content.decode()
    assert page.count('class="taskrow') == SHOWN and f"Show more of {SHOWN + 5}" in page
    rest = client.get(URL, {"section": "later", "start": SHOWN}, headers=htmx).content.decode()
    assert rest.count('class="taskrow') == 5 and "Show more" not in rest and "<main" not in rest
    assert client.get(URL, {"section": "nonsense", "start": "x", "task": "y"}).status_code == 200


def test_the_first_task_is_open_beside_the_list(project: Project, cast: Cast, sign_in: SignIn) -> None:
    first, second = (give(cast["contributor"], project, name, days=0) for name in ("ONE", "TWO"))
    NoteFactory(task=first, body="Words on one")
    NoteFactory(task=second, body="Words on two")
    client = sign_in(cast["contributor"])
    page = client.get(URL).content.decode()
    assert f'data-chosen="{first.pk}"' in page and 'class="side"' in page
    chosen = client.get(URL, {"task": second.pk}).content.decode()
    assert f'data-chosen="{second.pk}"' in chosen and "side is-open" in chosen
    assert f'<option value="{second.pk}" selected>' in chosen


def test_the_panel_and_the_row_are_fragments(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task = give(cast["contributor"], project, "ONE", days=0)
    client, address = sign_in(cast["contributor"]), reverse("desk:my-task", args=[task.pk])
    assert client.get(address, headers=htmx).content.decode().count("<aside") == 1
    row = client.get(address, {"row": "1"}, headers=htmx).content.decode()
    assert row.count("<li") == 1 and f"task:changed-{task.pk} from:body" in row
    assert client.get(address)["Location"] == f"{URL}?task={task.pk}"


def test_tasks_of_other_projects_are_not_found(
    project: Project, other: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    foreign = Task.objects.filter(project=other).first()
    assert foreign is not None
    client = sign_in(cast["contributor"])
    assert client.get(URL, {"task": foreign.pk}).status_code == 404
    assert client.get(reverse("desk:my-task", args=[foreign.pk]), headers=htmx).status_code == 404
    assert client.get(reverse("desk:my-task", args=[foreign.pk]), {"row": "1"}, headers=htmx).content == b""


def test_the_day_costs_the_same_for_few_tasks_and_many(
    project: Project, cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast["contributor"])
    NoteFactory(task=give(cast["contributor"], project, "FIRST", days=0), body="Look")
    client.get(URL)
    with django_assert_max_num_queries(33) as few:
        client.get(URL)
    for number in range(30):
        task = give(cast["contributor"], project, f"MORE{number:03d}", days=number - 5)
        NoteFactory(task=task, body="Look")
    with django_assert_max_num_queries(len(few)):
        client.get(URL)


def test_kinds_of_entities_stand_together(project: Project, cast: Cast, sign_in: SignIn) -> None:
    fox = Entity.objects.get(project=project, kind=Kind.ASSET)
    shots.task_assign(actor=cast["owner"], task=task_of(fox, "MOD"), users=[cast["contributor"]])
    page = sign_in(cast["contributor"]).get(URL).content.decode()
    assert "Fox" in page and "MOD" in page
