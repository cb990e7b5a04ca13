"""What shots, assets and sequences may be: refused with the field's name before the database has to."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from core.errors import Conflict, Forbidden, Missing, Refused, Stale
from events.models import ChangeSet, Event
from projects.models import AssetType, Project
from projects.services import project_update
from shots.models import Entity, Kind, Task
from shots.services import (
    AssetInput,
    ShotInput,
    asset_create,
    entity_restore,
    entity_set_omitted,
    entity_trash,
    entity_update,
    sequence_ensure,
    shot_create,
    shots_create_by_pattern,
)

NAMES = ["Zoë", "狐の森", "نور الدين", "Fox 🦊", "a/b", "a:b", "<b>", "x" * 200]
BAD_NAMES = ["", "  ", "x" * 201, "a\nb", "a\x00b", "a\u202eb", "a\u2067b"]


@pytest.fixture
def sequence(project: Project) -> Entity:
    return Entity.objects.get(project=project, kind=Kind.SEQUENCE)


def refusal(act: Callable[[], object]) -> Refused:
    """The refusal of an act that leaves neither rows nor events."""
    before = Entity.objects.count(), Task.objects.count(), Event.objects.count(), ChangeSet.objects.count()
    with pytest.raises(Refused) as refused:
        act()
    assert (Entity.objects.count(), Task.objects.count(), Event.objects.count(), ChangeSet.objects.count()) == before
    return refused.value


def make(project: Project, name: str, **more: Any) -> Entity:
    return shot_create(actor=project.owner, project=project, given=ShotInput(name=name, **more))


def shot(project: Project) -> Entity:
    return Entity.objects.get(project=project, code="SQ010_SH0010")


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_are_made_and_found_again(project: Project, name: str) -> None:
    row = make(project, f" {name} ")
    assert Entity.objects.visible_to(project.owner).get(pk=row.pk).name == name
    assert Event.objects.get(verb="shot.created", target_id=row.pk).after["name"] == name


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_hide_or_overflow_are_refused(project: Project, sequence: Entity, name: str) -> None:
    owner, kind = project.owner, AssetType.objects.studio()[0]
    assert refusal(lambda: make(project, name)).field == "name"
    given = AssetInput(name=name, asset_type=kind)
    assert refusal(lambda: asset_create(actor=owner, project=project, given=given)).field == "name"
    assert refusal(lambda: sequence_ensure(actor=owner, project=project, name=name)).field == "sequence"
    assert refusal(lambda: entity_update(actor=owner, entity=sequence, changes={"name": name})).field == "name"


@pytest.mark.parametrize(
    ("frames", "field"),
    [
        ({"frame_in": 1010, "frame_out": 1009}, "frame_out"),
        ({"frame_in": -1, "frame_out": 5}, "frame_in"),
        ({"frame_in": 1001}, "frame_out"),
        ({"frame_out": 1001}, "frame_in"),
        ({"frame_in": 1, "frame_out": 10_000_000}, "frame_out"),
        ({"handles": -1}, "handles"),
        ({"handles": 1001}, "handles"),
    ],
)
def test_impossible_frames_are_refused(project: Project, frames: dict[str, int], field: str) -> None:
    assert refusal(lambda: make(project, "SH9000", **frames)).field == field
    unset = {"frame_in": None, "frame_out": None} if "handles" not in frames else {}
    changes = unset | frames
    assert refusal(lambda: entity_update(actor=project.owner, entity=shot(project), changes=changes)).field == field


def test_a_range_of_one_frame_is_one_frame_long(project: Project) -> None:
    assert make(project, "SH9000", frame_in=0, frame_out=0).frame_count == 1


@pytest.mark.parametrize(
    ("taken", "again"), [("STRASSE", "straße"), ("Été", "e\u0301TE\u0301"), ("İx", "i̇X"), ("ＡＢ", "ab")]
)
def test_the_same_name_in_other_letters_is_taken(project: Project, taken: str, again: str) -> None:
    make(project, taken)
    assert refusal(lambda: make(project, again)).field == "name"


def test_a_shot_s_name_is_free_in_another_sequence(project: Project) -> None:
    other = sequence_ensure(actor=project.owner, project=project, name="SQ020")
    assert make(project, "SH0010", sequence=other).code == "SQ020_SH0010"


def test_a_pattern_is_all_or_nothing_and_names_the_row(project: Project, sequence: Entity) -> None:
    first = ShotInput(name="SH0005", sequence=sequence)
    refused = refusal(
        lambda: shots_create_by_pattern(actor=project.owner, project=project, first=first, step=5, count=4)
    )
    assert refused.field == "name" and "SQ010_SH0010" in refused.message and "row 2" in refused.message


def test_a_pattern_counts_up_with_its_width(project: Project, sequence: Entity) -> None:
    first = ShotInput(name="SH0090", sequence=sequence)
    rows = shots_create_by_pattern(actor=project.owner, project=project, first=first, step=10, count=3)
    assert [row.name for row in rows] == ["SH0090", "SH0100", "SH0110"]
    assert ChangeSet.objects.latest("id").events.filter(verb="shot.created").count() == 3


@pytest.mark.parametrize(
    ("name", "step", "count", "field"),
    [("SH", 10, 2, "name"), ("SH0010", 0, 2, "step"), ("SH0010", 10, 2001, "count"), ("SH1234567890", 1, 2, "name")],
)
def test_patterns_that_make_no_sense_are_refused(
    project: Project, name: str, step: int, count: int, field: str
) -> None:
    refused = refusal(
        lambda: shots_create_by_pattern(
            actor=project.owner, project=project, first=ShotInput(name=name), step=step, count=count
        )
    )
    assert refused.field == field


def test_nothing_of_another_project_is_taken(project: Project, other: Project) -> None:
    foreign = Entity.objects.get(project=other, kind=Kind.SEQUENCE)
    assert refusal(lambda: make(project, "SH9000", sequence=foreign)).field == "sequence"
    update = lambda: entity_update(actor=project.owner, entity=shot(project), changes={"parent": foreign})  # noqa: E731
    assert refusal(update).field == "parent"
    local = AssetType.objects.create(project=other, name="Local", name_key="local")
    given = AssetInput(name="Owl", asset_type=local)
    assert refusal(lambda: asset_create(actor=project.owner, project=project, given=given)).field == "asset_type"


@pytest.mark.parametrize(("role", "kind"), [("stranger", Missing), ("viewer", Forbidden), ("client", Forbidden)])
def test_who_may_not_edit_is_refused_by_every_service(
    cast: dict[str, User], project: Project, role: str, kind: type[Refused]
) -> None:
    actor, row = cast[role], shot(project)
    acts: list[Callable[[], object]] = [
        lambda: shot_create(actor=actor, project=project, given=ShotInput(name="SH9000")),
        lambda: sequence_ensure(actor=actor, project=project, name="SQ900"),
        lambda: entity_update(actor=actor, entity=row, changes={"name": "X"}),
        lambda: entity_set_omitted(actor=actor, entities=[row], is_omitted=True),
        lambda: entity_trash(actor=actor, entities=[row]),
        lambda: entity_restore(actor=actor, entity=row),
    ]
    assert {type(refusal(act)) for act in acts} == {kind}


def test_an_archived_project_is_read_only(project: Project) -> None:
    project_update(actor=project.owner, project=project, changes={"status": "archived"})
    project.refresh_from_db()
    assert isinstance(refusal(lambda: make(project, "SH9000")), Conflict)


def test_what_two_people_changed_in_different_fields_both_stays(cast: dict[str, User], project: Project) -> None:
    row = shot(project)
    entity_update(actor=cast["owner"], entity=row, changes={"description": "Rain"}, seen_rev=row.rev)
    both = {"description": "", "frame_in": 1001, "frame_out": 1050}
    entity_update(actor=cast["contributor"], entity=row, changes=both, seen_rev=row.rev)
    row.refresh_from_db()
    assert (row.description, row.frame_out) == ("Rain", 1050)


def test_what_two_people_changed_in_one_field_is_shown_to_the_second(cast: dict[str, User], project: Project) -> None:
    row = shot(project)
    entity_update(actor=cast["owner"], entity=row, changes={"description": "Rain"}, seen_rev=row.rev)
    stale = refusal(
        lambda: entity_update(actor=cast["contributor"], entity=row, changes={"description": "Snow"}, seen_rev=row.rev)
    )
    assert isinstance(stale, Stale) and stale.differences == {"description": ("Rain", "Snow")}


def test_a_sequence_takes_its_shots_to_the_trash_and_back(project: Project, sequence: Entity) -> None:
    alone = shot(project)
    entity_trash(actor=project.owner, entities=[alone])
    entity_trash(actor=project.owner, entities=[sequence])
    assert not Entity.objects.visible_to(project.owner).filter(kind=Kind.SHOT).exists()
    assert Task.objects.visible_to(project.owner).filter(entity__kind=Kind.SHOT).count() == 0
    entity_restore(actor=project.owner, entity=sequence)
    back = Entity.objects.visible_to(project.owner).filter(kind=Kind.SHOT)
    assert {row.name for row in back} == {"SH0020", "SH0030"}, "what was trashed before stays in the trash"
    assert Task.objects.visible_to(project.owner).filter(entity__in=back).count() == 10


def test_a_name_taken_meanwhile_keeps_a_shot_in_the_trash_until_it_gets_another(
    project: Project, sequence: Entity
) -> None:
    row = shot(project)
    entity_trash(actor=project.owner, entities=[row])
    make(project, "SH0010", sequence=sequence)
    assert refusal(lambda: entity_restore(actor=project.owner, entity=row)).field == "name"
    assert entity_restore(actor=project.owner, entity=row, name="SH0011").code == "SQ010_SH0011"


def test_a_shot_of_a_trashed_sequence_waits_for_it(project: Project, sequence: Entity) -> None:
    entity_trash(actor=project.owner, entities=[sequence])
    assert "SQ010" in refusal(lambda: entity_restore(actor=project.owner, entity=shot(project))).message


def test_a_renamed_sequence_renames_the_codes_built_from_it(project: Project, sequence: Entity) -> None:
    entity_update(actor=project.owner, entity=sequence, changes={"name": "SQ011"})
    codes = Entity.objects.filter(kind=Kind.SHOT).values_list("code", flat=True)
    assert set(codes) == {"SQ011_SH0010", "SQ011_SH0020", "SQ011_SH0030"}


def test_every_write_raises_the_revision_and_tells_only_what_changed(project: Project) -> None:
    row = shot(project)
    entity_update(actor=project.owner, entity=row, changes={"description": "Rain", "handles": row.handles})
    event = Event.objects.latest("id")
    assert (event.before, event.after, event.rev) == ({"description": ""}, {"description": "Rain"}, row.rev + 1)


def test_an_edit_that_changes_nothing_leaves_no_trace(project: Project) -> None:
    row, before = shot(project), ChangeSet.objects.count()
    entity_update(actor=project.owner, entity=row, changes={"name": row.name})
    assert ChangeSet.objects.count() == before
