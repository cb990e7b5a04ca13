"""The set-up of a project as plain data: what a copy takes over, and what a template of the studio keeps.

`SetUp.content` is JSON:

    version             1
    kind                a key of ProjectKind
    figures             fps (text), width, height, first_frame, handles
    viewers_may_note    the notes policy
    statuses            id, name, short_name, category, colour, artists_may_set, clients_may_set, project_colour
    task_types          id, name, short_name, department (name, short_name, colour), colour, for (["shots", …]),
                        default_status (place in statuses, or null), is_automatic, after (places in task_types)
    asset_types         id, name
    naming              kind, pattern, first, step, is_strict

`id` is the studio's row, or null where the row was the project's own. A row is found by its id, so that a renamed one
is still known, else by its name; where the studio has neither any more, the new project gets a row of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, cast

from accounts.models import Department, User
from core.text import name_key
from events.services import change_set, record

from ..models import (
    AssetType,
    Membership,
    NamingRule,
    PipelineAssetType,
    PipelineStatus,
    PipelineTaskType,
    Project,
    TaskStatus,
    TaskType,
)
from ..models.catalogue import CatalogueRow
from ..permissions import require
from ..roles import MANAGE, MEMBERS, VIEW
from .members import MemberMore, member_write

FIGURES = ("width", "height", "first_frame", "handles")
KINDS = ("shots", "assets", "sequences", "episodes")
NAMING = ("kind", "pattern", "first", "step", "is_strict")
_STATUS = ("name", "short_name", "category", "colour", "artists_may_set", "clients_may_set")
R = TypeVar("R", bound=CatalogueRow)
Content = dict[str, Any]


@dataclass(frozen=True)
class SetUp:
    """`name` is what it was taken from, for the log."""

    name: str
    content: Content

    @property
    def figures(self) -> dict[str, Any]:
        """The fields of a project that come along."""
        content = self.content
        taken = {name: content["figures"][name] for name in FIGURES}
        return taken | {
            "fps": Decimal(content["figures"]["fps"]),
            "kind": content["kind"],
            "viewers_may_note": content["viewers_may_note"],
        }


def setup_of(project: Project) -> SetUp:
    """The project's set-up as it is now. Its callers have asked whether the person sees the project."""
    uses = list(project.pipeline_statuses.select_related("status").order_by("order", "id"))
    lines = list(
        project.pipeline_task_types.select_related("task_type__department")
        .prefetch_related("prerequisites")
        .order_by("order", "id")
    )
    status_places = {use.status_id: place for place, use in enumerate(uses)}
    line_places = {line.pk: place for place, line in enumerate(lines)}
    figures = {name: getattr(project, name) for name in FIGURES} | {"fps": str(project.fps)}
    content = {
        "version": 1,
        "kind": project.kind,
        "figures": figures,
        "viewers_may_note": project.viewers_may_note,
        "statuses": [_status(use) for use in uses],
        "task_types": [_task_type(line, status_places, line_places) for line in lines],
        "asset_types": [
            {"id": _studio_id(use.asset_type), "name": use.asset_type.name}
            for use in project.pipeline_asset_types.select_related("asset_type").order_by("order", "id")
        ],
        "naming": list(project.naming_rules.order_by("id").values(*NAMING)),
    }
    return SetUp(project.name, content)


def _studio_id(row: CatalogueRow) -> int | None:
    return row.pk if row.project_id is None else None


def _status(use: PipelineStatus) -> Content:
    row = use.status
    return {"id": _studio_id(row), "project_colour": use.colour} | {name: getattr(row, name) for name in _STATUS}


def _task_type(line: PipelineTaskType, statuses: dict[int, int], lines: dict[int, int]) -> Content:
    row, department = line.task_type, line.task_type.department
    return {
        "id": _studio_id(row),
        "name": row.name,
        "short_name": row.short_name,
        "department": {"name": department.name, "short_name": department.short_name, "colour": department.colour},
        "colour": row.colour,
        "for": [kind for kind in KINDS if getattr(row, f"for_{kind}")],
        "default_status": statuses.get(line.default_status_id or 0),
        "is_automatic": line.is_automatic,
        "after": sorted(lines[other.pk] for other in line.prerequisites.all() if other.pk in lines),
    }


def pipeline_apply_setup(*, actor: User, project: Project, setup: SetUp) -> None:
    """Fill an empty pipeline from a set-up: its rows in their order, with colours, defaults and prerequisites."""
    require(actor, MANAGE, project)
    content = setup.content
    with change_set(actor=actor, label=f"Pipeline of {project.name}", project_id=project.pk):
        statuses = _fill_statuses(project, content["statuses"])
        _fill_task_types(project, content["task_types"], statuses)
        asset_types = _rows(AssetType, content["asset_types"], project, lambda _: {})
        PipelineAssetType.objects.bulk_create(
            PipelineAssetType(project=project, asset_type=row, order=order)
            for order, row in enumerate(dict.fromkeys(asset_types))
        )
        NamingRule.objects.bulk_create(NamingRule(project=project, **held) for held in content["naming"])
        record(
            "pipeline.filled",
            on=project,
            before={},
            after={"template": setup.name},
            title=project.name,
            project_id=project.pk,
        )


def _rows(
    model: type[R], wanted: list[Content], project: Project, more: Callable[[Content], dict[str, Any]]
) -> list[R]:
    """For each wanted row the studio's, by id or by name, else a new one of the project."""
    studio = cast("list[R]", list(model._default_manager.filter(project=None, trashed_at=None)))
    by_id, by_name = {row.pk: row for row in studio}, {row.name_key: row for row in studio}
    found: list[R] = []
    for order, held in enumerate(wanted):
        key = name_key(held["name"])
        row = by_id.get(held["id"]) or by_name.get(key)
        if row is None:
            row = model(project=project, name=held["name"], name_key=key, order=order, **more(held))
            row.save()
            by_name[key] = row
        found.append(row)
    return found


def _fill_statuses(project: Project, wanted: list[Content]) -> list[TaskStatus]:
    rows = _rows(TaskStatus, wanted, project, lambda held: {name: held[name] for name in _STATUS if name != "name"})
    colours = {row.pk: held["project_colour"] for row, held in zip(rows, wanted, strict=True)}
    PipelineStatus.objects.bulk_create(
        PipelineStatus(project=project, status=row, order=order, colour=colours[row.pk])
        for order, row in enumerate(dict.fromkeys(rows))
    )
    return rows


def _fill_task_types(project: Project, wanted: list[Content], statuses: list[TaskStatus]) -> None:
    def more(held: Content) -> dict[str, Any]:
        kinds = {f"for_{kind}": kind in held["for"] for kind in KINDS}
        department = _department(held["department"])
        return {"short_name": held["short_name"], "colour": held["colour"], "department": department} | kinds

    rows = _rows(TaskType, wanted, project, more)
    lines: dict[int, PipelineTaskType] = {}
    for order, (row, held) in enumerate(zip(rows, wanted, strict=True)):
        if row.pk not in lines:
            place = held["default_status"]
            lines[row.pk] = PipelineTaskType.objects.create(
                project=project,
                task_type=row,
                order=order,
                default_status=None if place is None else statuses[place],
                is_automatic=held["is_automatic"],
            )
    for row, held in zip(rows, wanted, strict=True):
        lines[row.pk].prerequisites.add(*{lines[rows[place].pk] for place in held["after"]} - {lines[row.pk]})


def _department(held: dict[str, str]) -> Department:
    """The department of that name; a studio that removed it gets it back, since task types need one."""
    key = name_key(held["name"])
    row = Department.objects.filter(name_key=key).first()
    if row is None:
        row = Department.objects.create(name_key=key, order=Department.objects.count(), **held)
        record("catalogue.created", on=row, before={}, after={"name": row.name}, title=row.name)
    return row


def members_copy(*, actor: User, source: Project, project: Project) -> None:
    """Take the members of another project over, as what they are there; who is a member already stays as is."""
    require(actor, VIEW, source)
    require(actor, MEMBERS, project)
    here = Membership.objects.filter(project=project).values("user")
    rows = Membership.objects.filter(project=source, user__is_active=True).exclude(user__in=here)
    with change_set(actor=actor, label=f"Members of {source.name}", project_id=project.pk):
        for row in rows.select_related("user").prefetch_related("approves", "departments").order_by("pk"):
            more = MemberMore.of(row)
            member_write(actor=actor, project=project, user=row.user, role=row.role, is_client=row.is_client, more=more)
