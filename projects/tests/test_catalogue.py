"""The studio's catalogue: read by everybody, changed by administrators."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import Forbidden, Refused
from projects.models import Project, TaskStatus
from projects.services.rows import StatusInput, row_create, row_remove, row_update
from projects.tests.pipelines import pipelines
from projects.tests.undo import take_back
from shots.models import Task
from shots.services import task_set_status
from shots.tests.factories import ShotFactory, status, task_of

SignIn = Callable[[User], Client]


def test_everybody_reads_it_without_counts(project: Project, cast: dict[str, User], sign_in: SignIn) -> None:
    page = sign_in(cast["stranger"]).get(reverse("projects:catalogue")).content
    assert b"Animation" in page and b'shelf-uses"></span>' in page and b"New task type" not in page


def test_only_administrators_change_it(project: Project, cast: dict[str, User]) -> None:
    with pytest.raises(Forbidden):
        row_create(actor=cast["owner"], project=None, given=StatusInput("New", "New", "todo"))
    with pytest.raises(Forbidden):
        row_update(actor=cast["owner"], row=status("wip"), changes={"name": "Working"})


def test_a_rename_shows_in_every_project(project: Project, cast: dict[str, User], sign_in: SignIn) -> None:
    row_update(actor=cast["administrator"], row=status(name="Todo"), changes={"short_name": "Waits"})
    page = sign_in(cast["viewer"]).get(reverse("shots:shot-list", args=["ark"]))
    assert b"Waits" in page.content


def test_a_removal_moves_the_tasks_of_all_projects_and_comes_back(
    project: Project, other: Project, cast: dict[str, User]
) -> None:
    for at in (project, other):
        task_set_status(
            actor=at.owner, task=task_of(ShotFactory(project=at)), status=status("review", name="With client")
        )
    before = (pipelines(), list(Task.objects.order_by("pk").values_list("pk", "status")))
    gone = status(name="With client")
    with pytest.raises(Refused, match="choose where"):
        row_remove(actor=cast["administrator"], row=gone)
    row_remove(actor=cast["administrator"], row=gone, goal=status("wip"))
    assert not Task.objects.filter(status=gone).exists()
    assert not TaskStatus.objects.studio().filter(pk=gone.pk).exists()
    assert take_back(cast["administrator"]) == 204
    assert (pipelines(), list(Task.objects.order_by("pk").values_list("pk", "status"))) == before


def test_the_name_of_a_removed_row_is_free(project: Project, cast: dict[str, User]) -> None:
    row_remove(actor=cast["administrator"], row=status(name="Could be better"))
    row_create(actor=cast["administrator"], project=None, given=StatusInput("could be better", "CBB", "done"))
    assert TaskStatus.objects.studio().filter(name_key="could be better").count() == 1


def test_a_removed_row_comes_back_only_to_a_free_name(project: Project, cast: dict[str, User]) -> None:
    row_remove(actor=cast["administrator"], row=status(name="Could be better"))
    changes = cast["administrator"].change_sets.latest("pk")
    row_create(actor=cast["administrator"], project=None, given=StatusInput("Could be better", "CBB", "done"))
    assert take_back(cast["administrator"], changes) == 422
