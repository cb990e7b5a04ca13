"""The inbox of a person."""

from dataclasses import dataclass

from accounts.models import User
from projects.models import Project

from .models import Choice, Item, Settings, Watch
from .presenters import Line, lines_of, with_what_lines_need
from .querysets import ItemQuerySet

PAGE = 30


@dataclass(frozen=True)
class Page:
    """`older` is the id to go on behind, None at the end; `count` all that match the filter."""

    lines: list[Line]
    older: int | None
    count: int


def page_of(viewer: User, *, view: str = "", project: Project | None = None, before: int | None = None) -> Page:
    rows = narrowed(viewer, view=view, project=project)
    count = rows.count()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(with_what_lines_need(rows).order_by("-pk")[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    return Page(lines_of(found[:PAGE]), older, count)


def narrowed(viewer: User, *, view: str, project: Project | None) -> ItemQuerySet:
    rows = Item.objects.visible_to(viewer)
    if project is not None:
        rows = rows.filter(project=project)
    if view == "all":
        return rows
    return rows.filter(reason=view) if view else rows.unread()


def unread_count(viewer: User) -> int:
    return Item.objects.visible_to(viewer).unread().count()


def newest_unread(viewer: User) -> Line | None:
    item = with_what_lines_need(Item.objects.visible_to(viewer).unread()).order_by("-pk").first()
    return lines_of([item])[0] if item else None


def choice_of(viewer: User, *, project: Project, entity_id: int | None = None) -> str:
    row = Watch.objects.filter(user=viewer, project=project, entity=entity_id).first()
    return row.choice if row else Choice.NONE


def wants_digest(viewer: User) -> bool:
    return Settings.objects.filter(user=viewer, wants_digest=True).exists()
