"""From the log into the inboxes: who is told, why, and who is not."""

from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from activity.services import change_set_undo
from events.models import ChangeSet
from events.services import change_set
from inbox.models import Choice, Cursor, Item, Reason
from inbox.services import catch_up, watch_set
from notes.models import Note
from notes.services import note_update
from notes.tests.factories import NoteFactory
from projects.models import Membership, Project
from projects.services import member_remove
from shots.models import Entity, Kind, Task
from shots.services import task_assign, task_set_status, task_trash, tasks_set_status
from shots.services.emptying import tasks_delete, versions_delete
from shots.services.versions import VersionInput, version_publish, version_trash
from shots.tests.factories import status, task_of

Cast = dict[str, User]


def shot_of(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name=name)


@pytest.fixture(autouse=True)
def _read(project: Project) -> None:
    """What made the project is sorted already."""
    while catch_up():
        pass
    Item.objects.all().delete()


def items(user: User) -> list[tuple[str, int, str]]:
    catch_up()
    rows = Item.objects.visible_to(user).order_by("pk")
    return [(item.reason, item.count, item.title) for item in rows]


def test_a_mention_an_assignment_and_a_status_arrive(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    task_set_status(actor=cast["owner"], task=task, status=status("retake"))
    NoteFactory(task=task, body="Look, @contributor and @viewer")
    code = "SQ010_SH0010 ANM"
    assert items(cast["contributor"]) == [("assignment", 1, code), ("status", 1, code), ("mention", 1, code)]
    assert items(cast["viewer"]) == [("mention", 1, code)]
    assert items(cast["owner"]) == []


def test_a_note_on_my_task_and_in_my_thread_arrives(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    task_assign(actor=cast["contributor"], task=task, users=[cast["contributor"]])
    root = NoteFactory(task=task, body="One", author=cast["owner"])
    NoteFactory(task=task, body="Two", parent=root, author=cast["contributor"])
    NoteFactory(task=task, body="Three", parent=root, author=cast["administrator"])
    assert [row[0] for row in items(cast["contributor"])] == ["note", "note"]
    assert [row[0] for row in items(cast["owner"])] == ["note", "note"]
    assert items(cast["viewer"]) == []


def test_many_events_of_one_act_are_one_line(project: Project, cast: Cast) -> None:
    tasks = list(Task.objects.filter(project=project).select_related("project", "entity", "task_type")[:4])
    with change_set(actor=cast["owner"], label="Assign", project_id=project.pk):
        for task in tasks:
            task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    tasks_set_status(actor=cast["owner"], tasks=tasks, status=status("retake"))
    assert [row[:2] for row in items(cast["contributor"])] == [("assignment", 4), ("status", 4)]
    item = Item.objects.get(user=cast["contributor"], reason="status")
    assert item.shown["status"]["category"] == "retake" and item.task_id is None


def test_an_act_that_comes_in_two_portions_is_one_line(project: Project, cast: Cast) -> None:
    tasks = list(Task.objects.filter(project=project).select_related("project", "entity", "task_type")[:5])
    with change_set(actor=cast["owner"], label="Assign", project_id=project.pk):
        for task in tasks:
            task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    while catch_up(portion=2):
        pass
    assert items(cast["contributor"]) == [("assignment", 5, str(tasks[0]))]


def test_what_was_taken_back_vanishes_and_comes_again(project: Project, cast: Cast) -> None:
    task = task_of(shot_of(project))
    task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    act = ChangeSet.objects.latest("pk")
    assert len(items(cast["contributor"])) == 1
    undo = change_set_undo(actor=cast["owner"], changes=act)
    assert items(cast["contributor"]) == []
    change_set_undo(actor=cast["owner"], changes=undo)
    assert len(items(cast["contributor"])) == 1


def test_clients_hear_of_what_is_meant_for_them_only(project: Project, cast: Cast) -> None:
    shot = shot_of(project)
    watch_set(actor=cast["client"], project=project, choice=Choice.FOLLOW)
    NoteFactory(entity=shot, body="Secret @client")
    NoteFactory(entity=shot, body="Open @client", is_client_visible=True)
    assert [row[0] for row in items(cast["client"])] == ["mention"]
    Note.objects.update(is_client_visible=False)
    assert items(cast["client"]) == []


def test_who_left_the_project_or_lost_a_note_sees_nothing_of_it(project: Project, cast: Cast) -> None:
    NoteFactory(entity=shot_of(project), body="Hello @contributor")
    assert len(items(cast["contributor"])) == 1
    held = Membership.objects.select_related("project", "user").get(project=project, user=cast["contributor"])
    member_remove(actor=cast["owner"], membership=held)
    assert items(cast["contributor"]) == []
    NoteFactory(entity=shot_of(project), body="Again @contributor")
    catch_up()
    assert Item.objects.filter(user=cast["contributor"]).count() == 1


@pytest.mark.parametrize("place", ["shot", "sequence", "project"])
def test_who_follows_hears_of_statuses_and_notes(place: str, project: Project, cast: Cast) -> None:
    shot = shot_of(project)
    entity = {"shot": shot, "sequence": Entity.objects.get(project=project, kind=Kind.SEQUENCE), "project": None}[place]
    watch_set(actor=cast["viewer"], project=project, entity=entity, choice=Choice.FOLLOW)
    task_set_status(actor=cast["owner"], task=task_of(shot), status=status("review"))
    NoteFactory(entity=shot, body="Looks right")
    assert [row[0] for row in items(cast["viewer"])] == ["status", "note"]
    assert items(cast["contributor"]) == []


def test_muted_things_bring_nothing_and_the_nearest_choice_counts(project: Project, cast: Cast) -> None:
    shot, other = shot_of(project), shot_of(project, "SH0020")
    watch_set(actor=cast["viewer"], project=project, choice=Choice.MUTE)
    watch_set(actor=cast["viewer"], project=project, entity=other, choice=Choice.FOLLOW)
    NoteFactory(entity=shot, body="Hear me @viewer")
    NoteFactory(entity=other, body="Softer")
    assert [row[2] for row in items(cast["viewer"])] == ["SQ010_SH0020"]


def test_new_words_call_only_who_was_not_called_before(project: Project, cast: Cast) -> None:
    note = NoteFactory(entity=shot_of(project), body="Hello @viewer")
    catch_up()
    note_update(actor=cast["owner"], note=note, body="Hello @viewer and @contributor")
    assert len(items(cast["viewer"])) == 1 and len(items(cast["contributor"])) == 1


def test_being_added_to_a_project_is_told(other: Project, cast: Cast) -> None:
    from projects.services import member_add

    member_add(actor=cast["stranger"], project=other, username="viewer", role="viewer")
    assert [row[0] for row in items(cast["viewer"])] == [Reason.MEMBER]


def test_the_cursor_moves_with_its_items_and_nothing_is_read_twice(
    project: Project, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    NoteFactory(entity=shot_of(project), body="Hello @viewer")
    before = Cursor.objects.get().last_event_id

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("inbox.services.sorting._deliver", fail)
        with pytest.raises(RuntimeError):
            catch_up()
    assert Cursor.objects.get().last_event_id == before
    assert catch_up() == 1 and catch_up() == 0
    assert Item.objects.filter(user=cast["viewer"]).count() == 1


def test_a_portion_costs_the_same_for_any_number_of_events(
    project: Project, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    tasks = list(Task.objects.filter(project=project).select_related("project", "entity", "task_type"))

    def act(number: int) -> None:
        for task in tasks[:number]:
            task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
            NoteFactory(task=task, body="Hello @viewer")

    act(1)
    with django_assert_max_num_queries(40) as few:
        catch_up()
    act(12)
    with django_assert_max_num_queries(len(few)):
        catch_up()


def test_what_was_deleted_for_good_before_it_was_sorted_stops_nobody(project: Project, cast: Cast) -> None:
    shot, owner = shot_of(project), cast["owner"]
    watch_set(actor=cast["viewer"], project=project, choice=Choice.FOLLOW)
    task, version = task_of(shot), version_publish(actor=owner, entity=shot, given=VersionInput(path="/a"))
    task_assign(actor=owner, task=task, users=[cast["contributor"]])
    version_trash(actor=owner, version=version)
    task_trash(actor=owner, task=task)
    versions_delete(actor=owner, project=project, versions=[version])
    tasks_delete(actor=owner, project=project, tasks=[task])
    NoteFactory(entity=shot, body="@contributor", author=owner)
    assert [row[0] for row in items(cast["contributor"])] == ["mention"]
    assert [row[0] for row in items(cast["viewer"])] == ["note"]
    connection.check_constraints()
