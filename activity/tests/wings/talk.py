"""Acts on notes and on what people follow."""

from django.core.files.uploadedfile import SimpleUploadedFile

from files.keeping import keeping
from inbox.services import settings_update, watch_set
from notes.models import Note
from notes.services import NoteInput, note_check, note_create, note_detach, note_set_client_visible, note_update
from shots.tests.factories import status

from ..stage import Act, Stage


def _note(stage: Stage, **more: object) -> Note:
    """A note with everything: words, a checklist, an attachment."""
    with keeping([SimpleUploadedFile("notes.txt", b"Frames 1001 to 1010")]) as files:
        given = NoteInput(body="Softer, @viewer\n- [ ] Blink\n- [x] Breath", entity=stage.shot, files=files, **more)  # type: ignore[arg-type]
        return note_create(actor=stage.owner, given=given)


def _shown(stage: Stage) -> Note:
    """A note that clients see, with an answer that they see too."""
    note: Note = stage.keep("note", _note(stage, is_client_visible=True))
    note_create(
        actor=stage.contributor,
        given=NoteInput(body="Done", entity=stage.shot, parent=note, is_client_visible=True),
    )
    return note


def _attach(stage: Stage) -> None:
    with keeping([SimpleUploadedFile("more.txt", b"And more"), SimpleUploadedFile("most.txt", b"And most")]) as files:
        note_update(actor=stage.owner, note=stage.extra["note"], body="Harder\n- [x] Blink", files=files)


def _detach(stage: Stage) -> None:
    note = stage.extra["note"]
    note_detach(actor=stage.owner, note=note, stored=note.links.get().file)


ACTS: dict[str, Act] = {
    # With everything that a note takes along: its files, and the status that it sets in the same act.
    "note.created": Act(lambda s: _note(s, task=s.task, status=status("retake"))),
    "note.checked": Act(
        lambda s: note_check(actor=s.owner, note=s.extra["note"], line=0, is_done=True),
        prepare=lambda s: s.keep("note", _note(s)),
    ),
    "note.client_visibility_changed": Act(
        lambda s: note_set_client_visible(actor=s.owner, note=s.extra["note"], is_client_visible=False),
        prepare=_shown,
    ),
    "note.updated": Act(_attach, prepare=lambda s: s.keep("note", _note(s))),
    "note.attachments_changed": Act(_detach, prepare=lambda s: s.keep("note", _note(s))),
    "watch.changed": Act(lambda s: watch_set(actor=s.owner, project=s.project, entity=s.shot, choice="follow")),
    "inbox.updated": Act(lambda s: settings_update(actor=s.owner, wants_digest=True)),
}
