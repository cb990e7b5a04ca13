"""History and feed: readable rows, filters, pages, and what clients do not see."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from activity.presenters import entries_of
from activity.selectors import PAGE, project_change_sets
from notes.tests.factories import NoteFactory
from projects.models import Project
from projects.services import project_update
from shots import services as shots
from shots.models import Entity, Kind
from shots.services.entities import ShotInput
from shots.tests.factories import ShotFactory, status, task_of

from .acts import ACTS, Stage

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def words(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def history(client: Client, htmx: dict[str, str], **query: Any) -> str:
    response = client.get(reverse("activity:project-history", args=["ark"]), query, headers=htmx)
    assert response.status_code == 200
    return str(response.content.decode())


def shot_of(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name=name)


def test_a_status_reads_before_and_after(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    shots.task_set_status(actor=cast["owner"], task=task_of(shot_of(project)), status=status("retake"))
    assert "Olga Owner set SQ010_SH0010 ANM Todo → to Retake" in words(history(sign_in(cast["viewer"]), htmx))


def test_many_statuses_are_one_row(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    tasks = [task_of(shot_of(project, name)) for name in ("SH0010", "SH0020", "SH0030")]
    shots.tasks_set_status(actor=cast["owner"], tasks=tasks, status=status("retake"))
    assert "Olga Owner set 3 tasks to Retake" in words(history(sign_in(cast["viewer"]), htmx))


def test_frames_dates_and_parents_are_written_for_people(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    owner, shot = cast["owner"], shot_of(project)
    shots.task_update(
        actor=owner, task=task_of(shot), changes={"due_date": datetime.date(2031, 1, 7), "bid": 450, "priority": 2}
    )
    shots.entity_update(actor=owner, entity=shot, changes={"frame_out": 1099, "parent": None})
    project_update(actor=owner, project=project, changes={"fps": Decimal("23.976"), "kind": "series"})
    text = words(history(sign_in(cast["viewer"]), htmx))
    for part in ("due none → to 7 Jan 2031", "bid none → to 7 h 30 min", "priority Normal → to Urgent"):
        assert part in text
    for part in ("frame out 1010 → to 1099", "in SQ010 → to none", "frames a second 24 → to 23.976"):
        assert part in text
    assert "kind Short film → to Series" in text


@pytest.mark.parametrize("verb", ACTS)
def test_every_verb_has_a_sentence_without_raw_values(verb: str, project: Project, cast: Cast) -> None:
    stage = Stage(cast["owner"], project, cast["contributor"], cast["administrator"])
    ACTS[verb].prepare(stage)
    ACTS[verb].act(stage)
    viewer = cast["administrator"]
    for held in (project, *Project.objects.visible_to(viewer).filter(code="second")):
        for entry in entries_of(viewer, project_change_sets(viewer, held), may_edit=True):
            assert all(piece.words for piece in entry.pieces)
            for line in entry.lines:
                for change in line.changes:
                    assert change.label and "{" not in f"{change.label}" and "None" not in str(change.before)


def test_names_are_escaped(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    name = '<script>alert("x")</script> 🚢'
    shots.shot_create(actor=cast["owner"], project=project, given=ShotInput(name=name))
    page = history(sign_in(cast["viewer"]), htmx)
    assert "<script>" not in page and "&lt;script&gt;" in page and "🚢" in page


def test_clients_do_not_see_internal_acts(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    NoteFactory(entity=shot_of(project), body="Between us")
    NoteFactory(entity=shot_of(project), body="For the client", is_client_visible=True)
    for name in ("activity:project-history", "activity:feed"):
        page = sign_in(cast["client"]).get(reverse(name, args=["ark"]), headers=htmx).content.decode()
        assert "Between us" not in page
        assert page.count("noted on") == 1


def test_undone_acts_say_so_and_offer_the_redo(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client = sign_in(cast["owner"])
    shots.task_set_status(actor=cast["owner"], task=task_of(shot_of(project)), status=status("wip"))
    client.post(reverse("activity:undo-last"), headers=htmx)
    text = words(history(client, htmx))
    assert "took back “SQ010_SH0010 ANM to In progress” now Redo" in text and "taken back" in text


def test_who_only_looks_gets_no_undo(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    shots.task_set_status(actor=cast["owner"], task=task_of(shot_of(project)), status=status("wip"))
    assert "change-set" not in history(sign_in(cast["viewer"]), htmx)
    assert "/undo/" not in history(sign_in(cast["viewer"]), htmx)
    assert "/undo/" in history(sign_in(cast["contributor"]), htmx)


def test_filters_by_person_and_kind(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    task = task_of(shot_of(project))
    shots.task_set_status(actor=cast["contributor"], task=task, status=status("wip"))
    NoteFactory(task=task, body="Owner's note")
    client = sign_in(cast["owner"])
    assert "Carl Contributor" in words(history(client, htmx, person=cast["contributor"].pk))
    assert "noted on" not in words(history(client, htmx, person=cast["contributor"].pk))
    assert "noted on" in words(history(client, htmx, kind="note")) and "set" not in history(client, htmx, kind="note")
    assert "Nothing was changed" in words(history(client, htmx, person=cast["viewer"].pk))
    assert history(client, htmx, kind="nonsense", person="x", before="y")


def test_pages_follow_without_gap_or_repeat(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    task = task_of(shot_of(project))
    for number in range(PAGE + 5):
        category = ("wip", "review")[number % 2]
        shots.task_set_status(actor=cast["owner"], task=task, status=status(category))
    client, seen, query = sign_in(cast["owner"]), 0, {"kind": "status"}
    for _ in range(2):
        page = history(client, htmx, **query)
        seen += page.count('class="what"')
        query["before"] = page.partition("before=")[2].partition('"')[0]
    assert seen == PAGE + 5 and query["before"] == ""


def test_history_costs_the_same_for_few_acts_and_many(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast["viewer"])
    history(client, htmx)
    with django_assert_max_num_queries(10):
        history(client, htmx)
    for name in (f"SH1{number:03d}" for number in range(40)):
        ShotFactory(project=project, name=name, actor=cast["owner"])
    with django_assert_max_num_queries(10):
        history(client, htmx)


def test_a_shot_has_its_own_history(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    shot, other = shot_of(project), shot_of(project, "SH0020")
    shots.tasks_set_status(actor=cast["owner"], tasks=[task_of(shot), task_of(other)], status=status("wip"))
    client = sign_in(cast["viewer"])
    address = reverse("activity:entity-history", args=["ark", shot.pk])
    text = words(client.get(address, headers=htmx).content.decode())
    assert "Olga Owner set ANM Todo → to WIP" in text and "SH0020" not in text
    page = client.get(address, {"kind": "status"}).content.decode()
    assert "History of" in page and "Olga Owner set ANM" in words(page)


def test_the_feed_groups_and_leaves_the_buttons_out(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    shots.shots_create_by_pattern(
        actor=cast["owner"], project=project, first=ShotInput(name="SH2010"), step=10, count=7
    )
    client = sign_in(cast["owner"])
    page = client.get(reverse("activity:feed", args=["ark"]), headers=htmx).content.decode()
    assert "Olga Owner added 7 shots" in words(page) and "<form" not in page
    assert client.get(reverse("activity:feed", args=["ark"]))["Location"].endswith("/history/")


def test_no_other_projects_acts(
    project: Project, other: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    assert "CANARY" not in history(sign_in(cast["owner"]), htmx)
    entity = Entity.objects.filter(project=other).first()
    assert entity is not None
    address = reverse("activity:entity-history", args=["ark", entity.pk])
    assert sign_in(cast["owner"]).get(address, headers=htmx).status_code == 404
