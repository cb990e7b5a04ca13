"""Every verb of the log, there and back: done, undone, redone, undone again."""

import pytest

from accounts.models import User
from activity.services import change_set_undo
from events.models import ChangeSet
from events.registry import all_verbs
from projects.models import Project
from shots.models import Entity
from shots.services import entity_restore, entity_trash
from shots.tests.factories import ShotFactory

from .acts import ACTS, Stage
from .snapshot import difference, snapshot


def last() -> ChangeSet:
    return ChangeSet.objects.select_related("undoes__undoes").latest("pk")


def test_every_verb_that_can_be_taken_back_has_an_act_here() -> None:
    reversible = {verb.name for verb in all_verbs() if verb.inverse is not None}
    assert reversible == set(ACTS)


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_goes_there_and_back_and_there_and_back(verb: str, project: Project, cast: dict[str, User]) -> None:
    stage = Stage(cast["owner"], project, cast["contributor"], cast["administrator"])
    actor = cast[ACTS[verb].by]
    ACTS[verb].prepare(stage)
    before, newest = snapshot(), last().pk
    ACTS[verb].act(stage)
    after, act = snapshot(), last()
    assert act.pk > newest and act.events.filter(verb=verb).exists()
    assert difference(before, after)

    undo = change_set_undo(actor=actor, changes=act)
    assert not difference(before, snapshot())
    redo = change_set_undo(actor=actor, changes=undo)
    assert not difference(after, snapshot())
    again = change_set_undo(actor=actor, changes=redo)
    assert not difference(before, snapshot())
    change_set_undo(actor=actor, changes=again)
    assert not difference(after, snapshot())


def test_a_shot_that_comes_back_under_another_name_goes_there_and_back(project: Project, cast: dict[str, User]) -> None:
    """Its own name is somebody else's by then, so it can only be given back in the trash."""
    owner, shot = cast["owner"], Entity.objects.select_related("project").get(project=project, name="SH0010")
    entity_trash(actor=owner, entities=[shot])
    ShotFactory(sequence=shot.parent, name="SH0010")
    before = snapshot()
    entity_restore(actor=owner, entity=Entity.objects.select_related("project").get(pk=shot.pk), name="SH0011")
    after, act = snapshot(), last()
    undo = change_set_undo(actor=owner, changes=act)
    assert not difference(before, snapshot())
    change_set_undo(actor=owner, changes=undo)
    assert not difference(after, snapshot())
    change_set_undo(actor=owner, changes=last())
    assert not difference(before, snapshot())
