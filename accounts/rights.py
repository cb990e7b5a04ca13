"""Who may change the studio and other people's accounts."""

from core.errors import Forbidden

from .models import User


def require_administrator(actor: User, what: str) -> None:
    """`what` ends the sentence "Only administrators …"."""
    if not (actor.is_superuser and actor.is_active):
        raise Forbidden(f"Only administrators {what}.")
