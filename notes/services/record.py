"""What all services of notes share: who may, the lock, the event."""

from accounts.models import User
from core.errors import Conflict, Forbidden
from events.models import Audience
from events.services import record
from projects.permissions import grants_in, require
from projects.roles import MANAGE, NOTE
from shots.models import VersionStatus

from ..models import Note

NOTE_LENGTH = 20_000
Fields = dict[str, object]


def require_author(actor: User, note: Note) -> None:
    require(actor, NOTE, note.project)
    if note.author_id != actor.pk:
        raise Forbidden("Only the author changes a note; answer it instead.")


def require_author_or_owner(actor: User, note: Note) -> None:
    require(actor, NOTE, note.project)
    if note.author_id != actor.pk and MANAGE not in grants_in(actor, note.project):
        raise Forbidden("Only the author or an owner does this to a note.")


def lock(note: Note) -> Note:
    row = Note.objects.present().locked().filter(pk=note.pk).first()
    if row is None:
        raise Conflict("The note is in the trash; restore it first.")
    return row


def record_note(verb: str, note: Note, *, before: Fields, after: Fields, shown: Fields | None = None) -> None:
    about = note.task or (note.version and note.version.task)
    record(
        verb,
        on=note,
        before=before,
        after=after,
        shown=shown,
        title=str(note.version or note.task or note.subject_entity.code),
        project_id=note.project_id,
        entity_id=note.subject_entity_id,
        task_id=about.pk if about else None,
        audience=audience_of(note),
    )


def audience_of(note: Note) -> Audience:
    """Clients read no note on a version that is still being worked on, whatever is said of the note itself."""
    is_in_work = note.version is not None and note.version.status == VersionStatus.WIP
    return Audience.ALL if note.is_client_visible and not is_in_work else Audience.INTERNAL
