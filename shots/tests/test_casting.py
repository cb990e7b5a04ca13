"""Casting: bulk, circles, libraries, the way back."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from activity.services import change_set_undo
from core.errors import Conflict, Forbidden, Missing, Refused
from events.models import ChangeSet
from projects.models import Project, Role
from projects.tests.factories import MembershipFactory, ProjectFactory
from shots.models import Casting, Entity, Kind
from shots.services import casting_set, castings_add, castings_remove, entity_trash
from shots.tests.factories import AssetFactory

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def shots(project: Project) -> list[Entity]:
    return list(Entity.objects.filter(project=project, kind=Kind.SHOT).in_order())


def fox(project: Project) -> Entity:
    return Entity.objects.filter(project=project, kind=Kind.ASSET).order_by("pk")[0]


def test_many_assets_in_many_shots_are_one_act(project: Project) -> None:
    owl = AssetFactory(project=project, name="Owl")
    castings_add(actor=project.owner, entities=shots(project)[:1], assets=[owl])
    made = castings_add(actor=project.owner, entities=shots(project), assets=[fox(project), owl])
    assert (len(made), Casting.objects.count()) == (5, 6)
    change_set_undo(actor=project.owner, changes=ChangeSet.objects.latest("pk"))
    assert Casting.objects.count() == 1


def test_a_shot_tells_what_its_sequence_is_cast_with(project: Project, sign_in: SignIn) -> None:
    owl, hat = AssetFactory(project=project, name="Owl"), AssetFactory(project=project, name="Hat")
    shot = shots(project)[0]
    sequence = Entity.objects.get(project=project, kind=Kind.SEQUENCE)
    castings_add(actor=project.owner, entities=[sequence], assets=[owl, hat])
    castings_add(actor=project.owner, entities=[shot], assets=[hat])
    context = sign_in(project.owner).get(shot.get_absolute_url()).context
    assert [line.asset for line in context["cast_above"]] == [owl]
    assert [line.asset for line in context["cast"]] == [hat]


def test_an_asset_is_no_part_of_itself_over_any_number_of_steps(project: Project) -> None:
    first, second, third = fox(project), AssetFactory(project=project), AssetFactory(project=project)
    castings_add(actor=project.owner, entities=[first], assets=[second])
    castings_add(actor=project.owner, entities=[second], assets=[third])
    for entity, asset in ((first, first), (third, first), (third, second)):
        with pytest.raises(Refused, match="part of itself"):
            castings_add(actor=project.owner, entities=[entity], assets=[asset])


def test_a_circle_that_opened_meanwhile_refuses_the_undo_of_a_removal(project: Project) -> None:
    first, second = fox(project), AssetFactory(project=project)
    rows = castings_add(actor=project.owner, entities=[first], assets=[second])
    castings_remove(actor=project.owner, castings=rows)
    removal = ChangeSet.objects.latest("pk")
    castings_add(actor=project.owner, entities=[second], assets=[first])
    with pytest.raises(Refused):
        change_set_undo(actor=project.owner, changes=removal)


def test_count_and_label_are_changed_and_checked(project: Project) -> None:
    row = castings_add(actor=project.owner, entities=shots(project)[:1], assets=[fox(project)])[0]
    assert casting_set(actor=project.owner, casting=row, changes={"count": 3, "label": " left "}).label == "left"
    for changes in ({"count": 0}, {"count": 10_000}, {"label": "x" * 81}, {"label": "a\u202eb"}):
        with pytest.raises(Refused):
            casting_set(actor=project.owner, casting=row, changes=changes)


def test_assets_of_other_projects_are_not_cast(project: Project, other: Project) -> None:
    with pytest.raises(Missing):
        castings_add(actor=project.owner, entities=shots(project), assets=[fox(other)])
    # A library that one does not see is none.
    Project.objects.filter(pk=other.pk).update(is_library=True)
    with pytest.raises(Missing):
        castings_add(actor=project.owner, entities=shots(project), assets=[fox(other)])


def test_an_asset_of_a_library_is_cast_by_who_sees_it_and_seen_by_all(project: Project, cast: Cast) -> None:
    library = _library(cast)
    crowd = AssetFactory(project=library, name="Crowd")
    castings_add(actor=cast["owner"], entities=shots(project)[:1], assets=[crowd])
    with pytest.raises(Missing):
        castings_add(actor=cast["contributor"], entities=shots(project)[1:], assets=[crowd])
    MembershipFactory(project=library, user=cast["contributor"], role=Role.VIEWER)
    castings_add(actor=cast["contributor"], entities=shots(project)[1:], assets=[crowd])
    assert Casting.objects.visible_to(cast["viewer"]).count() == 3
    assert not Casting.objects.visible_to(cast["stranger"]).exists()


def _library(cast: Cast) -> Project:
    library = ProjectFactory(owner=cast["owner"], name="Library", code="library")
    library.is_library = True
    library.save(update_fields=["is_library"])
    return library


def test_what_is_in_the_trash_is_not_cast_and_its_castings_are_hidden(project: Project) -> None:
    castings_add(actor=project.owner, entities=shots(project)[:1], assets=[fox(project)])
    asset = fox(project)
    entity_trash(actor=project.owner, entities=[asset])
    assert not Casting.objects.visible_to(project.owner).exists()
    with pytest.raises((Missing, Conflict)):
        castings_add(actor=project.owner, entities=shots(project), assets=[asset])


def test_a_viewer_casts_nothing(project: Project, cast: Cast) -> None:
    row = castings_add(actor=project.owner, entities=shots(project)[:1], assets=[fox(project)])[0]
    for act in (
        lambda: castings_add(actor=cast["viewer"], entities=shots(project), assets=[fox(project)]),
        lambda: casting_set(actor=cast["viewer"], casting=row, changes={"count": 2}),
        lambda: castings_remove(actor=cast["viewer"], castings=[row]),
    ):
        with pytest.raises(Forbidden):
            act()
