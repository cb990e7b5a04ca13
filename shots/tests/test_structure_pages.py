"""The list of episodes and sequences, their pages, moving, casting and bulk tasks on pages; what lists cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from shots.models import Casting, Entity, Kind, Task
from shots.services import GroupInput, castings_add, group_create
from shots.tests.factories import AssetFactory, SequenceFactory, ShotFactory

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def url(project: Project, name: str, *args: object) -> str:
    return reverse(f"shots:{name}", args=[project.code, *args])


def one(project: Project, kind: Kind, name: str) -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=kind, name=name)


def grow(project: Project, count: int) -> None:
    """Episodes with a sequence and a shot each, and an asset cast in all of them."""
    asset = AssetFactory(project=project)
    for number in range(count):
        given = GroupInput(f"EP{Entity.objects.count():03d}")
        episode = group_create(actor=project.owner, project=project, kind=Kind.EPISODE, given=given)
        given = GroupInput(f"SQ{number}", episode=episode)
        sequence = group_create(actor=project.owner, project=project, kind=Kind.SEQUENCE, given=given)
        shot = ShotFactory(sequence=sequence, frame_in=1001, frame_out=1010)
        castings_add(actor=project.owner, entities=[shot, sequence, episode], assets=[asset])


def test_the_list_is_a_tree_with_sums(project: Project, cast: Cast, sign_in: SignIn) -> None:
    grow(project, 2)
    page = sign_in(cast["viewer"]).get(url(project, "structure"))
    branches = page.context["branches"]
    assert [branch.head.shots if branch.head else None for branch in branches] == [1, 1, None]
    assert [line.frames for branch in branches for line in branch.lines] == [10, 10, 60]
    assert "Outside episodes" in page.content.decode()


def test_order_is_changed_on_the_list_and_refused_between_groups(
    project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client = sign_in(cast["contributor"])
    second = SequenceFactory(project=project, name="SQ020")
    first = one(project, Kind.SEQUENCE, "SQ010")
    answer = client.post(url(project, "entity-order"), {"moved": second.pk, "before": first.pk}, headers=htmx)
    assert answer.status_code == 200 and "SQ020 moved" in answer["HX-Trigger"]
    assert [row.name for row in Entity.objects.filter(kind=Kind.SEQUENCE, project=project).in_order()] == [
        "SQ020",
        "SQ010",
    ]
    shot = one(project, Kind.SHOT, "SH0010")
    assert client.post(url(project, "entity-order"), {"moved": shot.pk, "before": first.pk}).status_code == 422


def test_a_row_moved_behind_a_page_stands_before_the_next_page(project: Project, cast: Cast, sign_in: SignIn) -> None:
    rows = list(Entity.objects.filter(project=project, kind=Kind.SHOT).in_order())
    target = f"{url(project, 'entity-order')}?until={rows[2].pk}"
    sign_in(cast["contributor"]).post(target, {"moved": rows[0].pk, "before": ""})
    assert [row.name for row in Entity.objects.filter(project=project, kind=Kind.SHOT).in_order()] == [
        "SH0020",
        "SH0010",
        "SH0030",
    ]


def test_chosen_shots_move_by_the_page(project: Project, cast: Cast, sign_in: SignIn) -> None:
    goal, client = SequenceFactory(project=project, name="SQ020"), sign_in(cast["contributor"])
    picked = [one(project, Kind.SHOT, name).pk for name in ("SH0010", "SH0020")]
    assert client.get(url(project, "entity-move"), {"pick": picked}).status_code == 200
    answer = client.post(url(project, "entity-move"), {"pick": picked, "parent": goal.pk})
    assert answer["Location"] == goal.get_absolute_url()
    assert Entity.objects.filter(sequence=goal).count() == 2
    assert client.post(url(project, "entity-move"), {"parent": goal.pk}).status_code == 422


@pytest.mark.parametrize("kind", [Kind.SEQUENCE, Kind.EPISODE, Kind.SHOT, Kind.ASSET])
def test_a_page_costs_the_same_for_few_rows_and_many(
    kind: Kind, project: Project, cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    grow(project, 1)
    client = sign_in(cast["contributor"])
    row = Entity.objects.filter(project=project, kind=kind).exclude(name="Fox").order_by("-pk")[0]
    client.get(row.get_absolute_url())
    with django_assert_max_num_queries(60) as few:
        assert client.get(row.get_absolute_url()).status_code == 200
    holder = row if kind == Kind.SEQUENCE else one(project, Kind.SEQUENCE, "SQ010")
    made = [ShotFactory(sequence=holder) for _ in range(8)]
    castings_add(
        actor=project.owner, entities=[row, *made][kind == Kind.ASSET :], assets=[AssetFactory(project=project)]
    )
    if kind == Kind.ASSET:
        castings_add(actor=project.owner, entities=made, assets=[row])
    with django_assert_max_num_queries(len(few) + 1):
        client.get(row.get_absolute_url())


@pytest.mark.parametrize("name", ["structure", "casting-sheet", "appearance-add", "bulk-tasks"])
def test_a_list_costs_the_same_for_one_row_and_many(
    name: str, project: Project, cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    grow(project, 1)
    rows = {"casting-sheet": (Kind.SEQUENCE, "SQ010"), "appearance-add": (Kind.ASSET, "Fox")}
    address = url(project, name, *([one(project, *rows[name]).pk] if name in rows else []))
    client = sign_in(cast["contributor"])
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    grow(project, 6)
    sequence = one(project, Kind.SEQUENCE, "SQ010")
    for _ in range(6):
        shot = ShotFactory(sequence=sequence)
        castings_add(actor=project.owner, entities=[shot], assets=[one(project, Kind.ASSET, "Fox")])
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_the_sheet_casts_and_takes_out(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    client, sequence = sign_in(cast["contributor"]), one(project, Kind.SEQUENCE, "SQ010")
    shots = [row.pk for row in Entity.objects.filter(parent=sequence)]
    fox, address = one(project, Kind.ASSET, "Fox"), url(project, "casting-sheet", sequence.pk)
    assert client.post(address, {"pick": shots, "asset": fox.pk, "act": "add"}, headers=htmx).status_code == 200
    assert Casting.objects.filter(asset=fox).count() == 3
    client.post(address, {"take": Casting.objects.first().pk})
    client.post(address, {"pick": shots, "asset": fox.pk, "act": "remove"})
    assert not Casting.objects.exists()
    assert client.post(address, {"pick": shots, "act": "add"}).status_code == 422


def test_the_section_is_answered_to_htmx_and_links_to_no_library_that_one_does_not_see(
    project: Project, other: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    shot, fox = one(project, Kind.SHOT, "SH0010"), one(project, Kind.ASSET, "Fox")
    answer = sign_in(cast["contributor"]).post(url(project, "casting-add", shot.pk), {"asset": fox.pk}, headers=htmx)
    assert answer.status_code == 200 and 'id="cast"' in answer.content.decode()
    library = Entity.objects.get(project=other, kind=Kind.ASSET)
    Casting.objects.create(project=project, entity=shot, asset=library)
    page = sign_in(cast["viewer"]).get(shot.get_absolute_url()).content.decode()
    assert library.name in page and library.get_absolute_url() not in page


def test_tasks_are_added_to_all_that_a_filter_shows(project: Project, cast: Cast, sign_in: SignIn) -> None:
    client, sequence = sign_in(cast["contributor"]), one(project, Kind.SEQUENCE, "SQ010")
    ShotFactory(sequence=SequenceFactory(project=project, name="SQ020"))
    kind = Task.objects.filter(project=project, task_type__short_name="FX")[0].task_type
    address = f"{url(project, 'bulk-tasks')}?sequence={sequence.pk}"
    assert client.get(address).context["total"] == 3
    assert client.post(address, {"add": kind.pk, "name": "second"}).status_code == 302
    assert Task.objects.filter(name="second").count() == 3
    client.post(address, {"remove": kind.pk})
    assert Task.objects.present().filter(task_type=kind, project=project).count() == 1
    assert client.post(address, {"name": "main"}).status_code == 422
