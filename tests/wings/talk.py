"""Notes and the inbox."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from files.keeping import keeping
from inbox.models import Item
from notes.models import Note
from notes.services import NoteInput, note_create
from tests.roles import AUTHOR_DOES, AWAY, CONTRIBUTOR_DOES, EDIT, NO, OWNER_DOES, READ, SIGNED_IN, SIGNED_IN_DOES

if TYPE_CHECKING:
    from tests.roles import Answers
    from tests.world import World

# What everybody may do who sees the project.
VIEWER_DOES: "Answers" = (302, 404, 302, 302, 302, 302)
# The item is the owner's: for everybody else it is not there.
OWN_AWAY: "Answers" = (302, 404, 404, 404, 302, 404)

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "notes:note-list": (READ, NO),
    "notes:note-create": (EDIT, CONTRIBUTOR_DOES),
    "notes:note-set-client-visible": (NO, OWNER_DOES),
    "notes:note-check": (NO, CONTRIBUTOR_DOES),
    "notes:attachment-remove": (NO, AUTHOR_DOES),
    "inbox:item-list": (SIGNED_IN, NO),
    "inbox:item-count": (AWAY, NO),
    "inbox:item-read-all": (NO, SIGNED_IN_DOES),
    "inbox:item-unread-all": (NO, SIGNED_IN_DOES),
    "inbox:item-open": (OWN_AWAY, NO),
    "inbox:item-set-read": (NO, OWN_AWAY),
    "inbox:settings": (SIGNED_IN, SIGNED_IN_DOES),
    "inbox:project-watch": (READ, VIEWER_DOES),
    "inbox:entity-watch": (READ, VIEWER_DOES),
}
POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "notes:note-set-client-visible": lambda world: {"is_client_visible": "on"},
    "notes:note-check": lambda world: {"on": "0"},
    "inbox:settings": lambda world: {"wants_digest": "on"},
    "inbox:project-watch": lambda world: {"choice": "follow"},
    "inbox:entity-watch": lambda world: {"choice": "mute"},
}
PREPARE: "dict[str, Callable[[World], object]]" = {}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {
    "notes:note-check": lambda world, user: {"pk": _listed(world).pk},
    "notes:attachment-remove": lambda world, user: {
        "pk": _listed(world).pk,
        "uid": _listed(world).links.get().file.uid,
    },
}
# What a person has read is nobody else's business: it is not in the log.
NO_EVENT: set[str] = {"inbox:item-read-all", "inbox:item-unread-all", "inbox:item-set-read"}
IDS: "dict[str, Callable[[World], Any]]" = {
    "items": lambda world: Item.objects.get(user=world.project.owner, title=f"{world.shot.code} item").pk
}


def _listed(world: "World") -> Note:
    """The note with a checklist and an attachment."""
    return Note.objects.get(subject_entity=world.asset, body=f"{world.trashed.name} listed")


def MAKE(world: "World") -> None:
    upload = SimpleUploadedFile(f"{world.trashed.name}.txt", b"Frames 1001 to 1010")
    body = f"{world.trashed.name} listed\n- [ ] {world.trashed.name} line"
    with keeping([upload]) as files:
        note_create(actor=world.note.author, given=NoteInput(body=body, entity=world.asset, files=files))
    Item.objects.create(
        user=world.project.owner,
        change_set=world.change_set,
        project=world.project,
        reason="note",
        title=f"{world.shot.code} item",
        entity=world.shot,
        note=world.note,
        at=world.change_set.at,
    )
