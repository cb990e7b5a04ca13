"""The table of shots: what it shows, how it pages, filters and counts, and what it costs."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from projects.tests.factories import ProjectFactory
from shots import grid
from shots.models import Entity, Kind
from shots.services import (
    ShotInput,
    entity_set_omitted,
    sequence_ensure,
    shots_create_by_pattern,
    task_assign,
    task_note_added,
    task_set_status,
)
from shots.tests.factories import ShotFactory, status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def url(project: Project, name: str = "shot-list") -> str:
    return reverse(f"shots:{name}", args=[project.code])


def shot(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.filter(project=project, kind=Kind.SHOT, name=name).order_by("pk")[0]


def test_it_groups_shots_by_sequence_with_sums(project: Project, cast: Cast, sign_in: SignIn) -> None:
    task_set_status(actor=cast["owner"], task=task_of(shot(project)), status=status("done"))
    page = sign_in(cast["viewer"]).get(url(project)).content.decode()
    assert page.count('class="grp"') == 1
    assert "3 shots" in page
    assert "1/3" in page
    assert page.index("SH0010") < page.index("SH0020") < page.index("SH0030")


def test_htmx_gets_the_fragment_only(project: Project, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    response = sign_in(cast["viewer"]).get(url(project), headers=htmx)
    assert "<html" not in response.content.decode()
    assert 'id="grid"' in response.content.decode()


def test_a_viewer_sees_chips_but_no_menus(project: Project, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast["viewer"]).get(url(project)).content.decode()
    assert "data-menu-url" not in page
    assert 'aria-readonly="true"' in page
    assert "data-menu-url" in sign_in(cast["contributor"]).get(url(project)).content.decode()


def test_names_are_shown_as_typed_and_never_as_markup(project: Project, cast: Cast, sign_in: SignIn) -> None:
    hostile = '<script>alert(1)</script> "quoted" 🦊 שלום é/:'
    ShotFactory(project=project, name=hostile, description=hostile)
    page = sign_in(cast["viewer"]).get(url(project)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot; 🦊 שלום é/:" in page


def test_pages_join_without_gap_or_repeat(
    project: Project, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid, "PAGE", 7)
    sequence = sequence_ensure(actor=cast["owner"], project=project, name="SQ020")
    shots_create_by_pattern(
        actor=cast["owner"], project=project, first=ShotInput("SH0010", sequence), step=10, count=20
    )
    client, seen, address = sign_in(cast["viewer"]), [], url(project)
    while address:
        response = client.get(address)
        page = response.context["page"]
        seen += [row.code for group in page.groups for row in group.rows]
        after = f"?after={page.next_after}&group={page.next_group}&number={page.next_number}"
        address = url(project) + after if page.next_after else ""
    assert len(seen) == len(set(seen)) == 23
    assert seen == sorted(seen)


def test_a_group_that_goes_on_has_one_head(project: Project, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "PAGE", 2)
    rows = Entity.objects.visible_to(cast["viewer"]).filter(project=project, kind=Kind.SHOT)
    first = grid.grid_page(project=project, kind=Kind.SHOT, rows=rows, at=grid.Position())
    place = grid.Position(first.next_after, first.next_group, first.next_number)
    second = grid.grid_page(project=project, kind=Kind.SHOT, rows=rows, at=place)
    assert [group.is_continued for group in (*first.groups, *second.groups)] == [False, True]
    assert second.groups[0].rows[0].number == 3


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=sh0020", ["SH0020"]),
        ("q=SQ010+30", ["SH0030"]),
        ("q=nothing", []),
        ("view=retakes", ["SH0010"]),
        ("view=review", []),
        ("assignee=none&view=retakes", []),
    ],
)
def test_filters(project: Project, cast: Cast, sign_in: SignIn, query: str, names: list[str]) -> None:
    task = task_of(shot(project))
    task_set_status(actor=cast["owner"], task=task, status=status("retake"))
    task_assign(actor=cast["owner"], task=task, users=[cast["contributor"]])
    page = sign_in(cast["viewer"]).get(f"{url(project)}?{query}").context["page"]
    assert [row.name for group in page.groups for row in group.rows] == names


def test_filters_offer_departments_and_statuses_in_the_projects_order(
    project: Project, cast: Cast, sign_in: SignIn
) -> None:
    for shelf in (project.pipeline_task_types, project.pipeline_statuses):
        for order, line in enumerate(shelf.order_by("-order", "-pk")):
            type(line).objects.filter(pk=line.pk).update(order=order)
    page = sign_in(cast["viewer"]).get(url(project))
    form, columns = page.context["filters"].form, page.context["page"].columns
    assert [row.name for row in form.fields["task_type"].queryset] == [row.name for row in columns]
    names = project.pipeline_statuses.order_by("order").values_list("status__name", flat=True)
    assert [row.name for row in form.fields["status"].queryset] == list(names)


def test_task_filters_speak_of_one_task(project: Project, cast: Cast, sign_in: SignIn) -> None:
    retake = status("retake")
    anm, lgt = task_of(shot(project)), task_of(shot(project, "SH0020"), "LGT")
    for task in (anm, lgt):
        task_set_status(actor=cast["owner"], task=task, status=retake)
    query = f"?task_type={anm.task_type_id}&status={retake.pk}"
    page = sign_in(cast["viewer"]).get(url(project) + query).context["page"]
    assert [row.name for group in page.groups for row in group.rows] == ["SH0010"]


def test_another_projects_ids_in_filters_are_refused(
    project: Project, other: Project, cast: Cast, sign_in: SignIn
) -> None:
    foreign = Entity.objects.get(project=other, kind=Kind.SEQUENCE)
    response = sign_in(cast["owner"]).get(f"{url(project)}?sequence={foreign.pk}")
    assert response.status_code == 422
    assert "CANARY" not in response.content.decode()


def test_omitted_shots_stay_and_count_no_work(project: Project, cast: Cast, sign_in: SignIn) -> None:
    entity_set_omitted(actor=cast["owner"], entities=[shot(project)], is_omitted=True)
    response = sign_in(cast["viewer"]).get(url(project))
    assert 'class="is-omitted"' in response.content.decode()
    assert sum(response.context["page"].groups[0].bars[task_of(shot(project)).task_type_id].values()) == 2


def test_sums_tell_frames_and_running_time(project: Project, cast: Cast, sign_in: SignIn) -> None:
    # 10 + 20 + 30 frames at 24 fps are 2.5 seconds, rounded to even.
    sums = sign_in(cast["viewer"]).get(url(project, "shot-sums")).context["sums"]
    assert (sums.count, sums.frames, sums.running_time) == (3, 60, "0:02")


def test_the_page_costs_the_same_for_3_and_50_shots(project: Project, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["contributor"])
    few = _queries(client, url(project))
    for number in range(5):
        sequence = sequence_ensure(actor=cast["owner"], project=project, name=f"SQ1{number}0")
        shots_create_by_pattern(
            actor=cast["owner"], project=project, first=ShotInput("SH0010", sequence), step=10, count=10
        )
    task_assign(actor=cast["owner"], task=task_of(shot(project)), users=[cast["contributor"], cast["owner"]])
    assert _queries(client, url(project)) <= few
    assert few <= 22


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


def test_no_search_is_too_long_for_the_database(project: Project, cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast["viewer"]).get(url(project), {"q": "a " * 3000}).status_code == 422
    assert sign_in(cast["viewer"]).get(url(project), {"q": "a " * 100}).status_code == 200


def test_a_project_called_0_has_right_addresses(cast: Cast, sign_in: SignIn) -> None:
    project = ProjectFactory(owner=cast["owner"], name="Zero", code="0")
    made = ShotFactory(sequence=sequence_ensure(actor=cast["owner"], project=project, name="SQ010"), name="SH0010")
    page = sign_in(cast["owner"]).get(url(project)).content.decode()
    assert made.get_absolute_url() in page
    assert f'data-menu-url="/projects/0/tasks/{task_of(made).pk}/status-menu/"' in page


def test_clients_are_not_told_how_many_notes_there_are(project: Project, cast: Cast, sign_in: SignIn) -> None:
    task_note_added(task_id=task_of(shot(project)).pk, note_id=1, at=None, count=2)
    assert 'title="2 notes"' in sign_in(cast["viewer"]).get(url(project)).content.decode()
    assert ' notes"' not in sign_in(cast["client"]).get(url(project)).content.decode()
    row = reverse("shots:entity-row", args=[project.code, shot(project).pk])
    assert "#i-note" not in sign_in(cast["client"]).get(row).content.decode()


def test_shots_outside_sequences_are_one_group_at_the_end(project: Project, cast: Cast, sign_in: SignIn) -> None:
    for name in ("AA0010", "ZZ0010"):
        ShotFactory(project=project, name=name)
    sequence = sequence_ensure(actor=cast["owner"], project=project, name="SQ020")
    ShotFactory(sequence=sequence, name="SH0010")
    ShotFactory(project=project, name="MM0010")
    groups = sign_in(cast["viewer"]).get(url(project)).context["page"].groups
    assert [group.title for group in groups] == ["SQ010", "SQ020", "No sequence"]
    assert [row.name for row in groups[-1].rows] == ["AA0010", "MM0010", "ZZ0010"]
