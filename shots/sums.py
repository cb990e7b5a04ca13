"""Sums of a whole filter, for the line below the table."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum

from projects.bars import BAR_ORDER
from projects.models import Category, Project

from .models import Task
from .querysets import EntityQuerySet


@dataclass(frozen=True)
class Sums:
    """`count` rows, `frames` of all, `seconds` at the project's exact rate, tasks by status category."""

    count: int
    frames: int
    seconds: float
    legend: list[tuple[Category, int]]

    @property
    def running_time(self) -> str:
        """Minutes and seconds: 35:33."""
        whole = round(self.seconds)
        return f"{whole // 60}:{whole % 60:02d}"


def sums_of(rows: EntityQuerySet, project: Project) -> Sums:
    """Three sums in two queries; omitted rows are counted as rows, not as work."""
    whole = rows.order_by().aggregate(count=Count("pk"), frames=Sum(F("frame_out") - F("frame_in") + 1, default=0))
    counts = dict(
        Task.objects.present()
        .filter(entity__in=rows.filter(is_omitted=False).order_by().values("pk"))
        .values_list("status__category")
        .annotate(count=Count("pk"))
        .order_by()
    )
    legend = [(category, counts[category]) for category in BAR_ORDER if counts.get(category)]
    return Sums(whole["count"], whole["frames"], float(whole["frames"] / project.frame_rate), legend)
