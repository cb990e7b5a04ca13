from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.models import Department
from core import clock
from core.models import Revised, Trashable
from core.rates import exact_rate
from files.models import StoredFile

from ..querysets import MembershipQuerySet, MilestoneQuerySet, ProjectQuerySet


class ProjectKind(models.TextChoices):
    SHORT = "short", "Short film"
    COMMERCIAL = "commercial", "Commercial"
    FEATURE = "feature", "Feature"
    SERIES = "series", "Series"
    GAME = "game", "Game cinematics"
    OTHER = "other", "Other"


class ProjectStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    ON_HOLD = "on_hold", "On hold"
    COMPLETED = "completed", "Completed"
    ARCHIVED = "archived", "Archived"


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    CONTRIBUTOR = "contributor", "Contributor"
    VIEWER = "viewer", "Viewer"


class Project(Revised, Trashable):
    """A production. `fps` is the rate as people say it (23.976); `frame_rate` is the exact one (24000/1001)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_projects")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600, editable=False)
    code = models.CharField(max_length=20)
    code_key = models.CharField(max_length=60, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=ProjectKind, default=ProjectKind.SHORT)
    status = models.CharField(max_length=12, choices=ProjectStatus, default=ProjectStatus.ACTIVE)
    fps = models.DecimalField(
        max_digits=7,
        decimal_places=3,
        default=Decimal(24),
        validators=[MinValueValidator(Decimal("0.001")), MaxValueValidator(1000)],
    )
    width = models.PositiveIntegerField(default=1920)
    height = models.PositiveIntegerField(default=1080)
    first_frame = models.PositiveIntegerField(default=1001)
    handles = models.PositiveSmallIntegerField(default=8)
    planned_shots = models.PositiveIntegerField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    share_code = models.CharField(max_length=16, unique=True, null=True, editable=False)
    viewers_may_note = models.BooleanField(default=False)
    is_library = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        permissions = [
            ("edit_production", "Create and edit shots, assets and tasks"),
            ("set_statuses", "Set task statuses"),
            ("write_notes", "Write notes"),
            ("publish_versions", "Publish versions"),
            ("manage_project", "Edit the project and its pipeline"),
            ("manage_members", "Add, change and remove members"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name_key"], condition=Q(trashed_at=None), name="project_name_per_owner"
            ),
            models.CheckConstraint(condition=Q(fps__gt=0) & Q(fps__lte=1000), name="project_fps_in_range"),
            models.CheckConstraint(
                condition=Q(due_date=None) | Q(start_date=None) | Q(due_date__gte=F("start_date")),
                name="project_dates_ordered",
            ),
            models.CheckConstraint(
                condition=Q(width__range=(1, 65_536)) & Q(height__range=(1, 65_536)),
                name="project_resolution",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:project-overview", args=[self.code])

    @property
    def frame_rate(self) -> Fraction:
        """Frames a second, exact: what every timecode is counted with."""
        return exact_rate(self.fps)

    @property
    def fps_text(self) -> str:
        """The rate without trailing zeros: "24", "23.976"."""
        return f"{self.fps.normalize():f}"

    @property
    def thumbnail_url(self) -> str:
        """The address of the picture; empty when the drawn placeholder stands for it."""
        return self._picture("large")

    @property
    def small_thumbnail_url(self) -> str:
        return self._picture("small")

    def _picture(self, size: str) -> str:
        return reverse(f"files:picture-{size}", args=[self.thumbnail.uid]) if self.thumbnail else ""

    @property
    def is_read_only(self) -> bool:
        return self.status == ProjectStatus.ARCHIVED


class Membership(models.Model):
    """What a person is in a project. Written only together with the guardian grants (projects.services.members)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    is_client = models.BooleanField(default=False)
    departments = models.ManyToManyField(Department, blank=True, related_name="+")
    approves = models.ManyToManyField(Department, blank=True, related_name="+")
    approves_all = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(is_client=False) | Q(role=Role.VIEWER), name="membership_clients_view"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Favourite(models.Model):
    """A project that a person keeps on top of the own list."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="favourites")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="favourite_once")]

    def __str__(self) -> str:
        return f"{self.project} · {self.user}"


class Milestone(Revised, Trashable):
    """A date that the project works towards: picture lock, delivery, a screening."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=120)
    date = models.DateField()
    is_reached = models.BooleanField(default=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def days_left(self) -> int:
        return (self.date - timezone.localdate()).days

    @property
    def distance(self) -> str:
        return distance_in_words(self.days_left)


def distance_in_words(days: int) -> str:
    """How far away a day is, as people say it: "today", "7 days", "3 weeks", "2 days late"."""
    if days == 0:
        return "today"
    count, unit = (abs(days), "day") if abs(days) < 15 else (round(abs(days) / 7), "week")
    words = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return words if days > 0 else f"{words} late"


class ProjectUserObjectPermission(UserObjectPermissionBase):
    """guardian's grants of a project with a real foreign key, so that they join and vanish with it."""

    content_object = models.ForeignKey(Project, on_delete=models.CASCADE)


class ProjectGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Project, on_delete=models.CASCADE)
