"""What lies ahead and what waits: milestones, dates of the coming two weeks, reviews, late tasks, people's load."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from accounts.models import User
from projects.models import Category, Milestone, Project, TaskType
from projects.models.project import distance_in_words
from shots.models import Assignment, Task

SHOWN = 8
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class DueRow:
    """The open tasks of a department that are due in the coming seven days, and in the seven behind them."""

    task_type: TaskType
    this_week: int
    next_week: int
    first: datetime.date


@dataclass(frozen=True)
class Delivery:
    """The project's own end, shown among its milestones."""

    date: datetime.date

    @property
    def days_left(self) -> int:
        return (self.date - timezone.localdate()).days

    @property
    def distance(self) -> str:
        return distance_in_words(self.days_left)


@dataclass(frozen=True)
class Deadlines:
    milestones: Sequence[Milestone]
    more: int
    delivery: Delivery | None
    due: Sequence[DueRow]


def deadlines_of(viewer: User, project: Project) -> Deadlines:
    """Milestones that are not reached, those left behind first; two queries, and one for the names of departments."""
    rows = list(Milestone.objects.visible_to(viewer).filter(project=project, is_reached=False)[: SHOWN + 1])
    more = len(rows) - SHOWN
    return Deadlines(
        milestones=rows[:SHOWN],
        more=max(more, 0),
        delivery=Delivery(project.due_date) if project.due_date else None,
        due=_due(viewer, project),
    )


def _due(viewer: User, project: Project) -> list[DueRow]:
    today = timezone.localdate()
    rows = (
        Task.objects.visible_to(viewer)
        .counted()
        .open()
        .filter(project=project, due_date__range=(today, today + 2 * WEEK))
        .values("task_type_id")
        .annotate(
            this_week=Count("pk", filter=Q(due_date__lt=today + WEEK)),
            next_week=Count("pk", filter=Q(due_date__gte=today + WEEK)),
            first=Min("due_date"),
        )
        .order_by()
    )
    counts = {row["task_type_id"]: row for row in rows}
    types = TaskType.objects.visible_to(viewer).filter(pk__in=counts)
    return [
        DueRow(kind, counts[kind.pk]["this_week"], counts[kind.pk]["next_week"], counts[kind.pk]["first"])
        for kind in types
    ]


@dataclass
class Waiting:
    """A task that waits, or that is late, with those who work on it."""

    task: Task
    people: list[User] = field(default_factory=list)

    @property
    def days(self) -> int:
        return (timezone.localdate() - timezone.localdate(self.task.status_changed_at)).days


def waiting_and_late(viewer: User, project: Project) -> tuple[list[Waiting], list[Waiting]]:
    """What waits longest for review, and what is latest: three queries for both."""
    rows = Task.objects.visible_to(viewer).counted().filter(project=project)
    rows = rows.select_related("entity__project", "task_type", "status")
    review = rows.filter(status__category=Category.REVIEW).order_by("status_changed_at", "pk")
    late = rows.open().filter(due_date__lt=timezone.localdate()).order_by("due_date", "-priority", "pk")
    waiting = [Waiting(task) for task in review[:SHOWN]]
    worst = [Waiting(task) for task in late[:SHOWN]]
    _add_people([*waiting, *worst])
    return waiting, worst


def _add_people(rows: Iterable[Waiting]) -> None:
    by_task: dict[int, list[Waiting]] = {}
    for row in rows:
        by_task.setdefault(row.task.pk, []).append(row)
    lines = Assignment.objects.filter(task__in=by_task).select_related("user").order_by("-is_lead", "pk")
    for line in lines:
        for row in by_task[line.task_id]:
            row.people.append(line.user)


@dataclass(frozen=True)
class Load:
    """What is on one person's table. `minutes` is the bid of what is due within two weeks, and of what is late."""

    person: User
    open: int
    late: int
    soon: int
    minutes: int

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)


def load_of(viewer: User, project: Project) -> list[Load]:
    """The people with the most open tasks: one aggregate, and one query for their names."""
    today = timezone.localdate()
    soon = Q(task__due_date__lte=today + 2 * WEEK)
    open_tasks = Task.objects.visible_to(viewer).counted().open().filter(project=project)
    rows = (
        Assignment.objects.filter(task__in=open_tasks.values("pk"))
        .values("user_id")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(task__due_date__lt=today)),
            soon=Count("pk", filter=soon & Q(task__due_date__gte=today)),
            minutes=Sum("task__bid", filter=soon, default=0),
        )
        .order_by("-open", "user_id")
    )
    found = list(rows[:SHOWN])
    people = User.objects.in_bulk([row["user_id"] for row in found])
    return [Load(people[row["user_id"]], row["open"], row["late"], row["soon"], row["minutes"]) for row in found]
