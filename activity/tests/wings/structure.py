"""Assets, episodes, sequences, casting, pasted lists, bulk tasks."""

from collections.abc import Callable
from typing import Any

from shots import services as shots
from shots.models import Casting, Entity, Kind
from shots.services.order import LONGEST_KEY, write_tree
from shots.tests.factories import AssetFactory, SequenceFactory, ShotFactory

from ..stage import Act, Stage


def _second(stage: Stage, kind: str) -> Entity:
    """Another row of the kind, behind the stage's own."""
    name = f"{stage.entity(kind).name}b"
    if kind == Kind.SHOT:
        made = ShotFactory(sequence=stage.sequence, name=name)
    elif kind == Kind.ASSET:
        made = AssetFactory(project=stage.project, name=name)
    else:
        given = shots.GroupInput(name)
        made = shots.group_create(actor=stage.owner, project=stage.project, kind=Kind(kind), given=given)
    return stage.keep("second", made)


def _reorder(stage: Stage, kind: str) -> None:
    shots.entity_reorder(actor=stage.owner, entity=stage.extra["second"], before=stage.entity(kind))


def _long_key(stage: Stage, kind: str) -> None:
    """So many rows were put at one place that the next key there is too long."""
    second = _second(stage, kind)
    for row, key in ((stage.entity(kind), "2"), (second, "3")):
        row.order = "1" * LONGEST_KEY + key
        row.save(update_fields=["order"])
        write_tree(row)


def _order_acts(kind: str) -> dict[str, Act]:
    return {
        f"{kind}.moved": Act(lambda s: _reorder(s, kind), prepare=lambda s: _second(s, kind)),
        f"{kind}.renumbered": Act(lambda s: _reorder(s, kind), prepare=lambda s: _long_key(s, kind)),
    }


def _move(kind: str, parent: Callable[[Stage], Entity | None]) -> Act:
    return Act(
        lambda s: shots.entities_move(actor=s.owner, entities=[s.entity(kind)], parent=s.extra["parent"]),
        prepare=lambda s: s.keep("parent", parent(s)),
    )


def _cast(stage: Stage) -> Any:
    made = shots.castings_add(actor=stage.owner, entities=[stage.shot, stage.sequence], assets=[stage.asset])
    return stage.keep("castings", list(Casting.objects.filter(pk__in=[row.pk for row in made])))


ACTS: dict[str, Act] = {
    **{verb: act for kind in Kind for verb, act in _order_acts(kind).items()},
    "shot.moved": _move("shot", lambda s: SequenceFactory(project=s.project, name="SQ020")),
    "sequence.moved": _move("sequence", Stage.make_episode),
    "sequence.recoded": Act(
        lambda s: shots.entity_update(actor=s.owner, entity=s.entity("episode"), changes={"name": "EP02"}),
        prepare=lambda s: shots.entities_move(actor=s.owner, entities=[s.entity("sequence")], parent=s.episode),
    ),
    "casting.added": Act(_cast),
    "casting.updated": Act(
        lambda s: shots.casting_set(
            actor=s.owner, casting=s.extra["castings"][0], changes={"count": 12, "label": "the crowd"}
        ),
        prepare=_cast,
    ),
    "casting.removed": Act(
        lambda s: shots.castings_remove(actor=s.owner, castings=s.extra["castings"]),
        prepare=_cast,
    ),
}
