"""What the pages of people and of the studio read."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from core.errors import Refused
from core.text import name_key

from .devices import device_of
from .models import Department, Invitation, Studio, User

SORTS = {
    "name": ("full_name", "username"),
    "username": ("username",),
    "-joined": ("-date_joined", "-pk"),
    "joined": ("date_joined", "pk"),
    "-seen": ("-seen_at", "username"),
    "seen": ("seen_at", "username"),
}


def studio_now() -> Studio:
    """The settings of the installation, also where nobody has changed any."""
    return Studio.objects.first() or Studio()


@dataclass(frozen=True)
class LogIn:
    pk: int
    device: str
    ip: str
    created_at: Any
    last_seen_at: Any
    is_present: bool


def log_ins(user: User, *, present: str = "") -> list[LogIn]:
    """The open log-ins of a person, the present one first, then the last used."""
    rows = UserSession.objects.purge_and_list(user)
    found = [
        LogIn(
            pk=row.pk,
            device=device_of(row.user_agent),
            ip=row.ip,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_present=row.session_key == present,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (not row.is_present, -row.last_seen_at.timestamp()))


@dataclass(frozen=True)
class SecondFactor:
    """How somebody proves who it is beside the password."""

    has_app: bool
    passkeys: list[Any]
    codes_left: int
    has_codes: bool

    @property
    def is_on(self) -> bool:
        return self.has_app or bool(self.passkeys)


def second_factor_of(user: User) -> SecondFactor:
    rows = list(Authenticator.objects.filter(user=user).order_by("pk"))
    by_type = {row.type: row for row in rows}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return SecondFactor(
        has_app=Authenticator.Type.TOTP in by_type,
        passkeys=[row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        has_codes=codes is not None,
    )


def has_passkey(user: User, pk: int) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN, pk=pk).exists())


def people_list(
    viewer: User, *, find: str = "", state: str = "", department: Department | None = None, sort: str = "name"
) -> QuerySet[Any]:
    """Everybody whom an administrator looks for, with what the list shows, in one query."""
    protected = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    rows: QuerySet[Any] = User.objects.visible_to(viewer).annotate(
        seen_at=Max("usersession__last_seen_at"), has_second_factor=Exists(protected)
    )
    wanted = find.strip()
    if wanted:
        # SQLite folds ASCII only; the username is small letters by rule.
        rows = rows.filter(
            Q(username__contains=name_key(wanted)) | Q(full_name__icontains=wanted) | Q(email__icontains=wanted)
        )
    if state:
        rows = rows.filter(_STATES[state])
    if department is not None:
        rows = rows.filter(departments=department)
    return rows.order_by(*SORTS[sort]).prefetch_related("departments")


_STATES = {
    "active": Q(is_active=True),
    "administrators": Q(is_active=True, is_superuser=True),
    "deactivated": Q(is_active=False),
}


def people_counts(viewer: User) -> dict[str, int]:
    rows = User.objects.visible_to(viewer)
    return rows.aggregate(all=Count("pk"), **{key: Count("pk", filter=state) for key, state in _STATES.items()})


def administrators() -> list[User]:
    """Whom somebody asks who can't sign in; the names only, for people who are not known yet."""
    return list(User.objects.active().filter(is_superuser=True).only("full_name", "username")[:5])


def all_departments() -> QuerySet[Department]:
    return Department.objects.order_by("order", "pk")


def invitation_list(viewer: User) -> QuerySet[Invitation]:
    return Invitation.objects.visible_to(viewer).select_related("created_by", "accepted_by")


def first_administrator() -> User:
    """In whose name commands on the machine itself act: whoever runs them could act as anybody."""
    user = User.objects.active().filter(is_superuser=True).order_by("pk").first()
    if user is None:
        raise Refused("There is no administrator yet; open Tracktor in a browser to make one.")
    return user
