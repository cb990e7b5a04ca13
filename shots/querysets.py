from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from core.models import TrashQuerySet
from projects.models import Category, Membership, Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    from .models import Casting, Cut, Entity, Task, Version  # noqa: F401 - ruff misses names in quotes


class EntityQuerySet(TrashQuerySet["Entity"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Entities out of the trash, of projects that the person sees."""
        return self.present().filter(project__in=Project.objects.visible_to(viewer))

    def trash_visible_to(self, viewer: User | AnonymousUser) -> Self:
        """What lies in the trash of projects that the person sees."""
        return self.in_trash().filter(project__in=Project.objects.visible_to(viewer))

    def in_order(self) -> Self:
        return self.order_by("sort_key")


_EntityManager = models.Manager.from_queryset(EntityQuerySet)


class EntityManager(_EntityManager["Entity"]):
    kind: str | None = None

    def get_queryset(self) -> EntityQuerySet:
        rows = EntityQuerySet(self.model, using=self._db)
        return rows.filter(kind=self.kind) if self.kind else rows


class ShotManager(EntityManager):
    kind = "shot"


class AssetManager(EntityManager):
    kind = "asset"


class SequenceManager(EntityManager):
    kind = "sequence"


class EpisodeManager(EntityManager):
    kind = "episode"


class TaskQuerySet(TrashQuerySet["Task"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Tasks out of the trash, their entity too, of projects that the person sees."""
        return self.present().filter(project__in=Project.objects.visible_to(viewer), entity__trashed_at__isnull=True)

    def counted(self) -> Self:
        """Tasks that sums speak of: those of omitted shots don't count as work."""
        return self.present().filter(entity__trashed_at=None, entity__is_omitted=False)

    def open(self) -> Self:
        return self.exclude(Q(status__category=Category.DONE) | Q(status__category=Category.OMITTED))


class CastingQuerySet(models.QuerySet["Casting"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Castings in entities of projects that the person sees, both ends out of the trash.

        The asset may be of a library that the person does not see: its name belongs to the casting.
        """
        return self.filter(
            project__in=Project.objects.visible_to(viewer), entity__trashed_at=None, asset__trashed_at=None
        )


class VersionQuerySet(TrashQuerySet["Version"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Versions out of the trash, their entity and task too, of projects that the person sees.

        Clients see none that is still being worked on.
        """
        rows = self.present().filter(
            Q(task=None) | Q(task__trashed_at=None),
            project__in=Project.objects.visible_to(viewer),
            entity__trashed_at=None,
        )
        if not viewer.is_authenticated or viewer.is_superuser:
            return rows
        as_client = Membership.objects.filter(user=viewer, is_client=True).values("project_id")
        return rows.exclude(status="wip", project_id__in=as_client)

    def trash_visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.in_trash().filter(project__in=Project.objects.visible_to(viewer))


class CutQuerySet(TrashQuerySet["Cut"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.present().filter(project__in=Project.objects.visible_to(viewer))

    def trash_visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.in_trash().filter(project__in=Project.objects.visible_to(viewer))
