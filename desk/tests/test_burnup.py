"""The burn-up: what it counts, where its plan comes from, and that any dates can be drawn."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from desk.burnup import BurnUp, burn_up
from projects.models import Category, Project
from projects.tests.factories import ProjectFactory
from shots.models import Entity, Task
from shots.tests.factories import ShotFactory, status

Cast = dict[str, User]


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def chart(project: Project, noun: str = "shots") -> BurnUp:
    found = burn_up(project.owner, Project.objects.select_related("owner").get(pk=project.pk), noun=noun)
    assert found is not None
    return found


def finish(name: str, project: Project, ago: int) -> None:
    then = timezone.now() - days(ago)
    Task.objects.filter(entity__name=name, project=project).update(status=status(Category.DONE), done_at=then)


def set_dates(project: Project, **dates: Any) -> None:
    Project.objects.filter(pk=project.pk).update(**dates)


def test_a_shot_is_done_on_the_day_of_its_last_task(project: Project) -> None:
    Entity.objects.filter(project=project).update(created_at=timezone.now() - days(20))
    finish("SH0010", project, 5)
    Task.objects.filter(entity__name="SH0010", task_type__short_name="CMP").update(done_at=timezone.now() - days(2))
    finish("SH0020", project, 9)
    Task.objects.filter(entity__name="SH0020", task_type__short_name="CMP").update(status=status("retake"))
    found = chart(project)
    by_day = {point.day: point.done for point in found.points}
    today = timezone.localdate()
    assert (by_day[today - days(3)], by_day[today - days(2)], by_day[today]) == (0, 1, 1)
    assert (found.done, found.scope, found.top) == (1, 3, 3)


def test_omitted_and_trashed_shots_are_no_scope(project: Project) -> None:
    Entity.objects.filter(name="SH0010").update(is_omitted=True)
    Entity.objects.filter(name="SH0020").update(trashed_at=timezone.now())
    assert chart(project).scope == 1


def test_tasks_are_counted_too(project: Project) -> None:
    finish("SH0010", project, 1)
    found = chart(project, "tasks")
    assert found.done == 5 and found.scope == Task.objects.filter(project=project).count()
    assert "tasks are done" in found.sentence


def test_the_plan_follows_due_dates_where_most_shots_have_one(project: Project) -> None:
    today = timezone.localdate()
    Task.objects.filter(entity__name="SH0010").update(due_date=today - days(1))
    Task.objects.filter(entity__name="SH0020").update(due_date=today + days(5))
    found = chart(project)
    assert found.plan_words == "by due dates" and found.plan_today == 1
    assert found.ahead_words == "1 behind plan"
    assert found.points[-1].plan == 2


def test_else_the_plan_is_a_line_from_start_to_delivery(project: Project) -> None:
    today = timezone.localdate()
    set_dates(project, start_date=today - days(10), due_date=today + days(10), planned_shots=6)
    found = chart(project)
    assert (found.plan_words, found.plan_today, found.top) == ("from start to delivery", 3, 6)


def test_without_dates_there_is_no_plan(project: Project) -> None:
    found = chart(project)
    assert found.plan_path == found.plan_words == "" and found.plan_today is None


def test_the_forecast_spans_the_paces_of_late(project: Project) -> None:
    Entity.objects.filter(project=project).update(created_at=timezone.now() - days(60))
    finish("SH0010", project, 3)
    finish("SH0020", project, 40)
    found = chart(project)
    today = timezone.localdate()
    assert found.forecast == (today + days(14), today + days(28))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (datetime.date(1, 1, 1), datetime.date(9999, 12, 31)),
        (None, datetime.date(2199, 1, 1)),
        (datetime.date(2199, 1, 1), datetime.date(2199, 1, 1)),
        (datetime.date(1990, 1, 1), None),
    ],
)
def test_any_dates_are_drawn_in_few_points(
    project: Project, start: datetime.date | None, due: datetime.date | None
) -> None:
    set_dates(project, start_date=start, due_date=due)
    Task.objects.filter(entity__name="SH0010").update(due_date=due)
    found = chart(project)
    assert len(found.points) < 800 and len(found.table) <= 90
    assert all(0 <= tick.x <= 100 for tick in found.ticks)


def test_an_empty_project_has_no_line(cast: Cast) -> None:
    project = ProjectFactory(owner=cast["owner"])
    assert burn_up(cast["owner"], project, noun="shots") is None


def test_it_is_one_statement_however_many_shots(project: Project) -> None:
    for number in range(12):
        ShotFactory(project=project, name=f"X{number}")
    with CaptureQueriesContext(connection) as asked:
        chart(project)
    # One reads the project anew, as a page has done already.
    assert len(asked) == 2
