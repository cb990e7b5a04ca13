"""A pasted list becomes shots or assets: planned line by line, then made and changed in one act."""

import hashlib
import uuid
from collections.abc import Callable
from collections.abc import Sequence as Rows
from dataclasses import dataclass, field
from typing import Any, TypeVar

from accounts.models import User
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import clean_name, clean_text, counted, name_key
from events.services import change_set
from projects.models import AssetType, NamingRule, Project
from projects.naming import fault_under
from projects.permissions import require
from projects.roles import EDIT

from ..models import Entity, Kind
from ..paste_groups import Groups, groups_of, joined
from ..pasted import PastedList, PastedRow, read_list
from .insert import EntitySpec, check_frames, insert_entities
from .order import PORTION, record_entity, write_tree

MOST_SEQUENCES = 500
T = TypeVar("T")
_UPDATED = ("description", "frame_in", "frame_out", "handles", "asset_type")


@dataclass(frozen=True)
class PasteInput:
    """`splits`: a code such as SQ010_SH0010 without a sequence names its sequence itself."""

    kind: Kind
    text: str
    splits: bool = False
    leaves_wrong_out: bool = False


@dataclass
class PlannedRow:
    """What becomes of one line: "new", "changed", "same" or "wrong". `errors` and `changes` by column."""

    number: int
    cells: dict[str, str]
    result: str = "new"
    code: str = ""
    name: str = ""
    sequence: str = ""
    episode: str = ""
    holder: Entity | None = None
    has_new_episode: bool = False
    sequence_code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    entity: Entity | None = None


@dataclass(frozen=True)
class PastePlan:
    columns: list[str]
    rows: list[PlannedRow]
    left_out: list[str]
    new_sequences: list[str] = field(default_factory=list)
    new_episodes: list[str] = field(default_factory=list)

    def count(self, result: str) -> int:
        return sum(row.result == result for row in self.rows)

    @property
    def mark(self) -> str:
        """Tells whether the project is still as it was when the person looked at the plan."""
        told = [(row.number, row.result, row.code, sorted(row.changes)) for row in self.rows]
        told_groups = (self.new_episodes, self.new_sequences)
        return hashlib.sha256(repr((told, told_groups)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Pasted:
    made: int
    changed: int
    left_out: int


def paste_plan(*, project: Project, given: PasteInput) -> PastePlan:
    """What the list would do now. Refused only where it can't be read as a whole."""
    found = read_list(given.text, given.kind)
    plan_rows = _plan_shots if given.kind == Kind.SHOT else _plan_assets
    rows = plan_rows(project, found, given)
    _check_names(project, given.kind, rows)
    _refuse_twins(rows)
    return PastePlan(found.columns, rows, found.left_out, *_new_groups(rows))


def list_apply(
    *, actor: User, project: Project, given: PasteInput, mark: str = "", uid: uuid.UUID | None = None
) -> Pasted:
    """Make what is new, change what is there: all or nothing.

    Refused: wrong lines that are not left out, nothing to do, or a plan that is another one than that of `mark`.
    """
    require(actor, EDIT, project)
    label = f"Paste a list of {given.kind.label.lower()}s"
    with change_set(actor=actor, label=label, project_id=project.pk, uid=uid):
        # Lock first: what is planned must still be so when it is written.
        Project.objects.locked().get(pk=project.pk)
        plan = paste_plan(project=project, given=given)
        if mark and mark != plan.mark:
            raise Conflict("The project has changed since this was shown; look at the list again.")
        wrong = plan.count("wrong")
        if wrong and not given.leaves_wrong_out:
            one = wrong == 1
            raise Refused(
                f"{counted(wrong, 'line')} {'is' if one else 'are'} wrong; mend {'it' if one else 'them'}, "
                f"or leave {'it' if one else 'them'} out."
            )
        new = [row for row in plan.rows if row.result == "new"]
        changed = [row for row in plan.rows if row.result == "changed"]
        if not new and not changed:
            raise Refused("Nothing in this list is new or different.")
        _make(project, given.kind, new)
        _change([row for row in changed if row.entity is not None])
    return Pasted(len(new), len(changed), wrong)


def _plan_shots(project: Project, found: PastedList, given: PasteInput) -> list[PlannedRow]:
    shots = Entity.objects.present().filter(project=project, kind=Kind.SHOT).select_related("project", "parent")
    present = _Present(project, {row.code_key: row for row in shots}, groups_of(project))
    return [_plan_shot(row, given, present) for row in found.rows]


def _new_groups(rows: Rows[PlannedRow]) -> tuple[list[str], list[str]]:
    """The codes of the sequences and the names of the episodes that would be made."""
    sequences: dict[str, str] = {}
    episodes: dict[str, str] = {}
    for row in rows:
        if row.result != "new" or not row.sequence or row.holder is not None:
            continue
        sequences.setdefault(name_key(row.sequence_code), row.sequence_code)
        if row.has_new_episode:
            episodes.setdefault(name_key(row.episode), row.episode)
    return list(sequences.values()), list(episodes.values())


@dataclass(frozen=True)
class _Present:
    """What the project has; shots by the keys of their codes."""

    project: Project
    shots: dict[str, Entity]
    groups: Groups


def _plan_shot(pasted: PastedRow, given: PasteInput, present: _Present) -> PlannedRow:
    row = PlannedRow(pasted.number, pasted.cells)
    name = _read(row, "shot", lambda text: clean_name(text, label="The shot")) or ""
    row.sequence = _read(row, "sequence", lambda text: clean_name(text, label="The sequence")) or ""
    row.episode = _read(row, "episode", lambda text: clean_name(text, label="The episode")) or ""
    if name and not row.sequence and given.splits and name_key(name) not in present.shots and "_" in name.strip("_"):
        row.sequence, _, name = name.rpartition("_")
    _find_sequence(row, present.groups)
    row.name = _bare(name, row)
    row.code = joined(row.sequence_code, row.name)
    _read_values(row, present.project)
    row.entity = present.shots.get(name_key(row.code))
    _settle(row)
    return row


def _find_sequence(row: PlannedRow, groups: Groups) -> None:
    """The sequence that the cells mean, and its code, also of one that is not there yet."""
    if not row.sequence:
        if row.episode:
            row.errors["episode"] = "Name the sequence too: shots stand in an episode by their sequence."
        return
    row.has_new_episode = bool(row.episode) and name_key(row.episode) not in groups.episodes
    try:
        row.holder = groups.sequence(row.sequence, row.episode)
    except Refused as refused:
        row.errors["sequence"] = refused.message
    row.sequence_code = row.holder.code if row.holder else groups.code_of(row.sequence, row.episode)


def _bare(name: str, row: PlannedRow) -> str:
    """SQ010_SH0010 in SQ010 is SH0010."""
    for above in (row.sequence_code, row.holder.name if row.holder else row.sequence):
        if above and name.startswith(f"{above}_") and len(name) > len(above) + 1:
            return name[len(above) + 1 :]
    return name


def _read_values(row: PlannedRow, project: Project) -> None:
    for name in ("frame_in", "frame_out", "handles", "frames"):
        row.values[name] = _read(row, name, _number)
    description = _read(row, "description", lambda text: clean_text(text, field="description", label="The description"))
    row.values["description"] = description
    frames = row.values.pop("frames")
    if frames and row.values["frame_out"] is None:
        first = project.first_frame if row.values["frame_in"] is None else row.values["frame_in"]
        row.values |= {"frame_in": first, "frame_out": first + frames - 1}
    try:
        check_frames(row.values["frame_in"], row.values["frame_out"], row.values["handles"])
    except Refused as refused:
        row.errors.setdefault(refused.field or "shot", refused.message)


def _number(text: str) -> int:
    digits = text.replace(",", "").replace("\u00a0", "").replace(" ", "").removesuffix(".0")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise Refused(f"{text[:20]} is no number of frames.")
    return int(digits)


def _plan_assets(project: Project, found: PastedList, given: PasteInput) -> list[PlannedRow]:
    present = Entity.objects.present().filter(project=project, kind=given.kind)
    assets = {row.code_key: row for row in present.select_related("project")}
    used = AssetType.objects.filter(pk__in=project.pipeline_asset_types.values("asset_type"))
    types = {row.name_key: row for row in used}
    rows = []
    for pasted in found.rows:
        row = PlannedRow(pasted.number, pasted.cells)
        row.name = row.code = _read(row, "name", lambda text: clean_name(text, label="The name")) or ""
        row.entity = assets.get(name_key(row.code))
        row.values["description"] = _read(
            row, "description", lambda text: clean_text(text, field="description", label="The description")
        )
        row.values["asset_type"] = _type(row, types, project)
        _settle(row)
        rows.append(row)
    return rows


def _type(row: PlannedRow, types: dict[str, AssetType], project: Project) -> AssetType | None:
    text = row.cells.get("type", "")
    found = types.get(name_key(text)) or types.get(name_key(text).removesuffix("s"))
    if text and found is None:
        row.errors["type"] = f"{project.name} has no type {text[:40]}."
    elif not text and row.entity is None:
        row.errors["type"] = "A new asset needs its type."
    return found


def _read(row: PlannedRow, name: str, reader: Callable[[str], T]) -> T | None:
    """A cell's value; None where it is empty or wrong, and then the row says why."""
    text = row.cells.get(name, "")
    if not text and name not in {"shot", "name"}:
        return None
    try:
        return reader(text)
    except Refused as refused:
        row.errors[name] = refused.message
        return None


def _settle(row: PlannedRow) -> None:
    """New, changed, same or wrong; empty cells leave what is there as it is."""
    if row.errors:
        # What follows from a cell that is not there is told at the name.
        name = "shot" if "shot" in row.cells else "name"
        row.errors = {key if key in row.cells else name: text for key, text in row.errors.items()}
        row.result = "wrong"
        return
    if row.entity is None:
        return
    for name, value in row.values.items():
        now = getattr(row.entity, name)
        if value is not None and value != now:
            row.changes[name] = (now, value)
    row.result = "changed" if row.changes else "same"


def _check_names(project: Project, kind: Kind, rows: Rows[PlannedRow]) -> None:
    """Names of what is new under the project's rules: wrong where a rule is strict, else a warning at the cell."""
    rules = {rule.kind: rule for rule in NamingRule.objects.filter(project=project)}
    for row in [row for row in rows if row.result == "new"] if rules else []:
        column = "shot" if kind == Kind.SHOT else "name"
        names = [(column, kind, row.name)]
        if row.sequence and row.holder is None:
            names.append(("sequence" if "sequence" in row.cells else column, Kind.SEQUENCE, row.sequence))
        if row.has_new_episode:
            names.append(("episode", Kind.EPISODE, row.episode))
        for at, named, name in names:
            rule = rules.get(named)
            wrong = fault_under(rule, name)
            if wrong and rule:
                (row.errors if rule.is_strict else row.warnings)[at] = wrong
        row.result = "wrong" if row.errors else row.result


def _refuse_twins(rows: Rows[PlannedRow]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if row.result == "wrong":
            continue
        key = name_key(row.code)
        if key in first:
            row.errors["shot" if "shot" in row.cells else "name"] = f"{row.code} stands in line {first[key]} already."
            row.result = "wrong"
        first.setdefault(key, row.number)


def _make(project: Project, kind: Kind, rows: Rows[PlannedRow]) -> None:
    groups = _make_groups(project, [row for row in rows if row.sequence])
    specs = [
        EntitySpec(
            name=row.name, parent=groups.sequence(row.sequence, row.episode) if row.sequence else None, **_given(row)
        )
        for row in rows
    ]
    if specs:
        insert_entities(project=project, kind=kind, specs=specs)


def _make_groups(project: Project, rows: Rows[PlannedRow]) -> Groups:
    """Make the episodes and sequences that are missing; all that are there then."""
    codes, episodes = _new_groups(rows)
    for many, noun in ((len(codes), "sequences"), (len(episodes), "episodes")):
        if many > MOST_SEQUENCES:
            raise Refused(f"This would make {many} {noun}, {MOST_SEQUENCES} is the most; look at the columns.")
    if episodes:
        insert_entities(project=project, kind=Kind.EPISODE, specs=[EntitySpec(name=name) for name in episodes])
    groups = groups_of(project)
    missing = {name_key(row.sequence_code): row for row in reversed(rows) if row.holder is None}
    specs = [
        EntitySpec(name=row.sequence, parent=groups.episodes[name_key(row.episode)] if row.episode else None)
        for row in (missing[name_key(code)] for code in codes)
    ]
    if specs:
        insert_entities(project=project, kind=Kind.SEQUENCE, specs=specs)
    return groups_of(project)


def _given(row: PlannedRow) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if value is not None}


def _change(rows: Rows[PlannedRow]) -> None:
    """Write what differs; not row by row, a list has thousands."""
    wanted = {row.entity.pk: row for row in rows if row.entity is not None}
    ids = list(wanted)
    for start in range(0, len(ids), PORTION):
        found = Entity.objects.present().locked().filter(pk__in=ids[start : start + PORTION])
        entities = list(found.order_by("pk"))
        for entity in entities:
            fields = list(wanted[entity.pk].changes)
            before = field_values(entity, fields)
            for name in fields:
                setattr(entity, name, wanted[entity.pk].values[name])
            check_frames(entity.frame_in, entity.frame_out, entity.handles)
            entity.rev += 1
            record_entity(f"{entity.kind}.updated", entity, before=before, after=field_values(entity, fields))
        Entity.objects.bulk_update(entities, [*_UPDATED, "rev"], batch_size=100)
        for entity in entities:
            if "asset_type" in wanted[entity.pk].changes:
                write_tree(entity)
