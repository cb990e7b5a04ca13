"""Rows of the catalogue: of the studio, and local ones of a project."""

import uuid
from dataclasses import dataclass
from typing import Any

from accounts.models import Department, User
from core import clock
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import clean_name, name_key
from events.services import change_set, merge_stale

from ..models import AssetType, Category, PipelineStatus, Project, ProjectStatus, TaskStatus, TaskType
from ..models.catalogue import DEPARTMENT_COLOURS, HUES, CatalogueRow, Line
from ..shelves import KINDS, Shelf, shelf_of
from ..usage import use_of
from .pipeline import line_add, line_remove, line_update, refuse_last_todo
from .settings import (
    record_row,
    refuse_full,
    refuse_misfit,
    reorder,
    require_settings,
    used_by,
)


@dataclass(frozen=True)
class TaskTypeInput:
    name: str
    short_name: str
    department: Department
    colour: str
    for_shots: bool = False
    for_assets: bool = False
    for_sequences: bool = False
    for_episodes: bool = False


@dataclass(frozen=True)
class StatusInput:
    name: str
    short_name: str
    category: str
    colour: str = ""
    artists_may_set: bool = True
    clients_may_set: bool = False


@dataclass(frozen=True)
class AssetTypeInput:
    name: str


@dataclass(frozen=True)
class LineEdit:
    """Changes of a line's local row and of what the project adds; None leaves that alone. With the revisions seen."""

    row: dict[str, Any] | None = None
    row_rev: int | None = None
    own: dict[str, Any] | None = None
    own_rev: int | None = None


Given = TaskTypeInput | StatusInput | AssetTypeInput
_MODELS: dict[type[Given], type[CatalogueRow]] = {
    TaskTypeInput: TaskType,
    StatusInput: TaskStatus,
    AssetTypeInput: AssetType,
}


def row_create(*, actor: User, project: Project | None, given: Given, uid: uuid.UUID | None = None) -> CatalogueRow:
    """Make a row of the studio, or one of a project, which then stands in its pipeline too."""
    require_settings(actor, project)
    model = _MODELS[type(given)]
    shelf = shelf_of(model)
    project_id = project.pk if project else None
    with change_set(actor=actor, label=f"New {shelf.one} {given.name.strip()}", project_id=project_id, uid=uid):
        row = model(project=project, order=refuse_full(_siblings(shelf, project_id), shelf))
        _fill(row, {name: getattr(given, name) for name in shelf.fields})
        row.save()
        record_row("catalogue.added", row, before={}, after=field_values(row, shelf.fields))
        if project is not None:
            line_add(actor=actor, project=project, row=row)
    return row


def _siblings(shelf: Shelf, project_id: int | None) -> Any:
    return shelf.row.objects.present().filter(project=project_id)


def _fill(row: CatalogueRow, values: dict[str, Any]) -> None:
    """Set the values, cleaned; refused where they are wrong or the name is taken."""
    for name, value in values.items():
        setattr(row, name, value)
    row.name = clean_name(row.name, length=60)
    row.name_key = name_key(row.name)
    if isinstance(row, TaskType | TaskStatus):
        row.short_name = clean_name(row.short_name, field="short_name", label="Short name", length=8)
    if isinstance(row, TaskType):
        _check_type(row)
    if isinstance(row, TaskStatus):
        if row.category not in Category.values:
            raise Refused("Choose a category of the list.", field="category")
        if row.colour not in ("", *HUES):
            raise Refused("Choose a colour of the list.", field="colour")
    _refuse_taken(row)


def _check_type(row: TaskType) -> None:
    if row.colour not in DEPARTMENT_COLOURS:
        raise Refused("Choose a colour of the list.", field="colour")
    if not any(getattr(row, f"for_{kind}") for kind in KINDS):
        raise Refused("Choose what has tasks of this type.", field="kinds")


def _refuse_taken(row: CatalogueRow) -> None:
    """A local row is not called like one of the studio either: they stand in the same list."""
    shelf = shelf_of(row)
    others: Any = shelf.row.objects.present().filter(project__in=[row.project_id] if row.project_id else [])
    others = (others | shelf.row.objects.studio()).exclude(pk=row.pk)
    twin = others.filter(name_key=row.name_key).first()
    if twin is not None:
        where = "The studio has" if twin.project_id is None else "This project has"
        raise Refused(f"{where} a {shelf.one} called {twin.name} already.", field="name")
    if isinstance(row, TaskType | TaskStatus):
        key = name_key(row.short_name)
        for name, short_name in others.values_list("name", "short_name"):
            if name_key(short_name) == key:
                raise Refused(f"{name} has the short name {short_name} already.", field="short_name")


def row_update(*, actor: User, row: CatalogueRow, changes: dict[str, Any], seen_rev: int | None = None) -> CatalogueRow:
    """Change some fields of a row; what is not named stays."""
    require_settings(actor, row.project)
    shelf = shelf_of(row)
    with change_set(actor=actor, label=f"Edit {row.name}", project_id=row.project_id):
        found: Any = _locked(row)
        if seen_rev is not None:
            target = str(found._meta.model_name)
            changes = merge_stale(target_type=target, row=found, seen_rev=seen_rev, sent=changes)
        before = field_values(found, shelf.fields)
        shown = {"department": [str(getattr(found, "department", "")), str(changes.get("department", ""))]}
        _fill(found, changes)
        after = field_values(found, shelf.fields)
        changed = [name for name in shelf.fields if after[name] != before[name]]
        if not changed:
            return row
        _refuse_used(found, changed)
        found.rev += 1
        found.save()
        record_row(
            "catalogue.updated",
            found,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            shown={name: pair for name, pair in shown.items() if name in changed},
        )
    renewed: CatalogueRow = found
    return renewed


def _locked(row: CatalogueRow) -> Any:
    found = type(row).objects.present().locked().select_related("project").filter(pk=row.pk).first()
    if found is None:
        raise Conflict(f"{row.name} is gone from the catalogue; look again.")
    return found


def _refuse_used(row: CatalogueRow, changed: list[str]) -> None:
    """What tasks rest on stays: the category of their status, the kinds that have the type."""
    counts = used_by(row, row.project)
    use = use_of(type(row))
    if "category" in changed and any(counts.values()):
        words = use.words(counts)
        raise Refused(f"Used by {words}: make another status and move them there.", field="category")
    for kind in KINDS:
        if f"for_{kind}" in changed and counts.get(kind[:-1]) and not getattr(row, f"for_{kind}"):
            raise Refused(f"{counts[kind[:-1]]:,} tasks of {row.name} are on {kind}.", field="kinds")
    if "category" in changed:
        before = TaskStatus.objects.get(pk=row.pk)
        for line in PipelineStatus.objects.filter(status=before).select_related("project"):
            rest = TaskStatus.objects.in_pipeline(line.project).exclude(pk=row.pk)
            refuse_last_todo(line.project, before, list(rest))


def line_edit(*, actor: User, line: Line, edit: LineEdit) -> None:
    """Edit a line and its local row as one act: their forms stand on one page."""
    require_settings(actor, line.project)
    with change_set(actor=actor, label=f"Edit {line.row.name}", project_id=line.project_id):
        if edit.row is not None:
            row_update(actor=actor, row=line.row, changes=edit.row, seen_rev=edit.row_rev)
        if edit.own is not None:
            line_update(actor=actor, line=line, changes=edit.own, seen_rev=edit.own_rev)


def row_order(*, actor: User, row: CatalogueRow, before: CatalogueRow | None) -> None:
    """Put a row of the studio before another one; projects keep their own order."""
    require_settings(actor, row.project)
    shelf = shelf_of(row)
    with change_set(actor=actor, label=f"Move {row.name} in the catalogue", project_id=row.project_id):
        rows = list(_siblings(shelf, row.project_id).select_for_update().order_by("order", "pk"))
        if row not in rows:
            raise Conflict(f"{row.name} is gone from the catalogue; look again.")
        old, new = reorder(rows, row, before)
        if old:
            record_row("catalogue.ordered", row, before={shelf.orders: old}, after={shelf.orders: new})


def row_remove(*, actor: User, row: CatalogueRow, goal: CatalogueRow | None = None) -> None:
    """Take a row out of the catalogue, and first out of every pipeline but those of archived projects.

    Refused (field "goal") where something uses it and no goal is given. The goal joins the pipelines that need it.
    """
    require_settings(actor, row.project)
    shelf = shelf_of(row)
    with change_set(actor=actor, label=f"Remove {row.name} from the catalogue", project_id=row.project_id) as changes:
        found = _locked(row)
        _check_goal(found, goal)
        lines = shelf.line._default_manager.filter(**{shelf.row.field: found}).select_related("project")
        for line in lines.exclude(project__status=ProjectStatus.ARCHIVED).order_by("project_id"):
            held = shelf.line._default_manager.filter(project=line.project_id)
            if goal is not None and not held.filter(**{shelf.row.field: goal}).exists():
                line_add(actor=actor, project=line.project, row=goal)
            line_remove(actor=actor, line=line, goal=goal)
        found.trashed_at, found.trashed_in, found.rev = clock.now(), changes.pk, found.rev + 1
        found.save()
        record_row("catalogue.removed", found, before={"trashed": False}, after={"trashed": True})


def _check_goal(row: CatalogueRow, goal: CatalogueRow | None) -> None:
    if goal is None:
        return
    if goal.pk == row.pk or goal.project_id is not None or goal.is_trashed:
        raise Refused(f"Choose another {shelf_of(row).one} of the studio.", field="goal")
    refuse_misfit(row, goal, used_by(row, row.project))


def row_restore(*, actor: User, row: CatalogueRow) -> None:
    """Bring back a row that was removed; refused where its name is taken meanwhile."""
    require_settings(actor, row.project)
    with change_set(actor=actor, label=f"Restore {row.name}", project_id=row.project_id):
        _refuse_taken(row)
        row.trashed_at, row.trashed_in, row.rev = None, None, row.rev + 1
        row.save()
        record_row("catalogue.restored", row, before={"trashed": True}, after={"trashed": False})
