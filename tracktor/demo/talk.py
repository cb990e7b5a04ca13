"""The notes of the demo: written, answered and settled at their times."""

from functools import partial

from notes.models import Note
from notes.services import NoteInput, note_create, note_set_state

from .making import Making
from .threads import THREADS, Reply, Thread

_MINUTES = 1 / 60


def plan_talk(making: Making) -> None:
    for thread in THREADS:
        making.plan(thread.day, thread.hour, partial(_open, making, thread))


def _open(making: Making, thread: Thread) -> None:
    entity = making.entities[thread.on[0]]
    task = making.tasks[thread.on[0], thread.on[1]] if len(thread.on) > 1 else None
    given = NoteInput(body=thread.body, entity=entity, task=task, is_client_visible=thread.for_client)
    note = note_create(actor=making.people[thread.author], given=given)
    for reply in thread.replies:
        making.plan(reply.day, reply.hour, partial(_answer, making, note, reply))
    if thread.state != "open":
        last = thread.replies[-1] if thread.replies else Reply(thread.day, thread.hour, thread.author, "")
        # Who looked at it says that it is right; what is only resolved, the person who did it says.
        who = "ana" if thread.state == "verified" else last.author
        making.plan(last.day, last.hour + 10 * _MINUTES, partial(_settle, making, who, note, thread.state))


def _answer(making: Making, note: Note, reply: Reply) -> None:
    given = NoteInput(
        body=reply.body,
        entity=note.subject_entity,
        task=note.task,
        parent=note,
        is_client_visible=note.is_client_visible,
    )
    note_create(actor=making.people[reply.author], given=given)


def _settle(making: Making, who: str, note: Note, state: str) -> None:
    note_set_state(actor=making.people[who], note=note, state=state)
