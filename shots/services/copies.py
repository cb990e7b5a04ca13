"""Copies of shots and assets, in the same project or in another one; each knows what it was copied from."""

import itertools
import uuid
from collections.abc import Sequence as Rows
from dataclasses import dataclass

from accounts.models import User
from core.errors import Missing, Refused
from core.text import name_key
from events.services import change_set
from projects.models import AssetType, Membership, Project, ProjectStatus
from projects.permissions import require
from projects.querysets import ProjectQuerySet
from projects.roles import EDIT, GRANTS

from ..models import Casting, Entity, Kind
from .casting import castable_assets, castings_add
from .groups import sequence_ensure
from .insert import EntitySpec, insert_entities

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class CopyInput:
    """`name` for one copy alone. `sequence` is where shots go in the same project; elsewhere theirs is made by name."""

    project: Project
    name: str = ""
    sequence: Entity | None = None
    with_cast: bool = True


def copy_targets(viewer: User) -> ProjectQuerySet:
    """Projects in which the person may make shots and assets."""
    rows = Project.objects.visible_to(viewer).exclude(status=ProjectStatus.ARCHIVED).order_by("name_key")
    if viewer.is_superuser:
        return rows
    makers = [role for role, grants in GRANTS.items() if EDIT in grants]
    return rows.filter(pk__in=Membership.objects.filter(user=viewer, role__in=makers).values("project"))


def entities_copy(
    *, actor: User, entities: Rows[Entity], given: CopyInput, uid: uuid.UUID | None = None
) -> list[Entity]:
    """Copy shots or assets, with fresh tasks of the pipeline they come to.

    Notes, versions and statuses stay behind; so does the picture where it goes to another project, whose members may
    not see the file. Refused, and nothing copied: a taken name, an asset type that the project does not use.
    """
    project = given.project
    require(actor, EDIT, project)
    _check(actor, entities, given)
    kind = Kind(entities[0].kind)
    what = entities[0].code if len(entities) == 1 else f"{len(entities)} {kind.label.lower()}s"
    with change_set(actor=actor, label=f"Copy {what} to {project.name}", project_id=project.pk, uid=uid):
        specs = [_spec(actor, row, given) for row in entities]
        made = insert_entities(project=project, kind=kind, specs=specs)
        if given.with_cast:
            _copy_cast(actor, project, dict(zip([row.pk for row in entities], made, strict=True)))
    return made


def free_name(project: Project, kind: str, name: str) -> str:
    """The name, or with the first number that is free behind it: Fox, Fox 2, Fox 3."""
    rows = Entity.objects.present().filter(project=project, kind=kind, name_key__startswith=name_key(name))
    taken = set(rows.values_list("name_key", flat=True))
    tries = itertools.chain([name], (f"{name} {number}" for number in itertools.count(2)))
    return next(each for each in tries if name_key(each) not in taken)


def _check(actor: User, entities: Rows[Entity], given: CopyInput) -> None:
    ids = {row.pk for row in entities}
    if Entity.objects.visible_to(actor).filter(pk__in=ids).count() != len(ids):
        raise Missing("One of them is gone: it was moved to the trash meanwhile.")
    if len({row.kind for row in entities}) > 1 or entities[0].kind not in {Kind.SHOT, Kind.ASSET}:
        raise Refused("Copy shots or assets, not both at once.")
    if len(ids) > MOST_AT_ONCE:
        raise Refused(f"Copy {MOST_AT_ONCE} at once at most.")
    if given.name and len(ids) > 1:
        raise Refused("Several copies can't have one name.", field="name")


def _spec(actor: User, row: Entity, given: CopyInput) -> EntitySpec:
    project, is_here = given.project, row.project_id == given.project.pk
    return EntitySpec(
        name=given.name or row.name,
        parent=_sequence(actor, row, given) if row.kind == Kind.SHOT else None,
        description=row.description,
        frame_in=row.frame_in,
        frame_out=row.frame_out,
        handles=row.handles,
        asset_type=_asset_type(row, project),
        source=row,
        thumbnail=row.thumbnail if is_here else None,
    )


def _sequence(actor: User, row: Entity, given: CopyInput) -> Entity | None:
    if given.sequence is not None:
        return given.sequence
    if row.sequence is None:
        return None
    if row.project_id == given.project.pk:
        return row.sequence
    return sequence_ensure(actor=actor, project=given.project, name=row.sequence.name)


def _asset_type(row: Entity, project: Project) -> AssetType | None:
    """The same type where the project uses it, else its own of that name."""
    if row.asset_type is None:
        return None
    used = AssetType.objects.filter(pk__in=project.pipeline_asset_types.values("asset_type"))
    found = used.filter(pk=row.asset_type.pk).first() or used.filter(name_key=row.asset_type.name_key).first()
    if found is None:
        raise Refused(f"{project.name} does not use the type {row.asset_type.name}; add it in its settings.")
    return found


def _copy_cast(actor: User, project: Project, copies: dict[int, Entity]) -> None:
    """What is cast in the originals, as far as the project may cast it; counts and labels come along."""
    rows = Casting.objects.filter(entity__in=copies, asset__in=castable_assets(actor, project)).order_by("pk")
    for row in rows.select_related("asset"):
        castings_add(
            actor=actor,
            entities=[copies[row.entity_id]],
            assets=[row.asset],
            count=row.count,
            label=row.label,
        )
