"""The page of a project's team: which members in which order, a page at a time."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from accounts.models import Department, User
from core.text import name_key

from .models import Membership, Project, Role

ON_A_PAGE = 60
MOST_PROPOSED = 60


@dataclass(frozen=True)
class TeamQuery:
    q: str = ""
    role: str = ""
    department: int | None = None
    sort: str = "role"
    page: str = "1"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.role or self.department)


@dataclass(frozen=True)
class Team:
    """`total` counts all members, `page` holds those that were asked for."""

    page: Page[Any]
    members: list[Membership]
    total: int
    departments: list[Department] = field(default_factory=list)

    @property
    def found(self) -> int:
        return self.page.paginator.count


def team_of(viewer: User, project: Project, asked: TeamQuery) -> Team:
    """Names are compared in Python, since SQLite folds only ASCII: one light row a member, then a page of full ones."""
    rows = Membership.objects.visible_to(viewer).filter(project=project)
    total = rows.count()
    if asked.role == "client":
        rows = rows.filter(is_client=True)
    elif asked.role:
        rows = rows.filter(role=asked.role)
    if asked.department:
        rows = rows.filter(Q(departments=asked.department) | Q(approves=asked.department)).distinct()
    light = [
        (pk, role, joined, name_key(full_name or username), name_key(f"{full_name} {username}"))
        for pk, role, joined, full_name, username in rows.values_list(
            "pk", "role", "joined_at", "user__full_name", "user__username"
        )
    ]
    words = name_key(asked.q).split()
    light = [row for row in light if all(word.removeprefix("@") in row[4] for word in words)]
    order = list(Role)
    if asked.sort == "joined":
        light.sort(key=lambda row: (row[2], row[0]), reverse=True)
    else:
        light.sort(key=lambda row: (order.index(Role(row[1])) if asked.sort == "role" else 0, row[3], row[0]))
    page = Paginator([row[0] for row in light], ON_A_PAGE).get_page(asked.page)
    full = Membership.objects.visible_to(viewer).select_related("user", "project")
    found = full.prefetch_related("departments", "approves").in_bulk(list(page.object_list))
    return Team(
        page=page,
        members=[found[pk] for pk in page.object_list if pk in found],
        total=total,
        departments=list(Department.objects.order_by("order", "pk")),
    )


def addable(viewer: User, project: Project) -> list[User]:
    """People whom the viewer knows by other projects: proposals beside the field, which takes any username."""
    held = Membership.objects.filter(project=project).values("user")
    return list(User.objects.visible_to(viewer).active().exclude(pk__in=held).order_by("username")[:MOST_PROPOSED])
