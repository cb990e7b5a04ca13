"""Tasks of many at once: added where they lack, removed where nobody has begun, and back."""

import pytest

from accounts.models import User
from activity.services import change_set_undo
from core.errors import Conflict, Forbidden, Refused
from events.models import ChangeSet
from notes.tests.factories import NoteFactory
from projects.models import PipelineTaskType, Project, TaskType
from shots.models import Entity, Kind, Task
from shots.services import (
    task_assign,
    task_create,
    task_set_status,
    tasks_add,
    tasks_remove,
    tasks_restore,
    tasks_trash,
)
from shots.tests.factories import status, task_of

Cast = dict[str, User]


def shots(project: Project) -> list[Entity]:
    return list(Entity.objects.filter(project=project, kind=Kind.SHOT).in_order())


def kind_of(name: str) -> TaskType:
    return TaskType.objects.studio().get(short_name=name)


def count(project: Project, name: str) -> int:
    return Task.objects.present().filter(project=project, task_type__short_name=name).count()


def test_what_lacks_a_task_gets_it_and_undo_takes_it_away(project: Project) -> None:
    tasks_trash(actor=project.owner, tasks=[task_of(shots(project)[0], "FX")])
    assert len(tasks_add(actor=project.owner, entities=shots(project), task_type=kind_of("FX"))) == 1
    assert len(tasks_add(actor=project.owner, entities=shots(project), task_type=kind_of("FX"), name="second")) == 3
    change_set_undo(actor=project.owner, changes=ChangeSet.objects.latest("pk"))
    assert count(project, "FX") == 3


def test_tasks_with_work_stay_unless_they_are_asked_for(project: Project, cast: Cast) -> None:
    begun, noted, _ = (task_of(shot, "FX") for shot in shots(project))
    task_set_status(actor=project.owner, task=begun, status=status("wip"))
    NoteFactory(task=noted, body="Bigger", author=project.owner)
    assert tasks_remove(actor=project.owner, entities=shots(project), task_type=kind_of("FX")).kept == 2
    task_assign(actor=project.owner, task=begun, users=[cast["contributor"]])
    answer = tasks_remove(actor=project.owner, entities=shots(project), task_type=kind_of("FX"), even_with_work=True)
    assert (answer.removed, answer.kept, count(project, "FX")) == (2, 0, 0)
    change_set_undo(actor=project.owner, changes=ChangeSet.objects.latest("pk"))
    assert count(project, "FX") == 2


def test_a_task_type_that_does_not_fit_or_is_not_used_is_refused(project: Project) -> None:
    for name in ("MOD", "TRK"):
        with pytest.raises(Refused):
            tasks_add(actor=project.owner, entities=shots(project), task_type=kind_of(name))


def test_sequences_have_tasks_of_types_that_fit_them(project: Project) -> None:
    sequence = Entity.objects.get(project=project, kind=Kind.SEQUENCE)
    TaskType.objects.filter(short_name="LAY").update(for_sequences=True)
    assert task_create(actor=project.owner, entity=sequence, task_type=kind_of("LAY")).entity == sequence
    with pytest.raises(Refused):
        task_create(actor=project.owner, entity=sequence, task_type=kind_of("CMP"))


def test_a_task_does_not_come_back_beside_its_successor(project: Project) -> None:
    task = task_of(shots(project)[0], "FX")
    tasks_trash(actor=project.owner, tasks=[task])
    tasks_add(actor=project.owner, entities=shots(project), task_type=kind_of("FX"))
    with pytest.raises(Conflict):
        tasks_restore(actor=project.owner, tasks=[task])


def test_a_viewer_adds_and_removes_nothing(project: Project, cast: Cast) -> None:
    for act in (tasks_add, tasks_remove):
        with pytest.raises(Forbidden):
            act(actor=cast["viewer"], entities=shots(project), task_type=kind_of("FX"))


def test_a_thousand_tasks_take_few_queries(project: Project, django_assert_max_num_queries: object) -> None:
    PipelineTaskType.objects.filter(project=project, task_type__short_name="FX").update(is_automatic=False)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        tasks_add(actor=project.owner, entities=shots(project), task_type=kind_of("FX"), name="more")
