from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        from events.registry import Verb, register

        from . import services

        register(
            Verb("file.stored", "stored {title}", inverse=services.undo_stored),
            Verb("file.trashed", "trashed {title}", inverse=services.undo_trashed),
            Verb("file.restored", "restored {title}", inverse=services.undo_stored),
        )
