"""The pipeline of a project: added, ordered, edited, removed with what uses it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.errors import Conflict, Forbidden, Missing, Refused
from events.models import Event
from projects.models import AssetType, Project, TaskStatus, TaskType
from projects.services import project_update
from projects.services.pipeline import line_add, line_remove, line_update, lines_order
from projects.services.rows import (
    AssetTypeInput,
    StatusInput,
    TaskTypeInput,
    row_create,
    row_update,
)
from projects.shelves import shelf_of
from projects.tests.pipelines import pipelines
from projects.tests.undo import take_back
from shots.models import Entity, Task
from shots.services import ShotInput, shots_create_by_pattern, task_set_status
from shots.tests.factories import AssetFactory, ShotFactory, status, task_of

SignIn = Callable[[User], Client]
HOSTILE = ("<script>alert(1)</script>", "🎬 مراجعة", "a/b:c", "Ünïcødé")


def line_of(project: Project, row: Any) -> Any:
    return shelf_of(row).lines(project).get(**{type(row).field: row})


def kind(short_name: str) -> TaskType:
    return TaskType.objects.studio().get(short_name=short_name)


def local_status(project: Project, name: str = "Tech fix", short: str = "Tech", category: str = "retake") -> TaskStatus:
    row = row_create(actor=project.owner, project=project, given=StatusInput(name, short, category))
    assert isinstance(row, TaskStatus)
    return row


def test_a_type_of_the_studio_joins_at_the_end(project: Project) -> None:
    line_add(actor=project.owner, project=project, row=kind("ROTO"))
    assert str(list(project.pipeline_task_types.all())[-1]) == "Roto and paint"


def test_what_is_there_already_is_refused(project: Project) -> None:
    with pytest.raises(Refused, match="already"):
        line_add(actor=project.owner, project=project, row=kind("ANM"))


def test_a_row_of_another_project_is_not_there(project: Project, other: Project) -> None:
    row = local_status(other)
    with pytest.raises(Missing):
        line_add(actor=project.owner, project=project, row=row)


@pytest.mark.parametrize("role", ["contributor", "viewer", "client"])
def test_only_owners_change_a_pipeline(role: str, project: Project, cast: dict[str, User]) -> None:
    with pytest.raises(Forbidden):
        line_add(actor=cast[role], project=project, row=kind("ROTO"))


def test_an_archived_project_keeps_its_pipeline(project: Project) -> None:
    archived = project_update(actor=project.owner, project=project, changes={"status": "archived"})
    with pytest.raises(Conflict, match="archived"):
        line_add(actor=project.owner, project=archived, row=kind("ROTO"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_kept_and_shown_escaped(name: str, project: Project, sign_in: SignIn) -> None:
    row = local_status(project, name, name[:8].strip())
    assert row.name == name
    page = sign_in(project.owner).get(reverse("projects:pipeline-list", args=["ark", "statuses"]))
    assert name in page.content.decode() or "<script>" in name
    assert b"<script>alert" not in page.content


@pytest.mark.parametrize("twin", ["TODO", "Réady", "Re\u0301ady"])
def test_names_are_the_same_whatever_their_case_and_form(twin: str, project: Project) -> None:
    local_status(project, "Réady", "Rdy2")
    with pytest.raises(Refused, match="already"):
        local_status(project, twin, "Other")


def test_a_short_name_is_taken_once(project: Project) -> None:
    with pytest.raises(Refused, match="short name"):
        local_status(project, "Again", "todo")


def test_a_short_name_has_eight_letters(project: Project) -> None:
    with pytest.raises(Refused, match="8 is the most"):
        local_status(project, "Long", "ninechars")


def test_a_type_is_for_something(project: Project) -> None:
    given = TaskTypeInput("Rushes", "RSH", kind("CMP").department, "cmp")
    with pytest.raises(Refused, match="Choose what"):
        row_create(actor=project.owner, project=project, given=given)


def test_a_local_type_makes_tasks_of_new_shots(project: Project) -> None:
    given = TaskTypeInput("Rushes", "RSH", kind("CMP").department, "cmp", for_shots=True)
    row_create(actor=project.owner, project=project, given=given)
    assert task_of(ShotFactory(project=project, name="SH0500"), "RSH").status.category == "todo"


def test_a_step_puts_a_line_before_another_and_back(project: Project) -> None:
    before = pipelines()
    lines_order(actor=project.owner, line=line_of(project, kind("CMP")), before=line_of(project, kind("LAY")))
    assert str(project.pipeline_task_types.all()[0]) == "Comp"
    assert take_back(project.owner) == 204
    assert pipelines() == before


def test_a_circle_of_prerequisites_is_refused_by_its_names(project: Project) -> None:
    lay, anm, cmp = (line_of(project, kind(name)) for name in ("LAY", "ANM", "CMP"))
    line_update(actor=project.owner, line=anm, changes={"prerequisites": [lay]})
    line_update(actor=project.owner, line=cmp, changes={"prerequisites": [anm]})
    with pytest.raises(Refused, match="Layout → Animation → Comp → Layout"):
        line_update(actor=project.owner, line=lay, changes={"prerequisites": [cmp]})
    with pytest.raises(Refused, match="Layout → Layout"):
        line_update(actor=project.owner, line=lay, changes={"prerequisites": [lay]})


def test_the_last_status_to_do_stays(project: Project) -> None:
    line_remove(actor=project.owner, line=line_of(project, status(name="Ready to start")))
    with pytest.raises(Refused, match="last status of the kind To do"):
        line_remove(actor=project.owner, line=line_of(project, status(name="Todo")), goal=status("wip"))


def test_a_status_in_use_asks_where_its_tasks_go(project: Project) -> None:
    task_set_status(actor=project.owner, task=task_of(ShotFactory(project=project)), status=status("review"))
    with pytest.raises(Refused, match="Waiting for review is used by 1 task: choose") as refused:
        line_remove(actor=project.owner, line=line_of(project, status("review")))
    assert refused.value.field == "goal"


def test_tasks_move_with_the_day_they_were_done_and_back(project: Project) -> None:
    task = task_of(Entity.objects.get(project=project, name="SH0010"))
    task_set_status(actor=project.owner, task=task, status=status(name="Approved"))
    before = list(Task.objects.order_by("pk").values_list("status", "done_at", "retake_count"))
    line_remove(actor=project.owner, line=line_of(project, status(name="Approved")), goal=status("wip"))
    task.refresh_from_db()
    assert (task.status.name, task.done_at) == ("In progress", None)
    assert take_back(project.owner) == 204
    assert list(Task.objects.order_by("pk").values_list("status", "done_at", "retake_count")) == before


@pytest.mark.proof
def test_thousands_of_tasks_move_in_one_act_and_back_exactly(project: Project) -> None:
    first = ShotInput("SX0010")
    shots_create_by_pattern(actor=project.owner, project=project, first=first, step=10, count=400)
    before = (pipelines(), list(Task.objects.order_by("pk").values_list("pk", "status", "task_type", "name")))
    count = Task.objects.filter(project=project, status=status(name="Todo")).count()
    line_remove(actor=project.owner, line=line_of(project, status(name="Todo")), goal=status(name="Ready to start"))
    assert count > 2000 and Event.objects.filter(verb="task.status_moved").count() == count
    assert take_back(project.owner) == 204
    assert (pipelines(), list(Task.objects.order_by("pk").values_list("pk", "status", "task_type", "name"))) == before


def test_a_moved_task_that_meets_its_twin_is_called_after_its_old_type(project: Project) -> None:
    line_remove(actor=project.owner, line=line_of(project, kind("ANM")), goal=kind("LAY"))
    names = Task.objects.filter(entity__name="SH0010", task_type=kind("LAY")).values_list("name", flat=True)
    assert sorted(names) == ["Animation", "main"]


def test_tasks_of_assets_do_not_become_shot_work(project: Project) -> None:
    with pytest.raises(Refused, match="Animation is not for assets"):
        line_remove(actor=project.owner, line=line_of(project, kind("MOD")), goal=kind("ANM"))


def test_assets_move_to_another_type_and_stand_in_its_group(project: Project) -> None:
    prop = AssetType.objects.studio().get(name="Prop")
    AssetFactory(project=project, name="Zither", asset_type="Prop")
    line_remove(actor=project.owner, line=line_of(project, AssetType.objects.studio().get(name="Character")), goal=prop)
    assets = Entity.objects.filter(project=project, kind="asset").in_order()
    assert [(row.name, row.asset_type) for row in assets] == [("Fox", prop), ("Zither", prop)]


def test_assets_follow_the_order_of_the_types(project: Project) -> None:
    AssetFactory(project=project, name="Zither", asset_type="Prop")
    line = line_of(project, AssetType.objects.studio().get(name="Prop"))
    first = line_of(project, AssetType.objects.studio().get(name="Character"))
    lines_order(actor=project.owner, line=line, before=first)
    assets = Entity.objects.filter(project=project, kind="asset").in_order()
    assert [row.name for row in assets] == ["Zither", "Fox"]


def test_a_status_in_use_keeps_its_category(project: Project) -> None:
    row = local_status(project)
    row_update(actor=project.owner, row=row, changes={"category": "wip"})
    task_set_status(actor=project.owner, task=task_of(ShotFactory(project=project)), status=row)
    with pytest.raises(Refused, match="move them there"):
        row_update(actor=project.owner, row=TaskStatus.objects.get(pk=row.pk), changes={"category": "done"})


def test_the_table_shows_the_colour_that_the_project_gives(project: Project, sign_in: SignIn) -> None:
    line_update(actor=project.owner, line=line_of(project, status(name="Todo")), changes={"colour": "pink"})
    page = sign_in(project.owner).get(reverse("shots:shot-list", args=["ark"])).content.decode()
    assert 'class="st st-x-pink"' in page
    shot = Entity.objects.get(project=project, name="SH0010")
    page = sign_in(project.owner).get(shot.get_absolute_url()).content.decode()
    assert 'class="st st-x-pink"' in page


def test_two_hundred_statuses_cost_no_more_queries_than_ten(project: Project, sign_in: SignIn) -> None:
    client, url = sign_in(project.owner), reverse("projects:pipeline-list", args=["ark", "statuses"])
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for number in range(190):
        local_status(project, f"Status {number}", f"S{number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(url)
    assert len(many) == len(few) and b"Status 189" in page.content


def test_a_page_removes_with_the_move_and_says_how_many(
    project: Project, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    line = line_of(project, kind("ANM"))
    url = reverse("projects:pipeline-remove", args=["ark", "task-types", line.pk])
    page = sign_in(project.owner).get(url)
    assert b"Move 3 tasks and remove" in page.content and b"Modelling" not in page.content.split(b"id_goal")[1]
    assert sign_in(project.owner).post(url, {}).status_code == 422
    assert sign_in(project.owner).post(url, {"goal": kind("LAY").pk}).status_code == 302
    assert not project.pipeline_task_types.filter(pk=line.pk).exists()


def test_the_order_comes_back_with_an_undo(project: Project, sign_in: SignIn, htmx: dict[str, str]) -> None:
    moved, before = line_of(project, kind("CMP")), line_of(project, kind("LAY"))
    url = reverse("projects:pipeline-order", args=["ark", "task-types"])
    answer = sign_in(project.owner).post(url, {"moved": moved.pk, "before": before.pk}, headers=htmx)
    assert answer.status_code == 200 and "undo_url" in answer["HX-Trigger"]
    assert answer.content.index(b"Comp") < answer.content.index(b"Layout")


def test_a_form_that_is_older_says_what_is_there_now(project: Project, sign_in: SignIn) -> None:
    line = line_of(project, status(name="Todo"))
    line_update(actor=project.owner, line=line, changes={"colour": "pink"})
    url = reverse("projects:pipeline-update", args=["ark", "statuses", line.pk])
    page = sign_in(project.owner).post(url, {"colour": "lime", "rev": line.rev})
    assert page.status_code == 422 and b"It is pink now" in page.content
    renewed = line_of(project, status(name="Todo"))
    assert sign_in(project.owner).post(url, {"colour": "lime", "rev": renewed.rev}).status_code == 302


def test_a_second_press_makes_one_row(project: Project, sign_in: SignIn) -> None:
    data = {"name": "Gadget", "submit_id": "0190f3c2-0000-7000-8000-000000000001"}
    url = reverse("projects:pipeline-create", args=["ark", "asset-types"])
    assert [sign_in(project.owner).post(url, data).status_code for _ in range(2)] == [302, 302]
    assert AssetType.objects.filter(project=project).count() == 1


def test_an_unknown_shelf_is_not_there(project: Project, sign_in: SignIn) -> None:
    assert sign_in(project.owner).get(reverse("projects:pipeline-list", args=["ark", "nothing"])).status_code == 404


def test_local_asset_types_are_made_and_undone(project: Project) -> None:
    before = pipelines()
    row_create(actor=project.owner, project=project, given=AssetTypeInput("Gadget"))
    assert take_back(project.owner) == 204
    assert pipelines() == before
