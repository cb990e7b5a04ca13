from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "inbox"

    def ready(self) -> None:
        from events.registry import Verb, register

        from . import services

        register(
            Verb("watch.changed", "changed what is followed", inverse=services.watch_back),
            Verb("inbox.updated", "changed the settings of the inbox", inverse=services.settings_back),
        )
