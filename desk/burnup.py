"""The burn-up of a project: what is done and what there is to do, day by day, beside the plan.

Done is what is done today, on the day it was finished: a shot that came back for a retake leaves the line again. So
the line ends at the figure that the page shows, and costs one statement, grouped by day in the database.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import CharField, Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from accounts.models import User
from core.templatetags.tracktor import day as day_text
from projects.models import Category, Project
from shots.models import Entity, Kind, Task

# Beyond a year a point a week says as much; beyond eight years one a month.
DAYS_BY_POINT = ((366, 1), (8 * 366, 7), (40 * 366, 31))
# A date far out, such as a slip of the hand in a year, must not squeeze the rest into a line.
FARTHEST = datetime.timedelta(days=10 * 366)
TICKS = 6
# The pace of so many days back, shortest and longest, spans the forecast.
PACES = (14, 28, 56)


@dataclass(frozen=True)
class Tick:
    x: float
    label: str
    anchor: str


@dataclass(frozen=True)
class Point:
    """The state at the end of a day; `done` is None in the future, `plan` where there is no plan."""

    day: datetime.date
    done: int | None
    scope: int
    plan: int | None


@dataclass(frozen=True)
class BurnUp:
    """What the chart draws. Paths stand in a field of 100 by 100, whose top is the largest figure."""

    noun: str
    top: int
    done: int
    scope: int
    plan_today: int | None
    points: Sequence[Point]
    ticks: Sequence[Tick]
    today_x: float
    done_path: str
    area_path: str
    scope_path: str
    plan_path: str
    cone_path: str
    forecast: tuple[datetime.date, datetime.date] | None
    due: datetime.date | None
    plan_words: str

    @property
    def ahead(self) -> int:
        return self.done - (self.plan_today or 0)

    @property
    def ahead_words(self) -> str:
        if self.plan_today is None:
            return ""
        return f"{abs(self.ahead):,} {'ahead of' if self.ahead > 0 else 'behind'} plan" if self.ahead else "on plan"

    @property
    def forecast_words(self) -> str:
        if self.forecast is None:
            return ""
        return " to ".join(dict.fromkeys(day_text(end) for end in self.forecast))

    @property
    def sentence(self) -> str:
        """The chart for who does not see it."""
        parts = [f"{self.done:,} of {self.scope:,} {self.noun} are done today"]
        if self.plan_today is not None:
            parts.append(f"the plan was {self.plan_today:,}, so that is {self.ahead_words}")
        if self.forecast:
            parts.append(f"at the pace of the last weeks all are done {self.forecast_words}")
        if self.due:
            parts.append(f"delivery is on {day_text(self.due)}")
        return "; ".join(parts)

    @property
    def half(self) -> int:
        return self.top // 2

    @property
    def table(self) -> list[Point]:
        """Few enough to be read: at most some forty of the points, the last one among them."""
        step = max(1, len(self.points) // 40)
        rows = list(self.points[::step])
        return rows if rows[-1] is self.points[-1] else [*rows, self.points[-1]]


def burn_up(viewer: User, project: Project, *, noun: str) -> BurnUp | None:
    """The chart of "shots" or "tasks"; None where there is none of them."""
    counts = _counts(viewer, project, noun)
    if not counts["made"]:
        return None
    today = timezone.localdate()
    made, done, due = (_Sums(counts[what], today) for what in ("made", "done", "due"))
    plan, words = _plan(project, made.total, due)
    first, last = _span(project, today, made, due)
    step = next((days for most, days in DAYS_BY_POINT if (last - first).days <= most), 92)
    days = _days(first, last, step, today)
    points = [
        Point(day, done.until(day) if day <= today else None, made.until(min(day, today)), plan(day) if plan else None)
        for day in days
    ]
    forecast = _forecast(done, made.total, today)
    top = max(1, made.total, project.planned_shots or 0 if noun == "shots" else 0, *(p.plan or 0 for p in points))
    scale = _Scale(first, last, top)
    past = [point for point in points if point.done is not None]
    line = [(point.day, point.done or 0) for point in past]
    return BurnUp(
        noun=noun,
        top=top,
        done=done.total,
        scope=made.total,
        plan_today=plan(today) if plan else None,
        points=points,
        ticks=scale.ticks(),
        today_x=scale.x(today),
        done_path=scale.path(line),
        area_path=scale.path(line) + f"V100H{scale.x(line[0][0])}Z",
        scope_path=scale.path([(point.day, point.scope) for point in points]),
        plan_path=scale.path([(point.day, point.plan) for point in points if point.plan is not None]),
        cone_path=scale.cone(today, done.total, made.total, forecast),
        forecast=forecast,
        due=project.due_date,
        plan_words=words,
    )


class _Sums:
    """Counts by day, summed up; days far away are counted at the edge."""

    def __init__(self, by_day: Mapping[datetime.date, int], today: datetime.date) -> None:
        held: dict[datetime.date, int] = defaultdict(int)
        for day, count in by_day.items():
            held[min(max(day, today - FARTHEST), today + FARTHEST)] += count
        self.days = sorted(held)
        self.sums = list(accumulate(held[day] for day in self.days))

    @property
    def total(self) -> int:
        return self.sums[-1] if self.sums else 0

    def until(self, day: datetime.date) -> int:
        index = bisect_right(self.days, day)
        return self.sums[index - 1] if index else 0


def _counts(viewer: User, project: Project, noun: str) -> dict[str, dict[datetime.date, int]]:
    """How many were made, finished and are due on each day, in the person's time zone: one statement."""
    parts = _of_shots(viewer, project) if noun == "shots" else _of_tasks(viewer, project)
    found: dict[str, dict[datetime.date, int]] = {"made": {}, "done": {}, "due": {}}
    made, done, due = (_by_day(rows, what, day) for rows, what, day in parts)
    for what, day, count in made.union(done, due, all=True):
        if day is not None:
            found[what][day] = count
    return found


Part = tuple[QuerySet[Any], str, Any]


def _by_day(rows: QuerySet[Any], what: str, day: Any) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(what=Value(what, output_field=CharField()), day=day)
    how_many = Sum("n") if "n" in rows.query.annotations else Count("pk")
    counted: QuerySet[Any, Any] = named.values_list("what", "day").annotate(count=how_many)
    return counted


def _of_shots(viewer: User, project: Project) -> list[Part]:
    """A shot is finished when the last of its tasks was, and due when the last of them is."""
    rows = Entity.objects.visible_to(viewer).filter(project=project, kind=Kind.SHOT, is_omitted=False)
    tasks = Task.objects.present().filter(entity=OuterRef("pk")).order_by()
    closed = rows.filter(Exists(tasks.filter(status__category=Category.DONE)), ~Exists(tasks.open()))
    return [
        (rows, "made", TruncDate("created_at")),
        (closed, "done", TruncDate(Subquery(_latest(tasks, "done_at")))),
        (rows, "due", Cast(Subquery(_latest(tasks, "due_date")), DateField())),
    ]


def _latest(tasks: QuerySet[Task], field: str) -> QuerySet[Task, Any]:
    return tasks.values("entity").annotate(latest=Max(field)).values("latest")


def _of_tasks(viewer: User, project: Project) -> list[Part]:
    rows = Task.objects.visible_to(viewer).counted().filter(project=project)
    rows = rows.exclude(status__category=Category.OMITTED)
    each = rows.filter(entity=OuterRef("pk")).order_by().values("entity").annotate(n=Count("pk")).values("n")
    # Counted by entity: the day is worked out once for each of them, not for each task.
    owners = Entity.objects.visible_to(viewer).filter(project=project, is_omitted=False)
    return [
        (owners.annotate(n=Subquery(each)).filter(n__gt=0), "made", TruncDate("created_at")),
        (rows.filter(status__category=Category.DONE), "done", TruncDate("done_at")),
        (rows.filter(~Q(due_date=None)), "due", F("due_date")),
    ]


def _plan(project: Project, scope: int, due: _Sums) -> tuple[Any, str]:
    """The plan as a function of the day, and where it comes from: the due dates where most have one, else a line."""
    if due.total * 2 >= scope:
        return due.until, "by due dates"
    start, end = project.start_date, project.due_date
    if start is None or end is None or end <= start:
        return None, ""
    target = max(scope, project.planned_shots or 0)

    def line(day: datetime.date) -> int:
        part = (day - start).days / (end - start).days
        return round(target * min(max(part, 0.0), 1.0))

    return line, "from start to delivery"


def _span(project: Project, today: datetime.date, made: _Sums, due: _Sums) -> tuple[datetime.date, datetime.date]:
    firsts = [made.days[0], project.start_date or today]
    lasts = [today, project.due_date or today, *due.days[-1:]]
    first, last = max(min(firsts), today - FARTHEST), min(max(lasts), today + FARTHEST)
    return first, max(last, first + datetime.timedelta(days=7))


def _days(first: datetime.date, last: datetime.date, step: int, today: datetime.date) -> list[datetime.date]:
    days = {first + datetime.timedelta(days=at) for at in range(0, (last - first).days + 1, step)}
    return sorted(days | {last, today})


def _forecast(done: _Sums, scope: int, today: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """When all would be done at the slowest and at the quickest pace of late."""
    left = scope - done.total
    if left <= 0:
        return None
    ends = []
    for span in PACES:
        finished = done.total - done.until(today - datetime.timedelta(days=span))
        if finished:
            ends.append(today + min(datetime.timedelta(days=left * span / finished), FARTHEST))
    return (min(ends), max(ends)) if ends else None


@dataclass(frozen=True)
class _Scale:
    first: datetime.date
    last: datetime.date
    top: int

    def x(self, day: datetime.date) -> float:
        return round((day - self.first).days * 100 / (self.last - self.first).days, 2)

    def y(self, count: int) -> float:
        return round(100 - count * 100 / self.top, 2)

    def path(self, line: Sequence[tuple[datetime.date, int]]) -> str:
        return "".join(f"{'L' if index else 'M'}{self.x(day)} {self.y(n)}" for index, (day, n) in enumerate(line))

    def cone(
        self, today: datetime.date, done: int, scope: int, ends: tuple[datetime.date, datetime.date] | None
    ) -> str:
        if ends is None:
            return ""
        start = f"M{self.x(today)} {self.y(done)}"
        return start + "".join(f"L{self.x(day)} {self.y(scope)}" for day in ends) + "Z"

    def ticks(self) -> list[Tick]:
        """Days at even distances, said as a month where the whole is long."""
        whole = (self.last - self.first).days
        found = []
        for index in range(TICKS):
            day = self.first + datetime.timedelta(days=round(whole * index / (TICKS - 1)))
            label = f"{day:%b %Y}" if whole > 500 else f"{day.day} {day:%b}"
            anchor = "start" if index == 0 else "end" if index == TICKS - 1 else "middle"
            found.append(Tick(self.x(day), label, anchor))
        return found
