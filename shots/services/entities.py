"""Shots, assets and sequences: create, edit, omit."""

import re
import uuid
from collections.abc import Sequence as Rows
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import clean_name, clean_text, name_key
from events.services import change_set, merge_stale
from files.models import StoredFile
from projects import naming
from projects.models import AssetType, PipelineAssetType, Project
from projects.permissions import require
from projects.roles import EDIT

from ..models import Entity, Kind
from .insert import (
    RECORDED,
    EntitySpec,
    build_code,
    check_frames,
    insert_entities,
    place,
    refuse_taken_code,
)
from .moves import check_parent, recode_below
from .order import key_before, record_entity, siblings_of, write_tree

EDITABLE = {
    Kind.SHOT: ("name", "parent", "description", "frame_in", "frame_out", "handles"),
    Kind.ASSET: ("name", "asset_type", "description"),
    Kind.SEQUENCE: ("name", "parent", "description"),
    Kind.EPISODE: ("name", "description"),
}
_WRITTEN = (*RECORDED, "order")
MOST_AT_ONCE = 2000
_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)", re.DOTALL)


@dataclass(frozen=True)
class ShotInput:
    """One shot. Frames inclusive; `handles` None takes the project's; `sequence` None leaves it outside any."""

    name: str
    sequence: Entity | None = None
    description: str = ""
    frame_in: int | None = None
    frame_out: int | None = None
    handles: int | None = None


@dataclass(frozen=True)
class AssetInput:
    name: str
    asset_type: AssetType
    description: str = ""


def shot_create(*, actor: User, project: Project, given: ShotInput, uid: uuid.UUID | None = None) -> Entity:
    """Make one shot with the tasks of the pipeline."""
    require(actor, EDIT, project)
    with change_set(actor=actor, label=f"New shot {given.name.strip()}", project_id=project.pk, uid=uid):
        return insert_entities(project=project, kind=Kind.SHOT, specs=[_shot_spec(given)])[0]


def _shot_spec(given: ShotInput) -> EntitySpec:
    return EntitySpec(
        name=without_sequence(given.name, given.sequence),
        parent=given.sequence,
        description=given.description,
        frame_in=given.frame_in,
        frame_out=given.frame_out,
        handles=given.handles,
    )


def without_sequence(name: str, sequence: Entity | None) -> str:
    """SQ010_SH0010 typed in SQ010 is the shot SH0010."""
    prefix = f"{sequence.name}_" if sequence else ""
    return name[len(prefix) :] if prefix and name.startswith(prefix) and len(name) > len(prefix) else name


def names_by_pattern(first: str, *, step: int, count: int) -> list[str]:
    """SH0010, step 10, 24 times: the last number of the name counts up, its width stays."""
    found = _LAST_NUMBER.search(first)
    if found is None:
        raise Refused("The first name needs a number that counts up, such as SH0010.", field="name")
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(f"Make 1 to {MOST_AT_ONCE} shots at once.", field="count")
    if not 1 <= step <= 100_000:
        raise Refused("The step is 1 to 100,000.", field="step")
    digits = found.group(1)
    if len(digits) > 9:
        raise Refused("The number in the name has at most nine digits.", field="name")
    head, tail = first[: found.start()], first[found.end() :]
    return [f"{head}{int(digits) + index * step:0{len(digits)}d}{tail}" for index in range(count)]


def shots_create_by_pattern(
    *,
    actor: User,
    project: Project,
    first: ShotInput,
    step: int,
    count: int,
    uid: uuid.UUID | None = None,
) -> list[Entity]:
    """Make `count` shots whose names count up from the first one's; all or none, one undo."""
    require(actor, EDIT, project)
    names = names_by_pattern(without_sequence(first.name, first.sequence), step=step, count=count)
    specs = [_shot_spec(replace(first, name=name)) for name in names]
    with change_set(actor=actor, label=f"New shots: {count}", project_id=project.pk, uid=uid):
        return insert_entities(project=project, kind=Kind.SHOT, specs=specs)


def asset_create(*, actor: User, project: Project, given: AssetInput, uid: uuid.UUID | None = None) -> Entity:
    """Make one asset with the tasks of the pipeline; its type must be in the project's pipeline."""
    require(actor, EDIT, project)
    _check_asset_type(project, given.asset_type)
    spec = EntitySpec(name=given.name, asset_type=given.asset_type, description=given.description)
    with change_set(actor=actor, label=f"New asset {given.name.strip()}", project_id=project.pk, uid=uid):
        return insert_entities(project=project, kind=Kind.ASSET, specs=[spec])[0]


def _check_asset_type(project: Project, asset_type: AssetType) -> None:
    if not PipelineAssetType.objects.filter(project=project, asset_type=asset_type).exists():
        raise Refused(f"{project.name} does not use this asset type.", field="asset_type")


def entity_update(*, actor: User, entity: Entity, changes: dict[str, Any], seen_rev: int | None = None) -> Entity:
    """Change some of the kind's EDITABLE fields; relations are given as rows.

    `seen_rev` is the revision the person looked at: `Stale` is raised where somebody changed the same field
    since, and what somebody else changed and this person did not touch stays theirs.
    """
    require(actor, EDIT, entity.project)
    return _update(actor, entity, changes, seen_rev=seen_rev, heeds_rule=True)


def entity_put_back(*, actor: User, entity: Entity, changes: dict[str, Any]) -> Entity:
    """The same as a way back: a name that stood before stands again, whatever the naming rule is by now."""
    require(actor, EDIT, entity.project)
    return _update(actor, entity, changes, seen_rev=None, heeds_rule=False)


def _update(actor: User, entity: Entity, changes: dict[str, Any], *, seen_rev: int | None, heeds_rule: bool) -> Entity:
    kind = Kind(entity.kind)
    # An undo gives the order back with the parent.
    if set(changes) - set(EDITABLE[kind]) - {"order"}:
        raise Refused(f"{kind.label} has no such field to edit.")
    with change_set(actor=actor, label=f"Edit {entity.code}", project_id=entity.project_id):
        row = Entity.objects.present().locked().filter(pk=entity.pk).first()
        if row is None:
            raise Conflict(f"{entity.code} is in the trash; restore it first.")
        if seen_rev is not None:
            changes = merge_stale(target_type=kind, row=row, seen_rev=seen_rev, sent=changes)
        before = field_values(row, _WRITTEN)
        _apply(row, changes, heeds_rule=heeds_rule)
        changed = [name for name, value in field_values(row, _WRITTEN).items() if value != before[name]]
        if not changed:
            return row
        if "parent" in changed and "order" not in changed:
            # By chance the same key: told all the same, since the way back must not look for another one.
            changed.append("order")
        row.rev += 1
        row.save()
        if {"parent", "asset_type", "order"} & set(changed):
            write_tree(row)
        record_entity(
            f"{kind}.updated",
            row,
            before={name: before[name] for name in changed},
            after=field_values(row, changed),
        )
        if "code" in changed:
            recode_below(row)
    return row


def _rename(row: Entity, name: str, *, heeds_rule: bool) -> None:
    before, row.name = row.name, clean_name(name)
    row.name_key = name_key(row.name)
    if heeds_rule and row.name != before:
        naming.refuse_odd(row.project, row.kind, [row.name])


def _apply(row: Entity, changes: dict[str, Any], *, heeds_rule: bool) -> None:
    if "name" in changes:
        _rename(row, changes["name"], heeds_rule=heeds_rule)
    if "parent" in changes:
        _set_parent(row, changes["parent"], changes.get("order", ""))
    if "description" in changes:
        row.description = clean_text(changes["description"], field="description", label="The description")
    if "asset_type" in changes:
        _check_asset_type(row.project, changes["asset_type"])
    for field in {"asset_type", "frame_in", "frame_out", "handles"} & set(changes):
        setattr(row, field, changes[field])
    check_frames(row.frame_in, row.frame_out, row.handles)
    if ("name" in changes or "parent" in changes) and not row.has_own_code:
        row.code = build_code(row.parent, row.name)
        row.code_key = name_key(row.code)
    refuse_taken_code(row)


def _set_parent(row: Entity, parent: Entity | None, order: str) -> None:
    check_parent(Kind(row.kind), row.project_id, parent)
    parent_id = parent.pk if parent else None
    if parent_id == row.parent_id:
        return
    row.order = order or key_before(siblings_of(row.project_id, row.kind, parent_id), None)[0]
    place(row, parent)


def entity_set_omitted(*, actor: User, entities: Rows[Entity], is_omitted: bool) -> list[Entity]:
    """Omit entities (kept and struck through, not counted as work), or bring them back."""
    changed = []
    for project in {entity.project for entity in entities}:
        require(actor, EDIT, project)
    word = "Omit" if is_omitted else "Bring back"
    label = f"{word} {entities[0].code}" if len(entities) == 1 else f"{word} {len(entities)}"
    with change_set(actor=actor, label=label, project_id=entities[0].project_id):
        rows = Entity.objects.present().locked().filter(pk__in=[entity.pk for entity in entities])
        for row in rows.order_by("pk"):
            if row.is_omitted == is_omitted:
                continue
            row.is_omitted = is_omitted
            row.rev += 1
            row.save(update_fields=["is_omitted", "rev"])
            record_entity(
                f"{row.kind}.{'omitted' if is_omitted else 'brought_back'}",
                row,
                before={"is_omitted": not is_omitted},
                after={"is_omitted": is_omitted},
            )
            changed.append(row)
    return changed


def entity_set_thumbnail(*, actor: User, entity: Entity, stored: StoredFile | None) -> Entity:
    """Show a stored picture of the same project for the entity; None takes it away."""
    require(actor, EDIT, entity.project)
    if stored is not None and stored.project_id != entity.project_id:
        raise Refused("The picture belongs to another project.", field="image")
    with change_set(actor=actor, label=f"Picture of {entity.code}", project_id=entity.project_id):
        row = Entity.objects.present().locked().get(pk=entity.pk)
        before, row.thumbnail = row.thumbnail_id, stored
        row.rev += 1
        row.save(update_fields=["thumbnail", "rev"])
        record_entity(f"{row.kind}.updated", row, before={"thumbnail": before}, after={"thumbnail": row.thumbnail_id})
    return row
