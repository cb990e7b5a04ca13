from django.apps import AppConfig


class ShotsConfig(AppConfig):
    name = "shots"

    def ready(self) -> None:
        from events.registry import register

        from .verbs import verbs

        register(*verbs())
