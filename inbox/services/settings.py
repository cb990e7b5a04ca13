"""How a person wants to be told."""

from collections.abc import Sequence

from accounts.models import User
from core.errors import Forbidden
from events.models import Event
from events.services import change_set, record

from ..models import Settings


def settings_update(*, actor: User, wants_digest: bool) -> Settings:
    """Whether the person's unread items come by mail once a day."""
    with change_set(actor=actor, label="Daily mail of the inbox"):
        row, _ = Settings.objects.get_or_create(user=actor)
        before, row.wants_digest = row.wants_digest, wants_digest
        if before != wants_digest:
            row.save(update_fields=["wants_digest"])
            record(
                "inbox.updated",
                on=row,
                before={"wants_digest": before},
                after={"wants_digest": wants_digest},
                title="Inbox",
            )
    return row


def settings_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        if event.change_set.actor_id != actor.pk:
            raise Forbidden("Only the person can take back a change of the own inbox.")
        settings_update(actor=actor, wants_digest=event.before["wants_digest"])
