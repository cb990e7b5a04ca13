"""One page of the table of shots or assets: a fixed number of queries, whatever the size of the project."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, Sum

from projects.models import AssetType, Project, TaskType

from .cells import TaskCell, task_cells
from .models import Entity, Kind, Task
from .querysets import EntityQuerySet

PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One shot or asset. `number` counts from the start of the filtered list; frames inclusive."""

    pk: int
    number: int
    code: str
    name: str
    description: str
    frames: int | None
    range: str
    due: datetime.date | None
    is_omitted: bool
    thumbnail: str | None
    note_count: int
    cells: list[TaskCell | None]

    @property
    def prefix(self) -> str:
        return self.code[: -len(self.name)] if self.code.endswith(self.name) else ""

    @property
    def rest(self) -> str:
        return self.code[len(self.prefix) :]


@dataclass(slots=True)
class Group:
    """Rows of one sequence or asset type. Sums are of the whole filter; `is_continued` repeats no head."""

    key: int | None
    title: str
    text: str
    is_continued: bool
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    frames: int = 0
    bars: dict[int, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class GridPage:
    columns: list[TaskType]
    groups: list[Group]
    next_after: str
    next_group: int
    next_number: int
    shown: int


@dataclass(frozen=True)
class Position:
    """Where a page starts: behind the row with this sort key, inside this group, with this number."""

    after: str = ""
    group: int = -1
    number: int = 0


def columns_of(project: Project, kind: Kind) -> list[TaskType]:
    """The task types of the project's pipeline that the kind can have, in its order."""
    lines = project.pipeline_task_types.filter(**{f"task_type__for_{kind}s": True}).select_related("task_type")
    return [line.task_type for line in lines]


def grid_page(*, project: Project, kind: Kind, rows: EntityQuerySet, at: Position) -> GridPage:
    """The next PAGE rows of the filtered `rows` behind `at`, grouped, with the sums of the groups that begin here."""
    group_field = "sequence_id" if kind == Kind.SHOT else "asset_type_id"
    columns = columns_of(project, kind)
    found = _read(rows, group_field, at)
    page, has_more = found[:PAGE], len(found) > PAGE
    cells = _cells(page, columns)
    groups: list[Group] = []
    for index, values in enumerate(page):
        key = values[group_field]
        if not groups or groups[-1].key != key:
            groups.append(Group(key, "", "", is_continued=not groups and at.group == (key or 0)))
        groups[-1].rows.append(_row(values, at.number + index + 1, cells, columns))
    _name_groups(groups, kind)
    _sum_groups([group for group in groups if not group.is_continued], rows, group_field)
    last = page[-1] if page else None
    return GridPage(
        columns=columns,
        groups=groups,
        next_after=last["sort_key"] if last and has_more else "",
        next_group=(last[group_field] or 0) if last else -1,
        next_number=at.number + len(page),
        shown=at.number + len(page),
    )


def _read(rows: EntityQuerySet, group_field: str, at: Position) -> list[dict[str, Any]]:
    if at.after:
        rows = rows.filter(sort_key__gt=at.after)
    return list(
        rows.order_by("sort_key").values(
            "pk",
            "sort_key",
            "code",
            "name",
            "description",
            "frame_in",
            "frame_out",
            "is_omitted",
            "thumbnail__uid",
            group_field,
        )[: PAGE + 1]
    )


def _cells(page: list[dict[str, Any]], columns: list[TaskType]) -> dict[int, dict[int, list[TaskCell]]]:
    wanted = Task.objects.present().filter(
        entity__in=[values["pk"] for values in page], task_type__in=[column.pk for column in columns]
    )
    found: dict[int, dict[int, list[TaskCell]]] = defaultdict(lambda: defaultdict(list))
    for cell in task_cells(wanted):
        found[cell.entity_id][cell.task_type_id].append(cell)
    return found


def _row(
    values: dict[str, Any], number: int, cells: dict[int, dict[int, list[TaskCell]]], columns: list[TaskType]
) -> Row:
    by_type = cells.get(values["pk"], {})
    shown = [_first(by_type.get(column.pk, [])) for column in columns]
    first, last = values["frame_in"], values["frame_out"]
    uid = values["thumbnail__uid"]
    every = [cell for some in by_type.values() for cell in some]
    return Row(
        pk=values["pk"],
        number=number,
        code=values["code"],
        name=values["name"],
        description=values["description"],
        frames=last - first + 1 if last is not None else None,
        range=f"{first}–{last}" if last is not None else "",
        due=max((cell.due for cell in every if cell.due), default=None),
        is_omitted=values["is_omitted"],
        thumbnail=str(uid) if uid else None,
        note_count=sum(cell.note_count for cell in every),
        cells=shown,
    )


def _first(cells: list[TaskCell]) -> TaskCell | None:
    if not cells:
        return None
    return cells[0] if len(cells) == 1 else cells[0].with_more(len(cells) - 1)


def _name_groups(groups: list[Group], kind: Kind) -> None:
    keys = [group.key for group in groups if group.key]
    if kind == Kind.SHOT:
        names = {row.pk: (row.code, row.description) for row in Entity.objects.filter(pk__in=keys)}
        empty = "No sequence"
    else:
        names = {row.pk: (row.name, "") for row in AssetType.objects.filter(pk__in=keys)}
        empty = "No type"
    for group in groups:
        group.title, group.text = names.get(group.key or 0, (empty, ""))


def _sum_groups(groups: list[Group], rows: EntityQuerySet, group_field: str) -> None:
    """Sums of each group over the whole filter, in two queries: bounded by the groups of this page."""
    keys = [group.key for group in groups]
    inside = rows.filter(
        Q(**{f"{group_field}__in": [key for key in keys if key]}) | _without(group_field, keys)
    ).order_by()
    sums = {
        key: (count, frames)
        for key, count, frames in inside.values_list(group_field).annotate(
            count=Count("pk"), frames=Sum(F("frame_out") - F("frame_in") + 1, default=0)
        )
    }
    bars = bars_of(inside, by=group_field)
    for group in groups:
        group.count, group.frames = sums.get(group.key, (0, 0))
        group.bars = bars.get(group.key, {})


def _without(group_field: str, keys: list[int | None]) -> Q:
    return Q(**{f"{group_field}__isnull": True}) if None in keys else Q(pk__in=[])


def bars_of(rows: EntityQuerySet, *, by: str) -> dict[int | None, dict[int, dict[str, int]]]:
    """For each group and task type: how many tasks have each category; omitted entities are not work."""
    counts = (
        Task.objects.present()
        .filter(entity__in=rows.filter(is_omitted=False).order_by().values("pk"))
        .values_list(f"entity__{by}", "task_type_id", "status__category")
        .annotate(count=Count("pk"))
        .order_by()
    )
    bars: dict[int | None, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, type_id, category, count in counts:
        bars[key][type_id][category] = count
    return bars
