"""Links by which somebody sets a new password. allauth checks them: the first use, or a sign-in, ends each."""

from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from core.errors import Conflict
from core.journal import journal

from ..models import User
from ..rights import require_administrator


def password_link_create(*, actor: User, user: User) -> str:
    """The address of a page, without the host, where the person chooses a new password."""
    # Late: allauth's forms read our settings, and through them this package.
    from allauth.account.forms import default_token_generator

    require_administrator(actor, "make password links")
    if not user.is_active:
        raise Conflict(f"{user.display_name} is deactivated; reactivate the account first.")
    with transaction.atomic(), journal().change_set(actor=actor, label=f"Password link for {user.display_name}"):
        journal().record("user.password_link_made", on=user, before={}, after={}, title=user.display_name)
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
