"""The dates that the demo production works towards."""

from functools import partial

from projects.services.milestones import milestone_create, milestone_set_reached

from .making import Making

# Name, the day it is for, and the day on which it was reached, counted from today.
FERRY = (
    ("Story lock", -30, -31),
    ("SQ010 to grade", 7, None),
    ("SQ020 animation lock", 21, None),
    ("Screening for the backers", 48, None),
)


def plan_milestones(making: Making, day: int) -> None:
    for name, due, reached in FERRY:
        making.plan(day, 11, partial(_make, making, name, due, reached))


def _make(making: Making, name: str, due: int, reached: int | None) -> None:
    ana, project = making.people["ana"], making.projects["ferry"]
    row = milestone_create(actor=ana, project=project, name=name, date=making.date(due))
    if reached is not None:
        making.plan(reached, 17, lambda: milestone_set_reached(actor=ana, milestone=row, is_reached=True))
