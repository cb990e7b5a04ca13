from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from notes.models import Note
from projects.models import Membership, Project
from shots.models import Version

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    from .models import Item, Watch  # noqa: F401 - ruff misses names in quotes


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """The person's own items that stand: asked anew at each reading, since roles, notes and acts change.

        Gone are those of acts that were taken back, of things in the trash, of projects that the person has left,
        and for clients all that is not meant for them.
        """
        if not viewer.is_authenticated:
            return self.none()
        rows = self.filter(
            Q(entity=None) | Q(entity__trashed_at=None),
            Q(task=None) | Q(task__trashed_at=None),
            Q(version=None) | Q(version__in=Version.objects.visible_to(viewer)),
            Q(note=None) | Q(note__in=Note.objects.visible_to(viewer)),
            user=viewer,
            change_set__undone_at=None,
            project__in=Project.objects.visible_to(viewer),
        )
        as_client = Membership.objects.filter(user=viewer, is_client=True).values("project_id")
        return rows if viewer.is_superuser else rows.exclude(Q(is_internal=True) & Q(project_id__in=as_client))

    def unread(self) -> Self:
        return self.filter(read_at=None)


class WatchQuerySet(models.QuerySet["Watch"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """The person's own choices, of what the person sees."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(
            Q(entity=None) | Q(entity__trashed_at=None), user=viewer, project__in=Project.objects.visible_to(viewer)
        )

    def made(self) -> Self:
        """Without the choices that were taken back."""
        return self.exclude(choice="")
