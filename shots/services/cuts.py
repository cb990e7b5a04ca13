"""A cut becomes sequences, shots and a Cut with its items: one change set, so one undo."""

import uuid
from collections.abc import Sequence as Rows
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from core.text import clean_name, name_key
from events.models import Event
from events.services import change_set, record
from projects.models import Project
from projects.permissions import require
from projects.roles import EDIT

from ..editorial import CutFile, CutPlan, PlanRow
from ..models import Cut, CutItem, Entity, Kind
from .entities import entity_update
from .insert import EntitySpec, insert_entities


@dataclass(frozen=True)
class CutInput:
    """A cut that was read and planned. `rate` in frames a second, as people say it."""

    name: str
    file_name: str
    rate: Decimal
    cut: CutFile
    plan: CutPlan
    update_ranges: bool = False


@dataclass(frozen=True)
class CutResult:
    cut: Cut
    made: int
    updated: int


def cut_import(*, actor: User, project: Project, given: CutInput, uid: uuid.UUID | None = None) -> CutResult:
    """Write the plan: missing sequences, the new shots with their tasks, ranges if asked, cut and items.

    All or nothing. Refused when the plan has neither a new nor an existing shot, or when a shot it calls new was
    made by somebody else since.
    """
    require(actor, EDIT, project)
    rows = given.plan.rows
    if not any(row.result in {"new", "exists"} for row in rows):
        raise Refused("Nothing of this cut would become a shot; change the options or choose rows.")
    with change_set(actor=actor, label=f"Import {given.file_name}", project_id=project.pk, uid=uid):
        sequences = _sequences(project, rows)
        shots = _shots(project, rows, sequences)
        updated = _update_ranges(actor, rows, shots) if given.update_ranges else 0
        cut = _write_cut(project, given, shots)
    return CutResult(cut, sum(row.result == "new" for row in rows), updated)


def _sequences(project: Project, rows: Rows[PlanRow]) -> dict[str, Entity]:
    """The sequences that new shots need, by key; missing ones are made in the order of the cut."""
    names = {
        name_key(row.sequence_name): row.sequence_name for row in rows if row.result == "new" and row.sequence_name
    }
    present = Entity.objects.present().filter(project=project, kind=Kind.SEQUENCE)
    held = {row.name_key: row for row in present.filter(name_key__in=names)}
    specs = [EntitySpec(name=name) for key, name in names.items() if key not in held]
    if specs:
        made = insert_entities(project=project, kind=Kind.SEQUENCE, specs=specs)
        held |= {row.name_key: row for row in made}
    return held


def _shots(project: Project, rows: Rows[PlanRow], sequences: dict[str, Entity]) -> dict[str, Entity]:
    """Every shot that the cut speaks of, by the key of its code: the new ones made, the others looked up."""
    specs = [
        EntitySpec(
            name=row.shot_name,
            parent=sequences.get(name_key(row.sequence_name)) if row.sequence_name else None,
            frame_in=row.frame_in,
            frame_out=row.frame_out,
            handles=row.handles,
        )
        for row in rows
        if row.result == "new"
    ]
    made = insert_entities(project=project, kind=Kind.SHOT, specs=specs) if specs else []
    wanted = {name_key(code) for row in rows if (code := row.use_of or row.shot_code)}
    present = Entity.objects.present().filter(project=project, kind=Kind.SHOT, code_key__in=wanted)
    return {row.code_key: row for row in present} | {row.code_key: row for row in made}


def _update_ranges(actor: User, rows: Rows[PlanRow], shots: dict[str, Entity]) -> int:
    updated = 0
    for row in rows:
        shot = shots.get(name_key(row.shot_code)) if row.result == "exists" else None
        if shot is None or (shot.frame_in, shot.frame_out) == (row.frame_in, row.frame_out):
            continue
        entity_update(actor=actor, entity=shot, changes={"frame_in": row.frame_in, "frame_out": row.frame_out})
        updated += 1
    return updated


def _write_cut(project: Project, given: CutInput, shots: dict[str, Entity]) -> Cut:
    number = (Cut.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0) + 1
    cut = Cut.objects.create(
        project=project,
        name=clean_name(given.name, label="The cut's name"),
        number=number,
        file_name=given.file_name[:200],
        format=given.cut.format[:20],
        fps=given.rate,
    )
    CutItem.objects.bulk_create([_item(cut, order, row, shots) for order, row in enumerate(given.plan.rows)], 500)
    record(
        "cut.imported",
        on=cut,
        before={},
        after={"name": cut.name, "file_name": cut.file_name, "items": len(given.plan.rows)},
        title=cut.file_name,
        project_id=project.pk,
    )
    return cut


def _item(cut: Cut, order: int, row: PlanRow, shots: dict[str, Entity]) -> CutItem:
    event = row.event
    code = row.use_of or row.shot_code
    return CutItem(
        cut=cut,
        shot=shots.get(name_key(code)) if code else None,
        order=order,
        event_number=str(event.number)[:12],
        reel=event.reel[:200],
        clip_name=event.clip_name[:400],
        record_in=event.record_in,
        record_out=event.record_out,
        source_in=event.source_in,
        source_out=event.source_out,
        speed=event.speed,
    )


def cut_trash(*, actor: User, cut: Cut) -> None:
    """Move a cut to the trash; its shots stay."""
    require(actor, EDIT, cut.project)
    _set_trashed(actor, cut, "cut.trashed")


def cut_restore(*, actor: User, cut: Cut) -> None:
    require(actor, EDIT, cut.project)
    _set_trashed(actor, cut, "cut.restored")


def _set_trashed(actor: User, cut: Cut, verb: str) -> None:
    away = verb == "cut.trashed"
    word = "Trash" if away else "Restore"
    with change_set(actor=actor, label=f"{word} {cut}", project_id=cut.project_id) as changes:
        cut.trashed_at = timezone.now() if away else None
        cut.trashed_in = changes.pk if away else None
        cut.rev += 1
        cut.save(update_fields=["trashed_at", "trashed_in", "rev"])
        record(
            verb,
            on=cut,
            before={"trashed": not away},
            after={"trashed": away},
            title=cut.file_name,
            project_id=cut.project_id,
        )


def imported_back(actor: User, events: Rows[Event]) -> None:
    for cut in Cut.objects.present().filter(pk__in=[event.target_id for event in events]):
        cut_trash(actor=actor, cut=cut)


def trashed_back(actor: User, events: Rows[Event]) -> None:
    for cut in Cut.objects.in_trash().filter(pk__in=[event.target_id for event in events]):
        cut_restore(actor=actor, cut=cut)
