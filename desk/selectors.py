"""How far the work of projects is, for the dashboard and the overview: each figure by one query for all projects."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from projects.bars import Bar
from projects.models import Category, PipelineTaskType, Project, TaskStatus
from shots.models import Entity, Kind, Task
from shots.models.task import CLOSED

CARD_BARS = 6


@dataclass(frozen=True)
class DepartmentBar:
    """The tasks of one type in a project. `css` carries the department's colour."""

    pk: int
    name: str
    short_name: str
    css: str
    bar: Bar
    late: int


@dataclass
class Progress:
    """The bars of one project in the pipeline's order, shots' departments first."""

    shot_bars: list[DepartmentBar] = field(default_factory=list)
    asset_bars: list[DepartmentBar] = field(default_factory=list)
    review: int = 0
    oldest_review: datetime.datetime | None = None

    @property
    def bars(self) -> list[DepartmentBar]:
        return self.shot_bars + self.asset_bars

    @property
    def late(self) -> int:
        return sum(row.late for row in self.bars)

    @property
    def latest_department(self) -> DepartmentBar | None:
        """Where most of the late tasks are."""
        return max((row for row in self.bars if row.late), key=lambda row: row.late, default=None)

    @property
    def card_bars(self) -> list[DepartmentBar]:
        """As many departments as a card has room for: those with the most tasks, and of equal ones the later ones,
        which say how far the delivery is. Assets where there are no shots."""
        rows = self.shot_bars or self.asset_bars
        biggest = sorted(range(len(rows)), key=lambda index: (-rows[index].bar.total, -index))[:CARD_BARS]
        return [rows[index] for index in sorted(biggest)]


def shot_counts(viewer: User, pks: Iterable[int]) -> dict[int, int]:
    """Shots of each project that are not omitted."""
    rows = Entity.objects.visible_to(viewer).filter(project_id__in=pks, kind=Kind.SHOT, is_omitted=False)
    return dict(rows.values_list("project_id").annotate(count=Count("pk")).order_by())


def progress_of(viewer: User, pks: Sequence[int]) -> dict[int, Progress]:
    """The department bars of the projects, from one aggregate over their tasks."""
    # By status and not by category: the groups then come in the order of an index, which is faster.
    rows = (
        Task.objects.visible_to(viewer)
        .counted()
        .filter(project_id__in=pks)
        .values("project_id", "task_type_id", "status_id")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(due_date__lt=timezone.localdate())),
            oldest=Min("status_changed_at"),
        )
        .order_by()
    )
    category_of = dict(TaskStatus.objects.visible_to(viewer).values_list("pk", "category"))
    counts: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    late_of: Counter[tuple[int, int]] = Counter()
    found = {pk: Progress() for pk in pks}
    for row in rows:
        key, category = (row["project_id"], row["task_type_id"]), category_of[row["status_id"]]
        counts[key][category] += row["count"]
        if category not in CLOSED:
            late_of[key] += row["late"]
        if category == Category.REVIEW:
            _add_review(found[row["project_id"]], row)
    # In the pipeline's order; a type that has tasks is in the pipeline, the services see to that.
    pipeline = PipelineTaskType.objects.filter(project_id__in=pks).select_related("task_type").order_by("order", "id")
    for used in pipeline:
        key = (used.project_id, used.task_type_id)
        bar = Bar(counts[key])
        if not bar.total:
            continue
        kind = used.task_type
        made = DepartmentBar(kind.pk, kind.name, kind.short_name, kind.css, bar, late_of[key])
        progress = found[used.project_id]
        (progress.shot_bars if kind.for_shots else progress.asset_bars).append(made)
    return found


def _add_review(progress: Progress, row: Mapping[str, Any]) -> None:
    progress.review += row["count"]
    known = [moment for moment in (progress.oldest_review, row["oldest"]) if moment]
    progress.oldest_review = min(known, default=None)


@dataclass(frozen=True)
class ShotFigures:
    shots: int
    approved: int
    assets: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 % means that every shot is approved."""
        return self.approved * 100 // self.shots if self.shots else 0


def shot_figures(viewer: User, project: Project) -> ShotFigures:
    """A shot is approved when it has tasks and all of them are done (or omitted)."""
    tasks = Task.objects.present().filter(entity=OuterRef("pk"))
    done = tasks.filter(status__category=Category.DONE)
    rows = Entity.objects.visible_to(viewer).filter(project=project, is_omitted=False)
    figures = rows.aggregate(
        shots=Count("pk", filter=Q(kind=Kind.SHOT)),
        assets=Count("pk", filter=Q(kind=Kind.ASSET)),
        approved=Count("pk", filter=Q(kind=Kind.SHOT) & Exists(done) & ~Exists(tasks.open())),
    )
    return ShotFigures(**figures)
