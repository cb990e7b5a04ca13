from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        from accounts.hooks import register_forgetting
        from events.registry import Verb, register

        from . import avatars, services
        from .registry import register_gate, register_links

        register_gate(avatars.avatars_of_people)
        register_links(avatars.avatar_files)
        register_forgetting(avatars.forget_avatars)
        register(
            Verb("user.avatar_changed", "changed the picture of the profile", inverse=avatars.undo_avatar),
            Verb("file.stored", "stored {title}", inverse=services.undo_stored),
            Verb("file.trashed", "trashed {title}", inverse=services.undo_trashed),
            Verb("file.restored", "restored {title}", inverse=services.undo_stored),
        )
