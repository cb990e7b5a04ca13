"""What is found, by whom, in which order, and at what price."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.factories import UserFactory
from projects.models import Project, Role
from projects.tests.factories import MembershipFactory, ProjectFactory
from search.selectors import MOST, find, recent
from shots.models import Entity
from shots.services import entity_trash, task_assign
from shots.tests.factories import AssetFactory, SequenceFactory, ShotFactory, task_of

Cast = dict[str, User]

pytestmark = pytest.mark.on_both


def names(viewer: User, text: str, project: Project | None, key: str) -> list[str]:
    groups = {group.key: group for group in find(viewer, text, project)}
    found = groups[key].results if key in groups else []
    return ["".join(piece.text for piece in result.pieces) for result in found]


def test_a_shot_is_found_as_people_say_its_code(cast: Cast, project: Project) -> None:
    for text in ("sq10 sh 20", "SQ010_SH0020", "sh20", "sq10 20"):
        assert names(cast["viewer"], text, project, "shots")[0] == "SQ010_SH0020"


def test_the_exact_number_comes_before_longer_ones(cast: Cast, project: Project) -> None:
    sequence = Entity.objects.get(project=project, name="SQ010")
    for name in ("SH0200", "SH0002"):
        ShotFactory(sequence=sequence, name=name)
    assert names(cast["viewer"], "sh2", project, "shots") == ["SQ010_SH0002", "SQ010_SH0020", "SQ010_SH0200"]


def test_assets_sequences_projects_and_people_are_found_by_words(cast: Cast, project: Project) -> None:
    viewer = cast["viewer"]
    AssetFactory(project=project, name="Old harbour lamp")
    assert names(viewer, "lam", project, "assets") == ["Old harbour lamp"]
    assert names(viewer, "sq10", project, "sequences") == ["SQ010"]
    assert names(viewer, "ark", None, "projects") == ["The Ark"]
    assert names(viewer, "own ol", None, "people") == ["Olga Owner"]


def test_only_ones_own_tasks_are_found(cast: Cast, project: Project) -> None:
    task = task_of(Entity.objects.get(code="SQ010_SH0020"))
    task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    assert names(cast["contributor"], "sh20 anim", project, "tasks") == ["SQ010_SH0020 Animation"]
    assert names(cast["owner"], "sh20 anim", project, "tasks") == []


@pytest.mark.parametrize("text", ["canary", "sh", "member", "c"])
def test_nothing_of_other_projects_is_found(text: str, cast: Cast, project: Project, other: Project) -> None:
    for viewer in (cast["viewer"], cast["owner"], cast["client"]):
        assert "CANARY" not in str(find(viewer, text, project)) + str(find(viewer, text, None))


def test_what_lies_in_the_trash_is_not_found(cast: Cast, project: Project) -> None:
    entity_trash(actor=cast["owner"], entities=[Entity.objects.select_related("project").get(name="Fox")])
    assert names(cast["owner"], "fox", project, "assets") == []


def test_things_of_the_open_project_come_first(cast: Cast, project: Project) -> None:
    second = ProjectFactory(owner=cast["owner"], name="Second", code="second")
    ShotFactory(sequence=SequenceFactory(project=second, name="SQ010"), name="SH0020")
    found = find(cast["owner"], "sh20", second)[0].results
    assert [f"/projects/{code}/" in result.url for code, result in zip(("second", "ark"), found, strict=True)] == [
        True,
        True,
    ]


def test_recent_things_keep_their_order_and_leave_out_what_is_not_seen(
    cast: Cast, project: Project, other: Project
) -> None:
    foreign = Entity.objects.filter(project=other)[0].pk
    shots = [Entity.objects.get(code=f"SQ010_SH00{number}").pk for number in (30, 10)]
    group = recent(cast["viewer"], [shots[0], foreign, shots[1], 10**12], project)
    assert [result.pieces[0].text for result in group.results] == ["SQ010_SH0030", "SQ010_SH0010"]


def test_a_search_costs_the_same_among_few_and_many(cast: Cast, project: Project) -> None:
    def price() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find(cast["owner"], "s", project)
        return len(queries)

    before = price()
    sequence = SequenceFactory(project=project, name="SQ020")
    for number in range(30):
        ShotFactory(sequence=sequence, name=f"SH{number:04d}")
        MembershipFactory(project=project, user=UserFactory(full_name=f"Sam {number}"), role=Role.VIEWER)
    assert price() == before <= 6
    assert len(names(cast["owner"], "sh", project, "shots")) == MOST


def test_no_text_finds_nothing(cast: Cast, project: Project, django_assert_num_queries: Callable[..., object]) -> None:
    assert find(cast["owner"], " _ ", project) == []
