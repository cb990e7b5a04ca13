"""What the log tells of a person's second factor and passkeys. allauth makes and checks them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from core.journal import journal

from ..models import User

LABELS = {
    "user.totp_added": "Authenticator app added",
    "user.totp_removed": "Authenticator app removed",
    "user.passkey_added": "Passkey added",
    "user.passkey_renamed": "Passkey renamed",
    "user.passkey_removed": "Passkey removed",
    "user.recovery_codes_made": "New recovery codes",
    "user.recovery_code_used": "Recovery code used",
}


@contextmanager
def security_changed(*, actor: User, verb: str) -> Iterator[None]:
    """One transaction around allauth's write and its event. Codes and keys themselves are in no log."""
    with transaction.atomic():
        yield
        with journal().change_set(actor=actor, label=LABELS[verb]):
            journal().record(verb, on=actor, before={}, after={}, title=actor.display_name)
