"""Nothing of another project shows anywhere, and nothing of it can be referred to."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from projects.models import AssetType, Project, TaskStatus, TaskType
from shots.services import task_assign
from shots.tests.factories import task_of

from .guards.tree import ranks
from .matrix import MATRIX, UNLINKED
from .posts import INSTEAD, post_of
from .roles import NEVER, NO, ROLES
from .world import Route, World, make_world, rolled_back, routes

SignIn = Callable[[User], Client]
CANARY = b"CANARY"
NEVER_AN_ID = 2**31 - 1
# Who sees the most and who sees the least, each day; those between them as a proof.
MEMBERS = ("owner", "client", *(pytest.param(role, marks=pytest.mark.proof) for role in ("contributor", "viewer")))
ADMINISTRATOR = pytest.param("administrator", marks=pytest.mark.proof)
LISTED = [route for route in routes() if route.name in MATRIX and route.name not in UNLINKED]
PAGES = [route for route in LISTED if MATRIX[route.name][0] not in (NO, NEVER)]
DOORS = [route for route in LISTED if MATRIX[route.name][1] not in (NO, NEVER)]


@pytest.fixture
def here(project: Project) -> World:
    return make_world(project, author=project.owner)


@pytest.fixture
def there(other: Project) -> World:
    """The stranger's world, with rows of its own in the catalogue and a task that the stranger works on."""
    world = make_world(other, author=other.owner)
    task_assign(actor=other.owner, task=task_of(world.shot, "CMP"), users=[other.owner])
    studio = TaskType.objects.studio()[0]
    local = {"project": other, "name": "CANARY local", "name_key": "canary local"}
    TaskType.objects.create(**local, short_name="CANARY", department=studio.department, for_shots=True, for_assets=True)
    TaskStatus.objects.create(**local, short_name="CANARY", category="wip")
    AssetType.objects.create(**local)
    return world


def _foreign(there: World) -> dict[str, Any]:
    """A value of the other project for every field of a form or filter that refers to a row."""
    return {
        "asset": there.asset.pk,
        "moved": there.shot.pk,
        "pick": there.shot.pk,
        "project": there.project.pk,
        "asset_type": AssetType.objects.get(project=there.project).pk,
        "assignee": there.member.user_id,
        "entity": there.shot.pk,
        "parent": there.sequence.pk,
        "sequence": there.sequence.pk,
        "shot": there.shot.pk,
        "status": TaskStatus.objects.get(project=there.project).pk,
        "task": there.task.pk,
        "task_type": TaskType.objects.get(project=there.project).pk,
        "toggle": there.member.user_id,
        "person": there.member.user_id,
        "user": there.member.user_id,
        "before": 2**40,
    }


@pytest.mark.parametrize("role", MEMBERS)
def test_no_page_shows_a_word_of_another_project(
    role: str, here: World, there: World, cast: dict[str, User], sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client = sign_in(cast[role])
    leaks = [
        route.name
        for route, headers in product(PAGES, ({}, htmx))
        if CANARY in _everything(client.get(_url(route, here, cast[role]), headers=headers))
    ]
    assert not leaks


def test_no_search_or_filter_finds_a_word_of_another_project(
    here: World, there: World, cast: dict[str, User], sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client, foreign = sign_in(cast["contributor"]), _foreign(there)
    # "anary" would find every canary, and its echo in the search field is none.
    queries: list[dict[str, Any]] = [{"q": "anary", "find": "anary", "status": "all"}, foreign]
    # The tables refuse a query with one bad field as a whole, so each field comes alone.
    singly = [{name: value} for name, value in foreign.items()]
    leaks = [
        f"{route.name}?{query}"
        for route in PAGES
        for query in queries + (singly if route.name.endswith(("-list", "-sums")) else [])
        if not route.name.startswith("account")
        and CANARY in _everything(client.get(_url(route, here, cast["contributor"]), query, headers=htmx))
    ]
    assert not leaks


@pytest.mark.parametrize("role", [*MEMBERS, ADMINISTRATOR])
def test_a_row_of_another_project_is_not_found_at_this_one_s_addresses(
    role: str, here: World, there: World, cast: dict[str, User], sign_in: SignIn, htmx: dict[str, str]
) -> None:
    """It is answered like an id that never was: no code, no word and no row tells the two apart."""
    client, before = sign_in(cast[role]), _rows()
    told_apart = []
    for route in LISTED:
        if not {"code", "pk"} <= set(route.needs):
            continue
        for method, data in ((client.get, {}), (client.post, post_of(route.name, here))):
            foreign = _url(route, there, cast[role], code=here.project.code)
            never = route.url(here, **_instead(route, here, cast[role]) | {"pk": NEVER_AN_ID})
            answers = [method(url, data, headers=htmx) for url in (foreign, never)]
            is_same = answers[0].status_code == answers[1].status_code and answers[0].content == answers[1].content
            is_none = answers[0].status_code in (404, 405)
            if not is_none and not is_same:
                told_apart.append(f"{method.__name__} {route.name}: {answers[0].status_code}")
    assert not told_apart
    assert _rows() == before


@pytest.mark.parametrize("role", MEMBERS)
def test_another_project_s_addresses_lead_nowhere(
    role: str, here: World, there: World, cast: dict[str, User], sign_in: SignIn, htmx: dict[str, str]
) -> None:
    client, before = sign_in(cast[role]), _rows()
    open_doors = {}
    for route in LISTED:
        # What is for administrators answers the others alike, whoever the address speaks of; the entrance knows nobody.
        lines = MATRIX[route.name]
        if set(route.needs) <= {"token"} or 403 in (lines[0][1], lines[1][1]) or lines[0][0] == 200:
            continue
        for method, headers in product((client.get, client.post), ({}, htmx)):
            response = method(_url(route, there, cast[role]), post_of(route.name, there), headers=headers)
            leads_on = response.status_code == 302 and route.name == "desk:my-task"
            if response.status_code not in (404, 405) and not leads_on:
                open_doors[f"{method.__name__} {route.name}"] = response.status_code
    assert not open_doors
    assert _rows() == before


def test_no_form_takes_a_row_of_another_project(
    here: World, there: World, cast: dict[str, User], sign_in: SignIn
) -> None:
    client, before = sign_in(cast["owner"]), _rows()
    tried = []
    for route in DOORS:
        if MATRIX[route.name][1][ROLES.index("owner")] == 403:
            continue
        for field, value in _references(route, here, there):
            with rolled_back():
                response = client.post(_url(route, here, cast["owner"]), post_of(route.name, here) | {field: value})
            tried.append((route.name, field))
            assert response.status_code in (404, 422), (route.name, field, response.status_code)
            assert CANARY not in _everything(response), (route.name, field)
            assert _rows() == before, (route.name, field)
    assert len(tried) >= 8


def _references(route: Route, here: World, there: World) -> list[tuple[str, Any]]:
    """The fields of the route's form that refer to a row, each with a row of the other project."""
    foreign = _foreign(there)
    if route.name == "notes:note-create":
        foreign["parent"] = there.note.pk
    if route.name.startswith("projects:") and "moved" in foreign:
        # Lines of the pipeline are put in order there, and not shots.
        foreign["moved"] = there.project.pipeline_task_types.all()[0].pk
    if route.name == "shots:shot-create":
        # Typed by name: the project's own sequence of that name is made.
        del foreign["sequence"]
    return [(field, foreign[field]) for field in post_of(route.name, here) if field in foreign]


def _instead(route: Route, world: World, user: User) -> dict[str, Any]:
    return INSTEAD.get(route.name, lambda world, user: {})(world, user)


def _url(route: Route, world: World, user: User, **more: Any) -> str:
    return route.url(world, **(_instead(route, world, user) | more))


def _everything(response: Any) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return bytes(body) + str(dict(response.items())).encode()


def _rows() -> dict[str, int]:
    """How many rows there are of everything that the services write."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ranks() and not model._meta.proxy
    }
