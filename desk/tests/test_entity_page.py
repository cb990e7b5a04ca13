"""The page of a shot or an asset: facts, tasks, neighbours, and what each role sees of it."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from core.rates import exact_rate
from desk.entity_page import facts_of, length_text, tasks_of
from notes.tests.factories import NoteFactory
from projects.models import Project, ProjectStatus
from projects.services import project_update
from shots import services as shots
from shots.models import Entity, Kind, Task
from shots.services.entities import ShotInput
from shots.tests.factories import ShotFactory, status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def words(html: bytes) -> str:
    return " ".join(strip_tags(html.decode().replace("<", " <")).split())


def shot_of(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name=name)


@pytest.mark.parametrize(
    ("frames", "fps", "expected"),
    [
        (152, "24", "6:08"),
        (24, "24", "1:00"),
        (23, "24", "0:23"),
        (25, "25", "1:00"),
        (1439, "23.976", "60:00"),
        (1438, "23.976", "59:23"),
        (31, "12.5", "2:06"),
    ],
)
def test_a_length_is_whole_seconds_and_the_frames_after_them(frames: int, fps: str, expected: str) -> None:
    assert length_text(frames, exact_rate(Decimal(fps))) == expected
    assert exact_rate(Decimal("23.976")) == Fraction(24000, 1001)


def test_a_shot_shows_its_facts_and_tasks(project: Project, cast: Cast, sign_in: SignIn) -> None:
    shot = shot_of(project)
    task = task_of(shot)
    shots.task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    shots.task_set_status(actor=cast["owner"], task=task, status=status("retake"))
    NoteFactory(task=task, body="Make it **slower**")
    text = words(sign_in(cast["contributor"]).get(shot.get_absolute_url()).content)
    for part in ("SQ010_ SH0010", "1001–1010 10 · 0:10 s", "Retakes 1 ANM 1", "Carl Contributor", "Make it slower"):
        assert part in text


def test_an_asset_has_a_type_and_no_frames(project: Project, cast: Cast, sign_in: SignIn) -> None:
    fox = Entity.objects.select_related("project").get(project=project, kind=Kind.ASSET)
    text = words(sign_in(cast["viewer"]).get(fox.get_absolute_url()).content)
    assert "Type Character" in text and "Frames" not in text and "Modelling" in text


def test_the_address_names_the_kind(project: Project, cast: Cast, sign_in: SignIn) -> None:
    shot = shot_of(project)
    client = sign_in(cast["owner"])
    assert client.get(reverse("desk:asset-detail", args=["ark", shot.pk])).status_code == 404
    sequence = Entity.objects.get(project=project, kind=Kind.SEQUENCE)
    assert client.get(reverse("desk:shot-detail", args=["ark", sequence.pk])).status_code == 404


def test_other_projects_are_not_found(project: Project, other: Project, cast: Cast, sign_in: SignIn) -> None:
    foreign = Entity.objects.select_related("project").get(project=other, kind=Kind.SHOT)
    client = sign_in(cast["owner"])
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.get(reverse("desk:shot-detail", args=["ark", foreign.pk])).status_code == 404
    task = Task.objects.filter(entity=foreign).first()
    assert task is not None
    assert client.get(reverse("desk:task-row", args=["ark", task.pk])).status_code == 404
    assert b"CANARY" not in client.get(shot_of(project).get_absolute_url()).content


def test_who_only_looks_gets_no_controls(project: Project, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast["viewer"]).get(shot_of(project).get_absolute_url()).content.decode()
    assert "data-menu-url" not in page and "/edit/" not in page and 'id="composer"' not in page
    assert "You read the notes" in page


def test_an_archived_project_can_be_read_only(project: Project, cast: Cast, sign_in: SignIn) -> None:
    project_update(actor=cast["owner"], project=project, changes={"status": ProjectStatus.ARCHIVED})
    page = sign_in(cast["owner"]).get(shot_of(project).get_absolute_url()).content.decode()
    assert "data-menu-url" not in page and 'id="composer"' not in page and "archived" in page


def test_clients_see_no_internal_last_word(project: Project, cast: Cast, sign_in: SignIn) -> None:
    shot = shot_of(project)
    NoteFactory(task=task_of(shot), body="Between us")
    for query in ("", "?tab=history"):
        assert b"Between us" not in sign_in(cast["client"]).get(shot.get_absolute_url() + query).content


def test_neighbours_follow_the_order_of_the_project(project: Project, cast: Cast, sign_in: SignIn) -> None:
    ShotFactory(project=project, name="LOOSE")
    order = list(Entity.objects.filter(project=project, kind=Kind.SHOT).select_related("project").in_order())
    client = sign_in(cast["viewer"])
    for place, shot in enumerate(order):
        page = client.get(shot.get_absolute_url()).content.decode()
        before, after = (f"Previous, {order[place - 1].code}", f"Next, {order[(place + 1) % len(order)].code}")
        assert (before in page) == (place > 0)
        assert (after in page) == (place < len(order) - 1)


def test_names_of_any_kind_are_shown_right(project: Project, cast: Cast, sign_in: SignIn) -> None:
    name = '<script>x</script>/"á":🚢 مشهد'
    shot = shots.shot_create(actor=cast["owner"], project=project, given=ShotInput(name=name, description=name))
    page = sign_in(cast["owner"]).get(shot.get_absolute_url()).content.decode()
    assert "<script>x" not in page and "&lt;script&gt;x&lt;/script&gt;/&quot;á&quot;:🚢 مشهد" in page


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        (["todo"] * 5, "To do"),
        (["done", "todo", "todo", "todo", "todo"], "In progress"),
        (["wip", "review", "todo", "todo", "todo"], "In review"),
        (["retake", "review", "todo", "todo", "todo"], "Retake"),
        (["done"] * 5, "Done"),
        (["done", "omitted", "done", "done", "done"], "Done"),
    ],
)
def test_the_loudest_task_speaks_for_the_shot(
    categories: list[str], expected: str, project: Project, cast: Cast
) -> None:
    shot = shot_of(project)
    for task, category in zip(tasks_of(cast["owner"], shot), categories, strict=True):
        shots.task_set_status(actor=cast["owner"], task=task, status=status(category))
    summary = facts_of(shot, tasks_of(cast["owner"], shot)).summary
    assert summary is not None and summary.name == expected


def test_due_is_the_last_open_date_and_late_ones_are_counted(project: Project, cast: Cast) -> None:
    shot, today = shot_of(project), timezone.localdate()
    tasks = tasks_of(cast["owner"], shot)
    for task, days in zip(tasks, (-3, 4, 90), strict=False):
        due = today + datetime.timedelta(days=days)
        shots.task_update(actor=cast["owner"], task=task, changes={"due_date": due})
    shots.task_set_status(actor=cast["owner"], task=tasks[2], status=status("done"))
    facts = facts_of(shot, tasks_of(cast["owner"], shot))
    assert (facts.days_left, facts.late) == (4, 1)


def test_a_row_fetches_itself(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    task = task_of(shot_of(project))
    client, address = sign_in(cast["owner"]), reverse("desk:task-row", args=["ark", task.pk])
    row = client.get(address, headers=htmx).content.decode()
    assert f'id="task-row-{task.pk}"' in row and f"live:task-{task.pk} from:body" in row
    assert client.get(address)["Location"] == task.entity.get_absolute_url()
    shots.task_trash(actor=cast["owner"], task=task)
    gone = client.get(address, headers=htmx)
    assert (gone.status_code, gone.content) == (200, b"")


def test_the_menus_of_the_page_leave_the_swap_to_the_row(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task = task_of(shot_of(project))
    client = sign_in(cast["owner"])
    page = client.get(task.entity.get_absolute_url()).content.decode()
    for name in ("task-status-menu", "task-assignee-menu"):
        address = reverse(f"shots:{name}", args=["ark", task.pk]) + "?swap=none"
        assert address in page
        assert 'hx-swap="none"' in client.get(address, headers=htmx).content.decode()


def test_a_page_costs_the_same_for_few_tasks_and_notes_and_many(
    project: Project, cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    shot, client = shot_of(project), sign_in(cast["contributor"])
    NoteFactory(task=task_of(shot), body="@owner")
    shots.task_assign(actor=cast["owner"], task=task_of(shot), users=[cast["owner"]])
    lighting = task_of(shot, "LGT").task_type
    client.get(shot.get_absolute_url())
    with django_assert_max_num_queries(32) as few:
        client.get(shot.get_absolute_url())
    for number in range(10):
        task = shots.task_create(actor=cast["owner"], entity=shot, task_type=lighting, name=f"pass {number}")
        shots.task_assign(actor=cast["owner"], task=task, users=[cast["owner"], cast["contributor"]])
        NoteFactory(task=task, body="@viewer look")
    with django_assert_max_num_queries(len(few)):
        client.get(shot.get_absolute_url())
