from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from accounts.hooks import register_forgetting
        from core import journal

        from . import answers, services
        from .forgetting import forget_in_log
        from .people import verbs
        from .registry import register

        journal.bind(services, answers.say_done)
        register_forgetting(forget_in_log)
        register(*verbs())
