"""What the acts of the undo tests are done to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from events.services import change_set
from projects.models import Membership, Project
from shots.models import Entity, Kind, Task
from shots.services.insert import EntitySpec, insert_entities
from shots.tests.factories import task_of


@dataclass
class Stage:
    """What the acts are done to, as the project's owner; `extra` is what `prepare` leaves for the act."""

    owner: User
    project: Project
    contributor: User
    administrator: User
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def sequence(self) -> Entity:
        return Entity.objects.get(project=self.project, kind=Kind.SEQUENCE, name="SQ010")

    @property
    def shot(self) -> Entity:
        return Entity.objects.get(project=self.project, kind=Kind.SHOT, name="SH0010")

    @property
    def asset(self) -> Entity:
        return Entity.objects.get(project=self.project, kind=Kind.ASSET, name="Fox")

    @property
    def episode(self) -> Entity:
        held = Entity.objects.filter(project=self.project, kind=Kind.EPISODE).first()
        return held or self.make_episode()

    def make_episode(self) -> Entity:
        # No page makes episodes yet; the log knows them.
        with change_set(actor=self.owner, label="New episode", project_id=self.project.pk):
            return insert_entities(project=self.project, kind=Kind.EPISODE, specs=[EntitySpec(name="EP01")])[0]

    @property
    def task(self) -> Task:
        return task_of(self.shot)

    @property
    def member(self) -> Membership:
        return Membership.objects.select_related("project", "user").get(project=self.project, user=self.contributor)

    def entity(self, kind: str) -> Entity:
        found: Entity = getattr(self, kind)
        return Entity.objects.select_related("project").get(pk=found.pk)

    def keep(self, name: str, value: Any) -> Any:
        self.extra[name] = value
        return value


@dataclass(frozen=True)
class Act:
    act: Callable[[Stage], Any]
    prepare: Callable[[Stage], Any] = lambda stage: None
    by: str = "owner"
