"""Importing a cut: what is made, what exists, and that one undo takes all of it back."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.errors import Conflict, Forbidden, Missing, Refused
from events.models import ChangeSet, Event
from events.services import AlreadyDone
from projects.defaults import template_of
from projects.models import Project
from projects.services import ProjectInput
from shots.editorial import ByClipName, ByPattern, CutOptions, FixedSequence
from shots.models import Cut, CutItem, Entity, Kind, Task
from shots.services import cuts as services
from shots.services import entity_trash
from shots.services.cuts import cut_import, cut_read, cut_trash, imported_in, project_from_cut
from shots.tests.cuts import DATA, edl, given, load, shots_of, take_back
from shots.tests.factories import ShotFactory

Cast = dict[str, User]


def test_new_shots_come_with_sequence_range_handles_and_tasks(project: Project) -> None:
    result = load(project, edl("SQ020_SH0010", "SQ020_SH0020"), handles=12)
    shot = Entity.objects.get(code="SQ020_SH0020")
    assert (result.made, result.updated, result.tasks) == (2, 0, 10)
    assert (shot.name, shot.parent and shot.parent.name, shot.has_own_code) == ("SH0020", "SQ020", False)
    assert (shot.frame_in, shot.frame_out, shot.handles) == (1001, 1024, 12)
    assert Task.objects.filter(entity=shot).count() == 5


def test_the_cut_keeps_every_event_with_its_shot(project: Project) -> None:
    result = load(project, edl("SQ020_SH0010", "BLACK", "SQ020_SH0010_v2", "SQ010_SH0010"))
    items = CutItem.objects.filter(cut=result.cut).select_related("shot")
    codes = [item.shot.code if item.shot else None for item in items]
    assert codes == ["SQ020_SH0010", None, "SQ020_SH0010", "SQ010_SH0010"]
    assert (result.cut.number, result.cut.name, result.cut.format, result.cut.fps) == (1, "Reel 1", "CMX 3600", 24)
    assert items[1].record_in == 86_424


def test_an_existing_sequence_takes_the_new_shots(project: Project) -> None:
    load(project, edl("sq010_SH0040"))
    assert Entity.objects.filter(kind=Kind.SEQUENCE, project=project).count() == 1
    assert Entity.objects.get(code_key="sq010_sh0040").parent == Entity.objects.get(code="SQ010")


@pytest.mark.parametrize("name", ["SQ030-SH0010", "SQ030.SH0010", "SQ030SH0010"])
def test_a_name_that_says_its_sequence_in_another_way_stays_the_code(project: Project, name: str) -> None:
    load(project, edl(name), sequence=FixedSequence("SQ030"))
    shot = Entity.objects.get(code=name)
    assert (shot.name, shot.parent and shot.parent.code) == ("SH0010", "SQ030")


def test_a_code_without_its_sequence_stays_as_planned(project: Project) -> None:
    load(project, edl("a", "b"), naming=ByPattern("SH{n:0010}"), sequence=FixedSequence("SQ040"))
    assert shots_of(project)[-2:] == ["SH0010", "SH0020"]


def test_two_codes_of_one_short_name_both_become_shots(project: Project) -> None:
    load(project, edl("SQ050_0010", "SQ050-0010"), sequence=FixedSequence("SQ050"))
    assert sorted(shots_of(project)[-2:]) == ["SQ050-0010", "SQ050_0010"]
    assert load(project, edl("SQ050.0010"), sequence=FixedSequence("SQ050")).made == 1


def test_shots_outside_sequences_are_made_too(project: Project) -> None:
    load(project, edl("Éclair 🦊", "مشهد_01"), naming=ByClipName(), sequence=FixedSequence())
    assert set(shots_of(project)) >= {"Éclair 🦊", "مشهد_01"}


def test_the_same_cut_again_makes_nothing_and_counts_up(project: Project) -> None:
    data = edl("SQ020_SH0010", "SQ020_SH0020")
    first, second = load(project, data), load(project, data)
    assert (first.made, second.made, second.cut.number) == (2, 0, 2)
    assert second.cut.items.filter(shot__isnull=False).count() == 2


def test_a_trashed_cut_keeps_its_number(project: Project) -> None:
    data = edl("SQ020_SH0010")
    first = load(project, data).cut
    cut_trash(actor=project.owner, cut=first)
    second = load(project, data).cut
    services.cut_restore(actor=project.owner, cut=first)
    assert [first.number, second.number] == [1, 2]
    assert Cut.objects.present().count() == 2


def test_ranges_change_only_when_asked(project: Project) -> None:
    data = edl("SQ010_SH0010", "SQ010_SH0020", frames=50)
    assert load(project, data).updated == 0
    result = load(project, data, on_existing="update")
    shot = Entity.objects.get(code="SQ010_SH0010")
    assert (result.updated, shot.frame_in, shot.frame_out, shot.rev) == (2, 1001, 1050, 2)
    event = Event.objects.filter(verb="shot.updated", target_id=shot.pk).get()
    assert (event.before, event.after) == ({"frame_out": 1010}, {"frame_out": 1050})


def test_unticked_rows_are_left_out(project: Project) -> None:
    result = load(project, edl("SQ020_SH0010", "SQ020_SH0020"), selected=frozenset({2}))
    assert (result.made, shots_of(project)[-1]) == (1, "SQ020_SH0020")
    assert result.cut.items.count() == 2


def test_nothing_to_import_is_refused_and_leaves_nothing(project: Project) -> None:
    with pytest.raises(Refused, match="Nothing of this cut"):
        load(project, edl("SQ020_SH0010"), selected=frozenset())
    assert not Cut.objects.exists()
    assert not ChangeSet.objects.filter(label__startswith="Import").exists()


def test_a_pattern_that_makes_each_shot_a_sequence_is_refused(project: Project, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "MOST_SEQUENCES", 2)
    with pytest.raises(Refused) as refused:
        load(project, edl("A1_1", "B1_1", "C1_1", "C1_2"))
    assert refused.value.field == "sequence"


def test_an_option_out_of_range_names_its_field(project: Project) -> None:
    with pytest.raises(Refused) as refused:
        load(project, edl("SQ020_SH0010"), track=9)
    assert refused.value.field == "track"


def test_one_undo_takes_the_whole_import_back_and_redo_brings_it_again(project: Project) -> None:
    before = shots_of(project)
    load(project, (DATA / "speed_effects.edl").read_bytes(), file_name="speed_effects.edl")
    changes = ChangeSet.objects.latest("id")
    undoing = take_back(project.owner, changes)
    assert shots_of(project) == before
    assert not Cut.objects.present().exists()
    assert Entity.objects.present().filter(kind=Kind.SEQUENCE, project=project).count() == 1
    take_back(project.owner, undoing)
    assert len(shots_of(project)) == len(before) + 527
    assert Cut.objects.present().count() == 1
    assert Task.objects.present().filter(project=project, entity__trashed_at=None).count() == 530 * 5 + 4


def test_undo_gives_updated_ranges_back(project: Project) -> None:
    load(project, edl("SQ010_SH0010", frames=50), on_existing="update")
    take_back(project.owner, ChangeSet.objects.latest("id"))
    shot = Entity.objects.get(code="SQ010_SH0010")
    assert (shot.frame_in, shot.frame_out) == (1001, 1010)


def test_the_same_press_twice_gives_one_cut(project: Project) -> None:
    uid, what = uuid.uuid4(), given(edl("SQ020_SH0010"))
    first = cut_import(actor=project.owner, project=project, given=what, uid=uid)
    with pytest.raises(AlreadyDone) as done:
        cut_import(actor=project.owner, project=project, given=what, uid=uid)
    assert imported_in(done.value.change_set.pk) == first.cut
    assert Cut.objects.count() == 1


def test_a_press_after_the_undo_says_so(project: Project) -> None:
    load(project, edl("SQ020_SH0010"))
    changes = ChangeSet.objects.latest("id")
    take_back(project.owner, changes)
    with pytest.raises(Conflict):
        imported_in(changes.pk)


def test_a_shot_in_the_trash_is_made_anew(project: Project) -> None:
    entity_trash(actor=project.owner, entities=[Entity.objects.get(code="SQ010_SH0010")])
    assert load(project, edl("SQ010_SH0010")).made == 1


def test_another_project_of_the_same_names_is_left_alone(project: Project, other: Project) -> None:
    there = ShotFactory(sequence=Entity.objects.get(kind=Kind.SEQUENCE, project=other), name="SQ010_SH0010")
    before = Event.objects.filter(project_id=other.pk).count()
    load(project, edl("SQ010_SH0010", "SQ020_SH0010", frames=60), on_existing="update")
    there.refresh_from_db()
    assert (there.frame_in, Event.objects.filter(project_id=other.pk).count()) == (None, before)
    assert not CutItem.objects.filter(shot__project=other).exists()


@pytest.mark.parametrize(("role", "refusal"), [("viewer", Forbidden), ("client", Forbidden), ("stranger", Missing)])
def test_only_those_who_edit_import_and_trash(
    project: Project, cast: Cast, role: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        cut_import(actor=cast[role], project=project, given=given(edl("SQ020_SH0010")))
    cut = load(project, edl("SQ020_SH0010")).cut
    with pytest.raises(refusal):
        cut_trash(actor=cast[role], cut=cut)


def test_a_project_and_its_cut_are_one_act(cast: Cast) -> None:
    wanted = ProjectInput(name="Ferry", code="ferry", fps=Decimal(25))
    result = project_from_cut(
        actor=cast["owner"],
        project=wanted,
        template=template_of("commercial"),
        given=given(edl("SQ010_SH0010", "SQ010_SH0020")),
    )
    made = result.cut.project
    assert (result.made, result.tasks, made.fps) == (2, 12, Decimal(25))
    changes = ChangeSet.objects.filter(project_id=made.pk).get()
    undoing = take_back(cast["owner"], changes)
    assert not Project.objects.visible_to(cast["owner"]).filter(code="ferry").exists()
    take_back(cast["owner"], undoing)
    assert len(shots_of(Project.objects.visible_to(cast["owner"]).get(code="ferry"))) == 2


def test_a_refused_cut_leaves_no_project(cast: Cast) -> None:
    what = given(edl("SQ010_SH0010"), selected=frozenset())
    with pytest.raises(Refused):
        project_from_cut(
            actor=cast["owner"],
            project=ProjectInput(name="Ferry", code="ferry"),
            template=template_of("short"),
            given=what,
        )
    assert not Project.objects.filter(code="ferry").exists()


def test_importing_costs_queries_by_the_batch_and_not_by_the_shot(project: Project) -> None:
    def price(count: int, **options: Any) -> int:
        names = [f"SQ{count}_SH{number:04d}" for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            load(project, edl(*names, frames=30 + len(options)), **options)
        return len(queries)

    # SQLite takes 999 values in a statement: 80 shots with 400 tasks and their events are some batches each.
    few, many = price(3), price(80)
    assert many - few < 20
    assert price(80, on_existing="update") - price(3, on_existing="update") < 8


def test_options_default_to_the_plan_of_one_track() -> None:
    cut = cut_read(data=(DATA / "multitrack.otio").read_bytes(), file_name="multitrack.otio", rate=Decimal(24))
    plan = services.cut_plan(project=None, cut=cut, options=CutOptions())
    assert {row.event.track for row in plan.rows} == {0}
