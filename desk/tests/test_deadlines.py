"""What lies ahead, what waits, what is late, and who has how much to do."""

import datetime
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from desk.deadlines import deadlines_of, load_of, waiting_and_late
from projects.models import Category, Project
from projects.services.milestones import milestone_create, milestone_set_reached, milestone_trash
from shots.models import Entity, Task
from shots.services import task_assign
from shots.tests.factories import status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def day(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def shot(project: Project, name: str) -> Entity:
    return Entity.objects.get(project=project, name=name)


def test_milestones_ahead_stand_in_order_and_the_rest_is_counted(project: Project) -> None:
    owner = project.owner
    made = [
        milestone_create(actor=owner, project=project, name=f"M{number}", date=day(-number)) for number in range(12)
    ]
    milestone_set_reached(actor=owner, milestone=made[11], is_reached=True)
    milestone_trash(actor=owner, milestone=made[10])
    found = deadlines_of(owner, project)
    assert [row.name for row in found.milestones] == [f"M{number}" for number in range(9, 1, -1)]
    assert found.more == 1


def test_due_tasks_are_grouped_by_department_and_week(project: Project) -> None:
    for name, offset in (("SH0010", 0), ("SH0020", 8), ("SH0030", 15)):
        Task.objects.filter(entity__name=name, task_type__short_name="ANM").update(due_date=day(offset))
    Task.objects.filter(entity__name="SH0010", task_type__short_name="CMP").update(
        due_date=day(3), status=status(Category.DONE)
    )
    (row,) = deadlines_of(project.owner, project).due
    assert (row.task_type.short_name, row.this_week, row.next_week, row.first) == ("ANM", 1, 1, day(0))


def test_the_longest_wait_comes_first(project: Project) -> None:
    for name, hours in (("SH0010", 5), ("SH0020", 90)):
        Task.objects.filter(entity__name=name, task_type__short_name="ANM").update(
            status=status(Category.REVIEW), status_changed_at=timezone.now() - datetime.timedelta(hours=hours)
        )
    task_assign(actor=project.owner, task=task_of(shot(project, "SH0020")), users=[project.owner])
    waiting, _ = waiting_and_late(project.owner, project)
    assert [row.task.entity.name for row in waiting] == ["SH0020", "SH0010"]
    assert [row.people for row in waiting] == [[project.owner], []]
    assert waiting[0].days >= 3


def test_the_latest_tasks_come_first_and_done_ones_never(project: Project) -> None:
    for name, offset in (("SH0010", -2), ("SH0020", -9), ("SH0030", 1)):
        Task.objects.filter(entity__name=name, task_type__short_name="ANM").update(due_date=day(offset))
    Task.objects.filter(entity__name="SH0030", task_type__short_name="CMP").update(
        due_date=day(-30), status=status(Category.DONE)
    )
    _, late = waiting_and_late(project.owner, project)
    assert [row.task.days_late for row in late] == [9, 2]


def test_load_counts_open_tasks_of_each_person(cast: Cast, project: Project) -> None:
    for name in ("SH0010", "SH0020"):
        task_assign(actor=project.owner, task=task_of(shot(project, name)), users=[cast["contributor"]])
    Task.objects.filter(entity__name="SH0010").update(due_date=day(-1), bid=90)
    (row,) = load_of(project.owner, project)
    assert (row.person.username, row.open, row.late, row.soon, row.minutes) == ("contributor", 2, 1, 0, 90)


def test_clients_do_not_see_the_load_of_the_team(cast: Cast, project: Project, sign_in: SignIn) -> None:
    task_assign(actor=project.owner, task=task_of(shot(project, "SH0010")), users=[cast["contributor"]])
    address = reverse("desk:project-overview", args=["ark"])
    assert "Hours bid" in sign_in(cast["viewer"]).get(address).content.decode()
    assert "Hours bid" not in sign_in(cast["client"]).get(address).content.decode()


def test_what_the_chart_counts_is_chosen_in_the_address(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client, address = sign_in(cast["viewer"]), reverse("desk:project-overview", args=["ark"])
    assert "Shots approved" in client.get(address).content.decode()
    assert "Tasks done" in client.get(address, {"count": "tasks", "figures": "on"}).content.decode()
    assert client.get(address, {"count": "nonsense"}).status_code == 200
