"""Moving shots to other sequences, sequences to other episodes, and rows among their siblings."""

import itertools
from collections.abc import Sequence as Rows

from accounts.models import User
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import name_key
from events.models import Event
from events.services import change_set
from projects.permissions import require
from projects.roles import EDIT

from ..models import Entity, Kind
from .insert import build_code, place, refuse_taken_code, refuse_taken_places
from .order import LONGEST_KEY, PORTION, key_before, record_entity, renumber, siblings_of, write_sort_keys, write_tree

# What a kind hangs on.
HOLDERS = {Kind.SHOT: Kind.SEQUENCE, Kind.SEQUENCE: Kind.EPISODE}
MOST_AT_ONCE = 2000
_PLACE = ("parent", "order", "code")


def entities_move(*, actor: User, entities: Rows[Entity], parent: Entity | None) -> list[Entity]:
    """Move shots into a sequence or sequences into an episode (None: out of any), behind those that are there.

    Codes that are built from the parents follow, also those of the shots below. Refused, and nothing moved, where a
    name or code is taken. Those that are there already stay where they are.
    """
    project = entities[0].project
    require(actor, EDIT, project)
    kind = Kind(entities[0].kind)
    if {entity.kind for entity in entities} != {kind} or {row.project_id for row in entities} != {project.pk}:
        raise Refused("Move shots or sequences of one project, not both at once.")
    check_parent(kind, project.pk, parent)
    if len(entities) > MOST_AT_ONCE:
        raise Refused(f"Move {MOST_AT_ONCE:,} at once at most.")
    what = entities[0].code if len(entities) == 1 else f"{len(entities)} {kind.label.lower()}s"
    where = f"to {parent.code}" if parent else f"out of {HOLDERS[kind].label.lower()}s"
    with change_set(actor=actor, label=f"Move {what} {where}", project_id=project.pk):
        parent_id = parent.pk if parent else None
        rows = [row for row in _locked(entities) if row.parent_id != parent_id]
        if not rows:
            return []
        if parent is not None and not Entity.objects.present().locked().filter(pk=parent.pk).exists():
            raise Conflict(f"{parent.code} is in the trash; restore it first.")
        keys = key_before(siblings_of(project.pk, kind, parent_id), None, len(rows))
        _write(rows, [{"parent": parent, "order": key} for key in keys])
    return rows


def entity_reorder(*, actor: User, entity: Entity, before: Entity | None) -> Entity:
    """Put a row right before another one of its group, or at its end."""
    require(actor, EDIT, entity.project)
    with change_set(actor=actor, label=f"Reorder {entity.code}", project_id=entity.project_id):
        row = _locked([entity])[0]
        if before is not None and (before.parent_id, before.kind) != (row.parent_id, row.kind):
            raise Refused("Only what stands in one group is put in an order.", field="before")
        present = siblings_of(row.project_id, row.kind, row.parent_id).present().order_by("order", "pk")
        following = present.filter(order__gt=row.order).exclude(pk=row.pk).first()
        if before in (following, row):
            return row
        key = _key_before(row, before)
        if len(key) > LONGEST_KEY:
            renumber(row.project_id, row.kind, row.parent_id)
            row = _locked([entity])[0]
            key = _key_before(row, before)
        _write([row], [{"order": key}])
    return row


def _key_before(row: Entity, before: Entity | None) -> str:
    others = siblings_of(row.project_id, row.kind, row.parent_id).exclude(pk=row.pk)
    # Read now: the key of the one in hand may be older than a renumbering.
    return key_before(others, others.get(pk=before.pk) if before else None)[0]


def check_parent(kind: Kind, project_id: int, parent: Entity | None) -> None:
    if kind not in HOLDERS:
        raise Refused(f"{kind.label}s stand in no group.", field="parent")
    if parent is not None and (parent.project_id != project_id or parent.kind != HOLDERS[kind]):
        raise Refused(f"Choose {_article(HOLDERS[kind])} of this project.", field="parent")


def _article(kind: Kind) -> str:
    return "an episode" if kind == Kind.EPISODE else "a sequence"


def _locked(entities: Rows[Entity]) -> list[Entity]:
    """The present rows, locked in id order, given in the order of the tree."""
    found: list[Entity] = []
    ids = [entity.pk for entity in entities]
    for start in range(0, len(ids), PORTION):
        rows = Entity.objects.present().locked().filter(pk__in=ids[start : start + PORTION])
        found += rows.select_related("parent").order_by("pk")
    if len(found) < len(set(ids)):
        missing = next(entity for entity in entities if entity not in found)
        raise Conflict(f"{missing.code} is in the trash; restore it first.")
    return sorted(found, key=lambda row: row.sort_key)


def _write(rows: Rows[Entity], wanted: Rows[dict[str, object]]) -> None:
    """Give rows of one kind their parent, order or code; what is not wanted stays, built codes follow the parent."""
    kind, before = Kind(rows[0].kind), {row.pk: field_values(row, _PLACE) for row in rows}
    for row, values in zip(rows, wanted, strict=True):
        if "parent" in values:
            place(row, values["parent"])  # type: ignore[arg-type]
        row.order = str(values.get("order", row.order))
        row.code = build_code(row.parent, row.name) if not row.has_own_code else row.code
        row.code_key = name_key(row.code)
        row.rev += 1
    for start in range(0, len(rows), PORTION):
        refuse_taken_places(rows[start : start + PORTION])
    fields = ["parent", "sequence", "episode", "order", "code", "code_key", "rev"]
    Entity.objects.bulk_update(rows, fields, batch_size=100)
    _write_sort_keys(rows)
    for row in rows:
        after = field_values(row, _PLACE)
        changed = [name for name in _PLACE if after[name] != before[row.pk][name]]
        record_entity(
            f"{kind}.moved",
            row,
            before={name: before[row.pk][name] for name in changed},
            after={name: after[name] for name in changed},
        )
        if "code" in changed:
            recode_below(row)


def _write_sort_keys(rows: Rows[Entity]) -> None:
    """One statement for the shots of a group; what holds others takes those along."""
    for _, some in itertools.groupby(sorted(rows, key=lambda row: row.parent_id or 0), key=lambda row: row.parent_id):
        group = list(some)
        if group[0].kind == Kind.SHOT:
            for start in range(0, len(group), PORTION):
                ids = [row.pk for row in group[start : start + PORTION]]
                write_sort_keys(Entity.objects.filter(pk__in=ids), group[0])
            continue
        for row in group:
            write_tree(row)


def recode_below(holder: Entity) -> None:
    """A sequence or episode with another code renames the codes that are built from it."""
    rows = list(Entity.objects.present().locked().filter(parent=holder, has_own_code=False).order_by("pk"))
    for row in rows:
        before = row.code
        row.code = build_code(holder, row.name)
        if row.code == before:
            continue
        row.code_key = name_key(row.code)
        refuse_taken_code(row)
        row.rev += 1
        row.save(update_fields=["code", "code_key", "rev"])
        record_entity(f"{row.kind}.recoded", row, before={"code": before}, after={"code": row.code})
        if row.kind == Kind.SEQUENCE:
            recode_below(row)


def moved_back(actor: User, events: Rows[Event]) -> None:
    """Each row to where it stood, with the order that it had there."""
    rows = Entity.objects.select_related("project", "parent").in_bulk([event.target_id for event in events])
    project = next(iter(rows.values())).project
    require(actor, EDIT, project)
    wanted: dict[int, dict[str, object]] = {}
    for event in events:
        wanted.setdefault(event.target_id, {}).update(event.before)
    parents = Entity.objects.present().in_bulk({values.get("parent") for values in wanted.values()} - {None})
    for pk, values in wanted.items():
        if rows[pk].is_trashed:
            raise Conflict(f"{rows[pk].code} is in the trash; restore it first.")
        if values.get("parent") is not None:
            if values["parent"] not in parents:
                raise Conflict(f"{rows[pk].code} came from something that is in the trash; restore that first.")
            values["parent"] = parents[values["parent"]]
    with change_set(actor=actor, label="Move back", project_id=project.pk):
        _write([rows[pk] for pk in wanted], list(wanted.values()))


def renumbered_back(actor: User, events: Rows[Event]) -> None:
    """The keys that the rows had; those in the trash too, since a key is no more than a place."""
    rows = Entity.objects.select_related("project").in_bulk([event.target_id for event in events])
    require(actor, EDIT, next(iter(rows.values())).project)
    with change_set(actor=actor, label="Renumber", project_id=events[0].project_id):
        for event in events:
            row = rows[event.target_id]
            before, row.order = row.order, event.before["order"]
            row.rev += 1
            row.save(update_fields=["order", "rev"])
            record_entity(f"{row.kind}.renumbered", row, before={"order": before}, after={"order": row.order})
            write_tree(row)
