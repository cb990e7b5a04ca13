"""Sequences, shots and assets for tests, made by the services with the tasks of the pipeline."""

from typing import Any

import factory

from projects.models import AssetType, Category, TaskStatus
from projects.tests.factories import ProjectFactory
from shots.models import Entity, Task
from shots.services import AssetInput, ShotInput, asset_create, sequence_ensure, shot_create


class SequenceFactory(factory.Factory):
    class Meta:
        model = Entity

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"SQ{(n + 1) * 10:03d}")

    @classmethod
    def _create(cls, model_class: type[Entity], *args: Any, **values: Any) -> Entity:
        project = values["project"]
        return sequence_ensure(actor=values.get("actor", project.owner), project=project, name=values["name"])


class ShotFactory(factory.Factory):
    """`ShotFactory(sequence=sq010, name="SH0010", frame_in=1001, frame_out=1048)`; its tasks come along."""

    class Meta:
        model = Entity

    project = factory.LazyAttribute(lambda self: self.sequence.project if self.sequence else ProjectFactory())
    sequence = None
    name = factory.Sequence(lambda n: f"SH{(n + 1) * 10:04d}")

    @classmethod
    def _create(cls, model_class: type[Entity], *args: Any, **values: Any) -> Entity:
        project = values.pop("project")
        actor = values.pop("actor", project.owner)
        return shot_create(actor=actor, project=project, given=ShotInput(**values))


class AssetFactory(factory.Factory):
    """`AssetFactory(project=ark, name="Fox", asset_type="Creature")`."""

    class Meta:
        model = Entity

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"Asset {n}")
    asset_type = "Character"

    @classmethod
    def _create(cls, model_class: type[Entity], *args: Any, **values: Any) -> Entity:
        project = values.pop("project")
        actor = values.pop("actor", project.owner)
        values["asset_type"] = AssetType.objects.studio().get(name=values["asset_type"])
        return asset_create(actor=actor, project=project, given=AssetInput(**values))


def task_of(entity: Entity, short_name: str = "ANM") -> Task:
    """The entity's task of a type, such as ANM (shots) or MOD (assets)."""
    return Task.objects.select_related("project", "entity", "task_type", "status").get(
        entity=entity, task_type__short_name=short_name
    )


def status(category: str = Category.WIP, **more: Any) -> TaskStatus:
    """A studio status by category, or by name: `status(name="Approved")`."""
    wanted = more or {"category": category}
    return TaskStatus.objects.studio().filter(**wanted).order_by("order")[0]
