"""Finding things by what somebody typed. Full text comes behind the same `find` later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from shots.models import Entity, Kind, Task

from .results import Group, Result, pieces
from .words import all_stand_in, pattern, words

Words = list[list[str]]
M = TypeVar("M", bound=Model)

MOST = 8
_KINDS = {
    "shots": ("Shots", [Kind.SHOT]),
    "assets": ("Assets", [Kind.ASSET]),
    "sequences": ("Sequences and episodes", [Kind.SEQUENCE, Kind.EPISODE]),
}
_ICONS = {Kind.SHOT: "shots", Kind.ASSET: "assets", Kind.SEQUENCE: "film", Kind.EPISODE: "film"}


def find(viewer: User, text: str, project: Project | None) -> list[Group]:
    """At most eight of each kind that the person sees, the project's first; always as many queries."""
    typed = words(text)
    if not typed:
        return []
    groups = [
        *(
            Group(key, label, [_entity(row, typed, project) for row in _entities(viewer, typed, project, kinds)])
            for key, (label, kinds) in _KINDS.items()
        ),
        Group("tasks", "My tasks", [_task(row, typed) for row in _tasks(viewer, typed)]),
        Group("projects", "Projects", [_project(row, typed) for row in _projects(viewer, typed)]),
        Group("people", "People", [_person(row, typed, project) for row in _people(viewer, typed, project)]),
    ]
    return [group for group in groups if group.results]


def recent(viewer: User, ids: Iterable[int], project: Project | None) -> Group:
    """What the person looked at last, as their browser remembers it."""
    wanted = list(ids)[:MOST]
    rows = Entity.objects.visible_to(viewer).filter(pk__in=wanted).select_related("project", "thumbnail")
    by_id = {row.pk: row for row in rows}
    return Group("recent", "Recent", [_entity(by_id[pk], [], project) for pk in wanted if pk in by_id])


def open_tasks(viewer: User) -> Group:
    rows = _my_open_tasks(viewer).order_by(F("due_date").asc(nulls_last=True), "pk")[:5]
    return Group("tasks", "My tasks", [_task(row, []) for row in rows])


def _entities(viewer: User, typed: Words, project: Project | None, kinds: list[Kind]) -> QuerySet[Entity]:
    rows = Entity.objects.visible_to(viewer).filter(_named(typed), kind__in=kinds)
    return (
        rows.select_related("project", "thumbnail")
        .alias(away=_away(project), rank=_rank(typed))
        .order_by("away", "rank", "sort_key", "pk")[:MOST]
    )


def _named(typed: Words, *, is_whole: bool = False) -> Q:
    # A code that is built holds the name already.
    by_name = Q(has_own_code=True) & all_stand_in("name_key", typed, is_whole=is_whole)
    return all_stand_in("code_key", typed, is_whole=is_whole) | by_name


def _away(project: Project | None) -> Case:
    return Case(When(project_id=project.pk if project else 0, then=Value(0)), default=Value(1))


def _rank(typed: Words) -> Case:
    """As one word and to the end, then each word to its end, then as one word."""
    joined = [run for runs in typed for run in runs]
    return Case(
        When(code_key__regex=pattern(joined, is_whole=True), then=Value(0)),
        When(_named(typed, is_whole=True), then=Value(1)),
        When(code_key__regex=pattern(joined), then=Value(2)),
        default=Value(3),
    )


def _my_open_tasks(viewer: User) -> QuerySet[Task]:
    rows = Task.objects.visible_to(viewer).open().filter(assignments__user=viewer, entity__is_omitted=False)
    return rows.select_related("project", "entity__project", "entity__thumbnail", "task_type", "status")


def _tasks(viewer: User, typed: Words) -> QuerySet[Task]:
    rows = _my_open_tasks(viewer)
    for runs in typed:
        wanted = pattern(runs)
        department = Q(task_type__name__iregex=wanted) | Q(task_type__short_name__iregex=wanted)
        rows = rows.filter(department | Q(entity__code_key__regex=wanted))
    return rows.order_by(F("due_date").asc(nulls_last=True), "pk")[:MOST]


def _projects(viewer: User, typed: Words) -> QuerySet[Project]:
    rows = Project.objects.visible_to(viewer).filter(all_stand_in("name_key", typed) | all_stand_in("code_key", typed))
    return rows.select_related("thumbnail").defer("description").order_by("name_key", "pk")[:MOST]


def _people(viewer: User, typed: Words, project: Project | None) -> QuerySet[User]:
    rows = User.objects.visible_to(viewer).active()
    for runs in typed:
        wanted = pattern(runs)
        rows = rows.filter(Q(full_name__iregex=wanted) | Q(username__iregex=wanted))
    if project is not None:
        # Where there is a project, its people are meant: its tables are what one goes to.
        rows = rows.filter(memberships__project=project)
    return rows.order_by("full_name", "username")[:MOST]


def _entity(row: Entity, typed: Words, project: Project | None) -> Result:
    is_here = project is not None and row.project_id == project.pk
    return Result(
        row.get_absolute_url(),
        pieces(row.code, typed),
        detail=row.description[:120] if is_here else row.project.name,
        icon=_ICONS[Kind(row.kind)],
        picture=_picture(row),
        has_frame=row.kind in {Kind.SHOT, Kind.ASSET},
    )


def _task(row: Task, typed: Words) -> Result:
    return Result(
        row.entity.get_absolute_url(),
        pieces(f"{row.entity.code} {row.task_type.name}", typed),
        detail=row.status.name,
        icon="mytasks",
        picture=_picture(row.entity),
        has_frame=True,
    )


def _project(row: Project, typed: Words) -> Result:
    return Result(
        row.get_absolute_url(),
        pieces(row.name, typed),
        detail=row.code,
        icon="home",
        picture=row.small_thumbnail_url,
        has_frame=True,
    )


def _person(row: User, typed: Words, project: Project | None) -> Result:
    if project is None:
        url = reverse("desk:project-list")
    else:
        url = reverse("shots:shot-list", args=[project.code]) + f"?assignee={row.pk}"
    return Result(url, pieces(row.display_name, typed), detail=f"@{row.username}", icon="user")


def _picture(row: Entity) -> str:
    return reverse("files:picture-small", args=[row.thumbnail.uid]) if row.thumbnail else ""
