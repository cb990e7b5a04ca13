"""Reading castings: what appears in an entity, where an asset appears, and the sheet on which a sequence is cast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from accounts.models import User
from core.text import name_key
from projects.access import Access
from projects.models import Project

from .models import Casting, Entity, Kind
from .querysets import EntityQuerySet
from .services.casting import castable_assets

# An asset may be in every shot of a film: its page tells the first of them, its table the rest.
APPEARANCES_SHOWN = 120
ASSETS_SHOWN = 200
ROWS = 100


@dataclass(frozen=True)
class CastLine:
    """One casting; `is_seen` is False for the asset of a library that the person does not see: a name, no link."""

    casting: Casting
    is_seen: bool

    @property
    def asset(self) -> Entity:
        return self.casting.asset


@dataclass(frozen=True)
class Place:
    """Where an asset appears: the rows of one sequence, episode or project."""

    title: str
    url: str
    castings: list[Casting] = field(default_factory=list)


@dataclass(frozen=True)
class SheetRow:
    entity: Entity
    cast: Sequence[CastLine]


def cast_of(viewer: User, entities: Iterable[Entity]) -> dict[int, list[CastLine]]:
    """The castings in each of the entities, in two queries."""
    rows = Casting.objects.visible_to(viewer).filter(entity__in=[entity.pk for entity in entities])
    rows = rows.select_related("asset__project", "asset__asset_type", "asset__thumbnail", "project", "entity")
    castings = list(rows.order_by("asset__sort_key", "pk"))
    foreign = {row.asset.project_id for row in castings if row.asset.project_id != row.project_id}
    projects = Project.objects.visible_to(viewer).filter(pk__in=foreign).values_list("pk", flat=True)
    seen = set(projects) if foreign else set()
    found: dict[int, list[CastLine]] = defaultdict(list)
    for row in castings:
        is_seen = row.asset.project_id == row.project_id or row.asset.project_id in seen
        found[row.entity_id].append(CastLine(row, is_seen))
    return found


def cast_context(viewer: User, access: Access, entity: Entity) -> dict[str, Any]:
    """What the sections Cast and Appears in of an entity's page show."""
    sequence = entity.sequence
    found = cast_of(viewer, [entity, sequence] if sequence else [entity])
    cast = found.get(entity.pk, [])
    own = {line.asset.pk for line in cast}
    above = [line for line in found.get(sequence.pk, []) if line.asset.pk not in own] if sequence else []
    context: dict[str, Any] = {"cast": cast, "cast_above": above, "entity": entity, "cast_is_open": access.may_edit}
    return context | appearances_of(viewer, entity) if entity.kind == Kind.ASSET else context


def appearances_of(viewer: User, asset: Entity) -> dict[str, Any]:
    """Where an asset is cast, also in other projects that the person sees, grouped by what the rows stand in."""
    rows = Casting.objects.visible_to(viewer).filter(asset=asset)
    counts = rows.order_by().aggregate(
        all=Count("pk"), shots=Count("pk", filter=Q(entity__kind=Kind.SHOT)), projects=Count("project", distinct=True)
    )
    shown = rows.select_related("entity__project", "entity__parent__project", "entity__asset_type", "project")
    places: dict[tuple[int, int, str], Place] = {}
    for row in shown.order_by("project_id", "entity__sort_key")[:APPEARANCES_SHOWN]:
        row.asset = asset
        entity, holder = row.entity, row.entity.parent
        key = (row.project_id, holder.pk if holder else 0, "" if holder else entity.kind)
        if key not in places:
            prefix = f"{row.project.name}: " if row.project_id != asset.project_id else ""
            title = holder.code if holder else f"{Kind(entity.kind).label}s"
            places[key] = Place(f"{prefix}{title}", holder.get_absolute_url() if holder else "")
        places[key].castings.append(row)
    more = max(0, counts["all"] - APPEARANCES_SHOWN)
    return {"places": list(places.values()), "appearances": counts, "appearances_more": more}


def assets_found(viewer: User, project: Project, find: str) -> tuple[list[Entity], int]:
    """Assets that may be cast, the project's own first; the second number is how many more there are."""
    rows = castable_assets(viewer, project)
    for word in find.split():
        rows = rows.filter(Q(code_key__contains=name_key(word)) | Q(asset_type__name_key__contains=name_key(word)))
    rows = rows.select_related("asset_type", "thumbnail", "project")
    own = list(rows.filter(project=project).in_order()[: ASSETS_SHOWN + 1])
    others = list(rows.exclude(project=project).order_by("project__name_key", "sort_key")[: ASSETS_SHOWN + 1])
    found = [*own, *others]
    if len(found) <= ASSETS_SHOWN:
        return found, 0
    return found[:ASSETS_SHOWN], rows.count() - ASSETS_SHOWN


def sheet_rows(viewer: User, entity: Entity) -> EntityQuerySet:
    """The rows of the sheet: what is cast, and what stands in it."""
    rows = Entity.objects.visible_to(viewer).filter(Q(pk=entity.pk) | Q(parent=entity))
    return rows.select_related("project", "thumbnail").in_order()


def sheet_page(viewer: User, rows: EntityQuerySet, number: int) -> tuple[Page[Entity], list[SheetRow]]:
    page = Paginator(rows, ROWS).get_page(number)
    cast = cast_of(viewer, page.object_list)
    return page, [SheetRow(row, cast.get(row.pk, [])) for row in page.object_list]


def castable_in(viewer: User, project: Project, find: str, sequence: Entity | None) -> EntityQuerySet:
    """Where an asset of the project may appear: its shots, sequences and episodes, by a search."""
    rows = Entity.objects.visible_to(viewer).filter(project=project).exclude(kind=Kind.ASSET)
    if sequence is not None:
        rows = rows.filter(Q(pk=sequence.pk) | Q(sequence=sequence))
    for word in find.split():
        rows = rows.filter(Q(code_key__contains=name_key(word)) | Q(description__icontains=word))
    return rows.select_related("project", "thumbnail").in_order()
