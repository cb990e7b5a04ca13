from django.apps import AppConfig


class ShotsConfig(AppConfig):
    name = "shots"

    def ready(self) -> None:
        from events.registry import register
        from files.registry import register_gate, register_links

        from . import gates
        from .services import usage
        from .verbs import verbs

        register(*verbs(), *usage.VERBS)
        usage.register_uses()
        register_gate(gates.files_of_entities)
        register_gate(gates.files_of_versions)
        register_links(gates.entity_pictures)
        register_links(gates.version_pictures)
        register_links(gates.version_files)
