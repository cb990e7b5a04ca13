from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.models import TrashQuerySet
from projects.models import Membership, Project
from shots.models import Version

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    from .models import Note  # noqa: F401 - ruff misses names in quotes


class NoteQuerySet(TrashQuerySet["Note"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Notes of projects that the person sees; clients read only what is meant for them.

        An answer is seen where the note is that it answers, a note on a version where the version is.
        """
        rows = self.present().filter(
            Q(parent=None) | Q(parent__trashed_at=None),
            Q(version=None) | Q(version__in=Version.objects.visible_to(viewer)),
            project__in=Project.objects.visible_to(viewer),
            subject_entity__trashed_at__isnull=True,
        )
        if not viewer.is_authenticated or viewer.is_superuser:
            return rows
        as_client = Membership.objects.filter(user=viewer, is_client=True).values("project_id")
        hidden = Q(is_client_visible=False) | Q(parent__is_client_visible=False)
        return rows.exclude(hidden & Q(project_id__in=as_client))
