"""The verbs of people and of the studio. They stand here because `accounts` lies below the log."""

from collections.abc import Sequence

from accounts.models import Department, Invitation, User
from accounts.selectors import studio_now
from accounts.services import (
    StudioInput,
    invitation_restore,
    invitation_revoke,
    profile_update,
    studio_update,
    user_deactivate,
    user_reactivate,
    user_set_administrator,
    user_set_departments,
)
from core.errors import Forbidden

from .models import Event
from .registry import Verb


def verbs() -> list[Verb]:
    again = "It was shown or used already; make a new one."
    return [
        Verb("user.created", "joined Tracktor", irreversible="An account stays; it can be deactivated."),
        Verb("user.password_changed", "changed the password", irreversible="Nobody knows the old one; choose another."),
        Verb("user.password_link_made", "made a password link for {title}", irreversible=again),
        Verb("user.updated", "changed the profile", inverse=_profile_back),
        Verb("user.departments_changed", "changed the departments of {title}", inverse=_departments_back),
        Verb("user.administrator_changed", "changed the rights of {title}", inverse=_administrator_back),
        Verb("user.deactivated", "deactivated {title}", inverse=_deactivated_back),
        Verb("user.reactivated", "reactivated {title}", inverse=_reactivated_back),
        Verb("user.anonymised", "anonymised {title}", irreversible="The name is kept nowhere."),
        Verb(
            "user.second_factor_removed",
            "removed the second factor of {title}",
            irreversible="Only the person can set it up again.",
        ),
        *_of_security(),
        Verb("invitation.created", "invited {title}", inverse=_invited_back),
        Verb("invitation.revoked", "revoked the invitation of {title}", inverse=_revoked_back),
        Verb("invitation.restored", "restored the invitation of {title}", inverse=_invited_back),
        Verb("invitation.accepted", "accepted an invitation", irreversible="The account stays; it can be deactivated."),
        Verb("studio.updated", "changed the settings of the studio", inverse=_studio_back),
    ]


def _of_security() -> list[Verb]:
    keys = "Keys and codes are in no log; set it up again."
    return [
        Verb("user.totp_added", "added an authenticator app", irreversible="Remove it on the page of the profile."),
        Verb("user.totp_removed", "removed the authenticator app", irreversible=keys),
        Verb("user.passkey_added", "added a passkey", irreversible="Remove it on the page of the profile."),
        Verb("user.passkey_renamed", "renamed a passkey", irreversible="Give it another name."),
        Verb("user.passkey_removed", "removed a passkey", irreversible=keys),
        Verb("user.recovery_codes_made", "made new recovery codes", irreversible=keys),
        Verb("user.recovery_code_used", "used a recovery code", irreversible=keys),
        Verb("user.sessions_ended", "ended log-ins", irreversible="Sign in again there."),
    ]


def _user(event: Event) -> User:
    return User.objects.get_queryset().get(pk=event.target_id)


def _profile_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        if event.target_id != actor.pk:
            raise Forbidden("Only the person can take back a change of the own profile.")
        profile_update(actor=actor, changes=event.before)


def _departments_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        user_set_departments(
            actor=actor,
            user=_user(event),
            departments=list(Department.objects.filter(pk__in=event.before["departments"])),
        )


def _administrator_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        user_set_administrator(actor=actor, user=_user(event), is_administrator=event.before["is_superuser"])


def _deactivated_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        user_reactivate(actor=actor, user=_user(event))


def _reactivated_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        user_deactivate(actor=actor, user=_user(event))


def _invited_back(actor: User, events: Sequence[Event]) -> None:
    for row in Invitation.objects.filter(pk__in=[event.target_id for event in events]):
        invitation_revoke(actor=actor, invitation=row)


def _revoked_back(actor: User, events: Sequence[Event]) -> None:
    for row in Invitation.objects.filter(pk__in=[event.target_id for event in events]):
        invitation_restore(actor=actor, invitation=row)


def _studio_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        now = studio_now()
        held = {"name": now.name, "registration": now.registration, "invitation_days": now.invitation_days}
        studio_update(actor=actor, given=StudioInput(**(held | event.before)))
