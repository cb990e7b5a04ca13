from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"

    def ready(self) -> None:
        from events.registry import Verb, register

        from . import services

        register(
            Verb("note.created", "noted on {title}", inverse=services.created_back),
            Verb("note.updated", "edited a note on {title}", inverse=services.updated_back),
            Verb("note.state_changed", "changed the state of a note on {title}", inverse=services.state_back),
            Verb("note.trashed", "removed a note on {title}", inverse=services.trashed_back),
            Verb("note.restored", "restored a note on {title}", inverse=services.created_back),
        )
