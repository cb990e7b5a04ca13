from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from core.models import TrashQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    from .models import Membership, Milestone, Project, StudioTemplate, TaskStatus  # noqa: F401 - ruff misses names in quotes
    from .models.catalogue import CatalogueRow

C = TypeVar("C", bound="CatalogueRow")


class ProjectQuerySet(TrashQuerySet["Project"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Projects out of the trash of which the person is a member; all for administrators."""
        if not viewer.is_authenticated:
            return self.none()
        rows = self.present()
        if viewer.is_superuser:
            return rows
        return rows.filter(pk__in=_memberships().filter(user=viewer).values("project_id"))

    def trash_visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Projects in the trash that the person owns, and so may restore; all for administrators."""
        if not viewer.is_authenticated:
            return self.none()
        rows = self.in_trash()
        if viewer.is_superuser:
            return rows
        return rows.filter(pk__in=_memberships().filter(user=viewer, role="owner").values("project_id"))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """The members of projects that the person sees."""
        if not viewer.is_authenticated:
            return self.none()
        rows = self.filter(project__trashed_at=None)
        if viewer.is_superuser:
            return rows
        return rows.filter(project_id__in=_memberships().filter(user=viewer).values("project_id"))


class StudioTemplateQuerySet(TrashQuerySet["StudioTemplate"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Templates are the studio's: everybody who may make a project chooses from all of them."""
        return self.present() if viewer.is_authenticated else self.none()


class MilestoneQuerySet(TrashQuerySet["Milestone"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        from .models import Project

        return self.present().filter(project__in=Project.objects.visible_to(viewer))


class CatalogueQuerySet(TrashQuerySet[C]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Studio rows for every signed-in person, local rows for who sees their project."""
        if not viewer.is_authenticated:
            return self.none()
        rows = self.present()
        if viewer.is_superuser:
            return rows
        own = _memberships().filter(user=viewer).values("project_id")
        return rows.filter(Q(project=None) | Q(project_id__in=own))

    def studio(self) -> Self:
        return self.present().filter(project=None)

    def in_pipeline(self, project: Project) -> Self:
        """What the project uses, in the project's order."""
        lines = getattr(project, self.model.lines).filter(**{self.model.field: OuterRef("pk")})
        place = Subquery(lines.values("order")[:1])
        return self.annotate(place=place).filter(place__isnull=False).order_by("place", "pk")


class StatusQuerySet(CatalogueQuerySet["TaskStatus"]):
    def as_in(self, project: Project | int) -> Self:
        """With the colours that the project gives them."""
        from .models import PipelineStatus

        lines = PipelineStatus.objects.filter(project=project, status=OuterRef("pk"))
        return self.annotate(project_colour=Coalesce(Subquery(lines.values("colour")[:1]), Value("")))


_StatusManager = models.Manager.from_queryset(StatusQuerySet)


class StatusManager(_StatusManager["TaskStatus"]):
    """Statuses are asked with the colours of a project."""


def _memberships() -> models.QuerySet[Membership]:
    from .models import Membership

    return Membership.objects.all()
