"""The catalogue (studio-wide rows, and rows local to one project) and the pipeline rows that pick from it.

Rules ask a status's category, never its name: studios rename, the category stays.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import Department
from core.models import Revised, Trashable

from ..querysets import CatalogueQuerySet, StatusManager
from .project import Project


class Category(models.TextChoices):
    TODO = "todo", "To do"
    WIP = "wip", "In progress"
    REVIEW = "review", "Review"
    RETAKE = "retake", "Retake"
    BLOCKED = "blocked", "Blocked"
    DONE = "done", "Done"
    OMITTED = "omitted", "Omitted"


ICONS = {
    Category.TODO: "st-todo",
    Category.WIP: "st-wip",
    Category.REVIEW: "st-review",
    Category.RETAKE: "st-retake",
    Category.BLOCKED: "st-blocked",
    Category.DONE: "st-done",
    Category.OMITTED: "st-omitted",
}


# Tokens of the design: departments are a line, a status may take one of eight hues that no category has.
DEPARTMENT_COLOURS = {
    "lay": "Sky",
    "tex": "Blue",
    "cmp": "Lavender",
    "dmp": "Mauve",
    "rig": "Rose",
    "fx": "Orange",
    "lgt": "Gold",
    "cfx": "Olive",
    "anm": "Green",
    "mod": "Turquoise",
}
HUES = ("yellow", "lime", "teal", "cyan", "indigo", "pink", "orange", "brown")


def unique_in_catalogue(name: str) -> models.UniqueConstraint:
    """One name per project, and one among the studio rows: NULL projects count as equal."""
    return models.UniqueConstraint(Coalesce("project", 0), "name_key", condition=Q(trashed_at=None), name=name)


class CatalogueRow(Revised, Trashable):
    """`project` empty: a row of the studio, which administrators edit; set: local to that project.

    Rows leave by the trash only: the log and old notes go on speaking of them. `lines` names the project's relation
    to the pipeline rows, `field` what they call the row.
    """

    lines: ClassVar[str]
    field: ClassVar[str]

    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=200, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class TaskType(CatalogueRow):
    lines, field = "pipeline_task_types", "task_type"

    short_name = models.CharField(max_length=8)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    colour = models.CharField(max_length=12, default="cmp")
    for_shots = models.BooleanField(default=False)
    for_assets = models.BooleanField(default=False)
    for_sequences = models.BooleanField(default=False)
    for_episodes = models.BooleanField(default=False)

    class Meta(CatalogueRow.Meta):
        constraints = [unique_in_catalogue("task_type_name")]

    @property
    def css(self) -> str:
        return f"dep-{self.colour}"

    def fits(self, kind: str) -> bool:
        """Whether entities of this kind ("shot", "asset", "sequence", "episode") have tasks of this type."""
        return bool(getattr(self, f"for_{kind}s"))


class TaskStatus(CatalogueRow):
    """`colour` is empty for the category's own colour, else one of HUES.

    `project_colour` is what a project shows instead, where the row was read for that project.
    """

    lines, field = "pipeline_statuses", "status"
    project_colour: str = ""

    short_name = models.CharField(max_length=8)
    category = models.CharField(max_length=8, choices=Category)
    colour = models.CharField(max_length=12, blank=True)
    artists_may_set = models.BooleanField(default=True)
    clients_may_set = models.BooleanField(default=False)

    objects: ClassVar[StatusManager] = StatusManager()

    class Meta(CatalogueRow.Meta):
        constraints = [unique_in_catalogue("task_status_name")]

    @property
    def css(self) -> str:
        colour = self.project_colour or self.colour
        return f"st-x-{colour}" if colour else f"st-{self.category}"

    @property
    def icon(self) -> str:
        return ICONS[Category(self.category)]


class AssetType(CatalogueRow):
    lines, field = "pipeline_asset_types", "asset_type"

    class Meta(CatalogueRow.Meta):
        constraints = [unique_in_catalogue("asset_type_name")]


class PipelineLine(Revised):
    """A row of the catalogue that a project uses, at its place in the project's order."""

    field: ClassVar[str]

    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.row)

    @property
    def row(self) -> CatalogueRow:
        found: CatalogueRow = getattr(self, self.field)
        return found

    @property
    def row_id(self) -> int:
        found: int = getattr(self, f"{self.field}_id")
        return found


class PipelineTaskType(PipelineLine):
    """A task type that a project uses. `is_automatic`: new shots or assets get the task by themselves.

    `prerequisites` are the lines whose work comes first.
    """

    field = "task_type"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pipeline_task_types")
    task_type = models.ForeignKey(TaskType, on_delete=models.PROTECT, related_name="+")
    default_status = models.ForeignKey(TaskStatus, on_delete=models.PROTECT, null=True, related_name="+")
    is_automatic = models.BooleanField(default=True)
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="+")

    class Meta(PipelineLine.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "task_type"], name="pipeline_task_type_once")]


class PipelineStatus(PipelineLine):
    """A status that a project uses; `colour` overrides the catalogue's where it is set."""

    field = "status"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pipeline_statuses")
    status = models.ForeignKey(TaskStatus, on_delete=models.PROTECT, related_name="+")
    colour = models.CharField(max_length=12, blank=True)

    class Meta(PipelineLine.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "status"], name="pipeline_status_once")]


class PipelineAssetType(PipelineLine):
    field = "asset_type"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pipeline_asset_types")
    asset_type = models.ForeignKey(AssetType, on_delete=models.PROTECT, related_name="+")

    class Meta(PipelineLine.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "asset_type"], name="pipeline_asset_type_once")]


Line = PipelineTaskType | PipelineStatus | PipelineAssetType
