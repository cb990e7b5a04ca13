"""Accounts and profiles. A refused write raises `core.errors.Refused` with the field at fault."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from core.errors import Conflict, Refused
from core.journal import journal
from core.locale import LOCALES
from core.models import field_values
from core.text import clean_name

from ..models import Density, Department, Theme, User, username_validator, validate_time_zone
from ..rights import require_administrator

PROFILE_FIELDS = ("full_name", "email", "time_zone", "locale", "theme", "density", "has_shortcuts")
_CHOICES: dict[str, Sequence[str]] = {"theme": Theme.values, "density": Density.values, "locale": list(LOCALES)}


@dataclass(frozen=True)
class Person:
    """What an account is made of. `password` is the plain one; it is hashed here and kept nowhere."""

    username: str
    password: str
    full_name: str = ""
    time_zone: str = "UTC"
    theme: str = Theme.DARK
    email: str = ""


def is_installation_empty() -> bool:
    return not User.objects.exists()


def clean_username(username: str) -> str:
    """The username as it is stored; refused when taken, with the nearest allowed spelling when malformed."""
    cleaned = username.strip().lower()
    try:
        username_validator(cleaned)
    except ValidationError:
        wish = ".".join(part for part in cleaned.split() if part)
        hint = f" Try {wish}." if wish != cleaned and _is_username(wish) else ""
        raise Refused(f"Use small letters, digits, dot, dash and underscore.{hint}", field="username") from None
    if not 2 <= len(cleaned) <= 30:
        raise Refused("A username has 2 to 30 characters.", field="username")
    if User.objects.filter(username=cleaned).exists():
        raise Refused(f"{cleaned} is taken; choose another name.", field="username")
    return cleaned


def _is_username(text: str) -> bool:
    try:
        username_validator(text)
    except ValidationError:
        return False
    return True


def user_create(*, actor: User | None, person: Person, is_superuser: bool = False) -> User:
    """Make an account. `actor` is None when somebody signs up: the new person is then the actor."""
    user = User(username=clean_username(person.username))
    user.email = _clean_email(user, person.email)
    user.full_name = clean_name(person.full_name, field="full_name", length=80) if person.full_name else ""
    user.time_zone = _known_zone(person.time_zone)
    user.theme = Theme(person.theme)
    user.is_superuser = user.is_staff = is_superuser
    try:
        validate_password(person.password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from None
    user.set_password(person.password)
    try:
        with transaction.atomic():
            user.save()
            with journal().change_set(actor=actor or user, label=f"Account {user.username}"):
                journal().record(
                    "user.created",
                    on=user,
                    before={},
                    after=field_values(user, ("username", "full_name", "is_superuser")),
                    title=user.display_name,
                )
    except IntegrityError:
        # Two took the name at the same moment, and both had found it free.
        raise Refused(f"{user.username} is taken; choose another name.", field="username") from None
    return user


def _known_zone(name: str) -> str:
    try:
        validate_time_zone(name)
    except ValidationError as error:
        raise Refused(error.messages[0], field="time_zone") from None
    return name


def first_administrator_create(*, person: Person) -> User:
    """The welcome page's only act; refused as soon as anybody is there, also when two press at once."""
    with transaction.atomic():
        _hold_the_door()
        if not is_installation_empty():
            raise Conflict("Tracktor has an administrator already; sign in instead.")
        return user_create(actor=None, person=person, is_superuser=True)


def _hold_the_door() -> None:
    """One at a time through the empty check: SQLite's transaction has the only write lock, PostgreSQL needs one."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7202)")


def password_set(*, actor: User, password: str) -> None:
    """Give oneself a new password. The log tells that it changed, never what it is."""
    with transaction.atomic(), journal().change_set(actor=actor, label="New password"):
        user = User.objects.select_for_update().get(pk=actor.pk)
        user.set_password(password)
        user.rev += 1
        user.save(update_fields=["password", "rev"])
        journal().record("user.password_changed", on=user, before={}, after={}, title=user.display_name)


def profile_update(*, actor: User, changes: dict[str, Any]) -> User:
    """Change one's own names, time zone and look. `changes` holds only fields of PROFILE_FIELDS."""
    unknown = set(changes) - set(PROFILE_FIELDS)
    if unknown:
        raise Refused(f"A profile has no {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.pk)
        before = field_values(user, list(changes))
        for field, value in changes.items():
            setattr(user, field, _clean_profile(user, field, value))
        after = field_values(user, list(changes))
        changed = [field for field in changes if before[field] != after[field]]
        if not changed:
            return user
        user.rev += 1
        user.save(update_fields=[*changed, "rev"])
        with journal().change_set(actor=actor, label="Profile"):
            journal().record(
                "user.updated",
                on=user,
                before={field: before[field] for field in changed},
                after={field: after[field] for field in changed},
                title=user.display_name,
            )
    return user


def user_set_departments(*, actor: User, user: User, departments: Sequence[Department]) -> User:
    """Say in which departments a person works; administrators do."""
    require_administrator(actor, "change in which departments people work")
    with transaction.atomic():
        row = User.objects.get_queryset().select_for_update().get(pk=user.pk)
        held = list(row.departments.all())
        if {line.pk for line in held} == {line.pk for line in departments}:
            return row
        row.departments.set(departments)
        row.rev += 1
        row.save(update_fields=["rev"])
        with journal().change_set(actor=actor, label=f"Departments of {row.display_name}"):
            journal().record(
                "user.departments_changed",
                on=row,
                before={"departments": [line.pk for line in held]},
                after={"departments": [line.pk for line in departments]},
                title=row.display_name,
                shown={"departments": [_listed(held), _listed(departments)]},
            )
    return row


def _listed(departments: Sequence[Department]) -> str:
    return ", ".join(line.name for line in departments)


def _clean_profile(user: User, field: str, value: Any) -> Any:
    if field == "full_name":
        return clean_name(value, field=field, length=80) if value.strip() else ""
    if field == "time_zone":
        return _known_zone(value)
    if field == "has_shortcuts":
        return bool(value)
    if field in _CHOICES:
        if value not in _CHOICES[field]:
            raise Refused("Choose one of the list.", field=field)
        return value
    return _clean_email(user, value)


def _clean_email(user: User, value: str) -> str:
    email = value.strip().lower()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(error.messages[0], field="email") from None
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise Refused(f"Somebody else here uses {email}.", field="email")
    return email
