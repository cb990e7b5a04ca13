"""A person's own tasks over all projects, sorted into what is late, due today, this week, and what waits."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import User
from projects.models import Category, ProjectStatus
from shots.models import Task

from .entity_page import TaskLine, hours_text, task_lines

SHOWN = 20
SECTIONS = {
    "late": "Late",
    "today": "Today",
    "week": "This week",
    "review": "Waiting for review",
    "later": "Later",
    "blocked": "Blocked",
}
_ORDER = (F("due_date").asc(nulls_last=True), F("priority").desc(), F("id").asc())


@dataclass(frozen=True)
class Section:
    """`lines` are the first of `count`; `next_from` is where the next page of it begins, None at the end."""

    key: str
    lines: list[TaskLine]
    count: int
    start: int = 0

    @property
    def title(self) -> str:
        return SECTIONS[self.key]

    @property
    def next_from(self) -> int | None:
        end = self.start + len(self.lines)
        return end if end < self.count else None


@dataclass(frozen=True)
class Day:
    today: datetime.date
    sections: list[Section]
    count: int
    minutes: int

    @property
    def first(self) -> Task | None:
        return self.sections[0].lines[0].task if self.sections else None

    @property
    def planned(self) -> str:
        """Hours planned; nothing where nobody has estimated."""
        return hours_text(self.minutes)


def open_tasks_of(person: User) -> QuerySet[Task]:
    """The open tasks of a person in projects that go on; omitted shots make no work."""
    return (
        Task.objects.visible_to(person)
        .filter(assignments__user=person, entity__is_omitted=False)
        .exclude(project__status=ProjectStatus.ARCHIVED)
        .open()
    )


def day_of(person: User) -> Day:
    """All sections with their first rows, in four queries whatever the number of tasks."""
    today = timezone.localdate()
    tasks = _in_sections(open_tasks_of(person), today)
    sums = {
        row["section"]: row
        for row in tasks.order_by().values("section").annotate(count=Count("pk"), minutes=Sum("estimate"))
    }
    place = Window(RowNumber(), partition_by=[F("section")], order_by=_ORDER)
    rows = _with_all(tasks.annotate(place=place).filter(place__lte=SHOWN)).order_by("place")
    lines: dict[str, list[TaskLine]] = {key: [] for key in SECTIONS}
    tasks_by_section = list(rows)
    for task, line in zip(tasks_by_section, task_lines(person, tasks_by_section), strict=True):
        lines[task.section].append(line)
    return Day(
        today=today,
        sections=[Section(key, lines[key], sums[key]["count"]) for key in SECTIONS if key in sums],
        count=sum(row["count"] for row in sums.values()),
        minutes=sum(row["minutes"] or 0 for row in sums.values()),
    )


def section_of(person: User, key: str, start: int) -> Section:
    """A further page of one section."""
    tasks = _in_sections(open_tasks_of(person), timezone.localdate()).filter(section=key)
    rows = _with_all(tasks).order_by(*_ORDER)[start : start + SHOWN]
    return Section(key, task_lines(person, rows), tasks.count(), start)


def _with_all(tasks: QuerySet[Any]) -> QuerySet[Any]:
    return tasks.select_related(
        "task_type", "status", "project", "entity__project", "entity__thumbnail"
    ).prefetch_related("assignments__user")


def _in_sections(tasks: QuerySet[Task], today: datetime.date) -> QuerySet[Any]:
    section = Case(
        When(status__category=Category.REVIEW, then=Value("review")),
        When(status__category=Category.BLOCKED, then=Value("blocked")),
        When(due_date__lt=today, then=Value("late")),
        When(due_date=today, then=Value("today")),
        When(due_date__lte=today + datetime.timedelta(days=7), then=Value("week")),
        default=Value("later"),
        output_field=CharField(),
    )
    return tasks.annotate(section=section)
