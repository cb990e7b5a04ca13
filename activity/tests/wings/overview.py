"""Overview, milestones, history, trash, the past."""

import datetime

from projects.models import Milestone
from projects.services.milestones import (
    milestone_create,
    milestone_restore,
    milestone_set_reached,
    milestone_trash,
    milestone_update,
)

from ..stage import Act, Stage


def _make(stage: Stage) -> Milestone:
    row = milestone_create(
        actor=stage.owner, project=stage.project, name="Picture lock", date=datetime.date(2027, 1, 29)
    )
    return stage.keep("milestone", row)  # type: ignore[no-any-return]


def _held(stage: Stage) -> Milestone:
    return Milestone.objects.select_related("project").get(pk=stage.extra["milestone"].pk)


def _reach(stage: Stage) -> None:
    milestone_set_reached(actor=stage.owner, milestone=_held(stage), is_reached=True)


def _trash(stage: Stage) -> None:
    milestone_trash(actor=stage.owner, milestone=_held(stage))


ACTS: dict[str, Act] = {
    "milestone.created": Act(_make),
    "milestone.updated": Act(
        lambda s: milestone_update(
            actor=s.owner, milestone=_held(s), changes={"name": "Final lock", "date": datetime.date(2027, 2, 5)}
        ),
        prepare=_make,
    ),
    "milestone.reached": Act(_reach, prepare=_make),
    "milestone.reopened": Act(
        lambda s: milestone_set_reached(actor=s.owner, milestone=_held(s), is_reached=False),
        prepare=lambda s: (_make(s), _reach(s)),
    ),
    "milestone.trashed": Act(_trash, prepare=_make),
    "milestone.restored": Act(
        lambda s: milestone_restore(actor=s.owner, milestone=_held(s)), prepare=lambda s: (_make(s), _trash(s))
    ),
}
