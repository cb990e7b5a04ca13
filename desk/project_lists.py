"""The lists of the dashboard: which projects in which order, their cards, and what waits beside them.

Each figure is one query for all projects of the page.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone

from accounts.models import User
from core.text import name_key
from events.models import Audience, Event
from projects.models import Category, Favourite, Membership, Milestone, Project, ProjectStatus, Role
from shots.models import Task

from .selectors import Progress, progress_of, shot_counts

CARD_PEOPLE = 5
ALL = "all"
SORTS = {"activity": "Last activity", "name": "Name", "delivery": "Delivery", "progress": "Progress"}
WHOSE = {"owned": "Owned by me", "member": "I work in", "favourites": "Favourites"}
LIVING = (ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
DEADLINES = 6
WAITING = 6
_OWNERS_FIRST = Case(When(role=Role.OWNER, then=0), When(role=Role.CONTRIBUTOR, then=1), default=2)


@dataclass(frozen=True)
class ListQuery:
    """What the dashboard was asked for; empty strings ask for nothing."""

    status: str = ProjectStatus.ACTIVE
    sort: str = "activity"
    q: str = ""
    kind: str = ""
    whose: str = ""
    late: bool = False
    page: str = "1"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.kind or self.whose or self.late)


@dataclass(frozen=True)
class ProjectCard:
    project: Project
    progress: Progress
    shots: int
    role: str
    people: list[User]
    people_count: int
    last_activity: datetime.datetime
    is_favourite: bool

    @property
    def more_people(self) -> int:
        return self.people_count - len(self.people)

    @property
    def initials(self) -> str:
        """What stands where a picture is missing."""
        return "".join(word[0] for word in self.project.name.split()[:2]).upper()

    @property
    def is_overdue(self) -> bool:
        due = self.project.due_date
        return bool(due and due < timezone.localdate() and self.project.status in LIVING)


def find_projects(viewer: User, asked: ListQuery) -> QuerySet[Project]:
    """The projects that fit, of every status: the tabs count them."""
    rows = Project.objects.visible_to(viewer)
    for word in asked.q.split():
        key = name_key(word)
        rows = rows.filter(Q(name_key__contains=key) | Q(code_key__contains=key))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    mine = Membership.objects.filter(project=OuterRef("pk"), user=viewer)
    if asked.whose == "owned":
        rows = rows.filter(Exists(mine.filter(role=Role.OWNER)))
    elif asked.whose == "member":
        rows = rows.filter(Exists(mine))
    elif asked.whose == "favourites":
        rows = rows.filter(Exists(_stars(viewer)))
    return rows.filter(Exists(_late_tasks())) if asked.late else rows


def sorted_projects(viewer: User, projects: QuerySet[Project], sort: str) -> QuerySet[Project]:
    """With what a card needs, favourites first."""
    rows = with_last_activity(projects, viewer).annotate(is_favourite=Exists(_stars(viewer)))
    rows = rows.select_related("thumbnail")
    if sort == "name":
        return rows.order_by("-is_favourite", "name_key", "pk")
    if sort == "delivery":
        return rows.order_by("-is_favourite", F("due_date").asc(nulls_last=True), "name_key", "pk")
    if sort == "progress":
        done = rows.annotate(progress=Subquery(_shares(), output_field=FloatField()))
        return done.order_by("-is_favourite", F("progress").desc(nulls_last=True), "name_key", "pk")
    return rows.order_by("-is_favourite", F("last_activity").desc(nulls_last=True), "-pk")


def _stars(viewer: User) -> QuerySet[Favourite]:
    return Favourite.objects.filter(project=OuterRef("pk"), user=viewer)


def _late_tasks() -> QuerySet[Task]:
    return Task.objects.counted().open().filter(project=OuterRef("pk"), due_date__lt=timezone.localdate())


def _shares() -> QuerySet[Task, Any]:
    """Of each project how much of its tasks is done, from 0 to 1; as the bars of its card, for all departments."""
    counted = Task.objects.counted().exclude(status__category=Category.OMITTED).filter(project=OuterRef("pk"))
    done = Cast(Count("pk", filter=Q(status__category=Category.DONE)), FloatField())
    return counted.order_by().values("project_id").annotate(share=done / Count("pk")).values("share")


def with_last_activity(projects: QuerySet[Project], viewer: User) -> QuerySet[Project]:
    """Annotate `last_activity`; to a client only what is meant for clients is activity."""
    as_client = Membership.objects.filter(user=viewer, is_client=True).values("project_id")
    latest = (
        Event.objects.filter(project_id=OuterRef("pk"))
        .exclude(Q(audience=Audience.INTERNAL) & Q(project_id__in=as_client))
        .order_by("-id")
        .values("at")[:1]
    )
    return projects.annotate(last_activity=Subquery(latest))


def project_cards(viewer: User, projects: Sequence[Project]) -> list[ProjectCard]:
    """What the dashboard shows of the projects of one page; they come from `sorted_projects`."""
    pks = [project.pk for project in projects]
    progress = progress_of(viewer, pks)
    shots = shot_counts(viewer, pks)
    people = _first_people(viewer, pks)
    own = Membership.objects.filter(user=viewer, project_id__in=pks)
    roles = {row.project_id: "Client" if row.is_client else row.get_role_display() for row in own}
    return [
        ProjectCard(
            project=project,
            progress=progress[project.pk],
            shots=shots.get(project.pk, 0),
            role=roles.get(project.pk, "Administrator"),
            people=[row.user for row in people[project.pk]],
            people_count=people[project.pk][0].in_project if people[project.pk] else 0,  # type: ignore[attr-defined]
            last_activity=getattr(project, "last_activity", None) or project.created_at,
            is_favourite=getattr(project, "is_favourite", False),
        )
        for project in projects
    ]


def _first_people(viewer: User, pks: Sequence[int]) -> Mapping[int, list[Membership]]:
    """The first members of each project, owners before others, each row with the count of all as `in_project`."""
    rows = (
        Membership.objects.visible_to(viewer)
        .filter(project_id__in=pks, user__is_active=True)
        .annotate(
            place=Window(RowNumber(), partition_by="project_id", order_by=[_OWNERS_FIRST, F("joined_at"), F("id")]),
            in_project=Window(Count("id"), partition_by="project_id"),
        )
        .filter(place__lte=CARD_PEOPLE)
        .select_related("user")
        .order_by("project_id", "place")
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(row)
    return found


@dataclass(frozen=True)
class Deadline:
    """A delivery or a milestone. `days` are left until then; negative where it is over."""

    project: Project
    words: str
    date: datetime.date

    @property
    def days(self) -> int:
        return (self.date - timezone.localdate()).days


def next_deadlines(viewer: User) -> list[Deadline]:
    """Deliveries and milestones of living projects that are still to come, the nearest first."""
    today = timezone.localdate()
    living = Project.objects.visible_to(viewer).filter(status__in=LIVING)
    ahead = Milestone.objects.visible_to(viewer).filter(project__status__in=LIVING, is_reached=False, date__gte=today)
    found = [Deadline(row.project, row.name, row.date) for row in ahead.select_related("project")[:DEADLINES]]
    for project in living.filter(due_date__gte=today).order_by("due_date", "pk")[:DEADLINES]:
        found.append(Deadline(project, "delivery", project.due_date or today))
    return sorted(found, key=lambda row: (row.date, row.project.pk))[:DEADLINES]


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the person: a retake of one's own, or a project's tasks in review."""

    project: Project
    title: str
    words: str
    category: str
    task: Task | None = None
    since: datetime.datetime | None = None


def waiting_for(viewer: User) -> list[Waiting]:
    """What only this person can carry on: retakes to do, and where he or she approves, tasks to judge."""
    return (_to_judge(viewer) + _own_retakes(viewer))[:WAITING]


def _own_retakes(viewer: User) -> list[Waiting]:
    rows = (
        Task.objects.visible_to(viewer)
        .filter(assignments__user=viewer, status__category=Category.RETAKE, entity__is_omitted=False)
        .filter(project__status__in=LIVING)
        .select_related("project", "entity", "task_type", "status")
        .order_by("-status_changed_at", "pk")[:WAITING]
    )
    return [
        Waiting(row.project, str(row), row.status.name, Category.RETAKE, task=row, since=row.status_changed_at)
        for row in rows
    ]


def _to_judge(viewer: User) -> list[Waiting]:
    mine = Membership.objects.filter(user=viewer, project=OuterRef("project"))
    for_me = (
        Exists(mine.filter(role=Role.OWNER))
        | Exists(mine.filter(approves_all=True))
        | Exists(mine.filter(approves=OuterRef("task_type__department")))
    )
    counts = dict(
        Task.objects.visible_to(viewer)
        .counted()
        .filter(for_me, status__category=Category.REVIEW, project__status__in=LIVING)
        .values_list("project")
        .annotate(count=Count("pk"))
        .order_by("-count", "project")[:WAITING]
    )
    projects = Project.objects.visible_to(viewer).in_bulk(list(counts))
    return [
        Waiting(projects[pk], projects[pk].name, f"{count:,} task{'' if count == 1 else 's'} to judge", Category.REVIEW)
        for pk, count in counts.items()
    ]
