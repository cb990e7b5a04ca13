from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from .models import Invitation, User  # noqa: F401 - ruff misses names in quotes


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Yourself and people who share a project with you; administrators see everybody."""
        if not viewer.is_authenticated:
            return self.none()
        if viewer.is_superuser:
            return self
        # Named by path: memberships live in a higher app, which this one does not import.
        shared = self.model._default_manager.filter(
            memberships__project__memberships__user=viewer, memberships__project__trashed_at=None
        )
        return self.filter(Q(pk=viewer.pk) | Q(pk__in=shared.values("pk")))

    def active(self) -> Self:
        return self.filter(is_active=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Administrators invite, and see who was invited."""
        return self if viewer.is_authenticated and viewer.is_superuser else self.none()

    def open_at(self, moment: datetime.datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=moment)


class UserManager(BaseUserManager["User"]):
    """Log-in asks by username, which is stored in lower case."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: User | AnonymousUser) -> UserQuerySet:
        return self.get_queryset().visible_to(viewer)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").lower())
