"""Episodes and sequences: what shots stand in."""

import uuid
from dataclasses import dataclass

from accounts.models import User
from core.errors import Conflict, Refused
from core.text import clean_name, name_key
from events.services import change_set
from projects.models import Project
from projects.permissions import require
from projects.roles import EDIT

from ..models import Entity, Kind
from .insert import EntitySpec, insert_entities


@dataclass(frozen=True)
class GroupInput:
    """A sequence or an episode; only sequences have an `episode`."""

    name: str
    description: str = ""
    episode: Entity | None = None


def group_create(
    *, actor: User, project: Project, kind: Kind, given: GroupInput, uid: uuid.UUID | None = None
) -> Entity:
    """Make a sequence or an episode, with the tasks that the pipeline makes for its kind."""
    require(actor, EDIT, project)
    if kind not in {Kind.SEQUENCE, Kind.EPISODE}:
        raise Refused("Only sequences and episodes hold others.")
    episode = given.episode if kind == Kind.SEQUENCE else None
    spec = EntitySpec(name=given.name, parent=episode, description=given.description)
    with change_set(actor=actor, label=f"New {kind} {given.name.strip()}", project_id=project.pk, uid=uid):
        _refuse_trashed(episode)
        return insert_entities(project=project, kind=kind, specs=[spec])[0]


def _refuse_trashed(episode: Entity | None) -> None:
    if episode is None:
        return
    if episode.kind != Kind.EPISODE:
        raise Refused("Choose an episode of this project.", field="episode")
    if not Entity.objects.present().locked().filter(pk=episode.pk).exists():
        raise Conflict(f"{episode.code} is in the trash; restore it first.")


def sequence_ensure(*, actor: User, project: Project, name: str, episode: Entity | None = None) -> Entity:
    """The sequence of that name or code, made when it is not there yet.

    Refused where two episodes have a sequence of the name: its code tells which one is meant.
    """
    require(actor, EDIT, project)
    held = _held(project, Kind.SEQUENCE, name, episode)
    if held:
        return held
    with change_set(actor=actor, label=f"New sequence {name.strip()}", project_id=project.pk):
        spec = EntitySpec(name=name, parent=episode)
        return _insert(project, Kind.SEQUENCE, spec)


def episode_ensure(*, actor: User, project: Project, name: str) -> Entity:
    """The episode of that name, made when it is not there yet."""
    require(actor, EDIT, project)
    held = _held(project, Kind.EPISODE, name, None)
    if held:
        return held
    with change_set(actor=actor, label=f"New episode {name.strip()}", project_id=project.pk):
        return _insert(project, Kind.EPISODE, EntitySpec(name=name))


def _insert(project: Project, kind: Kind, spec: EntitySpec) -> Entity:
    """What is wrong with the name is told at the field of the group: the name is that of a shot there."""
    try:
        return insert_entities(project=project, kind=kind, specs=[spec])[0]
    except Refused as refused:
        refused.field = str(kind) if refused.field == "name" else refused.field
        raise


def _held(project: Project, kind: Kind, name: str, episode: Entity | None) -> Entity | None:
    key = name_key(clean_name(name, field=kind, label=f"The {kind}"))
    rows = Entity.objects.present().filter(project=project, kind=kind)
    if episode is not None:
        rows = rows.filter(parent=episode)
    by_code = rows.filter(code_key=key).first()
    if by_code is not None:
        return by_code
    alike = list(rows.filter(name_key=key)[:2])
    if len(alike) > 1:
        raise Refused(f"Several episodes have {name.strip()}; write {alike[0].code} or {alike[1].code}.", field=kind)
    return alike[0] if alike else None
