"""Trash and restore: a parent takes its children and tasks along, and restoring brings back exactly those."""

from django.db.models import F, Q

from accounts.models import User
from core import clock
from core.errors import Conflict, Refused
from core.text import clean_name, name_key
from events.services import change_set
from projects.permissions import require
from projects.roles import EDIT

from ..models import Entity, Kind, Task
from .insert import build_code, record_entity, refuse_taken_code

_DEPTH = {Kind.EPISODE: 0, Kind.SEQUENCE: 1, Kind.SHOT: 2, Kind.ASSET: 2}


def entity_trash(*, actor: User, entities: list[Entity]) -> None:
    """Move entities of one project to the trash, with what hangs below them."""
    project = entities[0].project
    require(actor, EDIT, project)
    label = f"Trash {entities[0].code}" if len(entities) == 1 else f"Trash {len(entities)}"
    with change_set(actor=actor, label=label, project_id=project.pk) as changes:
        ids = [entity.pk for entity in entities if entity.project_id == project.pk]
        below = Q(pk__in=ids) | Q(parent__in=ids) | Q(episode__in=ids)
        rows = list(Entity.objects.present().locked().filter(below).order_by("pk"))
        now = clock.now()
        gone = [row.pk for row in rows]
        Entity.objects.filter(pk__in=gone).update(trashed_at=now, trashed_in=changes.pk, rev=F("rev") + 1)
        Task.objects.present().filter(entity__in=gone).update(trashed_at=now, trashed_in=changes.pk, rev=F("rev") + 1)
        # Children first: undo goes backwards, and must find the parent restored.
        for row in sorted(rows, key=lambda row: _DEPTH[Kind(row.kind)], reverse=True):
            row.rev += 1
            record_entity(f"{row.kind}.trashed", row, before={"trashed": False}, after={"trashed": True})


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
        if row.parent is not None and row.parent.is_trashed:
            raise Conflict(f"{row.parent.code} is in the trash too; restore it first.")
        if name:
            row.name = clean_name(name)
            row.name_key = name_key(row.name)
            row.code = build_code(row.parent, row.name)
            row.code_key = name_key(row.code)
        refuse_taken_code(row)
        together = row.trashed_in
        _restore_row(row)
        for child in Entity.objects.in_trash().filter(
            Q(parent=row) | Q(episode=row) | Q(sequence=row), trashed_in=together
        ):
            _restore_row(child)
    return row


def _restore_row(row: Entity) -> None:
    together = row.trashed_in
    row.trashed_at, row.trashed_in = None, None
    row.rev += 1
    try:
        refuse_taken_code(row)
    except Refused as refused:
        raise Conflict(refused.message, field=refused.field) from None
    row.save()
    Task.objects.in_trash().filter(entity=row, trashed_in=together).update(
        trashed_at=None, trashed_in=None, rev=F("rev") + 1
    )
    record_entity(f"{row.kind}.restored", row, before={"trashed": True}, after={"trashed": False})


def entities_restore(*, actor: User, entities: list[Entity]) -> None:
    """Bring several back, parents first; those that came along with a parent are skipped."""
    for entity in sorted(entities, key=lambda row: _DEPTH[Kind(row.kind)]):
        if Entity.objects.in_trash().filter(pk=entity.pk).exists():
            entity_restore(actor=actor, entity=entity)
