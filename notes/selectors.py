"""The thread of a shot or asset, as one person reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.safestring import SafeString

from accounts.models import User
from projects.access import Access
from shots.models import Entity, Task

from .forms import task_label
from .markdown import mentioned_usernames, render_note
from .models import Note

PAGE = 20
# More answers to one note than anybody writes; a bound all the same.
REPLIES = 500
_STATES = {
    "open": ("state-open", "st-retake"),
    "in_progress": ("state-progress", "st-wip"),
    "resolved": ("state-resolved", "check"),
    "verified": ("state-verified", "check"),
}


@dataclass
class NoteRow:
    """A note as it is shown, its answers with it."""

    note: Note
    html: SafeString
    may_edit: bool
    may_trash: bool
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


@dataclass(frozen=True)
class Thread:
    """A page of a thread, newest first. `older` is the id to go on behind, None at the end."""

    rows: list[NoteRow]
    older: int | None
    count: int
    open_count: int


def thread_of(
    access: Access,
    viewer: User,
    entity: Entity,
    *,
    task: Task | None = None,
    state: str = "",
    before: int | None = None,
) -> Thread:
    """Notes of the entity and its tasks, in four queries whatever their number. Answers follow their note."""
    seen = Note.objects.visible_to(viewer).filter(subject_entity=entity)
    counts = seen.aggregate(
        count=Count("pk"), open_count=Count("pk", filter=Q(parent=None, state__in=("open", "in_progress")))
    )
    roots = seen.filter(parent=None)
    roots = roots.filter(task=task) if task else roots
    roots = roots.filter(state=state) if state else roots
    roots = roots.filter(pk__lt=before) if before else roots
    page = list(roots.select_related("author", "task__task_type").order_by("-pk")[: PAGE + 1])
    older = page[PAGE - 1].pk if len(page) > PAGE else None
    rows = rows_of(access, viewer, page[:PAGE])
    return Thread(rows, older, counts["count"], counts["open_count"])


def rows_of(access: Access, viewer: User, roots: list[Note]) -> list[NoteRow]:
    """First notes with their answers, ready to be shown."""
    replies = list(
        Note.objects.visible_to(viewer)
        .filter(parent__in=[note.pk for note in roots])
        .select_related("author")
        .order_by("pk")[:REPLIES]
    )
    people = _people(access, [*roots, *replies])
    rows = {note.pk: _row(access, viewer, note, people) for note in roots}
    for note in replies:
        rows[note.parent_id or 0].replies.append(_row(access, viewer, note, people))
    return list(rows.values())


def _people(access: Access, notes: Iterable[Note]) -> dict[str, str]:
    called = {name for note in notes for name in mentioned_usernames(note.body)}
    if not called:
        return {}
    members = User.objects.filter(username__in=called, memberships__project=access.project)
    return {user.username: user.display_name for user in members}


def _row(access: Access, viewer: User, note: Note, people: dict[str, str]) -> NoteRow:
    is_own = note.author_id == viewer.pk
    return NoteRow(
        note,
        render_note(note.body, people, viewer=viewer.username),
        may_edit=access.may_note and is_own,
        may_trash=access.may_note and (is_own or access.may_manage),
    )
