"""A cut becomes sequences, shots and a Cut with its items: one change set, so one undo."""

import uuid
from collections.abc import Sequence as Rows
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from accounts.models import User
from core import clock
from core.errors import Conflict, Refused
from core.text import clean_name, name_key
from events.models import Event
from events.services import change_set, record
from projects.defaults import ProjectTemplate
from projects.models import PipelineTaskType, Project
from projects.permissions import require
from projects.roles import EDIT
from projects.services import ProjectInput, project_create

from ..editorial import CutError, CutFile, CutOptions, CutPlan, ExistingShot, PlanRow, plan_cut, read_cut
from ..models import Cut, CutItem, Entity, Kind
from .insert import EntitySpec, build_code, check_frames, insert_entities
from .order import record_entity

# More sequences than any cut has: the pattern took each shot for a sequence of its own.
MOST_SEQUENCES = 500
PORTION = 500


@dataclass(frozen=True)
class CutInput:
    """A cut that was read, and what the person chose. `name` empty takes the file's name."""

    name: str
    file_name: str
    cut: CutFile
    options: CutOptions


@dataclass(frozen=True)
class CutResult:
    """`tasks` counts what the pipeline made for the new shots."""

    cut: Cut
    made: int
    updated: int
    tasks: int


def cut_read(*, data: bytes, file_name: str, rate: Decimal) -> CutFile:
    """Read a cut. Refused (field "file" or "rate") with the line where the file says something impossible."""
    try:
        return read_cut(data, filename=file_name, rate=rate)
    except CutError as error:
        raise _refusal(error) from None


def cut_plan(*, project: Project | None, cut: CutFile, options: CutOptions) -> CutPlan:
    """What the import would do now; project None is one that is still to be made. Refused: an option out of range."""
    try:
        return plan_cut(cut, options, _existing(project) if project else {})
    except CutError as error:
        raise _refusal(error) from None


def _refusal(error: CutError) -> Refused:
    message = error.message
    if error.line is not None and "Line " not in message:
        message = f"Line {error.line}: {message}"
    return Refused(message, field=error.field)


def _existing(project: Project) -> dict[str, ExistingShot]:
    shots = Entity.objects.present().filter(project=project, kind=Kind.SHOT)
    return {
        code: ExistingShot(first, last, project.handles if handles is None else handles)
        for code, first, last, handles in shots.values_list("code", "frame_in", "frame_out", "handles")
    }


def automatic_task_types(project: Project) -> int:
    """How many tasks the pipeline makes for each new shot."""
    return PipelineTaskType.objects.filter(project=project, is_automatic=True, task_type__for_shots=True).count()


def cut_import(*, actor: User, project: Project, given: CutInput, uid: uuid.UUID | None = None) -> CutResult:
    """Make the missing sequences and the new shots with their tasks, update ranges if asked, write the cut.

    All or nothing. It is planned here and not taken from a preview: a shot that somebody made meanwhile exists.
    Refused when nothing of the cut becomes or is a shot, and for more than 500 new sequences.
    """
    require(actor, EDIT, project)
    with change_set(actor=actor, label=f"Import {given.file_name}", project_id=project.pk, uid=uid):
        # Lock first: two imports at once would take the same number and the same names.
        Project.objects.locked().get(pk=project.pk)
        plan = cut_plan(project=project, cut=given.cut, options=given.options)
        if not plan.new and not plan.exists:
            raise Refused("Nothing of this cut would become a shot; change the options or tick rows.")
        made = _make_shots(project, plan.rows, _sequences(project, plan))
        updated = _update_ranges(project, plan.rows)
        cut = _write_cut(project, given, plan.rows)
        tasks = len(made) * automatic_task_types(project)
    return CutResult(cut, len(made), updated, tasks)


def project_from_cut(
    *, actor: User, project: ProjectInput, template: ProjectTemplate, given: CutInput, uid: uuid.UUID | None = None
) -> CutResult:
    """Make a project and import its first cut: one act, one undo. Every signed-in person may."""
    with change_set(actor=actor, label=f"New project {project.name} from {given.file_name}", uid=uid):
        row = project_create(actor=actor, given=project, template=template)
        return cut_import(actor=actor, project=row, given=given)


def imported_in(change_set_id: int) -> Cut:
    """The cut that a change set imported: where a second press of the button leads."""
    event = Event.objects.filter(change_set=change_set_id, verb="cut.imported").first()
    cut = Cut.objects.present().select_related("project").filter(pk=event.target_id).first() if event else None
    if cut is None:
        raise Conflict("This was imported and taken back since; open the import again.")
    return cut


def _sequences(project: Project, plan: CutPlan) -> dict[str, Entity]:
    """The project's sequences by the key of their name; those that new shots miss are made in the cut's order."""
    wanted = {name_key(name): name for name in plan.sequences}
    present = Entity.objects.present().filter(project=project, kind=Kind.SEQUENCE)
    held = {row.name_key: row for row in present.order_by("-sort_key")}
    specs = [EntitySpec(name=name) for key, name in wanted.items() if key not in held]
    if len(specs) > MOST_SEQUENCES:
        message = f"This would make {len(specs)} sequences, {MOST_SEQUENCES} is the most; change their pattern."
        raise Refused(message, field="sequence")
    made = insert_entities(project=project, kind=Kind.SEQUENCE, specs=specs) if specs else []
    return held | {row.name_key: row for row in made}


def _make_shots(project: Project, rows: Rows[PlanRow], sequences: dict[str, Entity]) -> list[Entity]:
    shots = Entity.objects.present().filter(project=project, kind=Kind.SHOT)
    taken: set[tuple[int | None, str]] = set(shots.values_list("parent_id", "name_key"))
    specs = []
    for row in rows:
        if row.result == "new":
            parent = sequences[name_key(row.sequence_name)] if row.sequence_name else None
            specs.append(_shot_spec(row, parent, taken))
    return insert_entities(project=project, kind=Kind.SHOT, specs=specs) if specs else []


def _shot_spec(row: PlanRow, parent: Entity | None, taken: set[tuple[int | None, str]]) -> EntitySpec:
    """The shot under its short name, or under its whole code where another shot of the sequence has that name.

    The code is given only where it isn't the one that parent and name build: SH0010 in SQ010, or SQ010-0010.
    """
    code, name, parent_id = clean_name(row.shot_code), clean_name(row.shot_name), parent.pk if parent else None
    if (parent_id, name_key(name)) in taken:
        name = code
    taken.add((parent_id, name_key(name)))
    return EntitySpec(
        name=name,
        parent=parent,
        frame_in=row.frame_in,
        frame_out=row.frame_out,
        handles=row.handles,
        code="" if build_code(parent, name) == code else code,
    )


def _update_ranges(project: Project, rows: Rows[PlanRow]) -> int:
    """Write the ranges that the plan updates; not shot by shot, a cut has hundreds."""
    wanted = {name_key(row.shot_code): row for row in rows if row.result == "exists" and row.updates}
    keys, updated = list(wanted), 0
    for start in range(0, len(keys), PORTION):
        present = Entity.objects.present().locked().filter(project=project, kind=Kind.SHOT)
        shots = list(present.filter(code_key__in=keys[start : start + PORTION]).order_by("pk"))
        for shot in shots:
            _set_range(shot, wanted[shot.code_key])
        Entity.objects.bulk_update(shots, ["frame_in", "frame_out", "rev"], batch_size=100)
        updated += len(shots)
    return updated


def _set_range(shot: Entity, row: PlanRow) -> None:
    check_frames(row.frame_in, row.frame_out, shot.handles)
    before: dict[str, object] = {"frame_in": shot.frame_in, "frame_out": shot.frame_out}
    shot.frame_in, shot.frame_out, shot.rev = row.frame_in, row.frame_out, shot.rev + 1
    after: dict[str, object] = {"frame_in": shot.frame_in, "frame_out": shot.frame_out}
    changed = [name for name in before if before[name] != after[name]]
    record_entity(
        "shot.updated",
        shot,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _write_cut(project: Project, given: CutInput, rows: Rows[PlanRow]) -> Cut:
    # Over the trash too: a cut that comes back keeps the number people know it by.
    number = (Cut.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0) + 1
    cut = Cut.objects.create(
        project=project,
        name=clean_name(given.name[:200].strip() or given.file_name, label="The cut's name"),
        number=number,
        file_name=given.file_name[:200],
        format=given.cut.format[:20],
        fps=given.cut.rate,
        is_drop_frame=given.cut.is_drop_frame,
    )
    shots = Entity.objects.present().filter(project=project, kind=Kind.SHOT)
    ids = dict(shots.values_list("code_key", "pk"))
    items = [_item(cut, order, row, ids) for order, row in enumerate(rows)]
    CutItem.objects.bulk_create(items, batch_size=PORTION)
    record(
        "cut.imported",
        on=cut,
        before={},
        after={"name": cut.name, "file_name": cut.file_name, "items": len(items)},
        title=cut.file_name,
        project_id=project.pk,
    )
    return cut


def _item(cut: Cut, order: int, row: PlanRow, ids: dict[str, int]) -> CutItem:
    event = row.event
    code = row.use_of or (row.shot_code if row.result == "new" else "")
    return CutItem(
        cut=cut,
        shot_id=ids.get(name_key(code)) if code else None,
        order=order,
        event_number=event.number[:12],
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
    _set_trashed(actor, cut, away=True)


def cut_restore(*, actor: User, cut: Cut) -> None:
    require(actor, EDIT, cut.project)
    _set_trashed(actor, cut, away=False)


def _set_trashed(actor: User, cut: Cut, *, away: bool) -> None:
    word = "Trash" if away else "Restore"
    with change_set(actor=actor, label=f"{word} {cut}", project_id=cut.project_id) as changes:
        row = Cut.objects.locked().get(pk=cut.pk)
        if row.is_trashed == away:
            raise Conflict(f"{row} is in the trash already." if away else f"{row} is not in the trash any more.")
        row.trashed_at = clock.now() if away else None
        row.trashed_in = changes.pk if away else None
        row.rev += 1
        row.save(update_fields=["trashed_at", "trashed_in", "rev"])
        record(
            "cut.trashed" if away else "cut.restored",
            on=row,
            before={"trashed": not away},
            after={"trashed": away},
            title=row.file_name,
            project_id=row.project_id,
        )


def imported_back(actor: User, events: Rows[Event]) -> None:
    for cut in _cuts(events):
        if not cut.is_trashed:
            cut_trash(actor=actor, cut=cut)


def trashed_back(actor: User, events: Rows[Event]) -> None:
    for cut in _cuts(events):
        if cut.is_trashed:
            cut_restore(actor=actor, cut=cut)


def _cuts(events: Rows[Event]) -> Rows[Cut]:
    return list(Cut.objects.select_related("project").filter(pk__in=[event.target_id for event in events]))
