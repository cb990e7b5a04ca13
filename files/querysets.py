from __future__ import annotations

from typing import TYPE_CHECKING, Self

from core.models import TrashQuerySet

from .registry import visible_filter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    from .models import StoredFile  # noqa: F401 - ruff misses names in quotes


class StoredFileQuerySet(TrashQuerySet["StoredFile"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Files of projects that the person sees, and the person's own; everything for administrators."""
        if not viewer.is_authenticated:
            return self.none()
        rows = self.present()
        return rows if viewer.is_superuser else rows.filter(visible_filter(viewer))
