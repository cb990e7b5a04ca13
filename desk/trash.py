"""The trash of a project: what lies in it by act, and taking from it. All kinds of things stand side by side here.

Children that went along with their parent are counted, not listed: they come back with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from core.errors import Forbidden, Missing
from core.text import name_key
from events.models import ChangeSet
from events.services import change_set
from files.models import StoredFile
from files.services import file_restore
from notes.markdown import plain_text
from notes.models import Note
from notes.services import note_restore
from notes.services.emptying import notes_delete
from projects.access import Access
from projects.models import Milestone, Project
from projects.services.milestones import milestone_restore, milestones_delete
from shots.models import Cut, Entity, Kind, Task, Version
from shots.services import entity_restore, task_restore
from shots.services.cuts import cut_restore
from shots.services.emptying import cuts_delete, entities_delete, tasks_delete, versions_delete
from shots.services.trash import entities_restore
from shots.services.versions import version_restore

PAGE = 25
# So many things of one kind are listed of an act; the rest is counted.
SHOWN = 8
WORDS_SHOWN = 90
KINDS = {
    "shot": "Shots",
    "asset": "Assets",
    "sequence": "Sequences",
    "episode": "Episodes",
    "task": "Tasks",
    "note": "Notes",
    "version": "Versions",
    "cut": "Cuts",
    "milestone": "Milestones",
    "file": "Files",
}


@dataclass(frozen=True)
class Source:
    """One table of which rows lie in the trash. `rows` gives those that lie there by themselves and the person sees.

    `delete` is None where something else takes the rows: files go by the sweep.
    """

    key: str
    rows: Callable[[User, Access], QuerySet[Any]]
    named: Callable[[str], Q]
    title: Callable[[Any], str]
    restore: Callable[[User, Any], object]
    delete: Callable[[User, Project, list[Any]], int] | None
    related: tuple[str, ...] = ()


def _entities(viewer: User, access: Access) -> QuerySet[Any]:
    rows = Entity.objects.trash_visible_to(viewer).filter(project=access.project)
    return rows.exclude(Q(parent__isnull=False) & Q(parent__trashed_in=F("trashed_in")))


def _tasks(viewer: User, access: Access) -> QuerySet[Any]:
    rows = Task.objects.in_trash().filter(project=access.project, project__in=Project.objects.visible_to(viewer))
    return rows.exclude(entity__trashed_in=F("trashed_in"))


def _notes(viewer: User, access: Access) -> QuerySet[Any]:
    rows = Note.objects.in_trash().filter(project=access.project, project__in=Project.objects.visible_to(viewer))
    if not access.is_client:
        return rows
    # As out of the trash: an answer is read where the note is, a note on a version where the version is.
    rows = rows.filter(is_client_visible=True)
    return rows.exclude(parent__is_client_visible=False).exclude(version__status="wip")


def _versions(viewer: User, access: Access) -> QuerySet[Any]:
    rows = Version.objects.trash_visible_to(viewer).filter(project=access.project)
    rows = rows.exclude(entity__trashed_in=F("trashed_in"))
    rows = rows.exclude(Q(task__isnull=False) & Q(task__trashed_in=F("trashed_in")))
    return rows.exclude(status="wip") if access.is_client else rows


def _cuts(viewer: User, access: Access) -> QuerySet[Any]:
    return Cut.objects.trash_visible_to(viewer).filter(project=access.project)


def _milestones(viewer: User, access: Access) -> QuerySet[Any]:
    return Milestone.objects.in_trash().filter(project=access.project, project__in=Project.objects.visible_to(viewer))


def _files(viewer: User, access: Access) -> QuerySet[Any]:
    """Only those that the person may bring back: a file's name may say what a client must not read."""
    rows = StoredFile.objects.in_trash().filter(project_id=access.project.pk)
    return rows if viewer.is_superuser else rows.filter(uploader=viewer)


def _words(note: Note) -> str:
    text = plain_text(note.body)
    short = text if len(text) <= WORDS_SHOWN else f"{text[:WORDS_SHOWN].rstrip()}…"
    return f"{note.subject_entity.code}: {short}"


SOURCES = (
    Source(
        "entity",
        _entities,
        lambda word: Q(code_key__contains=name_key(word)),
        lambda row: str(row.code),
        lambda actor, row: entity_restore(actor=actor, entity=row),
        lambda actor, project, rows: entities_delete(actor=actor, project=project, entities=rows),
        ("project", "parent"),
    ),
    Source(
        "task",
        _tasks,
        lambda word: Q(entity__code_key__contains=name_key(word)) | Q(task_type__name_key__contains=name_key(word)),
        str,
        lambda actor, row: task_restore(actor=actor, task=row),
        lambda actor, project, rows: tasks_delete(actor=actor, project=project, tasks=rows),
        ("project", "entity", "task_type"),
    ),
    Source(
        "version",
        _versions,
        lambda word: Q(entity__code_key__contains=name_key(word)) | Q(name__icontains=word),
        str,
        lambda actor, row: version_restore(actor=actor, version=row),
        lambda actor, project, rows: versions_delete(actor=actor, project=project, versions=rows),
        ("project", "entity", "task__entity", "task__task_type"),
    ),
    Source(
        "note",
        _notes,
        lambda word: Q(subject_entity__code_key__contains=name_key(word)) | Q(body__icontains=word),
        _words,
        lambda actor, row: note_restore(actor=actor, note=row),
        lambda actor, project, rows: notes_delete(actor=actor, project=project, notes=rows),
        ("project", "subject_entity", "task__entity", "task__task_type", "author"),
    ),
    Source(
        "cut",
        _cuts,
        lambda word: Q(name__icontains=word) | Q(file_name__icontains=word),
        str,
        lambda actor, row: cut_restore(actor=actor, cut=row),
        lambda actor, project, rows: cuts_delete(actor=actor, project=project, cuts=rows),
        ("project",),
    ),
    Source(
        "milestone",
        _milestones,
        lambda word: Q(name__icontains=word),
        lambda row: str(row.name),
        lambda actor, row: milestone_restore(actor=actor, milestone=row),
        lambda actor, project, rows: milestones_delete(actor=actor, project=project, milestones=rows),
        ("project",),
    ),
    Source(
        "file",
        _files,
        lambda word: Q(name__icontains=word),
        lambda row: str(row.name),
        lambda actor, row: file_restore(actor=actor, stored=row),
        None,
    ),
)
_BY_KEY = {source.key: source for source in SOURCES}


@dataclass(frozen=True)
class Item:
    """One thing in the trash. `key` names it in forms: "entity-12"."""

    key: str
    kind: str
    title: str
    can_delete: bool


@dataclass
class Act:
    """What one act has trashed: the things, how many of them are not listed, and how many went along."""

    change_set: ChangeSet
    items: list[Item] = field(default_factory=list)
    total: int = 0
    along: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        return f"act-{self.change_set.pk}"

    @property
    def more(self) -> int:
        return self.total - len(self.items)

    @property
    def along_words(self) -> str:
        """ "with 12 shots, 84 tasks"."""
        parts = [f"{count:,} {kind if count == 1 else kind + 's'}" for kind, count in self.along.items() if count]
        return f"with {', '.join(parts)}" if parts else ""


@dataclass(frozen=True)
class Wanted:
    """What the page is filtered by."""

    kind: str = ""
    q: str = ""


def _found(source: Source, viewer: User, access: Access, wanted: Wanted) -> QuerySet[Any] | None:
    """The rows of a source that the filter lets through; None where it asks for other kinds."""
    rows = source.rows(viewer, access)
    if wanted.kind in Kind.values:
        if source.key != "entity":
            return None
        rows = rows.filter(kind=wanted.kind)
    elif wanted.kind and wanted.kind != source.key:
        return None
    for word in wanted.q.split():
        rows = rows.filter(source.named(word))
    return rows


def trash_page(viewer: User, access: Access, wanted: Wanted, number: str | None) -> tuple[Page[ChangeSet], list[Act]]:
    """A page of acts, the latest first: as many queries for one act as for many."""
    found = {source: _found(source, viewer, access, wanted) for source in SOURCES}
    held = {source: rows for source, rows in found.items() if rows is not None}
    some = reduce(or_, [Q(pk__in=rows.order_by().values("trashed_in")) for rows in held.values()])
    page = Paginator(ChangeSet.objects.filter(some).select_related("actor").order_by("-pk"), PAGE).get_page(number)
    acts = {row.pk: Act(row) for row in page}
    for source, rows in held.items():
        _list(source, rows.filter(trashed_in__in=acts), acts)
    _count_along(access, acts)
    return page, list(acts.values())


def _list(source: Source, rows: QuerySet[Any], acts: dict[int, Act]) -> None:
    shown = (
        rows.select_related(*source.related)
        .annotate(
            place=Window(RowNumber(), partition_by="trashed_in", order_by="pk"),
            in_act=Window(Count("pk"), partition_by="trashed_in"),
        )
        .filter(place__lte=SHOWN)
        .order_by("trashed_in", "place")
    )
    for row in shown:
        act = acts[row.trashed_in]
        if row.place == 1:
            act.total += row.in_act
        act.items.append(item_of(source, row))


def item_of(source: Source, row: Any) -> Item:
    kind = row.get_kind_display() if source.key == "entity" else source.key.capitalize()
    return Item(f"{source.key}-{row.pk}", kind, source.title(row), source.delete is not None)


def _count_along(access: Access, acts: dict[int, Act]) -> None:
    children = Entity.objects.in_trash().filter(project=access.project, trashed_in__in=acts)
    children = children.filter(parent__trashed_in=F("trashed_in")).order_by()
    for pk, kind, count in children.values_list("trashed_in", "kind").annotate(count=Count("pk")):
        acts[pk].along[str(Kind(kind).label.lower())] += count
    tasks = Task.objects.in_trash().filter(project=access.project, trashed_in__in=acts)
    tasks = tasks.filter(entity__trashed_in=F("trashed_in")).order_by()
    for pk, count in tasks.values_list("trashed_in").annotate(count=Count("pk")):
        acts[pk].along["task"] += count


@dataclass(frozen=True)
class Choice:
    """What a form has named: one thing, a whole act, or all: rows by their source."""

    label: str
    rows: dict[Source, list[Any]]

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def chosen(viewer: User, access: Access, key: str) -> Choice:
    """The rows that "entity-12", "act-99" or "all" means; `Missing` where the person sees none of them there."""
    noun, _, number = key.partition("-")
    if noun in _BY_KEY:
        wanted: Iterable[Source] = [_BY_KEY[noun]]
        condition = Q(pk=int(number))
    else:
        wanted, condition = SOURCES, Q(trashed_in=int(number)) if noun == "act" else Q()
    rows = {
        source: list(source.rows(viewer, access).filter(condition).select_related(*source.related).order_by("pk"))
        for source in wanted
    }
    rows = {source: some for source, some in rows.items() if some}
    if not rows:
        raise Missing("This is not in the trash any more.")
    return Choice(_label(rows, noun), rows)


def _label(rows: dict[Source, list[Any]], noun: str) -> str:
    count = sum(len(some) for some in rows.values())
    if count == 1:
        source, (row,) = next(iter(rows.items()))
        return source.title(row)
    return f"all {count:,} things" if noun == "all" else f"{count:,} things"


def restore(actor: User, access: Access, choice: Choice, *, name: str = "") -> None:
    """Bring back what was chosen, as one act, all or nothing; parents before what hangs on them."""
    with change_set(actor=actor, label=f"Restore {choice.label}", project_id=access.project.pk):
        for source, rows in choice.rows.items():
            if source.key == "entity" and len(rows) > 1:
                entities_restore(actor=actor, entities=_with_children(rows))
            elif source.key == "entity" and name:
                entity_restore(actor=actor, entity=rows[0], name=name)
            else:
                for row in rows:
                    source.restore(actor, row)


def _with_children(rows: Sequence[Entity]) -> list[Entity]:
    """Restoring one brings its children by itself; restoring many names them all."""
    acts = {row.trashed_in for row in rows}
    found = Entity.objects.in_trash().filter(project=rows[0].project_id, trashed_in__in=acts)
    return list(found.select_related("project"))


def delete(actor: User, access: Access, choice: Choice) -> int:
    """Delete for good what was chosen, as one act. What hangs on others goes first, so that it is named in the log."""
    if set(choice.rows) == {_BY_KEY["file"]}:
        raise Forbidden("Files go by themselves when nothing refers to them.")
    with change_set(actor=actor, label=f"Delete {choice.label} for good", project_id=access.project.pk):
        return sum(
            source.delete(actor, access.project, rows)
            for source, rows in reversed(choice.rows.items())
            if source.delete is not None
        )


@dataclass(frozen=True)
class Loss:
    """What goes along when the chosen is deleted, in words."""

    parts: list[str]


def loss_of(access: Access, choice: Choice) -> Loss:
    """How much hangs on the entities and tasks that were chosen."""
    counts: dict[str, int] = defaultdict(int)
    entities = [row.pk for row in choice.rows.get(_BY_KEY["entity"], [])]
    tasks = [row.pk for row in choice.rows.get(_BY_KEY["task"], [])]
    for start in range(0, max(len(entities), len(tasks)), 500):
        some, own = entities[start : start + 500], tasks[start : start + 500]
        below = Entity.objects.in_trash().filter(Q(parent__in=some) | Q(sequence__in=some) | Q(episode__in=some))
        below = below.filter(project=access.project).exclude(pk__in=entities[:500])
        counts["shot"] += below.filter(kind=Kind.SHOT).count()
        whole = Q(entity__in=some) | Q(entity__in=below.values("pk"))
        counts["task"] += Task.objects.filter(whole).count()
        on_whole = Q(subject_entity__in=some) | Q(subject_entity__in=below.values("pk")) | Q(task__in=own)
        counts["note"] += Note.objects.filter(on_whole).count()
        counts["version"] += Version.objects.filter(whole | Q(task__in=own)).count()
    return Loss([f"{count:,} {noun if count == 1 else noun + 's'}" for noun, count in counts.items() if count])
