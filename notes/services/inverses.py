"""How each act on a note is taken back."""

from collections.abc import Sequence

from accounts.models import User
from events.models import Event
from projects.permissions import require
from projects.roles import NOTE

from ..models import Note
from .marks import checklist_put_back, note_set_client_visible, note_set_state
from .record import lock
from .trash import note_restore, note_trash
from .write import attachments_tell, words_write


def _notes(events: Sequence[Event]) -> dict[int, Note]:
    return Note.objects.select_related("project").in_bulk([event.target_id for event in events])


def created_back(actor: User, events: Sequence[Event]) -> None:
    for note in Note.objects.present().filter(pk__in=[event.target_id for event in events]):
        note_trash(actor=actor, note=note)


def trashed_back(actor: User, events: Sequence[Event]) -> None:
    for note in Note.objects.in_trash().filter(pk__in=[event.target_id for event in events]):
        note_restore(actor=actor, note=note)


def updated_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        row = lock(_notes([event])[event.target_id])
        body, checklist = event.before.get("body", row.body), event.before.get("checklist", row.checklist)
        words_write(actor=actor, note=row, body=body, checklist=checklist)


def state_back(actor: User, events: Sequence[Event]) -> None:
    notes = _notes(events)
    for event in events:
        note_set_state(actor=actor, note=notes[event.target_id], state=event.before["state"])


def shown_back(actor: User, events: Sequence[Event]) -> None:
    """The first note before its answers, which are shown only where it is."""
    notes = _notes(events)
    for event in sorted(events, key=lambda event: notes[event.target_id].parent_id or 0):
        was_shown = event.before["is_client_visible"]
        note_set_client_visible(actor=actor, note=notes[event.target_id], is_client_visible=was_shown)


def checked_back(actor: User, events: Sequence[Event]) -> None:
    notes = _notes(events)
    for event in events:
        checklist_put_back(actor=actor, note=notes[event.target_id], checklist=event.before["checklist"])


def attachments_back(actor: User, events: Sequence[Event]) -> None:
    """The files' own events bring them back or take them away; here it is said of the note."""
    notes = _notes(events)
    for event in events:
        require(actor, NOTE, notes[event.target_id].project)
        row = lock(notes[event.target_id])
        attachments_tell(note=row, before=event.after["attachments"], after=event.before["attachments"])
