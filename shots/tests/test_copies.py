"""Copies of shots and assets: where they go, what comes along, what stays."""

import pytest

from accounts.models import User
from activity.services import change_set_undo
from core.errors import Forbidden, Missing, Refused
from events.models import ChangeSet
from projects.models import Project
from projects.tests.factories import ProjectFactory
from shots.models import Casting, Entity, Kind
from shots.services import CopyInput, castings_add, entities_copy, task_set_status
from shots.services.copies import copy_targets, free_name
from shots.tests.factories import status, task_of

Cast = dict[str, User]


def fox(project: Project) -> Entity:
    return Entity.objects.select_related("project", "asset_type").get(project=project, kind=Kind.ASSET)


def shots(project: Project) -> list[Entity]:
    rows = Entity.objects.select_related("project", "sequence").filter(project=project, kind=Kind.SHOT)
    return list(rows.in_order())


def test_a_copy_has_fresh_tasks_and_knows_its_source(project: Project) -> None:
    task_set_status(actor=project.owner, task=task_of(fox(project), "MOD"), status=status("wip"))
    made = entities_copy(actor=project.owner, entities=[fox(project)], given=CopyInput(project, "Fox 2"))[0]
    assert (made.source, made.name) == (fox_source(made), "Fox 2")
    assert task_of(made, "MOD").status.category == "todo"
    change_set_undo(actor=project.owner, changes=ChangeSet.objects.latest("pk"))
    assert not Entity.objects.present().filter(pk=made.pk).exists()


def fox_source(made: Entity) -> Entity:
    return Entity.objects.get(project=made.project, name="Fox")


def test_shots_make_their_sequence_in_the_other_project(project: Project) -> None:
    other = ProjectFactory(owner=project.owner)
    castings_add(actor=project.owner, entities=shots(project)[:1], assets=[fox(project)], count=2, label="left")
    made = entities_copy(actor=project.owner, entities=shots(project), given=CopyInput(other))
    assert [row.code for row in made] == ["SQ010_SH0010", "SQ010_SH0020", "SQ010_SH0030"]
    # The asset stays at home: it is no library's.
    assert not Casting.objects.filter(project=other).exists()


def test_the_cast_comes_along_in_the_same_project(project: Project) -> None:
    castings_add(actor=project.owner, entities=shots(project)[:1], assets=[fox(project)], count=2, label="left")
    made = entities_copy(actor=project.owner, entities=shots(project)[:1], given=CopyInput(project, "SH0011"))[0]
    assert list(made.castings.values_list("asset__name", "count", "label")) == [("Fox", 2, "left")]


def test_a_taken_name_and_an_unknown_type_copy_nothing(project: Project) -> None:
    other = ProjectFactory(owner=project.owner)
    other.pipeline_asset_types.all().delete()
    with pytest.raises(Refused, match="is there already"):
        entities_copy(actor=project.owner, entities=shots(project), given=CopyInput(project))
    with pytest.raises(Refused, match="does not use the type"):
        entities_copy(actor=project.owner, entities=[fox(project)], given=CopyInput(other))


def test_who_only_looks_copies_nothing_here_and_strangers_see_nothing(project: Project, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        entities_copy(actor=cast["viewer"], entities=[fox(project)], given=CopyInput(project, "X"))
    own = ProjectFactory(owner=cast["stranger"])
    with pytest.raises(Missing):
        entities_copy(actor=cast["stranger"], entities=[fox(project)], given=CopyInput(own))
    assert list(copy_targets(cast["viewer"])) == []
    assert project in copy_targets(cast["contributor"])


def test_a_free_name_counts_up(project: Project) -> None:
    assert free_name(project, Kind.ASSET, "Fox") == "Fox 2"
    assert free_name(project, Kind.ASSET, "Owl") == "Owl"
