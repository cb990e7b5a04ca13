"""Links that let people in. The token is told once; the database keeps its hash."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from core import clock
from core.errors import Conflict, Missing, Refused
from core.journal import journal
from core.text import clean_name

from ..hooks import destination
from ..models import Invitation, User
from ..rights import require_administrator
from ..selectors import studio_now


@dataclass(frozen=True)
class InvitationInput:
    """`project_id` and `role` go together; without them the account alone is made."""

    name: str = ""
    email: str = ""
    project_id: int | None = None
    role: str = ""


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_create(*, actor: User, given: InvitationInput) -> tuple[Invitation, str]:
    """Make an invitation; the second value is the token of its link, which nobody can read again."""
    require_administrator(actor, "invite people")
    name = clean_name(given.name, length=80) if given.name.strip() else ""
    token, now = secrets.token_urlsafe(24), clock.now()
    row = Invitation(
        token_hash=token_hash(token),
        name=name,
        email=_clean_address(given.email),
        created_by=actor,
        created_at=now,
        expires_at=now + datetime.timedelta(days=studio_now().invitation_days),
    )
    if given.project_id is not None:
        destination().check(actor, given.project_id, given.role)
        row.project_id, row.role = given.project_id, given.role
    with transaction.atomic():
        row.save()
        with journal().change_set(actor=actor, label=f"Invite {row}"):
            journal().record(
                "invitation.created",
                on=row,
                before={},
                after={"project": row.project_id, "role": row.role},
                title=str(row),
            )
    return row, token


def _clean_address(value: str) -> str:
    email = value.strip().lower()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(error.messages[0], field="email") from None
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(f"Somebody here has the address {email} already.", field="email")
    return email


def invitation_revoke(*, actor: User, invitation: Invitation) -> Invitation:
    require_administrator(actor, "revoke invitations")
    return _set_revoked(actor, invitation, is_revoked=True)


def invitation_restore(*, actor: User, invitation: Invitation) -> Invitation:
    """The inverse of revoking: the link works again, until it expires."""
    require_administrator(actor, "bring invitations back")
    return _set_revoked(actor, invitation, is_revoked=False)


def _set_revoked(actor: User, invitation: Invitation, *, is_revoked: bool) -> Invitation:
    with transaction.atomic():
        row: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.accepted_at:
            raise Conflict(f"{row} has come in already.")
        if bool(row.revoked_at) == is_revoked:
            return row
        row.revoked_at = clock.now() if is_revoked else None
        row.save(update_fields=["revoked_at"])
        verb, word = ("invitation.revoked", "Revoke") if is_revoked else ("invitation.restored", "Restore")
        with journal().change_set(actor=actor, label=f"{word} the invitation of {row}"):
            journal().record(
                verb,
                on=row,
                before={"revoked": not is_revoked},
                after={"revoked": is_revoked},
                title=str(row),
            )
    return row


def invitation_of(token: str) -> Invitation:
    """The invitation of a link that still opens; `Missing` says why it does not."""
    found = Invitation.objects.select_related("created_by").filter(token_hash=token_hash(token))
    row: Invitation | None = found.first()
    if row is None:
        raise Missing("This invitation is not known; ask for a new link.")
    _refuse_closed(row)
    if not (row.created_by.is_active and row.created_by.is_superuser):
        raise Missing("Who made this invitation may invite nobody any more; ask for a new link.")
    return row


def _refuse_closed(row: Invitation) -> None:
    if row.state != "open":
        said = {"accepted": "was used already", "revoked": "was taken back", "expired": "has expired"}[row.state]
        raise Missing(f"This invitation {said}; ask for a new link.")


def invitation_accept(*, actor: User, token: str) -> str:
    """Use the link up and enter its project; gives the address to go to, or nothing. The token is the right."""
    with transaction.atomic():
        found = invitation_of(token)
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
        # Under the lock: it may have been used or taken back since the first look.
        _refuse_closed(row)
        row.accepted_by, row.accepted_at = actor, clock.now()
        row.save(update_fields=["accepted_by", "accepted_at"])
        with journal().change_set(actor=actor, label="Accept an invitation"):
            journal().record(
                "invitation.accepted",
                on=row,
                before={},
                after={"user": actor.pk},
                title=actor.display_name,
            )
            if row.project_id is None:
                return ""
            return destination().enter(found.created_by, actor, row.project_id, row.role)
