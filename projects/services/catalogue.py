"""The studio's catalogue and a project's pipeline rows."""

from accounts.models import Department, User
from core.text import name_key
from events.services import change_set, record

from ..defaults import ASSET_TYPES, STATUSES, TASK_TYPES, ProjectTemplate
from ..models import (
    AssetType,
    Category,
    PipelineAssetType,
    PipelineStatus,
    PipelineTaskType,
    Project,
    TaskStatus,
    TaskType,
)
from ..permissions import require
from ..roles import MANAGE


def studio_catalogue_ensure(*, actor: User) -> None:
    """Give an empty studio its departments, task types, statuses and asset types; leave a filled one alone.

    No right is asked for: the first project of an installation makes the catalogue, whoever makes that project.
    """
    if TaskStatus.objects.studio().exists():
        return
    with change_set(actor=actor, label="Studio catalogue"):
        departments = [
            Department(
                name=row.name,
                name_key=name_key(row.name),
                short_name=row.short_name,
                colour=row.colour,
                order=order,
            )
            for order, row in enumerate(TASK_TYPES)
        ]
        Department.objects.bulk_create(departments)
        TaskType.objects.bulk_create(
            TaskType(
                name=row.name,
                name_key=name_key(row.name),
                short_name=row.short_name,
                department=department,
                colour=row.colour,
                for_shots=row.shots,
                for_assets=row.assets,
                order=order,
            )
            for order, (row, department) in enumerate(zip(TASK_TYPES, departments, strict=True))
        )
        TaskStatus.objects.bulk_create(
            TaskStatus(
                name=row.name,
                name_key=name_key(row.name),
                short_name=row.short_name,
                category=row.category,
                colour=row.colour,
                artists_may_set=row.artists_may_set,
                clients_may_set=row.clients_may_set,
                order=order,
            )
            for order, row in enumerate(STATUSES)
        )
        AssetType.objects.bulk_create(
            AssetType(name=name, name_key=name_key(name), order=order) for order, name in enumerate(ASSET_TYPES)
        )
        for department in departments:
            record(
                "catalogue.created",
                on=department,
                before={},
                after={"name": department.name},
                title=department.name,
            )


def pipeline_apply_template(*, actor: User, project: Project, template: ProjectTemplate) -> None:
    """Fill an empty pipeline from a template: task types in its order, every studio status and asset type."""
    require(actor, MANAGE, project)
    types = {row.short_name: row for row in TaskType.objects.studio()}
    statuses = list(TaskStatus.objects.studio())
    first = next(row for row in statuses if row.category == Category.TODO)
    with change_set(actor=actor, label=f"Pipeline of {project.name}", project_id=project.pk):
        chosen = [types[name] for name in (*template.shots, *template.assets) if name in types]
        PipelineTaskType.objects.bulk_create(
            PipelineTaskType(project=project, task_type=row, order=order, default_status=first)
            for order, row in enumerate(chosen)
        )
        PipelineStatus.objects.bulk_create(
            PipelineStatus(project=project, status=row, order=order) for order, row in enumerate(statuses)
        )
        PipelineAssetType.objects.bulk_create(
            PipelineAssetType(project=project, asset_type=row, order=order)
            for order, row in enumerate(AssetType.objects.studio())
        )
        record(
            "pipeline.filled",
            on=project,
            before={},
            after={"template": template.key},
            title=project.name,
            project_id=project.pk,
        )
