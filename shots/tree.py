"""Episodes, sequences and shots as lines with their sums: a fixed number of queries, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, Sum

from accounts.models import User
from core.text import name_key
from projects.bars import Bar
from projects.models import Project

from .models import Entity, Kind, Task
from .querysets import EntityQuerySet

PAGE = 100
PICTURES = 6


@dataclass(frozen=True)
class Line:
    """One row: its own frames for a shot, those of all shots below for what holds others.

    `up` and `down` are the rows that it goes before when it moves one place, for who drags nothing; `down` is 0 for
    the end, and None where it is the last one.
    """

    entity: Entity
    sequences: int = 0
    shots: int = 0
    frames: int = 0
    bar: Bar = field(default_factory=lambda: Bar({}))
    up: int | None = None
    down: int | None = None

    @property
    def seconds(self) -> int:
        return round(self.frames / self.entity.project.frame_rate)

    @property
    def running_time(self) -> str:
        """Minutes and seconds: 35:33."""
        return f"{self.seconds // 60}:{self.seconds % 60:02d}"


@dataclass
class Branch:
    """An episode and its sequences, or the sequences outside any. `until` is the row behind a list that goes on."""

    head: Line | None
    lines: list[Line] = field(default_factory=list)
    until: int | None = None
    is_continued: bool = False


def structure_rows(viewer: User, project: Project, find: str = "") -> EntityQuerySet:
    """Episodes, each with its sequences behind it, then the sequences outside any."""
    rows = Entity.objects.visible_to(viewer).filter(project=project, kind__in=(Kind.EPISODE, Kind.SEQUENCE))
    for word in find.split():
        rows = rows.filter(Q(code_key__contains=name_key(word)) | Q(description__icontains=word))
    return rows.select_related("project", "parent__project", "thumbnail").in_order()


def page_of(rows: EntityQuerySet, number: int) -> Page[Entity]:
    """A page of rows in the order of the tree; the last one where there are fewer."""
    return Paginator(rows, PAGE).get_page(number)


def lines_of(rows: Iterable[Entity]) -> list[Line]:
    """The rows with their sums."""
    entities = list(rows)
    sums = _sums(entities)
    bars = _bars(entities)
    sequences = _sequence_counts([row.pk for row in entities if row.kind == Kind.EPISODE])
    lines = []
    for row in entities:
        if row.kind == Kind.SHOT:
            lines.append(Line(row, 0, 1, row.frame_count or 0, Bar(bars[row.pk])))
        else:
            shots, frames = sums.get(row.pk, (0, 0))
            lines.append(Line(row, sequences.get(row.pk, 0), shots, frames, Bar(bars[row.pk])))
    return lines


def steps_of(lines: Sequence[Line], *, until: int | None = None) -> list[Line]:
    """The same lines, each knowing where one place up and one place down is."""
    ids = [line.entity.pk for line in lines]
    found = []
    for at, line in enumerate(lines):
        is_last = at == len(ids) - 1
        behind = ids[at + 2] if at + 2 < len(ids) else until or 0
        down = None if is_last else behind
        found.append(
            Line(line.entity, line.sequences, line.shots, line.frames, line.bar, ids[at - 1] if at else None, down)
        )
    return found


def branches_of(page: Page[Entity], following: Entity | None) -> list[Branch]:
    """The page's rows as a tree; an episode that began on the page before is named again."""
    branches: dict[int, Branch] = {}
    for line in lines_of(page.object_list):
        row = line.entity
        if row.kind == Kind.EPISODE:
            branches[row.pk] = Branch(line)
            continue
        key = row.parent_id or 0
        if key not in branches:
            head = Line(row.parent) if row.parent else None
            branches[key] = Branch(head, is_continued=True)
        branches[key].lines.append(line)
    for key, branch in branches.items():
        goes_on = following is not None and following.kind == Kind.SEQUENCE and (following.parent_id or 0) == key
        branch.until = following.pk if following and goes_on else None
        branch.lines = steps_of(branch.lines, until=branch.until)
    return list(branches.values())


def following_of(page: Page[Entity]) -> Entity | None:
    """The row behind the page."""
    if not page.has_next():
        return None
    end = page.end_index()
    rows: list[Entity] = list(page.paginator.object_list[end : end + 1])
    return rows[0] if rows else None


def children_of(viewer: User, entity: Entity) -> EntityQuerySet:
    """The shots of a sequence, the sequences of an episode."""
    rows = Entity.objects.visible_to(viewer).filter(parent=entity)
    return rows.select_related("project", "thumbnail").in_order()


def pictures_of(viewer: User, entity: Entity) -> list[Entity]:
    """The first shots of a sequence or episode that have a picture: its face."""
    column = "episode" if entity.kind == Kind.EPISODE else "sequence"
    rows = Entity.objects.visible_to(viewer).filter(kind=Kind.SHOT, thumbnail__isnull=False, **{column: entity})
    return list(rows.select_related("thumbnail").in_order()[:PICTURES])


def _sums(entities: Sequence[Entity]) -> dict[int, tuple[int, int]]:
    """For each sequence and episode: how many shots, and their frames."""
    found: dict[int, tuple[int, int]] = {}
    for kind in (Kind.SEQUENCE, Kind.EPISODE):
        ids = [row.pk for row in entities if row.kind == kind]
        if ids:
            rows = Entity.objects.present().filter(kind=Kind.SHOT, **{f"{kind}__in": ids}).order_by()
            found |= {
                key: (count, frames)
                for key, count, frames in rows.values_list(f"{kind}_id").annotate(
                    count=Count("pk"), frames=Sum(F("frame_out") - F("frame_in") + 1, default=0)
                )
            }
    return found


def _bars(entities: Sequence[Entity]) -> dict[int, dict[str, int]]:
    """Tasks by category: a shot's own, for others those of the shots below."""
    columns = {Kind.SHOT: "entity_id", Kind.SEQUENCE: "entity__sequence_id", Kind.EPISODE: "entity__episode_id"}
    bars: dict[int, dict[str, int]] = defaultdict(dict)
    for kind, column in columns.items():
        ids = [row.pk for row in entities if row.kind == kind]
        if not ids:
            continue
        tasks: Any = Task.objects.counted().filter(entity__kind=Kind.SHOT, **{f"{column}__in": ids})
        counts = tasks.order_by().values_list(column, "status__category").annotate(count=Count("pk"))
        for key, category, count in counts:
            bars[key][category] = count
    return bars


def _sequence_counts(ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    rows = Entity.objects.present().filter(kind=Kind.SEQUENCE, parent__in=ids).order_by()
    return dict(rows.values_list("parent_id").annotate(count=Count("pk")))
