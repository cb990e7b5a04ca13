from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from accounts.models import User

    from .models import Event


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from core import journal

        from . import services
        from .registry import Verb, register

        journal.bind(services)
        # The verbs of people stand here because `accounts` lies below the log.
        register(
            Verb("user.created", "joined Tracktor", irreversible="An account stays; it can be deactivated."),
            Verb(
                "user.password_changed",
                "changed the password",
                irreversible="Nobody knows the old one; choose another.",
            ),
            Verb("user.updated", "changed the profile", inverse=_profile_back),
            Verb("user.departments_changed", "changed the departments of {title}", inverse=_departments_back),
        )


def _profile_back(actor: "User", events: "Sequence[Event]") -> None:
    from accounts.services import profile_update
    from core.errors import Forbidden

    for event in events:
        if event.target_id != actor.pk:
            raise Forbidden("Only the person can take back a change of the own profile.")
        profile_update(actor=actor, changes=event.before)


def _departments_back(actor: "User", events: "Sequence[Event]") -> None:
    from accounts.models import Department, User
    from accounts.services import user_set_departments

    for event in events:
        user_set_departments(
            actor=actor,
            user=User.objects.get_queryset().get(pk=event.target_id),
            departments=list(Department.objects.filter(pk__in=event.before["departments"])),
        )
