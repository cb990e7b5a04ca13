"""Moving shots and sequences, their order, and what follows: codes, sort keys, the way back."""

import pytest

from activity.services import change_set_undo
from core.errors import Conflict, Forbidden, Refused
from events.models import ChangeSet, Event
from projects.models import Project
from shots import services
from shots.models import Entity, Kind
from shots.services import GroupInput, entities_move, entity_reorder, group_create
from shots.services.order import LONGEST_KEY
from shots.tests.factories import SequenceFactory, ShotFactory


def rows(project: Project, kind: Kind = Kind.SHOT) -> list[Entity]:
    return list(Entity.objects.present().filter(project=project, kind=kind).in_order())


def codes(project: Project, kind: Kind = Kind.SHOT) -> list[str]:
    return [row.code for row in rows(project, kind)]


def episode(project: Project, name: str = "EP01") -> Entity:
    return group_create(actor=project.owner, project=project, kind=Kind.EPISODE, given=GroupInput(name))


def test_shots_move_behind_those_that_are_there_and_their_codes_follow(project: Project) -> None:
    goal = SequenceFactory(project=project, name="SQ020")
    ShotFactory(sequence=goal, name="SH0500")
    entities_move(actor=project.owner, entities=rows(project)[:2], parent=goal)
    assert codes(project) == ["SQ010_SH0030", "SQ020_SH0500", "SQ020_SH0010", "SQ020_SH0020"]
    assert rows(project)[-1].sequence_id == goal.pk
    assert ChangeSet.objects.latest("pk").label == "Move 2 shots to SQ020"


def test_a_taken_name_moves_nothing(project: Project) -> None:
    goal = SequenceFactory(project=project, name="SQ020")
    ShotFactory(sequence=goal, name="SH0020")
    before = codes(project)
    with pytest.raises(Refused, match="SQ020_SH0020 is there already"):
        entities_move(actor=project.owner, entities=rows(project)[:3], parent=goal)
    assert codes(project) == before


def test_a_sequence_takes_its_shots_into_an_episode_and_back(project: Project) -> None:
    ep = episode(project)
    entities_move(actor=project.owner, entities=rows(project, Kind.SEQUENCE), parent=ep)
    assert codes(project)[0] == "EP01_SQ010_SH0010"
    assert {row.episode_id for row in rows(project)} == {ep.pk}
    change_set_undo(actor=project.owner, changes=ChangeSet.objects.latest("pk"))
    assert codes(project)[0] == "SQ010_SH0010"
    assert {row.episode_id for row in rows(project)} == {None}


def test_a_given_code_stays(project: Project) -> None:
    shot = rows(project)[0]
    Entity.objects.filter(pk=shot.pk).update(has_own_code=True, code="HERO", code_key="hero")
    goal = SequenceFactory(project=project, name="SQ020")
    entities_move(actor=project.owner, entities=[shot], parent=goal)
    assert "HERO" in codes(project)


def test_a_shot_in_the_trash_comes_back_under_the_code_of_its_moved_sequence(project: Project) -> None:
    shot = rows(project)[1]
    services.entity_trash(actor=project.owner, entities=[shot])
    entities_move(actor=project.owner, entities=rows(project, Kind.SEQUENCE), parent=episode(project))
    services.entity_restore(actor=project.owner, entity=shot)
    assert codes(project) == ["EP01_SQ010_SH0010", "EP01_SQ010_SH0020", "EP01_SQ010_SH0030"]
    told = Event.objects.filter(verb="shot.restored").latest("pk")
    assert (told.before["code"], told.after["code"]) == ("SQ010_SH0020", "EP01_SQ010_SH0020")


def test_a_sequence_in_the_trash_takes_no_shots(project: Project) -> None:
    goal = SequenceFactory(project=project, name="SQ020")
    services.entity_trash(actor=project.owner, entities=[goal])
    with pytest.raises(Conflict):
        entities_move(actor=project.owner, entities=rows(project), parent=goal)


def test_only_a_sequence_of_the_project_takes_shots(project: Project, other: Project) -> None:
    foreign = Entity.objects.get(project=other, kind=Kind.SEQUENCE)
    for parent in (foreign, episode(project)):
        with pytest.raises(Refused, match="Choose a sequence of this project"):
            entities_move(actor=project.owner, entities=rows(project), parent=parent)
    with pytest.raises(Refused, match="not both"):
        entities_move(actor=project.owner, entities=[*rows(project), *rows(project, Kind.SEQUENCE)], parent=None)


def test_a_viewer_moves_nothing(project: Project, cast: dict[str, object]) -> None:
    for act in (
        lambda: entities_move(actor=cast["viewer"], entities=rows(project), parent=None),
        lambda: entity_reorder(actor=cast["viewer"], entity=rows(project)[0], before=None),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_shot_goes_before_another_one_or_to_the_end(project: Project) -> None:
    first, _, third = rows(project)
    entity_reorder(actor=project.owner, entity=third, before=first)
    assert [row.name for row in rows(project)] == ["SH0030", "SH0010", "SH0020"]
    entity_reorder(actor=project.owner, entity=third, before=None)
    assert [row.name for row in rows(project)] == ["SH0010", "SH0020", "SH0030"]


def test_a_row_that_stands_there_already_leaves_no_act(project: Project) -> None:
    first, second, third = rows(project)
    newest = ChangeSet.objects.latest("pk")
    entity_reorder(actor=project.owner, entity=first, before=second)
    entity_reorder(actor=project.owner, entity=third, before=None)
    assert ChangeSet.objects.latest("pk") == newest


def test_rows_of_two_groups_have_no_order_among_each_other(project: Project) -> None:
    stranger = ShotFactory(sequence=SequenceFactory(project=project, name="SQ020"))
    with pytest.raises(Refused):
        entity_reorder(actor=project.owner, entity=rows(project)[0], before=stranger)


@pytest.mark.proof
def test_hundreds_of_moves_to_one_place_keep_the_keys_short(project: Project) -> None:
    """Each halves the room before the last shot; without renumbering the column is full after some 570."""
    for _ in range(350):
        first, second, last = rows(project)
        entity_reorder(actor=project.owner, entity=first, before=last)
        assert [row.pk for row in rows(project)] == [second.pk, first.pk, last.pk]
    assert max(len(row.order) for row in rows(project)) <= LONGEST_KEY


def test_a_name_in_the_middle_of_a_full_group_renumbers_it(project: Project) -> None:
    low, high = rows(project)[:2]
    for row, key in ((low, "2"), (high, "3")):
        Entity.objects.filter(pk=row.pk).update(order="1" * LONGEST_KEY + key)
    Entity.objects.filter(name="SH0030", project=project).update(order="z")
    ShotFactory(sequence=low.parent, name="SH0015")
    assert [row.name for row in rows(project)] == ["SH0010", "SH0015", "SH0020", "SH0030"]
    assert max(len(row.order) for row in rows(project)) < 10


def test_two_episodes_may_have_sequences_of_one_name(project: Project) -> None:
    for name in ("EP01", "EP02"):
        given = GroupInput("SQ500", episode=episode(project, name))
        group_create(actor=project.owner, project=project, kind=Kind.SEQUENCE, given=given)
    assert codes(project, Kind.SEQUENCE) == ["EP01_SQ500", "EP02_SQ500", "SQ010"]
    with pytest.raises(Refused, match="Several episodes have SQ500; write EP01_SQ500 or EP02_SQ500"):
        services.sequence_ensure(actor=project.owner, project=project, name="SQ500")
    assert services.sequence_ensure(actor=project.owner, project=project, name="ep02_sq500").parent.name == "EP02"
