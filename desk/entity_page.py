"""What the page of a shot or an asset shows: its tasks, its sums, its neighbours."""

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from accounts.models import User
from notes.forms import task_label
from notes.markdown import plain_text
from notes.models import Note
from projects.bars import Bar
from projects.models import Category, Project
from projects.models.catalogue import ICONS
from shots.colours import paint
from shots.models import Entity, Kind, Task, Version
from shots.models.task import CLOSED
from shots.version_lists import newest_of_tasks

# What waits for somebody speaks for the whole shot; then what is under way.
_LOUDEST = (Category.RETAKE, Category.REVIEW, Category.WIP, Category.BLOCKED, Category.TODO)
_SUMMARY = {
    Category.RETAKE: "Retake",
    Category.REVIEW: "In review",
    Category.WIP: "In progress",
    Category.BLOCKED: "On hold",
    Category.TODO: "To do",
    Category.DONE: "Done",
    Category.OMITTED: "Omitted",
}
WORD_SHOWN = 90


@dataclass(frozen=True)
class Summary:
    """The state of the whole, as a chip."""

    css: str
    icon: str
    name: str


@dataclass(frozen=True)
class TaskLine:
    """One task as a row. `last_word` is how its newest note begins, for those who may read it; `version` its newest."""

    task: Task
    people: Sequence[User]
    last_word: str
    version: Version | None = None

    @property
    def label(self) -> str:
        return task_label(self.task)

    @property
    def bid(self) -> str:
        return hours_text(self.task.bid)

    @property
    def estimate(self) -> str:
        return hours_text(self.task.estimate)


@dataclass(frozen=True)
class EntityFacts:
    summary: Summary | None
    bar: Bar
    due: datetime.date | None
    late: int
    days_left: int | None
    retakes: int
    retakes_by: list[tuple[str, int]]


def hours_text(minutes: int | None) -> str:
    """Minutes as people plan: "40 min", "7.5 h", "16 h"."""
    if not minutes:
        return ""
    return f"{minutes} min" if minutes < 60 else f"{minutes / 60:.1f}".removesuffix(".0") + " h"


def task_lines(viewer: User, tasks: Iterable[Task]) -> list[TaskLine]:
    """Rows of tasks in four more queries, whatever their number."""
    rows = list(tasks)
    paint(rows)
    wanted = [task.last_note_id for task in rows if task.last_note_id]
    words = {
        note.pk: _last_word(note)
        for note in Note.objects.visible_to(viewer).filter(pk__in=wanted).select_related("author")
    }
    versions = newest_of_tasks(viewer, [task.pk for task in rows]) if rows else {}
    return [
        TaskLine(
            task,
            [line.user for line in task.assignments.all()],
            words.get(task.last_note_id or 0, ""),
            versions.get(task.pk),
        )
        for task in rows
    ]


def _last_word(note: Note) -> str:
    text = plain_text(note.body)
    return text if len(text) <= WORD_SHOWN else f"{text[:WORD_SHOWN].rstrip()}…"


def tasks_of(viewer: User, entity: Entity) -> list[Task]:
    """The tasks of an entity in the order of the pipeline."""
    order = dict(entity.project.pipeline_task_types.values_list("task_type_id", "order"))
    tasks = (
        Task.objects.visible_to(viewer)
        .filter(entity=entity)
        .select_related("task_type", "status", "project", "entity")
        .prefetch_related("assignments__user")
    )
    return sorted(tasks, key=lambda task: (order.get(task.task_type_id, 9999), task.task_type.order, task.pk))


def facts_of(entity: Entity, tasks: Sequence[Task]) -> EntityFacts:
    counts = Counter(task.status.category for task in tasks)
    dates = [task.due_date for task in tasks if task.due_date and task.status.category not in CLOSED]
    due = max(dates, default=None)
    retakes = Counter({task.task_type.short_name: task.retake_count for task in tasks if task.retake_count})
    return EntityFacts(
        summary=summary_of(entity, counts),
        bar=Bar(counts),
        due=due,
        late=sum(task.is_late for task in tasks),
        days_left=(due - timezone.localdate()).days if due else None,
        retakes=retakes.total(),
        retakes_by=sorted(retakes.items()),
    )


def summary_of(entity: Entity, counts: Counter[str]) -> Summary | None:
    if entity.is_omitted:
        category = Category.OMITTED
    elif not counts:
        return None
    elif set(counts) <= set(CLOSED):
        category = Category.DONE if counts[Category.DONE] else Category.OMITTED
    else:
        category = next(each for each in _LOUDEST if counts[each])
        if category == Category.TODO and counts[Category.DONE]:
            category = Category.WIP
    return Summary(f"st-{category}", ICONS[category], _SUMMARY[category])


def length_text(frames: int, rate: Fraction) -> str:
    """Seconds and frames, such as "6:08": whole seconds at the exact rate, and the frames that begin after them."""
    seconds = int(frames / rate)
    return f"{seconds}:{frames - math.ceil(seconds * rate):02d}"


def neighbours(viewer: User, entity: Entity) -> tuple[Entity | None, Entity | None]:
    """The ones before and after it in the project's order."""
    others = Entity.objects.visible_to(viewer).filter(project=entity.project_id, kind=entity.kind)
    others = others.select_related("project")
    before = others.filter(sort_key__lt=entity.sort_key).order_by("-sort_key").first()
    return before, others.filter(sort_key__gt=entity.sort_key).order_by("sort_key").first()


def nav_of(entity: Entity) -> str:
    """The place of the rail that its page belongs to."""
    return f"{entity.kind}s" if entity.kind in {Kind.SHOT, Kind.ASSET} else "structure"


def is_seen(viewer: User, entity: Entity) -> bool:
    return Entity.objects.visible_to(viewer).filter(pk=entity.pk).exists()


def length_of(entity: Entity, project: Project) -> str:
    return length_text(entity.frame_count, project.frame_rate) if entity.frame_count else ""
