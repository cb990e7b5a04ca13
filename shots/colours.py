"""The colours that projects give to statuses, on tasks that were read with their statuses."""

from collections.abc import Sequence

from projects.models import PipelineStatus

from .models import Task


def paint(tasks: Sequence[Task]) -> None:
    """Each task's status as its own project shows it: one query for tasks of any number of projects."""
    lines = PipelineStatus.objects.filter(project__in={task.project_id for task in tasks}).exclude(colour="")
    colours = {
        (project, status): hue for project, status, hue in lines.values_list("project_id", "status_id", "colour")
    }
    for task in tasks:
        task.status.project_colour = colours.get((task.project_id, task.status_id), "")
