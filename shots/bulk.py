"""How many of a filter's rows have tasks of which type, and in how many somebody has begun."""

from dataclasses import dataclass

from django.db.models import Count, Q

from projects.models import Project, TaskType

from .grid import columns_of
from .models import Kind, Task
from .querysets import EntityQuerySet
from .services.bulk_tasks import with_work


@dataclass(frozen=True)
class TypeCount:
    """Of `total` rows `missing` have no "main" task of the type; `tasks` are there, `begun` have work in them."""

    task_type: TaskType
    total: int
    missing: int
    tasks: int
    begun: int

    @property
    def idle(self) -> int:
        return self.tasks - self.begun


def counts_of(project: Project, kind: Kind, rows: EntityQuerySet) -> list[TypeCount]:
    total = rows.order_by().count()
    tasks = Task.objects.present().filter(entity__in=rows.order_by().values("pk"))
    by_type = tasks.order_by().values_list("task_type_id")
    held = {
        key: (main, every)
        for key, main, every in by_type.annotate(main=Count("pk", filter=Q(name_key="main")), every=Count("pk"))
    }
    begun = dict(with_work(tasks).order_by().values_list("task_type_id").annotate(count=Count("pk")))
    found = []
    for column in columns_of(project, kind):
        main, every = held.get(column.pk, (0, 0))
        found.append(TypeCount(column, total, total - main, every, begun.get(column.pk, 0)))
    return found
