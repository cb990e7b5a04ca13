"""Trash and restore: a parent takes its children and tasks along, and restoring brings back exactly those."""

import itertools
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Rows

from django.db.models import F, Q

from accounts.models import User
from core import clock
from core.errors import Conflict
from core.text import clean_name, name_key
from events.services import change_set
from projects.permissions import require
from projects.roles import EDIT

from ..models import Entity, Kind, Task
from .insert import build_code, refuse_taken_code
from .order import PORTION, record_entity

_DEPTH = {Kind.EPISODE: 0, Kind.SEQUENCE: 1, Kind.SHOT: 2, Kind.ASSET: 2}


def _portions(rows: Rows[Entity]) -> Iterator[Rows[Entity]]:
    for start in range(0, len(rows), PORTION):
        yield rows[start : start + PORTION]


def _depth(row: Entity) -> int:
    return _DEPTH[Kind(row.kind)]


def entity_trash(*, actor: User, entities: list[Entity], names: Mapping[int, str] | None = None) -> None:
    """Move entities of one project to the trash, with what hangs below them.

    `names`, by id, are what rows are called there again whose restoring under another name is taken back: their own
    names may be somebody else's by now, which the trash does not mind.
    """
    project = entities[0].project
    require(actor, EDIT, project)
    label = f"Trash {entities[0].code}" if len(entities) == 1 else f"Trash {len(entities)}"
    with change_set(actor=actor, label=label, project_id=project.pk) as changes:
        rows = _with_children([entity for entity in entities if entity.project_id == project.pk])
        away = {"trashed_at": clock.now(), "trashed_in": changes.pk}
        for portion in _portions(rows):
            ids = [row.pk for row in portion]
            Entity.objects.filter(pk__in=ids).update(rev=F("rev") + 1, **away)
            Task.objects.present().filter(entity__in=ids).update(rev=F("rev") + 1, **away)
        renamed = _rename(rows, names or {})
        # Children first: undo goes backwards, and must find the parent restored.
        for row in sorted(rows, key=_depth, reverse=True):
            row.rev += 1
            before = {"trashed": False} | renamed.get(row.pk, {})
            record_entity(f"{row.kind}.trashed", row, before=before, after=_now(row, before, trashed=True))


def _with_children(entities: Rows[Entity]) -> list[Entity]:
    """The present ones of the rows with all that hangs below them, locked in id order."""
    found: dict[int, Entity] = {}
    for portion in _portions(entities):
        ids = [entity.pk for entity in portion]
        below = Q(pk__in=ids) | Q(parent__in=ids) | Q(episode__in=ids)
        found |= {row.pk: row for row in Entity.objects.present().locked().filter(below).order_by("pk")}
    return [found[pk] for pk in sorted(found)]


def entity_restore(*, actor: User, entity: Entity, name: str = "") -> Entity:
    """Bring an entity back, with exactly what went to the trash together with it.

    Refused (field "name") where the name is taken meanwhile: give another one. Refused where its sequence still
    lies in the trash.
    """
    require(actor, EDIT, entity.project)
    with change_set(actor=actor, label=f"Restore {entity.code}", project_id=entity.project_id):
        row = Entity.objects.in_trash().locked().select_related("parent").filter(pk=entity.pk).first()
        if row is None:
            raise Conflict(f"{entity.code} is not in the trash any more.")
        were = _rename([row], {row.pk: name} if name else {})
        were |= _follow_parents([row], were)
        refuse_taken_code(row)
        together = Q(parent=row) | Q(episode=row) | Q(sequence=row)
        children = Entity.objects.in_trash().locked().filter(together, trashed_in=row.trashed_in).order_by("pk")
        _restore([row], were)
        for _, alike in itertools.groupby(sorted(children, key=_depth), key=_depth):
            _restore(list(alike))
    return row


def _rename(rows: Rows[Entity], names: Mapping[int, str]) -> dict[int, dict[str, object]]:
    """Call rows in the trash by other names; what they were called, by id."""
    were: dict[int, dict[str, object]] = {}
    for row in rows:
        if row.pk not in names:
            continue
        were[row.pk] = {"name": row.name, "code": row.code}
        row.name = clean_name(names[row.pk])
        row.name_key = name_key(row.name)
        row.code = build_code(row.parent, row.name)
        row.code_key = name_key(row.code)
        row.save(update_fields=["name", "name_key", "code", "code_key"])
    return were


def _now(row: Entity, before: dict[str, object], *, trashed: bool) -> dict[str, object]:
    """What became of the fields that the event tells of."""
    return {field: trashed if field == "trashed" else getattr(row, field) for field in before}


def _restore(rows: Rows[Entity], were: dict[int, dict[str, object]] | None = None) -> None:
    """Bring back rows of one depth, with the tasks that went with them, in some statements for each 500.

    `were` are the names and codes that rows had in the trash, where they have got others already.
    """
    for portion in _portions(rows):
        _refuse_trashed_parent(portion)
        left = (were or {}) | _follow_parents(portion, were or {})
        _refuse_taken(portion)
        for together in {row.trashed_in for row in portion}:
            ids = [row.pk for row in portion if row.trashed_in == together]
            back = {"trashed_at": None, "trashed_in": None, "rev": F("rev") + 1}
            Entity.objects.filter(pk__in=ids).update(**back)
            Task.objects.in_trash().filter(entity__in=ids, trashed_in=together).update(**back)
        for row in portion:
            row.trashed_at, row.trashed_in = None, None
            row.rev += 1
            # Names and codes are told, so that the tables of a past day show those of that day.
            before = {"trashed": True} | left.get(row.pk, {})
            record_entity(f"{row.kind}.restored", row, before=before, after=_now(row, before, trashed=False))


def _follow_parents(rows: Rows[Entity], were: dict[int, dict[str, object]]) -> dict[int, dict[str, object]]:
    """A parent that was renamed or moved meanwhile has left the built codes in the trash behind: these, by id.

    Of rows that got another name just now, `were` knows the older code already.
    """
    parents = Entity.objects.in_bulk({row.parent_id for row in rows if row.parent_id})
    changed: list[Entity] = []
    left: dict[int, dict[str, object]] = {}
    for row in rows:
        if row.parent_id is None or row.has_own_code:
            continue
        code = build_code(parents[row.parent_id], row.name)
        if code != row.code:
            left[row.pk] = were.get(row.pk, {"code": row.code})
            row.code, row.code_key = code, name_key(code)
            changed.append(row)
    Entity.objects.bulk_update(changed, ["code", "code_key"], batch_size=100)
    return left


def _refuse_trashed_parent(rows: Rows[Entity]) -> None:
    parent = Entity.objects.in_trash().filter(pk__in={row.parent_id for row in rows if row.parent_id}).first()
    if parent is not None:
        raise Conflict(f"{parent.code} is in the trash too; restore it first.")


def _refuse_taken(rows: Rows[Entity]) -> None:
    for kind, alike in itertools.groupby(sorted(rows, key=lambda row: row.kind), key=lambda row: row.kind):
        some = list(alike)
        present = Entity.objects.present().filter(project_id=some[0].project_id, kind=kind)
        codes = set(present.filter(code_key__in=[row.code_key for row in some]).values_list("code_key", flat=True))
        names = set(present.filter(name_key__in=[row.name_key for row in some]).values_list("parent_id", "name_key"))
        for row in some:
            if row.code_key in codes or (row.parent_id, row.name_key) in names:
                raise Conflict(f"{row.code} is there already; restore it from the trash under another name.")


def entities_restore(*, actor: User, entities: list[Entity], names: Mapping[int, str] | None = None) -> None:
    """Bring several of one project back, parents first; those that are there already are skipped.

    `names`, by id, are other ones than they have in the trash.
    """
    project = entities[0].project
    require(actor, EDIT, project)
    with change_set(actor=actor, label=f"Restore {len(entities)}", project_id=project.pk):
        rows: list[Entity] = []
        for portion in _portions(entities):
            ids = [row.pk for row in portion]
            rows += Entity.objects.in_trash().locked().filter(pk__in=ids, project=project).order_by("pk")
        were = _rename(rows, names or {})
        for _, alike in itertools.groupby(sorted(rows, key=_depth), key=_depth):
            _restore(list(alike), were)
