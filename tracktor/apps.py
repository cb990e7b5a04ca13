from django.apps import AppConfig


class TracktorConfig(AppConfig):
    name = "tracktor"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - importing registers them
