from .marks import note_check, note_set_client_visible, note_set_state
from .record import NOTE_LENGTH, require_author, require_author_or_owner
from .trash import note_restore, note_trash
from .write import MOST_FILES, NoteInput, note_create, note_detach, note_update

__all__ = [
    "MOST_FILES",
    "NOTE_LENGTH",
    "NoteInput",
    "note_check",
    "note_create",
    "note_detach",
    "note_restore",
    "note_set_client_visible",
    "note_set_state",
    "note_trash",
    "note_update",
    "require_author",
    "require_author_or_owner",
]
