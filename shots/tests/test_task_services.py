"""Tasks: who sets which status, what is refused, and what the log says of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from core.errors import Conflict, Forbidden, Missing, Refused, Stale
from events.models import ChangeSet, Event
from projects.models import Category, Membership, PipelineStatus, Project, TaskType
from shots.models import Entity, Kind, Task
from shots.services import (
    entity_trash,
    settable_statuses,
    task_assign,
    task_create,
    task_restore,
    task_set_status,
    task_trash,
    task_update,
    tasks_set_status,
)
from shots.tests.factories import status, task_of


@pytest.fixture
def task(project: Project) -> Task:
    return task_of(Entity.objects.get(project=project, code="SQ010_SH0010"))


def refusal(act: Callable[[], object]) -> Refused:
    before = Event.objects.count(), Task.objects.count(), ChangeSet.objects.count()
    with pytest.raises(Refused) as refused:
        act()
    assert (Event.objects.count(), Task.objects.count(), ChangeSet.objects.count()) == before
    return refused.value


def test_a_status_is_set_with_its_figures_and_its_event(cast: dict[str, User], task: Task) -> None:
    retake = status(Category.RETAKE)
    row = task_set_status(actor=cast["owner"], task=task, status=retake)
    event = Event.objects.latest("id")
    assert (row.status, row.retake_count, row.rev) == (retake, 1, task.rev + 1)
    assert event.before == {"status": task.status_id, "retake_count": 0}
    assert event.shown["status"][1]["name"] == "Retake" and event.change_set.actor == cast["owner"]


def test_done_has_a_moment_and_undone_has_none(cast: dict[str, User], task: Task) -> None:
    task_set_status(actor=cast["owner"], task=task, status=status(Category.DONE))
    assert Task.objects.get(pk=task.pk).done_at is not None
    task_set_status(actor=cast["owner"], task=task, status=status(Category.WIP))
    assert Task.objects.get(pk=task.pk).done_at is None


def test_setting_the_same_status_leaves_no_trace(cast: dict[str, User], task: Task) -> None:
    before = ChangeSet.objects.count()
    task_set_status(actor=cast["owner"], task=task, status=task.status)
    assert ChangeSet.objects.count() == before


def test_artists_leave_approval_to_owners_and_approvers(cast: dict[str, User], project: Project, task: Task) -> None:
    artist, approved = cast["contributor"], status(name="Approved")
    assert isinstance(refusal(lambda: task_set_status(actor=artist, task=task, status=approved)), Forbidden)
    membership = Membership.objects.get(project=project, user=artist)
    membership.approves.add(task.task_type.department)
    assert approved in settable_statuses(actor=artist, task=task)
    task_set_status(actor=artist, task=task, status=approved)
    lighting = task_of(task.entity, "LGT")
    assert isinstance(refusal(lambda: task_set_status(actor=artist, task=lighting, status=approved)), Forbidden)


@pytest.mark.parametrize("role", ["administrator", "owner", "contributor", "viewer", "client"])
def test_what_the_menu_offers_is_what_the_service_takes(
    cast: dict[str, User], project: Project, task: Task, role: str
) -> None:
    offered = set(settable_statuses(actor=cast[role], task=task))
    for line in PipelineStatus.objects.filter(project=project).select_related("status"):
        try:
            task_set_status(actor=cast[role], task=task, status=line.status)
            taken = True
        except Forbidden:
            taken = False
        assert taken == (line.status in offered), line.status


def test_many_are_set_at_once_or_none(cast: dict[str, User], project: Project, task: Task) -> None:
    others = [task_of(shot) for shot in Entity.objects.filter(project=project, kind=Kind.SHOT)]
    tasks_set_status(actor=cast["owner"], tasks=others, status=status(Category.WIP))
    assert ChangeSet.objects.latest("id").events.count() == 3
    task_trash(actor=cast["owner"], task=others[2])
    refused = refusal(lambda: tasks_set_status(actor=cast["owner"], tasks=others, status=status(Category.REVIEW)))
    assert isinstance(refused, Missing)
    assert not Task.objects.filter(status=status(Category.REVIEW)).exists()


def test_tasks_of_two_projects_are_never_set_together(
    cast: dict[str, User], project: Project, other: Project, task: Task
) -> None:
    foreign = task_of(Entity.objects.get(project=other, kind=Kind.SHOT))
    act = lambda: tasks_set_status(actor=cast["owner"], tasks=[task, foreign], status=status())  # noqa: E731
    assert isinstance(refusal(act), Missing)


def test_a_status_outside_the_pipeline_is_refused(cast: dict[str, User], project: Project, task: Task) -> None:
    PipelineStatus.objects.filter(project=project, status=status()).delete()
    assert refusal(lambda: task_set_status(actor=cast["owner"], task=task, status=status())).field == "status"


def test_who_saw_an_older_status_is_told_of_the_new_one(cast: dict[str, User], task: Task) -> None:
    task_set_status(actor=cast["owner"], task=task, status=status(Category.WIP))
    review = status(Category.REVIEW)
    stale = refusal(lambda: task_set_status(actor=cast["contributor"], task=task, status=review, seen_rev=task.rev))
    assert isinstance(stale, Stale) and "Olga changed it meanwhile" in stale.message


def test_members_only_are_assigned(cast: dict[str, User], task: Task) -> None:
    assert refusal(lambda: task_assign(actor=cast["owner"], task=task, users=[cast["stranger"]])).field == "assignees"
    task_assign(actor=cast["owner"], task=task, users=[cast["contributor"], cast["owner"], cast["contributor"]])
    assert set(task.assignees.all()) == {cast["contributor"], cast["owner"]}
    task_assign(actor=cast["owner"], task=task, users=[])
    assert Event.objects.latest("id").shown["assignees"][1] == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_date": date(2026, 5, 2), "due_date": date(2026, 5, 1)}, "due_date"),
        ({"priority": 9}, "priority"),
        ({"estimate": -1}, "estimate"),
        ({"bid": 10**9}, "bid"),
        ({"status": 1}, None),
    ],
)
def test_impossible_plans_are_refused(
    cast: dict[str, User], task: Task, changes: dict[str, Any], field: str | None
) -> None:
    assert refusal(lambda: task_update(actor=cast["owner"], task=task, changes=changes)).field == field


def test_a_second_task_of_a_type_needs_a_name_of_its_own(cast: dict[str, User], task: Task) -> None:
    def create(name: str) -> Task:
        return task_create(actor=cast["owner"], entity=task.entity, task_type=task.task_type, name=name)

    assert refusal(lambda: create("MAIN")).field == "name"
    assert create("Straße").name == "Straße"
    assert refusal(lambda: create("STRASSE")).field == "name"


def test_a_type_that_does_not_fit_is_refused(cast: dict[str, User], task: Task) -> None:
    for short_name in ("MOD", "ROTO"):
        kind = TaskType.objects.get(short_name=short_name)
        act = lambda kind=kind: task_create(actor=cast["owner"], entity=task.entity, task_type=kind)  # noqa: E731
        assert refusal(act).field == "task_type"


def test_a_task_comes_back_unless_its_name_is_taken(cast: dict[str, User], task: Task) -> None:
    task_trash(actor=cast["owner"], task=task)
    assert not Task.objects.visible_to(cast["owner"]).filter(pk=task.pk).exists()
    twin = task_create(actor=cast["owner"], entity=task.entity, task_type=task.task_type)
    assert isinstance(refusal(lambda: task_restore(actor=cast["owner"], task=task)), Conflict)
    task_trash(actor=cast["owner"], task=twin)
    task_restore(actor=cast["owner"], task=task)
    assert Task.objects.visible_to(cast["owner"]).filter(pk=task.pk).exists()


@pytest.mark.parametrize("act", ["status", "assign", "plan", "trash"])
def test_a_task_of_a_trashed_shot_is_left_alone(cast: dict[str, User], task: Task, act: str) -> None:
    entity_trash(actor=cast["owner"], entities=[task.entity])
    acts: dict[str, Callable[[], object]] = {
        "status": lambda: task_set_status(actor=cast["owner"], task=task, status=status()),
        "assign": lambda: task_assign(actor=cast["owner"], task=task, users=[cast["owner"]]),
        "plan": lambda: task_update(actor=cast["owner"], task=task, changes={"priority": 1}),
        "trash": lambda: task_trash(actor=cast["owner"], task=task),
    }
    assert refusal(acts[act]).status in {404, 409}


@pytest.mark.parametrize("role", ["viewer", "client", "stranger"])
def test_who_only_looks_changes_no_task(cast: dict[str, User], task: Task, role: str) -> None:
    actor = cast[role]
    acts: list[Callable[[], object]] = [
        lambda: task_set_status(actor=actor, task=task, status=status()),
        lambda: task_assign(actor=actor, task=task, users=[]),
        lambda: task_update(actor=actor, task=task, changes={"priority": 1}),
        lambda: task_trash(actor=actor, task=task),
        lambda: task_create(actor=actor, entity=task.entity, task_type=task.task_type, name="x"),
    ]
    assert {type(refusal(act)) for act in acts} == {Missing if role == "stranger" else Forbidden}
