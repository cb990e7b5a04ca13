"""The settings of the installation."""

from dataclasses import dataclass

from django.db import transaction

from core.errors import Refused
from core.journal import journal
from core.models import field_values
from core.text import clean_name

from ..models import Registration, Studio, User
from ..rights import require_administrator

FIELDS = ("name", "registration", "invitation_days")


@dataclass(frozen=True)
class StudioInput:
    name: str
    registration: str
    invitation_days: int


def studio_update(*, actor: User, given: StudioInput) -> Studio:
    """Change the studio's name, who may make an account, and for how long invitations hold."""
    require_administrator(actor, "change the settings of the studio")
    if given.registration not in Registration.values:
        raise Refused("Choose one of the list.", field="registration")
    if not 1 <= given.invitation_days <= 90:
        raise Refused("An invitation holds for 1 to 90 days.", field="invitation_days")
    name = clean_name(given.name, length=60) if given.name.strip() else ""
    with transaction.atomic():
        Studio.objects.get_or_create(pk=1)
        row = Studio.objects.select_for_update().get(pk=1)
        before = field_values(row, FIELDS)
        row.name, row.registration, row.invitation_days = name, given.registration, given.invitation_days
        after = field_values(row, FIELDS)
        changed = [field for field in FIELDS if before[field] != after[field]]
        if changed:
            row.rev += 1
            row.save()
            with journal().change_set(actor=actor, label="Settings of the studio"):
                journal().record(
                    "studio.updated",
                    on=row,
                    before={field: before[field] for field in changed},
                    after={field: after[field] for field in changed},
                    title=str(row),
                )
    return row
