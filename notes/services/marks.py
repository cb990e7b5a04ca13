"""What is said about a note: how far its matter is, whether clients read it, which lines are done."""

from accounts.models import User
from core.errors import Conflict, Forbidden, Refused
from events.models import Audience, Event
from events.services import change_set
from projects.models import Membership
from projects.permissions import require
from projects.roles import NOTE

from ..checklist import sum_of
from ..models import Note, NoteState
from .record import lock, record_note, require_author_or_owner


def note_set_state(*, actor: User, note: Note, state: str) -> Note:
    """Say how far a note's matter is: open, in progress, resolved, verified."""
    require(actor, NOTE, note.project)
    if state not in NoteState.values:
        raise Refused("Choose a state of the list.", field="state")
    with change_set(actor=actor, label=f"Note {NoteState(state).label.lower()}", project_id=note.project_id):
        row = lock(note)
        before, row.state = row.state, state
        if before != state:
            row.rev += 1
            row.save(update_fields=["state", "rev"])
            record_note(
                "note.state_changed",
                row,
                before={"state": before},
                after={"state": state},
                shown={"state": [NoteState(before).label, NoteState(state).label]},
            )
    return row


def note_set_client_visible(*, actor: User, note: Note, is_client_visible: bool) -> Note:
    """Show a note to the project's clients, or hide it, with all answers to it, from them.

    An answer is shown only where the note that it answers is.
    """
    require_author_or_owner(actor, note)
    if is_client(actor, note):
        raise Forbidden("Clients read what they write; the note stays visible for them.")
    act = "Show a note to clients" if is_client_visible else "Hide a note from clients"
    with change_set(actor=actor, label=act, project_id=note.project_id):
        row = lock(note)
        if is_client_visible and row.parent is not None and not row.parent.is_client_visible:
            raise Conflict("Clients don't see the note that this answers; show that one first.")
        _show(row, is_client_visible=is_client_visible)
        if not is_client_visible:
            for answer in Note.objects.present().locked().filter(parent=row, is_client_visible=True):
                _show(answer, is_client_visible=False)
    return row


def _show(row: Note, *, is_client_visible: bool) -> None:
    if row.is_client_visible == is_client_visible:
        return
    row.is_client_visible = is_client_visible
    row.rev += 1
    row.save(update_fields=["is_client_visible", "rev"])
    record_note(
        "note.client_visibility_changed",
        row,
        before={"is_client_visible": not is_client_visible},
        after={"is_client_visible": is_client_visible},
    )
    if not is_client_visible:
        # The history quotes notes: what it said of this one to clients, it says to them no more.
        Event.objects.of_target("note", row.pk).update(audience=Audience.INTERNAL)


def is_client(actor: User, note: Note) -> bool:
    return Membership.objects.filter(project=note.project_id, user=actor, is_client=True).exists()


def note_check(*, actor: User, note: Note, line: int, is_done: bool) -> Note:
    """Tick a line of a note's checklist, or untick it; everybody may who may write notes."""
    require(actor, NOTE, note.project)
    with change_set(actor=actor, label="Tick a line" if is_done else "Untick a line", project_id=note.project_id):
        row = lock(note)
        if not 0 <= line < len(row.checklist):
            raise Conflict("The checklist has changed meanwhile; look again.")
        before = row.checklist
        row.checklist = [each | {"done": is_done} if at == line else each for at, each in enumerate(before)]
        if row.checklist != before:
            _save_checklist(row, before)
    return row


def _save_checklist(row: Note, before: object) -> None:
    row.rev += 1
    row.save(update_fields=["checklist", "rev"])
    record_note(
        "note.checked",
        row,
        before={"checklist": before},
        after={"checklist": row.checklist},
        shown={"checklist": [sum_of(before), sum_of(row.checklist)]},  # type: ignore[arg-type]
    )


def checklist_put_back(*, actor: User, note: Note, checklist: list[dict[str, object]]) -> None:
    """Give a checklist the ticks it had."""
    require(actor, NOTE, note.project)
    row = lock(note)
    before, row.checklist = row.checklist, checklist
    _save_checklist(row, before)
