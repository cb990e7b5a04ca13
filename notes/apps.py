from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"

    def ready(self) -> None:
        from accounts.hooks import register_forgetting
        from events.registry import Verb, register
        from files.registry import register_gate, register_links

        from .forgetting import forget_mentions
        from .gates import attached_files, files_of_notes
        from .services import inverses
        from .services.emptying import VERB

        register_forgetting(forget_mentions)
        register_gate(files_of_notes)
        register_links(attached_files)
        register(
            Verb("note.created", "noted on {title}", inverse=inverses.created_back),
            Verb("note.updated", "edited a note on {title}", inverse=inverses.updated_back),
            Verb("note.state_changed", "changed the state of a note on {title}", inverse=inverses.state_back),
            Verb(
                "note.client_visibility_changed",
                "changed who reads a note on {title}",
                inverse=inverses.shown_back,
            ),
            Verb("note.checked", "ticked a line of a note on {title}", inverse=inverses.checked_back),
            Verb(
                "note.attachments_changed",
                "changed the attachments of a note on {title}",
                inverse=inverses.attachments_back,
            ),
            Verb("note.trashed", "removed a note on {title}", inverse=inverses.trashed_back),
            Verb("note.restored", "restored a note on {title}", inverse=inverses.created_back),
            VERB,
        )
