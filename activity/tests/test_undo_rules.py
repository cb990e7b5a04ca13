"""What undo refuses, and with which words; whose rights count; what a redo brings back."""

import datetime
from decimal import Decimal

import pytest

from accounts.models import User
from activity.services import change_set_undo, latest_redoable, latest_undoable
from core.errors import Conflict, Forbidden, Missing, Refused
from events.models import ChangeSet
from notes.models import Note
from notes.services import NoteInput, note_create, note_trash, note_update
from notes.tests.factories import NoteFactory
from projects.models import Membership, Project, ProjectStatus, Role
from projects.services import (
    member_join,
    member_remove,
    member_set_role,
    project_trash,
    project_update,
    share_code_renew,
)
from projects.tests.factories import ProjectFactory
from shots import services as shots
from shots.models import Entity, Kind, Task
from shots.services.cuts import cut_import
from shots.tests.factories import SequenceFactory, ShotFactory, status, task_of

from .acts import EDL, CutInput, CutOptions, cut_read

Cast = dict[str, User]


def last(actor: User | None = None) -> ChangeSet:
    rows = ChangeSet.objects.select_related("undoes__undoes")
    return (rows.filter(actor=actor) if actor else rows).latest("pk")


def shot_of(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name=name)


def set_status(actor: User, task: Task, category: str) -> ChangeSet:
    shots.task_set_status(actor=actor, task=task, status=status(category))
    return last(actor)


def test_a_later_change_of_the_same_field_is_named(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    first = set_status(cast["owner"], task, "wip")
    set_status(cast["contributor"], task, "review")
    with pytest.raises(Conflict, match=r"Carl changed SQ010_SH0010 ANM \(status\) later"):
        change_set_undo(actor=cast["owner"], changes=first)
    assert task_of(shot_of(project)).status.category == "review"


def test_a_later_change_of_another_field_stays(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    first = set_status(cast["owner"], task, "wip")
    due = datetime.date(2026, 12, 24)
    shots.task_update(actor=cast["contributor"], task=task, changes={"due_date": due})
    change_set_undo(actor=cast["owner"], changes=first)
    task = task_of(shot_of(project))
    assert (task.status.category, task.due_date) == ("todo", due)


def test_a_later_change_that_was_taken_back_is_no_hindrance(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    first = set_status(cast["owner"], task, "wip")
    second = set_status(cast["contributor"], task, "review")
    change_set_undo(actor=cast["contributor"], changes=second)
    change_set_undo(actor=cast["owner"], changes=first)
    assert task_of(shot_of(project)).status.category == "todo"


def test_two_fields_of_one_row_in_one_act_are_both_looked_at(project: Project, cast: Cast) -> None:
    from events.services import change_set

    task, owner = task_of(shot_of(project)), cast["owner"]
    with change_set(actor=owner, label="Both", project_id=project.pk):
        shots.task_set_status(actor=owner, task=task, status=status("wip"))
        shots.task_assign(actor=owner, task=task, users=[owner])
    both = last(owner)
    set_status(cast["contributor"], task, "review")
    with pytest.raises(Conflict, match="status"):
        change_set_undo(actor=owner, changes=both)


def test_a_redo_is_refused_where_somebody_worked_on_since(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    undo = change_set_undo(actor=cast["owner"], changes=set_status(cast["owner"], task, "wip"))
    set_status(cast["contributor"], task, "review")
    with pytest.raises(Conflict, match="Carl"):
        change_set_undo(actor=cast["owner"], changes=undo)


def test_the_second_of_two_who_undo_the_same_is_told(project: Project, cast: Cast) -> None:
    act = set_status(cast["owner"], task_of(shot_of(project)), "wip")
    same_act = ChangeSet.objects.get(pk=act.pk)
    change_set_undo(actor=cast["owner"], changes=act)
    with pytest.raises(Conflict, match="was taken back already"):
        change_set_undo(actor=cast["contributor"], changes=same_act)
    assert ChangeSet.objects.filter(undoes=act).count() == 1


def test_undoing_takes_the_rights_of_who_undoes(project: Project, cast: Cast) -> None:
    act = set_status(cast["owner"], task_of(shot_of(project)), "wip")
    with pytest.raises(Forbidden):
        change_set_undo(actor=cast["viewer"], changes=act)
    with pytest.raises(Missing):
        change_set_undo(actor=cast["stranger"], changes=act)
    assert ChangeSet.objects.get(pk=act.pk).undone_at is None


def test_an_artist_may_not_bring_back_an_approval_by_undoing_the_owners_change(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    set_status(cast["owner"], task, "done")
    act = set_status(cast["owner"], task, "wip")
    with pytest.raises(Forbidden, match="set by owners"):
        change_set_undo(actor=cast["contributor"], changes=act)


def test_a_slip_on_an_approved_task_is_mended_by_who_made_it(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    set_status(cast["owner"], task, "done")
    slip = set_status(cast["contributor"], task, "wip")
    change_set_undo(actor=cast["contributor"], changes=slip)
    assert task_of(shot_of(project)).status.category == "done"


def test_many_statuses_are_one_act_with_their_retakes(project: Project, cast: Cast) -> None:
    tasks = [task_of(shot_of(project, name)) for name in ("SH0010", "SH0020", "SH0030")]
    set_status(cast["owner"], tasks[1], "review")
    shots.tasks_set_status(actor=cast["owner"], tasks=tasks, status=status("retake"))
    undo = change_set_undo(actor=cast["owner"], changes=last(cast["owner"]))
    rows = [Task.objects.select_related("status").get(pk=task.pk) for task in tasks]
    assert [(row.status.category, row.retake_count) for row in rows] == [("todo", 0), ("review", 0), ("todo", 0)]
    change_set_undo(actor=cast["owner"], changes=undo)
    assert {row.retake_count for row in Task.objects.filter(pk__in=[task.pk for task in tasks])} == {1}


def test_one_of_many_changed_since_stops_the_whole_undo(project: Project, cast: Cast) -> None:
    tasks = [task_of(shot_of(project, name)) for name in ("SH0010", "SH0020")]
    shots.tasks_set_status(actor=cast["owner"], tasks=tasks, status=status("wip"))
    act = last(cast["owner"])
    set_status(cast["contributor"], tasks[1], "review")
    with pytest.raises(Conflict, match="SH0020"):
        change_set_undo(actor=cast["owner"], changes=act)
    assert Task.objects.get(pk=tasks[0].pk).status.category == "wip"


def test_a_trashed_sequence_comes_back_with_exactly_its_shots(project: Project, cast: Cast) -> None:
    owner = cast["owner"]
    shots.entity_trash(actor=owner, entities=[shot_of(project, "SH0030")])
    sequence = Entity.objects.select_related("project").get(project=project, kind=Kind.SEQUENCE)
    shots.entity_trash(actor=owner, entities=[sequence])
    assert not Entity.objects.present().filter(project=project, kind=Kind.SHOT).exists()
    change_set_undo(actor=owner, changes=last(owner))
    present = Entity.objects.present().filter(project=project, kind=Kind.SHOT)
    assert sorted(present.values_list("name", flat=True)) == ["SH0010", "SH0020"]
    assert Task.objects.visible_to(owner).filter(entity__in=present).count() == 10


def test_a_shot_does_not_come_back_into_a_taken_name(project: Project, cast: Cast) -> None:
    owner, shot = cast["owner"], shot_of(project)
    shots.entity_trash(actor=owner, entities=[shot])
    act = last(owner)
    ShotFactory(sequence=Entity.objects.get(project=project, kind=Kind.SEQUENCE), name="SH0010")
    with pytest.raises(Refused, match="is there already"):
        change_set_undo(actor=owner, changes=act)
    assert ChangeSet.objects.get(pk=act.pk).undone_at is None


def test_taking_back_a_creation_is_refused_when_somebody_worked_on_it(project: Project, cast: Cast) -> None:
    owner = cast["owner"]
    shot = ShotFactory(project=project, name="EXTRA", actor=owner)
    act = last(owner)
    NoteFactory(entity=shot, author=cast["contributor"])
    with pytest.raises(Conflict, match="Carl worked on EXTRA later"):
        change_set_undo(actor=owner, changes=act)


def test_taking_back_a_sequence_is_refused_when_a_shot_was_put_in_later(project: Project, cast: Cast) -> None:
    sequence = SequenceFactory(project=project, name="SQ990")
    act = last(cast["owner"])
    ShotFactory(sequence=sequence, name="SH0010")
    with pytest.raises(Conflict, match="SQ990"):
        change_set_undo(actor=cast["owner"], changes=act)


def test_an_import_goes_and_comes_as_one(project: Project, cast: Cast) -> None:
    cut = cut_read(data=EDL, file_name="reel.edl", rate=Decimal(24))
    given = CutInput(name="Reel", file_name="reel.edl", cut=cut, options=CutOptions())
    cut_import(actor=cast["owner"], project=project, given=given)
    count = Entity.objects.visible_to(cast["owner"]).count()
    undo = change_set_undo(actor=cast["owner"], changes=last(cast["owner"]))
    assert Entity.objects.visible_to(cast["owner"]).count() < count
    change_set_undo(actor=cast["owner"], changes=undo)
    assert Entity.objects.visible_to(cast["owner"]).count() == count


def test_a_project_with_work_in_it_is_not_taken_back(project: Project, cast: Cast) -> None:
    act = ChangeSet.objects.filter(events__verb="project.created", project_id=project.pk).get()
    with pytest.raises(Conflict, match="later"):
        change_set_undo(actor=cast["owner"], changes=act)


def test_a_trashed_project_comes_back_for_its_owner_only(project: Project, cast: Cast) -> None:
    project_trash(actor=cast["owner"], project=project)
    act = last(cast["owner"])
    with pytest.raises(Forbidden):
        change_set_undo(actor=cast["contributor"], changes=act)
    change_set_undo(actor=cast["owner"], changes=act)
    assert Project.objects.visible_to(cast["contributor"]).filter(pk=project.pk).exists()


def test_an_archived_project_gives_nothing_back_but_its_archiving(project: Project, cast: Cast) -> None:
    work = set_status(cast["owner"], task_of(shot_of(project)), "wip")
    project_update(actor=cast["owner"], project=project, changes={"status": ProjectStatus.ARCHIVED})
    archiving = last(cast["owner"])
    with pytest.raises(Conflict, match="archived"):
        change_set_undo(actor=cast["owner"], changes=work)
    change_set_undo(actor=cast["owner"], changes=archiving)
    change_set_undo(actor=cast["owner"], changes=work)


def test_a_removed_client_comes_back_as_client(project: Project, cast: Cast) -> None:
    membership = Membership.objects.select_related("project", "user").get(project=project, user=cast["client"])
    member_remove(actor=cast["owner"], membership=membership)
    change_set_undo(actor=cast["owner"], changes=last(cast["owner"]))
    assert Membership.objects.get(project=project, user=cast["client"]).is_client


def test_who_joined_may_leave_by_undo_but_not_come_back_by_redo(project: Project, cast: Cast) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    member_join(actor=cast["stranger"], share_code=code)
    undo = change_set_undo(actor=cast["stranger"], changes=last(cast["stranger"]))
    with pytest.raises(Missing):
        change_set_undo(actor=cast["stranger"], changes=undo)


def test_the_last_owner_stays_also_by_undo(project: Project, cast: Cast) -> None:
    other = Membership.objects.select_related("project", "user").get(project=project, user=cast["contributor"])
    member_set_role(actor=cast["owner"], membership=other, role=Role.OWNER)
    promotion = last(cast["owner"])
    own = Membership.objects.select_related("project", "user").get(project=project, user=cast["owner"])
    member_set_role(actor=cast["owner"], membership=own, role=Role.VIEWER)
    with pytest.raises(Conflict, match="needs an owner"):
        change_set_undo(actor=cast["contributor"], changes=promotion)


def test_what_cannot_be_taken_back_says_why(project: Project, cast: Cast) -> None:
    share_code_renew(actor=cast["owner"], project=project)
    with pytest.raises(Conflict, match="make a new one"):
        change_set_undo(actor=cast["owner"], changes=last(cast["owner"]))


def test_a_change_of_a_note_in_the_trash_is_refused_with_words(project: Project, cast: Cast) -> None:
    note = NoteFactory(entity=shot_of(project))
    note_update(actor=cast["owner"], note=note, body="Other words")
    act = last(cast["owner"])
    note_trash(actor=cast["owner"], note=note)
    with pytest.raises(Conflict, match="in the trash"):
        change_set_undo(actor=cast["owner"], changes=act)


def test_another_persons_note_keeps_its_words(project: Project, cast: Cast) -> None:
    note = NoteFactory(entity=shot_of(project), author=cast["contributor"])
    note_update(actor=cast["contributor"], note=note, body="Other words")
    with pytest.raises(Forbidden, match="Only the author"):
        change_set_undo(actor=cast["owner"], changes=last(cast["contributor"]))
    assert Note.objects.get(pk=note.pk).body == "Other words"


def test_what_went_to_the_trash_meanwhile_stops_the_undo_and_leaves_no_trace(project: Project, cast: Cast) -> None:
    owner, shot = cast["owner"], shot_of(project)
    shots.entity_set_omitted(actor=owner, entities=[shot], is_omitted=True)
    act = last(owner)
    shots.entity_trash(actor=owner, entities=[shot])
    count = ChangeSet.objects.count()
    with pytest.raises(Conflict, match="SQ010_SH0010 is in the trash"):
        change_set_undo(actor=owner, changes=act)
    assert ChangeSet.objects.count() == count
    assert ChangeSet.objects.get(pk=act.pk).undone_at is None


def test_the_label_says_what_it_was_however_often_it_goes_there_and_back(project: Project, cast: Cast) -> None:
    act = set_status(cast["owner"], task_of(shot_of(project)), "wip")
    labels = []
    for _ in range(5):
        act = change_set_undo(actor=cast["owner"], changes=act)
        labels.append(act.label.partition(": ")[0])
        assert act.label.endswith("SQ010_SH0010 ANM to In progress")
    assert labels == ["Undo", "Redo", "Undo", "Redo", "Undo"]


def test_ctrl_z_goes_back_step_by_step_and_forward_again(project: Project, cast: Cast) -> None:
    owner, task = cast["owner"], task_of(shot_of(project))
    for category in ("wip", "review", "retake"):
        set_status(owner, task, category)

    def step(act: ChangeSet | None) -> str:
        assert act is not None
        change_set_undo(actor=owner, changes=act)
        return task_of(shot_of(project)).status.category

    def back() -> str:
        return step(latest_undoable(actor=owner, project_id=project.pk))

    def forward() -> str:
        return step(latest_redoable(actor=owner, project_id=project.pk))

    for _ in range(2):
        assert [back(), back(), forward(), forward()] == ["review", "wip", "review", "retake"]
    assert latest_redoable(actor=owner, project_id=project.pk) is None


def test_a_new_act_ends_the_redo(project: Project, cast: Cast) -> None:
    owner, task = cast["owner"], task_of(shot_of(project))
    change_set_undo(actor=owner, changes=set_status(owner, task, "wip"))
    set_status(owner, task, "review")
    assert latest_redoable(actor=owner, project_id=project.pk) is None


def test_ctrl_z_in_a_project_leaves_the_others_alone(project: Project, cast: Cast) -> None:
    act = set_status(cast["owner"], task_of(shot_of(project)), "wip")
    ProjectFactory(owner=cast["owner"])
    assert latest_undoable(actor=cast["owner"], project_id=project.pk) == act
    assert latest_undoable(actor=cast["owner"]) != act


def test_ctrl_z_never_means_somebody_elses_act(project: Project, cast: Cast) -> None:
    set_status(cast["owner"], task_of(shot_of(project)), "wip")
    note_create(actor=cast["contributor"], given=NoteInput(body="Mine", entity=shot_of(project)))
    act = latest_undoable(actor=cast["contributor"], project_id=project.pk)
    assert act is not None and act.actor == cast["contributor"]
