"""Casting: which assets appear in which shots, sequences, episodes and other assets."""

import uuid
from collections.abc import Sequence as Rows
from typing import Any

from django.db.models import Q

from accounts.models import User
from core.errors import Conflict, Missing, Refused
from core.models import field_values
from core.text import clean_text
from events.models import Event
from events.services import change_set, merge_stale, record
from projects.models import Project
from projects.permissions import require
from projects.roles import EDIT

from ..models import Casting, Entity, Kind
from ..querysets import EntityQuerySet
from .order import PORTION

COUNT_MOST = 9_999
MOST_AT_ONCE = 20_000
_WRITTEN = ("entity", "asset", "count", "label")
_EDITABLE = ("count", "label")


def castable_assets(viewer: User, project: Project) -> EntityQuerySet:
    """The project's own assets, and those of the libraries that the person sees."""
    rows = Entity.objects.visible_to(viewer).filter(kind=Kind.ASSET)
    return rows.filter(Q(project=project) | Q(project__is_library=True))


def castings_add(
    *,
    actor: User,
    entities: Rows[Entity],
    assets: Rows[Entity],
    count: int = 1,
    label: str = "",
    uid: uuid.UUID | None = None,
) -> list[Casting]:
    """Cast each asset in each entity of one project; what is cast there already is left alone.

    Refused, and nothing cast: an asset of another project that is no library the person sees, an asset in itself or
    in one of its own parts.
    """
    project = entities[0].project
    require(actor, EDIT, project)
    _check(actor, project, entities, assets)
    _check_count(count)
    called = _clean_label(label)
    with change_set(actor=actor, label=_label("Cast", entities, assets), project_id=project.pk, uid=uid):
        # Lock first: two castings at once could close a circle that neither of them sees.
        Project.objects.locked().get(pk=project.pk)
        _refuse_trashed([*entities, *assets])
        _refuse_circles(entities, assets)
        held = _held(entities, assets)
        made = [
            Casting(project=project, entity=entity, asset=asset, count=count, label=called)
            for entity in dict.fromkeys(entities)
            for asset in dict.fromkeys(assets)
            if (entity.pk, asset.pk) not in held
        ]
        Casting.objects.bulk_create(made, batch_size=PORTION)
        for row in made:
            _record("casting.added", row, before={}, after=field_values(row, _WRITTEN))
    return made


def casting_set(*, actor: User, casting: Casting, changes: dict[str, Any], seen_rev: int | None = None) -> Casting:
    """Change how many there are, or what this one is called here."""
    require(actor, EDIT, casting.project)
    if set(changes) - set(_EDITABLE):
        raise Refused("A casting has no such field to edit.")
    with change_set(actor=actor, label=f"Casting of {casting}", project_id=casting.project_id):
        row = _locked([casting.pk])[0]
        if seen_rev is not None:
            changes = merge_stale(target_type="casting", row=row, seen_rev=seen_rev, sent=changes)
        before = field_values(row, _EDITABLE)
        row.count = changes.get("count", row.count)
        row.label = _clean_label(changes.get("label", row.label))
        _check_count(row.count)
        changed = [name for name, value in field_values(row, _EDITABLE).items() if value != before[name]]
        if changed:
            row.rev += 1
            row.save(update_fields=[*changed, "rev"])
            after = field_values(row, changed)
            _record("casting.updated", row, before={name: before[name] for name in changed}, after=after)
    return row


def castings_remove(*, actor: User, castings: Rows[Casting]) -> None:
    """Take assets out of what they are cast in; all of one project."""
    project = castings[0].project
    require(actor, EDIT, project)
    label = f"Take {castings[0].asset.code} out" if len(castings) == 1 else f"Take {len(castings)} castings away"
    with change_set(actor=actor, label=label, project_id=project.pk):
        ids = [casting.pk for casting in castings if casting.project_id == project.pk]
        for row in _locked(ids):
            _record("casting.removed", row, before=field_values(row, _WRITTEN), after={})
        for start in range(0, len(ids), PORTION):
            Casting.objects.filter(pk__in=ids[start : start + PORTION]).delete()


def _check(actor: User, project: Project, entities: Rows[Entity], assets: Rows[Entity]) -> None:
    if len(entities) * len(assets) > MOST_AT_ONCE:
        raise Refused(f"That is more than {MOST_AT_ONCE:,} castings; choose fewer shots or assets at once.")
    if any(entity.project_id != project.pk for entity in entities):
        raise Refused("Cast in one project at once.")
    wanted = {asset.pk for asset in assets}
    seen = set(castable_assets(actor, project).filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted or wanted - seen:
        raise Missing("There is no such asset here.", field="asset")


def _check_count(count: int) -> None:
    if not 1 <= count <= COUNT_MOST:
        raise Refused(f"The count is 1 to {COUNT_MOST:,}.", field="count")


def _clean_label(label: str) -> str:
    return clean_text(label, field="label", label="The label", length=80)


def _refuse_trashed(rows: Rows[Entity]) -> None:
    for start in range(0, len(rows), PORTION):
        ids = [row.pk for row in rows[start : start + PORTION]]
        gone = Entity.objects.in_trash().filter(pk__in=ids).first()
        if gone is not None:
            raise Conflict(f"{gone.code} is in the trash; restore it first.")


def _refuse_circles(entities: Rows[Entity], assets: Rows[Entity]) -> None:
    """An asset may hold others, but none that holds it in turn, over however many steps."""
    holders = {entity.pk: entity for entity in entities if entity.kind == Kind.ASSET}
    if not holders:
        return
    seen: set[int] = set()
    frontier = {asset.pk for asset in assets}
    while frontier:
        inside = holders.keys() & frontier
        if inside:
            name = holders[inside.pop()].code
            raise Refused(f"{name} would be a part of itself; take it out of the other one first.", field="asset")
        seen |= frontier
        parts = Casting.objects.filter(entity__in=frontier).values_list("asset_id", flat=True)
        frontier = set(parts) - seen


def _held(entities: Rows[Entity], assets: Rows[Entity]) -> set[tuple[int, int]]:
    wanted, found = {asset.pk for asset in assets}, set()
    for start in range(0, len(entities), PORTION):
        ids = [entity.pk for entity in entities[start : start + PORTION]]
        found |= set(Casting.objects.filter(entity__in=ids, asset__in=wanted).values_list("entity_id", "asset_id"))
    return found


def _locked(ids: Rows[int]) -> list[Casting]:
    found: list[Casting] = []
    for start in range(0, len(ids), PORTION):
        rows = Casting.objects.select_for_update(of=("self",)).filter(pk__in=ids[start : start + PORTION])
        found += rows.select_related("entity", "asset", "project").order_by("pk")
    if len(found) < len(set(ids)):
        raise Conflict("Somebody took a casting away meanwhile; look again.")
    return found


def _record(verb: str, row: Casting, *, before: dict[str, object], after: dict[str, object]) -> None:
    record(
        verb,
        on=row,
        target_type="casting",
        before=before,
        after=after,
        title=f"{row.asset.code} in {row.entity.code}",
        project_id=row.project_id,
        entity_id=row.entity_id,
    )


def _label(word: str, entities: Rows[Entity], assets: Rows[Entity]) -> str:
    what = assets[0].code if len(assets) == 1 else f"{len(assets)} assets"
    where = entities[0].code if len(entities) == 1 else f"{len(entities)}"
    return f"{word} {what} in {where}"


def added_back(actor: User, events: Rows[Event]) -> None:
    rows = list(_of_events(events).values())
    if rows:
        castings_remove(actor=actor, castings=rows)


def updated_back(actor: User, events: Rows[Event]) -> None:
    rows = _of_events(events)
    for event in events:
        if event.target_id not in rows:
            raise Conflict(f"{event.title} is not cast any more.")
        casting_set(actor=actor, casting=rows[event.target_id], changes=event.before)


def removed_back(actor: User, events: Rows[Event]) -> None:
    """The castings as they were, under their old ids: what the log says later speaks of them again."""
    project = Project.objects.get(pk=events[0].project_id or 0)
    require(actor, EDIT, project)
    wanted = {pk for event in events for pk in (event.before["entity"], event.before["asset"])}
    entities = {row.pk: row for row in _entities(wanted)}
    with change_set(actor=actor, label="Cast again", project_id=project.pk):
        Project.objects.locked().get(pk=project.pk)
        _refuse_trashed(list(entities.values()))
        rows = []
        for event in events:
            entity, asset = entities.get(event.before["entity"]), entities.get(event.before["asset"])
            if entity is None or asset is None or _held([entity], [asset]):
                raise Conflict(f"{event.title} can't come back: it is cast again by now, or gone.")
            _refuse_circles([entity], [asset])
            given = {name: event.before[name] for name in _EDITABLE}
            rows.append(Casting(pk=event.target_id, project=project, entity=entity, asset=asset, **given))
        Casting.objects.bulk_create(rows, batch_size=PORTION)
        for row in rows:
            _record("casting.added", row, before={}, after=field_values(row, _WRITTEN))


def _entities(ids: set[int]) -> list[Entity]:
    listed = sorted(ids)
    return [
        row
        for start in range(0, len(listed), PORTION)
        for row in Entity.objects.filter(pk__in=listed[start : start + PORTION])
    ]


def _of_events(events: Rows[Event]) -> dict[int, Casting]:
    found: dict[int, Casting] = {}
    ids = [event.target_id for event in events]
    for start in range(0, len(ids), PORTION):
        rows = Casting.objects.select_related("project", "entity", "asset")
        found |= rows.in_bulk(ids[start : start + PORTION])
    return found
