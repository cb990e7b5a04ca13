"""Versions as lists: the strip of a shot, the newest of tasks, all of a project."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from core.text import name_key
from projects.models import Project

from .models import Entity, Version

STRIP = 10
ORDERS = {
    "": "Newest",
    "oldest": "Oldest",
    "code": "Shot or asset",
}
_ORDER_BY = {"": ("-pk",), "oldest": ("pk",), "code": ("entity__sort_key", "-pk")}


@dataclass(frozen=True)
class Strip:
    """`rows` are the newest versions, one of each task unless all are asked for; `count` counts all."""

    rows: list[Version]
    count: int
    is_all: bool


def with_all(rows: QuerySet[Version]) -> QuerySet[Version]:
    return rows.select_related("project", "entity__project", "task__task_type", "task__entity", "thumbnail", "author")


def strip_of(viewer: User, entity: Entity, *, is_all: bool = False) -> Strip:
    """The versions of a shot or asset, in two queries."""
    seen = Version.objects.visible_to(viewer).filter(entity=entity)
    count = seen.count()
    newest = seen.order_by().values("task", "stream_key").annotate(last=Max("pk")).values("last")
    rows = seen if is_all else seen.filter(pk__in=newest)
    return Strip(list(with_all(rows).order_by("-pk")[:STRIP]) if count else [], count, is_all)


def neighbours_of(viewer: User, version: Version) -> tuple[Version | None, Version | None]:
    """The versions before and after it of the same task (or of the entity itself) and stream."""
    others = Version.objects.visible_to(viewer).filter(
        entity=version.entity_id, task=version.task_id, stream_key=version.stream_key
    )
    others = others.select_related("project")
    before = others.filter(number__lt=version.number).order_by("-number").first()
    return before, others.filter(number__gt=version.number).order_by("number").first()


def next_numbers(entity: Entity) -> dict[int, int]:
    """What the next version of the usual stream would be called, by task; 0 for the entity itself. Trash counts."""
    held = Version.objects.filter(entity=entity, stream_key="main").order_by().values_list("task")
    return {task or 0: last + 1 for task, last in held.annotate(last=Max("number"))}


def newest_of_tasks(viewer: User, task_ids: Iterable[int]) -> dict[int, Version]:
    """The newest version of each task, by the task's id, in one query."""
    seen = Version.objects.visible_to(viewer).filter(task__in=list(task_ids))
    newest = seen.order_by().values("task").annotate(last=Max("pk")).values("last")
    rows = Version.objects.filter(pk__in=newest).select_related("project", "entity", "task__task_type", "thumbnail")
    return {row.task_id or 0: row for row in rows}


def versions_of(viewer: User, project: Project, wanted: dict[str, object]) -> QuerySet[Version]:
    """The versions of a project that fit a filter: q, task_type, status, author, order."""
    rows = Version.objects.visible_to(viewer).filter(project=project)
    for field, path in (("task_type", "task__task_type"), ("status", "status"), ("author", "author")):
        if wanted.get(field):
            rows = rows.filter(**{path: wanted[field]})
    words = str(wanted.get("q") or "").strip()
    if words:
        key = name_key(words)
        rows = rows.filter(
            Q(entity__code_key__contains=key)
            | Q(stream_key__contains=key)
            | Q(name__icontains=words)
            | Q(description__icontains=words)
            | Q(files__file__name__icontains=words)
        ).distinct()
    rows = rows.annotate(file_count=Count("files", distinct=True))
    return with_all(rows).order_by(*_ORDER_BY[str(wanted.get("order") or "")])
