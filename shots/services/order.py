"""Where a row stands: its key among its siblings, and the sort key that orders the whole tree. No rights asked here."""

from collections.abc import Sequence as Rows

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, LPad

from core.order import SEPARATOR, keys_between, rank_key
from events.services import record
from projects.models import PipelineAssetType, Project

from ..models import Entity, Kind
from ..querysets import EntityQuerySet

ID_WIDTH = 12
# What has no parent: episodes first, then sequences outside episodes, then shots outside sequences.
ROOTS = {Kind.EPISODE: "1", Kind.SEQUENCE: "2", Kind.SHOT: "z"}
_LAST_TYPE = 32_767
# A key grows by a letter with each few inserts at one place; the column holds 120.
LONGEST_KEY = 60
# SQLite takes some thousand values in one statement.
PORTION = 500


def record_entity(verb: str, row: Entity, *, before: dict[str, object], after: dict[str, object]) -> None:
    record(
        verb,
        on=row,
        target_type=row.kind,
        before=before,
        after=after,
        title=row.code,
        project_id=row.project_id,
        entity_id=row.pk,
    )


def siblings_of(project_id: int, kind: str, parent_id: int | None) -> EntityQuerySet:
    """The group's rows, those in the trash too: they come back to where they were."""
    return Entity.objects.filter(project=project_id, kind=kind, parent=parent_id)


def give_order(project: Project, kind: Kind, parent: Entity | None, rows: Rows[Entity]) -> None:
    """A lone new row goes where its name belongs, several go to the end in the order they came in."""
    parent_id = parent.pk if parent else None
    keys = _keys_for(siblings_of(project.pk, kind, parent_id), rows)
    if max(map(len, keys), default=0) > LONGEST_KEY:
        renumber(project.pk, kind, parent_id)
        keys = _keys_for(siblings_of(project.pk, kind, parent_id), rows)
    for row, key in zip(rows, keys, strict=True):
        row.order = key


def _keys_for(present: QuerySet[Entity], rows: Rows[Entity]) -> list[str]:
    last = present.order_by("-order").values_list("order", flat=True).first()
    low, high = last, None
    if len(rows) == 1 and last is not None:
        before = present.filter(name_key__lt=rows[0].name_key).order_by("-order").values_list("order", flat=True)
        low = before.first()
        above = present.filter(order__gt=low) if low else present
        high = above.order_by("order").values_list("order", flat=True).first()
    return keys_between(low, high, len(rows))


def key_before(rows: QuerySet[Entity], before: Entity | None, count: int = 1) -> list[str]:
    """`count` keys right before a row of the group, or behind the last one."""
    if before is None:
        return keys_between(rows.order_by("-order").values_list("order", flat=True).first(), None, count)
    low = rows.filter(order__lt=before.order).order_by("-order").values_list("order", flat=True).first()
    return keys_between(low, before.order, count)


def renumber(project_id: int, kind: str, parent_id: int | None) -> None:
    """Give the rows of a group short keys again, in the order in which they stand.

    Each row that changes has its event: undoing what was done before it must find that the keys are others.
    """
    rows = list(siblings_of(project_id, kind, parent_id).locked().order_by("order", "pk"))
    for row, key in zip(rows, keys_between(None, None, len(rows)), strict=True):
        before, row.order = row.order, key
        row.rev += 1
        record_entity(f"{kind}.renumbered", row, before={"order": before}, after={"order": key})
    Entity.objects.bulk_update(rows, ["order", "rev"], batch_size=100)
    if rows and kind == Kind.SHOT:
        write_sort_keys(siblings_of(project_id, kind, parent_id), rows[0])
        return
    # Assets stand in groups of their own, and what holds others takes those along.
    for row in rows:
        write_tree(row)


def write_sort_keys(rows: QuerySet[Entity], like: Entity) -> None:
    """`sort_key` = the group's order, own order, id: made in the database, one statement for rows of one group.

    A shot's group is its sequence, an asset's its type; `like` is one of the rows.
    """
    rows.update(
        sort_key=Concat(
            Value(_prefix(like)),
            F("order"),
            Value(SEPARATOR),
            LPad(Cast("id", CharField()), ID_WIDTH, Value("0")),
            output_field=CharField(),
        )
    )


def _prefix(row: Entity) -> str:
    if row.parent_id is not None:
        # Asked for: the row in hand may be older than the last renumbering of its parent's group.
        return Entity.objects.values_list("sort_key", flat=True).get(pk=row.parent_id)[:-ID_WIDTH]
    group = _rank(row) if row.asset_type_id else ROOTS[Kind(row.kind)]
    return f"{group}{SEPARATOR}"


def _rank(asset: Entity) -> str:
    """The place of the asset's type in the project's order; types that the project uses no more come last."""
    lines = PipelineAssetType.objects.filter(project=asset.project_id, asset_type=asset.asset_type_id)
    place = lines.values_list("order", flat=True).first()
    return rank_key(_LAST_TYPE if place is None else place)


def write_tree(row: Entity) -> None:
    """The sort key of a row, and those of all below it with the ids of the tree, the trash included."""
    write_sort_keys(Entity.objects.filter(pk=row.pk), row)
    row.refresh_from_db(fields=["sort_key"])
    if row.kind not in {Kind.EPISODE, Kind.SEQUENCE}:
        return
    below = Entity.objects.filter(parent=row)
    below.update(episode=row.pk if row.kind == Kind.EPISODE else row.episode_id)
    child = below.first()
    if child is None:
        return
    write_sort_keys(below, child)
    for sequence in below.filter(kind=Kind.SEQUENCE):
        write_tree(sequence)
