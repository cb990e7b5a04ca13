"""People: accounts, sign-in, invitations, avatars."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.roles import AWAY, NEVER, NO, PUBLIC, SIGNED_IN, SIGNED_IN_DOES

if TYPE_CHECKING:
    from accounts.models import User
    from tests.roles import Answers
    from tests.world import World

# Administrators only; the others are told so and nothing else, whoever the address speaks of.
STUDIO: "Answers" = (302, 403, 403, 403, 403, 200)
STUDIO_NO: "Answers" = (302, 403, 403, 403, 403, 405)
STUDIO_DOES: "Answers" = (302, 403, 403, 403, 403, 302)
# The log-in is the owner's.
OWN: "Answers" = (302, 404, 404, 404, 302, 404)
# allauth wants the password again, which nobody here has typed just now.
CONFIRMED = AWAY

MATRIX: "dict[str, tuple[Answers, Answers]]" = {
    "accounts:security": (SIGNED_IN, NO),
    "accounts:session-end": (NO, OWN),
    "accounts:sessions-end-others": (NO, SIGNED_IN_DOES),
    "accounts:invitation": (PUBLIC, AWAY),
    "accounts:person-list": (STUDIO, STUDIO_NO),
    "accounts:person-detail": (STUDIO, STUDIO_NO),
    "accounts:person-set-departments": (STUDIO_NO, STUDIO_DOES),
    "accounts:person-make-administrator": (STUDIO_NO, STUDIO_DOES),
    "accounts:person-unmake-administrator": (STUDIO_NO, STUDIO_DOES),
    "accounts:person-deactivate": (STUDIO_NO, STUDIO_DOES),
    "accounts:person-reactivate": (STUDIO_NO, STUDIO_DOES),
    "accounts:person-anonymise": (STUDIO, STUDIO_DOES),
    "accounts:person-password-link": (STUDIO_NO, STUDIO_DOES),
    "accounts:person-second-factor-remove": (STUDIO_NO, STUDIO_DOES),
    "accounts:invitation-list": (STUDIO, STUDIO_DOES),
    "accounts:invitation-revoke": (STUDIO_NO, STUDIO_DOES),
    "accounts:studio-update": (STUDIO, STUDIO_DOES),
    "accounts:mail-test": (STUDIO_NO, (302, 403, 403, 403, 403, 422)),
    "files:avatar-change": (NO, SIGNED_IN_DOES),
    "files:avatar-clear": (NO, SIGNED_IN_DOES),
    "account_reset_password": (PUBLIC, PUBLIC),
    "account_reset_password_done": (PUBLIC, NEVER),
    "account_reset_password_from_key": (PUBLIC, PUBLIC),
    "account_reset_password_from_key_done": (PUBLIC, NEVER),
    # Who has no log-in under way is led back to its start.
    "mfa_authenticate": (AWAY, AWAY),
    "mfa_login_webauthn": (AWAY, AWAY),
    "mfa_reauthenticate": (AWAY, AWAY),
    # Contributor and owner have a passkey.
    "mfa_reauthenticate_webauthn": ((302, 302, 302, 200, 200, 302), AWAY),
    "mfa_activate_totp": (CONFIRMED, CONFIRMED),
    "mfa_deactivate_totp": ((302, 404, 404, 404, 404, 404), (302, 404, 404, 404, 404, 404)),
    "mfa_view_recovery_codes": ((302, 404, 404, 404, 404, 404), NO),
    "mfa_generate_recovery_codes": (CONFIRMED, CONFIRMED),
    "mfa_download_recovery_codes": ((302, 404, 404, 404, 404, 404), (302, 404, 404, 404, 404, 404)),
    "mfa_add_webauthn": (CONFIRMED, CONFIRMED),
    "mfa_edit_webauthn": ((302, 404, 404, 404, 302, 404), (302, 404, 404, 404, 302, 404)),
    "mfa_remove_webauthn": ((302, 404, 404, 404, 302, 404), (302, 404, 404, 404, 302, 404)),
}


def _picture(world: "World") -> dict[str, Any]:
    from tests.world import png

    return {"image": SimpleUploadedFile("me.png", png(), "image/png")}


def _departments(world: "World") -> dict[str, Any]:
    from accounts.models import Department

    return {"departments": [Department.objects.order_by("pk")[0].pk]}


def _a_picture_of_everybody(world: "World") -> None:
    import uuid

    from accounts.models import User

    for user in User.objects.filter(is_active=True):
        User.objects.filter(pk=user.pk).update(avatar_uid=uuid.uuid4())


def _closed(world: "World") -> Any:
    """A person whose account is deactivated."""
    from accounts.models import User

    return User.objects.get(username=f"closed{world.project.pk}")


POSTS: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "accounts:profile": lambda world: {
        "full_name": "Somebody Else",
        "time_zone": "Europe/Berlin",
        "locale": "de-DE",
        "theme": "tracktor-light",
        "density": "compact",
    },
    "accounts:person-set-departments": _departments,
    "accounts:invitation-list": lambda world: {
        "name": "Noor",
        "email": "noor@studio.example",
        "project": world.project.pk,
        "role": "viewer",
    },
    "accounts:studio-update": lambda world: {
        "name": "Harbour Light",
        "registration": "invitation",
        "invitation_days": "14",
    },
    "accounts:mail-test": lambda world: {"email": "me@studio.example"},
    "files:avatar-change": _picture,
    "account_reset_password": lambda world: {"email": "no address"},
    "mfa_authenticate": lambda world: {"code": "000000"},
    "mfa_login_webauthn": lambda world: {"credential": "{}"},
    "mfa_reauthenticate": lambda world: {"code": "000000"},
    "mfa_reauthenticate_webauthn": lambda world: {"credential": "{}"},
}
PREPARE: "dict[str, Callable[[World], object]]" = {
    "files:avatar-clear": _a_picture_of_everybody,
}
INSTEAD: "dict[str, Callable[[World, User | None], dict[str, Any]]]" = {
    "accounts:person-reactivate": lambda world, user: {"pk": _closed(world).pk},
    "account_reset_password_from_key": lambda world, user: {"uidb36": "x", "key": "x"},
}
# Confirmed by a code first, or sent without effect; what they write has tests of its own.
NO_EVENT: set[str] = {
    "accounts:invitation",
    "accounts:person-unmake-administrator",
    "account_reset_password",
    "account_reset_password_from_key",
    *(name for name in MATRIX if name.startswith("mfa_")),
}
IDS: "dict[str, Callable[[World], Any]]" = {
    "people": lambda world: world.member.user_id,
    "log-ins": lambda world: _log_in(world).pk,
    "invitations": lambda world: _invitation(world).pk,
    "invitation": lambda world: f"open-{world.project.pk}",
    "passkeys": lambda world: _passkey(world).pk,
}


def _log_in(world: "World") -> Any:
    from allauth.usersessions.models import UserSession

    return UserSession.objects.get(user=world.project.owner, session_key=f"kept{world.project.pk}")


def _passkey(world: "World") -> Any:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=world.project.owner, type="webauthn").latest("pk")


def _invitation(world: "World") -> Any:
    from accounts.models import Invitation
    from accounts.services.invitations import token_hash

    return Invitation.objects.get(token_hash=token_hash(f"open-{world.project.pk}"))


def MAKE(world: "World") -> None:
    """An open log-in and a passkey of the owner's, a second factor of the member's, an open invitation."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    from accounts.models import Invitation, User
    from accounts.services.invitations import token_hash
    from accounts.tests.factories import UserFactory, credential
    from core import clock

    owner, mark = world.project.owner, world.project.name.partition(" ")[0]
    UserSession.objects.create(
        user=owner, ip="192.0.2.7", session_key=f"kept{world.project.pk}", user_agent=f"{mark} Firefox/130.0 Linux"
    )
    for user in (owner, world.member.user):
        Authenticator.objects.create(
            user=user, type="webauthn", data={"name": f"{mark} key", "credential": credential()}
        )
    closed = UserFactory(username=f"closed{world.project.pk}", full_name=f"{mark} Closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    inviter = UserFactory(username=f"inviter{world.project.pk}", is_superuser=True)
    Invitation.objects.create(
        token_hash=token_hash(f"open-{world.project.pk}"),
        name=f"{mark} guest",
        created_by=inviter,
        expires_at=clock.now() + datetime.timedelta(days=7),
    )
