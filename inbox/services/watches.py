"""Following and muting. Nobody else sees it: the events stand outside projects, where people see only their own."""

from collections.abc import Sequence

from accounts.models import User
from core.errors import Forbidden, Refused
from events.models import Event
from events.services import change_set, record
from projects.models import Project
from projects.permissions import require
from projects.roles import VIEW
from shots.models import Entity

from ..models import Choice, Watch

_LABELS = {Choice.FOLLOW: "Follow", Choice.MUTE: "Mute", Choice.NONE: "Neither follow nor mute"}


def watch_set(*, actor: User, project: Project, entity: Entity | None = None, choice: str) -> Watch:
    """Follow or mute a project or one of its entities for oneself, or do neither."""
    require(actor, VIEW, project)
    if choice not in Choice.values:
        raise Refused("Choose to follow, to mute, or neither.", field="choice")
    name = entity.code if entity else project.name
    with change_set(actor=actor, label=f"{_LABELS[Choice(choice)]} {name}"):
        row, _ = Watch.objects.get_or_create(user=actor, project=project, entity=entity)
        before, row.choice = row.choice, choice
        if before != choice:
            row.save(update_fields=["choice"])
            record("watch.changed", on=row, before={"choice": before}, after={"choice": choice}, title=name)
    return row


def watch_back(actor: User, events: Sequence[Event]) -> None:
    rows = Watch.objects.select_related("project", "entity").in_bulk([event.target_id for event in events])
    for event in events:
        row = rows[event.target_id]
        if row.user_id != actor.pk:
            raise Forbidden("Only the person can take back what the person follows.")
        watch_set(actor=actor, project=row.project, entity=row.entity, choice=event.before["choice"])
