"""People and the departments they work in."""

import re
import zoneinfo
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core import clock
from core.models import Revised

from .querysets import UserManager

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


class User(AbstractBaseUser, PermissionsMixin, Revised):
    """A person or a bot. Never deleted: deactivated, since the log speaks of everybody for ever."""

    username = models.CharField(max_length=30, unique=True, validators=[username_validator])
    full_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    departments = models.ManyToManyField(Department, blank=True, related_name="people")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    theme = models.CharField(max_length=16, choices=Theme, default=Theme.DARK)
    density = models.CharField(max_length=8, choices=Density, default=Density.NORMAL)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_bot = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

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
