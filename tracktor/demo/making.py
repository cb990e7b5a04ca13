"""The diary of the making: acts by day and hour, done in that order with the clock at that time."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import User
from core import clock
from projects.models import Project, TaskStatus
from shots.models import Entity, Task

# A task by its entity's code and the short name of its type.
TaskKey = tuple[str, str]


@dataclass
class Making:
    """What is still to be done, and what was made so far, by the names that the story uses."""

    now: datetime.datetime
    acts: list[tuple[int, float, Callable[[], object]]] = field(default_factory=list)
    people: dict[str, User] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    tasks: dict[TaskKey, Task] = field(default_factory=dict)
    statuses: dict[str, TaskStatus] = field(default_factory=dict)

    def plan(self, day: int, hour: float, act: Callable[[], object]) -> None:
        self.acts.append((day, hour, act))

    def run(self) -> None:
        """An act may lead to further ones of its own day or later."""
        while self.acts:
            # Stable: acts of the same time keep the order in which they were planned.
            self.acts.sort(key=lambda act: act[:2])
            day, hour, act = self.acts.pop(0)
            with clock.at(self.moment(day, hour)):
                act()

    def moment(self, day: int, hour: float) -> datetime.datetime:
        """Today's working day is squeezed into the last hours, so that nothing lies in the future."""
        if day == 0:
            return self.now - datetime.timedelta(minutes=20 * (18 - hour))
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        # Before today's first act, also where the command runs shortly after midnight.
        return min(midnight + datetime.timedelta(days=day, hours=hour), self.now - datetime.timedelta(hours=4))

    def date(self, day: int) -> datetime.date:
        """A day's date, moved off the weekend away from today; today stays today."""
        date = self.now.date() + datetime.timedelta(days=day)
        over = date.weekday() - 4
        if not day or over <= 0:
            return date
        return date - datetime.timedelta(days=over) if day < 0 else date + datetime.timedelta(days=3 - over)

    def load(self, project: Project) -> None:
        """Learn the project's entities, tasks and statuses by name, as its owner sees them."""
        owner = self.people["ana"]
        self.statuses |= {row.name: row for row in TaskStatus.objects.visible_to(owner)}
        entities = Entity.objects.visible_to(owner).filter(project=project).select_related("project")
        self.entities |= {row.code: row for row in entities}
        tasks = Task.objects.visible_to(owner).filter(project=project)
        for task in tasks.select_related("project", "entity__project", "task_type", "status"):
            self.tasks[task.entity.code, task.task_type.short_name] = task
