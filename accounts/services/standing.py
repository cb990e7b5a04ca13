"""What administrators do to accounts: rights, deactivation, anonymity, the lost second factor."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from core import clock
from core.errors import Conflict
from core.journal import journal

from ..hooks import FormerNames, forget_everywhere
from ..models import Invitation, User
from ..rights import require_administrator
from .sessions import end_all_sessions


def user_set_administrator(*, actor: User, user: User, is_administrator: bool) -> User:
    """Give or take the rights over the whole studio; one administrator stays."""
    require_administrator(actor, "make administrators")
    with transaction.atomic():
        row = _locked(user)
        if row.is_superuser == is_administrator:
            return row
        if is_administrator and not row.is_active:
            raise Conflict(f"{row.display_name} is deactivated; reactivate the account first.")
        if not is_administrator:
            _keep_an_administrator(row)
        row.is_superuser = row.is_staff = is_administrator
        label = f"{row.display_name} {'is' if is_administrator else 'is no longer'} administrator"
        _write(actor, row, "user.administrator_changed", label, is_superuser=[not is_administrator, is_administrator])
    return row


def user_deactivate(*, actor: User, user: User) -> User:
    """Close an account: its log-ins end, what it made stays. One administrator stays."""
    require_administrator(actor, "deactivate accounts")
    with transaction.atomic():
        row = _locked(user)
        if not row.is_active:
            return row
        if row.pk == actor.pk:
            raise Conflict("You can't deactivate your own account; ask another administrator.")
        _keep_an_administrator(row)
        row.is_active = False
        end_all_sessions(row)
        _write(actor, row, "user.deactivated", f"Deactivate {row.display_name}", is_active=[True, False])
    return row


def user_reactivate(*, actor: User, user: User) -> User:
    require_administrator(actor, "reactivate accounts")
    with transaction.atomic():
        row = _locked(user)
        if row.is_active:
            return row
        if row.anonymised_at:
            raise Conflict("Nobody knows any more whose account this was; invite the person anew.")
        row.is_active = True
        _write(actor, row, "user.reactivated", f"Reactivate {row.display_name}", is_active=[False, True])
    return row


def second_factor_remove(*, actor: User, user: User) -> bool:
    """Take a lost phone's codes and passkeys off an account, which then opens with the password alone."""
    require_administrator(actor, "remove a second factor")
    with transaction.atomic():
        row = _locked(user)
        removed, _ = Authenticator.objects.filter(user=row).delete()
        if not removed:
            return False
        with journal().change_set(actor=actor, label=f"Second factor of {row.display_name} removed"):
            journal().record("user.second_factor_removed", on=row, before={}, after={}, title=row.display_name)
    return True


def user_anonymise(*, actor: User, user: User) -> User:
    """Take name, address and picture of a person out of Tracktor for ever, the log included; the work stays."""
    require_administrator(actor, "anonymise accounts")
    with transaction.atomic():
        row = _locked(user)
        if row.anonymised_at:
            return row
        if row.pk == actor.pk:
            raise Conflict("You can't anonymise your own account; ask another administrator.")
        _keep_an_administrator(row)
        former = FormerNames(row.username, row.full_name, row.email)
        _strip(row)
        # After the row: what the apps keep is rewritten to the names that it has now.
        forget_everywhere(row, former)
        row.avatar_uid = None
        row.rev += 1
        row.save()
        with journal().change_set(actor=actor, label=f"Anonymise {row.username}"):
            journal().record("user.anonymised", on=row, before={}, after={}, title=row.display_name)
    return row


def _strip(row: User) -> None:
    row.username = _free_username(row)
    row.full_name, row.email = f"Former member {row.pk}", ""
    row.time_zone, row.locale = "UTC", "en-GB"
    row.is_active = row.is_superuser = row.is_staff = False
    row.anonymised_at = clock.now()
    row.set_unusable_password()
    end_all_sessions(row)
    Authenticator.objects.filter(user=row).delete()
    EmailAddress.objects.filter(user=row).delete()
    Invitation.objects.filter(accepted_by=row).update(name="", email="")


def _free_username(row: User) -> str:
    name = f"former.{row.pk}"
    while User.objects.filter(username=name).exclude(pk=row.pk).exists():
        name = f"former.{row.pk}.{secrets.token_hex(2)}"
    return name


def _locked(user: User) -> User:
    return User.objects.get_queryset().select_for_update().get(pk=user.pk)


def _keep_an_administrator(row: User) -> None:
    """Locked: two administrators who take each other's rights at once would leave none."""
    held = User.objects.active().filter(is_superuser=True).select_for_update().order_by("pk")
    if row.is_superuser and {each.pk for each in held} == {row.pk}:
        raise Conflict(f"{row.display_name} is the only administrator; make somebody else administrator first.")


def _write(actor: User, row: User, verb: str, label: str, **changed: list[Any]) -> None:
    row.rev += 1
    row.save()
    with journal().change_set(actor=actor, label=label):
        journal().record(
            verb,
            on=row,
            before={field: values[0] for field, values in changed.items()},
            after={field: values[1] for field, values in changed.items()},
            title=row.display_name,
        )
