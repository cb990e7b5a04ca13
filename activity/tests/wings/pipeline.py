"""Settings of a project and of the studio: task types, statuses, asset types, rules."""

from typing import Any

from accounts.models import Department
from events.models import Event
from projects.models import AssetType, Project, TaskStatus, TaskType
from projects.models.catalogue import CatalogueRow
from projects.services.departments import (
    DepartmentInput,
    department_create,
    department_order,
    department_remove,
    department_restore,
    department_update,
)
from projects.services.naming import NamingInput, naming_set
from projects.services.pipeline import line_add, line_remove, line_update, lines_order
from projects.services.rows import (
    StatusInput,
    row_create,
    row_order,
    row_remove,
    row_restore,
    row_update,
)
from projects.shelves import shelf_of
from shots.services import task_set_status
from shots.tests.factories import status

from ..stage import Act, Stage


def _line(project: Project, row: CatalogueRow) -> Any:
    return shelf_of(row).lines(project).get(**{type(row).field: row})


def _type(short_name: str) -> TaskType:
    return TaskType.objects.studio().get(short_name=short_name)


def _asset_type(name: str) -> AssetType:
    return AssetType.objects.studio().get(name=name)


def _local(stage: Stage) -> CatalogueRow:
    given = StatusInput("Tech fix", "Tech", "retake", "orange")
    row: CatalogueRow = stage.keep("row", row_create(actor=stage.owner, project=stage.project, given=given))
    return row


def _studio(stage: Stage) -> CatalogueRow:
    given = StatusInput("Delivered", "Delivd", "done", "cyan")
    row: CatalogueRow = stage.keep("row", row_create(actor=stage.administrator, project=None, given=given))
    return row


def _remove_status(stage: Stage) -> None:
    """Tasks go from Approved to Omitted, with the day they were done."""
    line = _line(stage.project, status(name="Approved"))
    line_remove(actor=stage.owner, line=line, goal=status("omitted"))


def _approve(stage: Stage) -> None:
    task_set_status(actor=stage.owner, task=stage.task, status=status(name="Approved"))


def _remove_type(stage: Stage) -> None:
    line_remove(actor=stage.owner, line=_line(stage.project, _type("ANM")), goal=_type("LAY"))


def _wait(stage: Stage) -> None:
    """Animation waits for Layout, Comp for Animation."""
    for later, earlier in (("ANM", "LAY"), ("CMP", "ANM")):
        lines = [_line(stage.project, _type(name)) for name in (later, earlier)]
        line_update(actor=stage.owner, line=lines[0], changes={"prerequisites": [lines[1]]})


def _remove_asset_type(stage: Stage) -> None:
    line_remove(actor=stage.owner, line=_line(stage.project, _asset_type("Character")), goal=_asset_type("Prop"))


def _fresh(stage: Stage) -> CatalogueRow:
    row = stage.extra["row"]
    found: CatalogueRow = type(row).objects.get(pk=row.pk)
    return found


def _department(short_name: str) -> Department:
    return Department.objects.get(short_name=short_name)


def _staff_department(stage: Stage) -> None:
    """Animation has a person and a member who approves; Layout has that person too."""
    both = [_department("ANM"), _department("LAY")]
    stage.contributor.departments.set(both)
    stage.member.departments.set(both[:1])
    stage.member.approves.set(both[:1])


def _remove_department(stage: Stage) -> None:
    department_remove(actor=stage.administrator, row=_department("ANM"), goal=_department("LAY"))


def _removed_department(stage: Stage) -> None:
    _staff_department(stage)
    _remove_department(stage)


ACTS: dict[str, Act] = {
    "pipeline.added": Act(
        lambda s: line_add(actor=s.owner, project=s.project, row=TaskType.objects.studio().get(short_name="ROTO"))
    ),
    "pipeline.updated": Act(
        lambda s: line_update(
            actor=s.owner,
            line=_line(s.project, _type("CMP")),
            changes={
                "is_automatic": False,
                "default_status": status(name="Ready to start"),
                "prerequisites": [_line(s.project, _type("LGT"))],
            },
        ),
        prepare=_wait,
    ),
    "pipeline.ordered": Act(
        lambda s: lines_order(
            actor=s.owner,
            line=_line(s.project, _asset_type("Character")),
            before=None,
        )
    ),
    "pipeline.removed": Act(_remove_type, prepare=_wait),
    "task.type_moved": Act(_remove_type),
    "task.status_moved": Act(_remove_status, prepare=_approve),
    "asset.type_moved": Act(_remove_asset_type),
    "naming.changed": Act(
        lambda s: naming_set(
            actor=s.owner, project=s.project, rules={"shot": NamingInput("SH####", 10, 10), "asset": NamingInput("")}
        ),
        prepare=lambda s: naming_set(actor=s.owner, project=s.project, rules={"asset": NamingInput("as_*")}),
    ),
    "department.added": Act(
        lambda s: department_create(actor=s.administrator, given=DepartmentInput("Editorial", "EDIT", "rig")),
        by="administrator",
    ),
    "department.updated": Act(
        lambda s: department_update(
            actor=s.administrator, row=_department("ANM"), changes={"name": "Character", "colour": "fx"}
        ),
        by="administrator",
    ),
    "department.ordered": Act(
        lambda s: department_order(actor=s.administrator, row=_department("CMP"), before=_department("LAY")),
        by="administrator",
    ),
    "department.removed": Act(_remove_department, by="administrator", prepare=_staff_department),
    "department.restored": Act(
        lambda s: department_restore(
            actor=s.administrator, event=Event.objects.filter(verb="department.removed").latest("pk")
        ),
        by="administrator",
        prepare=_removed_department,
    ),
    "catalogue.added": Act(_local),
    "catalogue.updated": Act(
        lambda s: row_update(actor=s.owner, row=_fresh(s), changes={"name": "Fix it", "colour": "brown"}),
        prepare=_local,
    ),
    "catalogue.ordered": Act(
        lambda s: row_order(
            actor=s.administrator, row=status("omitted"), before=TaskStatus.objects.studio().order_by("order")[0]
        ),
        by="administrator",
    ),
    "catalogue.removed": Act(
        lambda s: row_remove(actor=s.administrator, row=status("review"), goal=status("wip")),
        by="administrator",
        prepare=lambda s: task_set_status(actor=s.owner, task=s.task, status=status("review")),
    ),
    "catalogue.restored": Act(
        lambda s: row_restore(actor=s.administrator, row=_fresh(s)),
        by="administrator",
        prepare=lambda s: row_remove(actor=s.administrator, row=_studio(s)),
    ),
}
