"""People and the departments they work in."""

import datetime
import re
import zoneinfo
from functools import cache
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core import clock
from core.locale import DEFAULT, LOCALES
from core.models import Revised

from .querysets import InvitationQuerySet, UserManager

# Plain letters only: the name is typed in mentions, on command lines and in TIK Manager's project files.
username_validator = RegexValidator(
    re.compile(r"^[a-z0-9][a-z0-9._-]*\Z"),
    "Small letters, digits, dot, dash and underscore; no spaces.",
)
PEOPLE_COLOURS = 9


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError("This is no known time zone; choose one of the list, such as Europe/Berlin.")


class Department(Revised):
    """A department of the studio. `colour` is the name of a department token of the design."""

    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=200, unique=True, editable=False)
    short_name = models.CharField(max_length=8)
    colour = models.CharField(max_length=12, default="cmp")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Theme(models.TextChoices):
    DARK = "tracktor-dark", "Dark"
    LIGHT = "tracktor-light", "Light"
    SYSTEM = "system", "As the system"


class Density(models.TextChoices):
    COMPACT = "compact", "Compact"
    NORMAL = "normal", "Normal"
    THUMB = "thumb", "Large pictures"


def locale_choices() -> list[tuple[str, str]]:
    return [(locale.code, locale.sample) for locale in LOCALES.values()]


class User(AbstractBaseUser, PermissionsMixin, Revised):
    """A person or a bot. Never deleted: deactivated, since the log speaks of everybody for ever."""

    username = models.CharField(max_length=30, unique=True, validators=[username_validator])
    full_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    departments = models.ManyToManyField(Department, blank=True, related_name="people")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    theme = models.CharField(max_length=16, choices=Theme, default=Theme.DARK)
    density = models.CharField(max_length=8, choices=Density, default=Density.NORMAL)
    locale = models.CharField(max_length=8, choices=locale_choices, default=DEFAULT)
    has_shortcuts = models.BooleanField(default=True)
    # The uid of a StoredFile: files are a higher app.
    avatar_uid = models.UUIDField(null=True, blank=True, editable=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_bot = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Raised to end every log-in at once, also those that nobody listed.
    sessions_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, with the epoch: whose hash differs is signed out."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        told = f"{self.password}:{self.sessions_epoch}" if self.sessions_epoch else self.password
        return salted_hmac(salt, told, secret=secret, algorithm="sha256").hexdigest()

    @property
    def display_name(self) -> str:
        return self.full_name or self.username

    @property
    def first_name(self) -> str:
        return self.display_name.split(" ")[0]

    @property
    def initials(self) -> str:
        parts = self.display_name.replace(".", " ").replace("-", " ").split()
        letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else list(self.display_name[:2])
        return "".join(letters).upper()

    @property
    def colour(self) -> int:
        """1 to 9: which pair of the people tokens the avatar wears."""
        return (self.pk or 0) % PEOPLE_COLOURS + 1

    @property
    def avatar_url(self) -> str:
        return avatar_url(str(self.avatar_uid)) if self.avatar_uid else ""


@cache
def _avatar_pattern() -> str:
    # By name: the view stands in a higher app. Once, since a table shows hundreds of faces.
    return reverse("files:picture-small", args=["00000000-0000-0000-0000-000000000000"])


def avatar_url(uid: str) -> str:
    return _avatar_pattern().replace("00000000-0000-0000-0000-000000000000", uid)


class Registration(models.TextChoices):
    OPEN = "open", "Open"
    INVITATION = "invitation", "By invitation"
    CLOSED = "closed", "Closed"


class Studio(Revised):
    """The installation as a whole; one row, made by the first change."""

    name = models.CharField(max_length=60, blank=True)
    registration = models.CharField(max_length=10, choices=Registration, default=Registration.OPEN)
    invitation_days = models.PositiveSmallIntegerField(default=7)

    def __str__(self) -> str:
        return self.name or "Tracktor"


class Invitation(models.Model):
    """A link that lets one person in, once. Only the hash of its token is kept; project and role are plain upward."""

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    project_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=16, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name or self.email or f"Invitation {self.pk}"

    def state_at(self, moment: datetime.datetime) -> str:
        """ "accepted", "revoked", "expired" or "open"."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= moment else "open"

    @property
    def state(self) -> str:
        return self.state_at(clock.now())
