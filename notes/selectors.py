"""Notes as one person reads them: the thread of a shot or asset, the notes of a project."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Sequence as Rows
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from accounts.models import User
from files.models import StoredFile
from projects.access import Access
from projects.models import TaskStatus
from shots.models import Entity, Task
from shots.services.statuses import pipeline_statuses

from .checklist import CheckLine, joined, sum_of
from .forms import NoteListFilter, ThreadFilter, task_label
from .markdown import mentioned_usernames, render_note
from .models import Attachment, Note

PAGE = 20
# More answers to one note than anybody writes; a bound all the same.
REPLIES = 500
# A picture of an attachment is fitted into this many pixels.
PICTURE = (208, 128)
_STATES = {
    "open": ("state-open", "st-retake"),
    "in_progress": ("state-progress", "st-wip"),
    "resolved": ("state-resolved", "check"),
    "verified": ("state-verified", "check"),
}


@dataclass(frozen=True)
class Attached:
    """A file of a note; pictures know how large they are shown, so that nothing jumps when they come."""

    file: StoredFile

    @property
    def icon(self) -> str:
        return "film" if self.file.is_movie else "image" if self.file.has_picture else "clip"

    @property
    def shown(self) -> tuple[int, int]:
        width, height = self.file.width or PICTURE[0], self.file.height or PICTURE[1]
        scale = min(PICTURE[0] / width, PICTURE[1] / height, 1)
        # A line of a panorama must still be hit by a finger.
        return max(24, round(width * scale)), max(24, round(height * scale))


@dataclass
class NoteRow:
    """A note as it is shown, its answers with it."""

    note: Note
    html: SafeString
    may_edit: bool
    may_trash: bool
    may_show: bool = False
    files: list[Attached] = field(default_factory=list)
    replies: list["NoteRow"] = field(default_factory=list)

    @property
    def state_css(self) -> str:
        return _STATES[self.note.state][0]

    @property
    def state_icon(self) -> str:
        return _STATES[self.note.state][1]

    @property
    def is_settled(self) -> bool:
        return self.note.state in {"resolved", "verified"}

    @property
    def task_label(self) -> str:
        return task_label(self.note.task) if self.note.task else ""

    @property
    def checklist(self) -> list[CheckLine]:
        lines: list[CheckLine] = self.note.checklist
        return lines

    @property
    def checked(self) -> str:
        return sum_of(self.checklist)

    @property
    def is_all_done(self) -> bool:
        return all(line["done"] for line in self.checklist)


@dataclass(frozen=True)
class Thread:
    """A page of a thread, newest first. `older` is the id to go on behind, None at the end; `found` fit the filter."""

    rows: list[NoteRow]
    older: int | None
    count: int
    open_count: int
    found: int | None = None
    is_from_note: bool = False


def thread_of(access: Access, viewer: User, entity: Entity, filters: ThreadFilter) -> Thread:
    """Notes of the entity, its tasks and versions, in a few queries whatever their number; answers follow."""
    data = filters.cleaned_data
    seen = Note.objects.visible_to(viewer).filter(subject_entity=entity)
    counts = seen.aggregate(
        count=Count("pk"), open_count=Count("pk", filter=Q(parent=None, state__in=("open", "in_progress")))
    )
    roots = filters.narrow(seen.filter(parent=None))
    if data.get("task"):
        roots = roots.filter(Q(task=data["task"]) | Q(version__task=data["task"]))
    if data.get("version"):
        roots = roots.filter(version=data["version"])
    found = roots.count() if filters.narrowing else None
    wanted = _root_of(seen, data.get("note"))
    if data.get("before"):
        roots = roots.filter(pk__lt=data["before"])
    elif wanted is not None:
        roots = roots.filter(pk__lte=wanted)
    page = list(with_all(roots).order_by("-pk")[: PAGE + 1])
    older = page[PAGE - 1].pk if len(page) > PAGE else None
    rows = rows_of(access, viewer, page[:PAGE])
    return Thread(rows, older, counts["count"], counts["open_count"], found, wanted is not None)


def _root_of(seen: QuerySet[Note], pk: int | None) -> int | None:
    """The first note of the thread that a note stands in."""
    found = seen.filter(pk=pk).values_list("parent_id", "pk").first() if pk else None
    return (found[0] or found[1]) if found else None


def with_all(rows: QuerySet[Note]) -> QuerySet[Note]:
    """First notes with what their rows show."""
    return rows.select_related(
        "author", "status", "task__task_type", "version__task__task_type", "version__entity", "subject_entity__project"
    )


def list_of(access: Access, viewer: User, filters: NoteListFilter) -> QuerySet[Note]:
    """The first notes of a project that fit."""
    data = filters.cleaned_data
    rows = filters.narrow(Note.objects.visible_to(viewer).filter(project=access.project, parent=None))
    if data.get("task_type"):
        wanted = data["task_type"]
        rows = rows.filter(Q(task__task_type=wanted) | Q(version__task__task_type=wanted))
    for word in (data.get("q") or "").split():
        rows = rows.filter(Q(body__icontains=word) | Q(subject_entity__code__icontains=word))
    if data.get("order") == "answer":
        last = Max("replies__pk", filter=Q(replies__trashed_at=None))
        return with_all(rows.annotate(last=Coalesce(last, "pk")).order_by("-last"))
    return with_all(rows.order_by("pk" if data.get("order") == "old" else "-pk"))


def rows_of(access: Access, viewer: User, roots: list[Note]) -> list[NoteRow]:
    """First notes with their answers and attachments, ready to be shown."""
    replies = list(
        Note.objects.visible_to(viewer)
        .filter(parent__in=[note.pk for note in roots])
        .select_related("author", "status")
        .order_by("pk")[:REPLIES]
    )
    notes = [*roots, *replies]
    make = _Maker(access, viewer, notes)
    rows = {note.pk: make.row(note) for note in roots}
    for note in replies:
        rows[note.parent_id or 0].replies.append(make.row(note))
    return list(rows.values())


class _Maker:
    """Makes rows of notes that are read together."""

    def __init__(self, access: Access, viewer: User, notes: list[Note]) -> None:
        self.access, self.viewer = access, viewer
        self.people = _people(access, notes)
        self.files: dict[int, list[Attached]] = defaultdict(list)
        links = Attachment.objects.filter(note__in=[note.pk for note in notes], file__trashed_at=None)
        for link in links.select_related("file").order_by("order", "pk"):
            self.files[link.note_id].append(Attached(link.file))

    def row(self, note: Note) -> NoteRow:
        access, is_own = self.access, note.author_id == self.viewer.pk
        owns = access.may_note and (is_own or access.may_manage)
        return NoteRow(
            note,
            render_note(note.body, self.people, viewer=self.viewer.username),
            may_edit=access.may_note and is_own,
            may_trash=owns,
            may_show=owns and not access.is_client,
            files=self.files[note.pk],
        )


def _people(access: Access, notes: Iterable[Note]) -> dict[str, str]:
    called = {name for note in notes for name in mentioned_usernames(joined(note.body, note.checklist))}
    if not called:
        return {}
    members = User.objects.filter(username__in=called, memberships__project=access.project)
    return {user.username: user.display_name for user in members}


def status_choices(access: Access) -> list[TaskStatus]:
    """The statuses that the person may set in this project; for single tasks the service may still refuse some."""
    if not access.may_set_status:
        return []
    rows = pipeline_statuses(access.project)
    held = access.membership
    if access.may_manage or held is None or held.approves_all or held.approves.exists():
        return list(rows)
    return list(rows.filter(artists_may_set=True))


@dataclass(frozen=True)
class StatusOffer:
    """What a composer offers to set a task to: `anywhere` fits each of its tasks, `approving` only some: `tasks`.

    `departments` are the names of theirs.
    """

    anywhere: Rows[TaskStatus] = ()
    approving: Rows[TaskStatus] = ()
    tasks: Rows[int] = ()
    departments: str = ""


def statuses_offered(access: Access, tasks: Iterable[Task]) -> StatusOffer:
    """The statuses that the person may give the tasks of a composer."""
    if not access.may_set_status:
        return StatusOffer()
    rows, held = list(pipeline_statuses(access.project)), access.membership
    if access.may_manage or held is None or held.approves_all:
        return StatusOffer(rows)
    free = [row for row in rows if row.artists_may_set]
    approved = set(held.approves.values_list("pk", flat=True))
    every = list(tasks) if approved else []
    mine = [task for task in every if task.task_type.department_id in approved]
    if not mine:
        return StatusOffer(free)
    if len(mine) == len(every):
        return StatusOffer(rows)
    names = ", ".join(dict.fromkeys(task.task_type.name for task in mine))
    return StatusOffer(free, [row for row in rows if not row.artists_may_set], [task.pk for task in mine], names)


def has_clients(access: Access) -> bool:
    """Whether somebody is there to whom a note may be shown or not."""
    return access.may_note and not access.is_client and bool(_clients(access).exists())


def _clients(access: Access) -> Any:
    return access.project.memberships.filter(is_client=True)
