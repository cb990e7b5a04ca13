"""Notes for tests, made by the service."""

from typing import Any

import factory

from notes.models import Note
from notes.services import NoteInput, note_create
from shots.tests.factories import ShotFactory


class NoteFactory(factory.Factory):
    """`NoteFactory(entity=shot, body="Hello")`, `NoteFactory(task=task)`: by the project's owner unless told."""

    class Meta:
        model = Note

    task = None
    entity = factory.LazyAttribute(lambda self: self.task.entity if self.task else ShotFactory())
    body = "Make it **snappier**."

    @classmethod
    def _create(cls, model_class: type[Note], *args: Any, **values: Any) -> Note:
        author = values.pop("author", None) or values["entity"].project.owner
        return note_create(actor=author, given=NoteInput(**values))
