"""A table of shots or assets as it was at the end of a past day, rebuilt from the event log.

From the present state backwards: each later event gives back what it found. An undo is an event like any other, so
what was undone comes out right by itself. First the entities are walked back, then, of one page of them, the tasks:
memory and time follow the page and the events of its entities, not the whole log.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activity.selectors import events_visible_to
from core.models import field_values
from core.text import name_key, natural_key
from projects.models import AssetType, Project, TaskStatus, TaskType
from shots.models import Assignment, Entity, Kind, Task

PAGE = 100
# Read at once: a page of a hundred shots has some thousand events.
CHUNK = 2000
# The parents of a shot have a past of their own: their names stand over its rows.
_TREES = {Kind.SHOT: (Kind.SHOT, Kind.SEQUENCE, Kind.EPISODE), Kind.ASSET: (Kind.ASSET,)}
ENTITY_FIELDS = (
    "name",
    "code",
    "description",
    "parent",
    "asset_type",
    "is_omitted",
    "frame_in",
    "frame_out",
    "handles",
)
TASK_FIELDS = ("task_type", "name", "status", "start_date", "due_date")
State = dict[str, Any]


@dataclass
class Thing:
    """An entity or a task: what it was then, and what it is now (None where it is gone)."""

    pk: int
    then: State
    now: State | None
    is_there: bool = True

    def differs(self, *names: str) -> bool:
        return self.now is None or any(self.then.get(name) != self.now.get(name) for name in names)


@dataclass
class TaskThing(Thing):
    """Not there while it lies in the trash by itself; what went along with its entity is hidden by that."""

    entity_id: int = 0


def end_of(day: datetime.date) -> datetime.datetime:
    """The last moment of the day, as the person's time zone has it."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


def entities_then(viewer: User, project: Project, kind: Kind, moment: datetime.datetime) -> dict[int, Thing]:
    """All entities of the kind, and the parents of shots, as they were right before the moment."""
    kinds = _TREES[kind]
    rows = Entity.objects.visible_to(viewer) | Entity.objects.trash_visible_to(viewer)
    things = {}
    # Plain values: all entities of a project are read, and rows of a model would take four times as long.
    for state in rows.filter(project=project, kind__in=kinds).values("pk", "kind", "trashed_at", *ENTITY_FIELDS):
        pk, is_there = state.pop("pk"), state.pop("trashed_at") is None
        things[pk] = Thing(pk, state, dict(state) if is_there else None, is_there=is_there)
    for event in _later(viewer, moment, Q(project_id=project.pk, target_type__in=kinds)):
        thing = things.get(event["target_id"])
        if thing is None:
            thing = things[event["target_id"]] = Thing(event["target_id"], {"kind": event["target_type"]}, None)
        _give_back(thing, event)
    return {pk: thing for pk, thing in things.items() if thing.is_there}


def _later(viewer: User, moment: datetime.datetime, which: Q) -> Iterator[dict[str, Any]]:
    """The events from the moment on, the latest first."""
    rows = events_visible_to(viewer).filter(which, at__gte=moment)
    columns = ("id", "verb", "target_type", "target_id", "entity_id", "before")
    return iter(rows.order_by("-id").values(*columns).iterator(CHUNK))


def _give_back(thing: Thing, event: Mapping[str, Any]) -> None:
    if event["verb"].endswith(".created"):
        thing.is_there = False
        return
    before = event["before"]
    if "trashed" in before:
        thing.is_there = not before["trashed"]
    thing.then.update((name, value) for name, value in before.items() if name != "trashed")


def tasks_then(viewer: User, entity_ids: Sequence[int], moment: datetime.datetime) -> dict[int, TaskThing]:
    """The tasks of some entities as they were right before the moment. Asked by entity, so that its index is used."""
    things = _tasks_now(entity_ids)
    which = Q(entity_id__in=entity_ids) & (Q(target_type="task") | Q(verb__endswith=".deleted"))
    for event in _later(viewer, moment, which):
        if event["target_type"] != "task":
            _bring_deleted(things, event)
            continue
        thing = things.get(event["target_id"])
        if thing is None:
            thing = things[event["target_id"]] = TaskThing(event["target_id"], {}, None, entity_id=event["entity_id"])
        _give_back(thing, event)
    return {pk: thing for pk, thing in things.items() if thing.is_there and "status" in thing.then}


def _tasks_now(entity_ids: Sequence[int]) -> dict[int, TaskThing]:
    people: dict[int, list[int]] = {}
    lines = Assignment.objects.filter(task__entity__in=entity_ids).order_by("-is_lead", "id")
    for task_id, user_id in lines.values_list("task_id", "user_id"):
        people.setdefault(task_id, []).append(user_id)
    # What was trashed with its entity was there until the entity went.
    went = dict(Entity.objects.filter(pk__in=entity_ids).values_list("pk", "trashed_in"))
    rows = Task.objects.filter(entity__in=entity_ids)
    things = {}
    for row in rows.order_by("pk"):
        own = row.is_trashed and row.trashed_in != went[row.entity_id]
        state = field_values(row, TASK_FIELDS) | {"assignees": people.get(row.pk, [])}
        now = None if row.is_trashed else dict(state)
        things[row.pk] = TaskThing(row.pk, state, now, is_there=not own, entity_id=row.entity_id)
    return things


def _bring_deleted(things: dict[int, TaskThing], event: Mapping[str, Any]) -> None:
    """An entity that was deleted for good wrote down what its tasks were."""
    for task in event["before"].get("tasks", ()):
        state = {name: value for name, value in task.items() if name not in {"pk", "trashed"}}
        things[task["pk"]] = TaskThing(
            task["pk"], state, None, is_there=not task["trashed"], entity_id=event["target_id"]
        )


@dataclass(frozen=True)
class PastCell:
    """A task as it was; `is_changed` where it differs from today, and then `today` is its status now."""

    status: TaskStatus | None
    people: Sequence[User]
    due: datetime.date | None
    is_changed: bool
    today: str


@dataclass(frozen=True)
class PastRow:
    """A shot or asset as it was. `changed` names the cells that differ from today; `url` is empty where it is gone."""

    code: str
    prefix: str
    description: str
    frames: int | None
    range: str
    is_omitted: bool
    is_gone: bool
    url: str
    changed: frozenset[str]
    cells: Sequence[PastCell | None]

    @property
    def rest(self) -> str:
        return self.code[len(self.prefix) :]


@dataclass
class PastGroup:
    title: str
    rows: list[PastRow] = field(default_factory=list)


@dataclass(frozen=True)
class PastPage:
    columns: Sequence[TaskType]
    groups: Sequence[PastGroup]
    count: int
    gone: int
    since: int
    number: int
    pages: int

    @property
    def width(self) -> int:
        """Columns of the table: code, description, frames, and the departments."""
        return 3 + len(self.columns)

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


def past_page(
    viewer: User, project: Project, kind: Kind, day: datetime.date, *, q: str = "", number: int = 1
) -> PastPage:
    """One page of the table at the end of the day. `gone` of its rows are no more, `since` have come later."""
    moment = end_of(day)
    things = entities_then(viewer, project, kind, moment)
    rows = [thing for thing in things.values() if thing.then["kind"] == kind]
    present = Entity.objects.visible_to(viewer).filter(project=project, kind=kind)
    since = len(set(present.values_list("pk", flat=True)) - {thing.pk for thing in rows})
    gone = sum(thing.now is None for thing in rows)
    words = [name_key(word) for word in q.split()]
    rows = [thing for thing in rows if all(word in name_key(_searched(thing)) for word in words)]
    titles = _titles(kind, things, rows)
    rows.sort(key=lambda thing: (natural_key(titles[thing.pk]), natural_key(thing.then.get("code", "")), thing.pk))
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(number, 1), pages)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    columns, lines = _lines(viewer, project, kind, shown, moment=moment)
    groups: list[PastGroup] = []
    for thing, line in zip(shown, lines, strict=True):
        if not groups or groups[-1].title != titles[thing.pk]:
            groups.append(PastGroup(titles[thing.pk]))
        groups[-1].rows.append(line)
    return PastPage(columns, groups, len(rows), gone, since, number, pages)


def _searched(thing: Thing) -> str:
    return f"{thing.then.get('code', '')} {thing.then.get('description', '')}"


def _titles(kind: Kind, things: Mapping[int, Thing], rows: Iterable[Thing]) -> dict[int, str]:
    """Over which head each row stood: its sequence's code then, or its asset type."""
    if kind == Kind.SHOT:
        codes = {pk: thing.then.get("code", "") for pk, thing in things.items()}
        return {row.pk: codes.get(row.then.get("parent") or 0, "") for row in rows}
    names = dict(AssetType.objects.values_list("pk", "name"))
    return {row.pk: names.get(row.then.get("asset_type") or 0, "") for row in rows}


def _lines(
    viewer: User, project: Project, kind: Kind, rows: Sequence[Thing], *, moment: datetime.datetime
) -> tuple[list[TaskType], list[PastRow]]:
    tasks = tasks_then(viewer, [row.pk for row in rows], moment)
    columns = _columns(project, kind, tasks.values())
    statuses = TaskStatus.objects.in_bulk(_ids(tasks.values(), "status"))
    wanted = {pk for task in tasks.values() for pk in task.then.get("assignees", ())}
    people = User.objects.in_bulk(wanted)
    cells: dict[tuple[int, int], PastCell] = {}
    for task in sorted(tasks.values(), key=lambda task: -task.pk):
        # Of several tasks of a type the first one shows, as in the table of today.
        cells[task.entity_id, task.then.get("task_type", 0)] = _cell(task, statuses, people)
    code = project.code
    return columns, [_row(row, code, [cells.get((row.pk, column.pk)) for column in columns]) for row in rows]


def _ids(tasks: Iterable[TaskThing], name: str) -> set[int]:
    """The ids that the tasks have in a field, then or now."""
    return {state[name] for task in tasks for state in (task.then, task.now or {}) if state.get(name) is not None}


def _columns(project: Project, kind: Kind, tasks: Iterable[TaskThing]) -> list[TaskType]:
    """The departments of the pipeline, and behind them those that had tasks then and have left it since."""
    order = dict(project.pipeline_task_types.values_list("task_type_id", "order"))
    used = TaskType.objects.in_bulk(_ids(tasks, "task_type") | set(order))
    rows = [row for row in used.values() if row.fits(kind)]
    return sorted(rows, key=lambda row: (order.get(row.pk, 9999), row.order, row.pk))


def _cell(task: TaskThing, statuses: Mapping[int, TaskStatus], people: Mapping[int, User]) -> PastCell:
    due = task.then.get("due_date")
    now = statuses.get((task.now or {}).get("status") or 0)
    return PastCell(
        status=statuses.get(task.then["status"]),
        people=[people[pk] for pk in task.then.get("assignees", ()) if pk in people],
        due=datetime.date.fromisoformat(due) if due else None,
        is_changed=task.differs("status", "assignees", "due_date"),
        today=now.name if now else "gone",
    )


def _row(thing: Thing, project_code: str, cells: Sequence[PastCell | None]) -> PastRow:
    then = thing.then
    first, last, code, name = (then.get(field) for field in ("frame_in", "frame_out", "code", "name"))
    changed = [field for field in ("code", "description", "is_omitted") if thing.differs(field)]
    if thing.differs("frame_in", "frame_out"):
        changed.append("frames")
    return PastRow(
        code=code or "",
        prefix=code[: -len(name)] if code and name and code.endswith(name) else "",
        description=then.get("description") or "",
        frames=last - first + 1 if first is not None and last is not None else None,
        range=f"{first}–{last}" if first is not None and last is not None else "",
        is_omitted=bool(then.get("is_omitted")),
        is_gone=thing.now is None,
        url="" if thing.now is None else reverse(f"desk:{then['kind']}-detail", args=[project_code, thing.pk]),
        changed=frozenset() if thing.now is None else frozenset(changed),
        cells=cells,
    )


def first_day(viewer: User, project: Project) -> datetime.date | None:
    """The day of the first event: before it there is nothing to show."""
    at = events_visible_to(viewer).filter(project_id=project.pk).order_by("id").values_list("at", flat=True).first()
    return timezone.localdate(at) if at else None
