"""Every route, every role: the answer is the one of tests/matrix.py, and a refused POST leaves nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.models import Event
from projects.models import Project

from .matrix import LEADS_OUT, MATRIX, UNLINKED
from .posts import INSTEAD, NO_EVENT, POSTS, PREPARE, post_of
from .roles import ROLES
from .world import Route, World, make_world, rolled_back, routes

SignIn = Callable[[User], Client]
ROUTES = [route for route in routes() if route.name not in UNLINKED]
LISTED = [route for route in ROUTES if route.name in MATRIX]


@pytest.fixture
def world(project: Project) -> World:
    return make_world(project, author=project.owner)


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    assert {route.name for route in ROUTES} == set(MATRIX)
    assert set(POSTS) | set(INSTEAD) | set(PREPARE) | NO_EVENT <= set(MATRIX)


def test_get(role: str, world: World, cast: dict[str, User], sign_in: SignIn) -> None:
    wrong = {}
    for route in LISTED:
        wanted = MATRIX[route.name][0][ROLES.index(role)]
        with rolled_back():
            response = _client(role, cast, sign_in).get(_url(route, world, role, cast))
            if response.streaming:
                # Read to its end, the file is closed; closing the response would close the test's connection too.
                b"".join(response.streaming_content)
        if complaint := _complaint(role, route, response, wanted):
            wrong[route.name] = complaint
    assert not wrong


def test_post(role: str, world: World, cast: dict[str, User], sign_in: SignIn) -> None:
    wrong = {}
    for route in LISTED:
        wanted = MATRIX[route.name][1][ROLES.index(role)]
        with rolled_back():
            PREPARE.get(route.name, lambda world: None)(world)
            url = _url(route, world, role, cast)
            before = Event.objects.count()
            response = _client(role, cast, sign_in).post(url, post_of(route.name, world))
            written = Event.objects.count() - before
        may_write = role != "anonymous" and wanted < 400
        if complaint := _complaint(role, route, response, wanted):
            wrong[route.name] = complaint
        elif (route.name not in NO_EVENT or not may_write) and bool(written) != may_write:
            wrong[route.name] = f"{written} events"
    assert not wrong


def _url(route: Route, world: World, role: str, cast: dict[str, User]) -> str:
    instead = INSTEAD.get(route.name, lambda world, user: {})
    return route.url(world, **instead(world, cast.get(role)))


def _client(role: str, cast: dict[str, User], sign_in: SignIn) -> Client:
    client = Client() if role == "anonymous" else sign_in(cast[role])
    client.raise_request_exception = False
    return client


def _complaint(role: str, route: Route, response: Any, wanted: int) -> str:
    if response.status_code != wanted:
        why = f" ({response.exc_info[1]!r})" if response.status_code == 500 else ""
        return f"{response.status_code}, not {wanted}{why}"
    to_sign_in = response.get("Location", "").startswith("/accounts/login/")
    if response.status_code == 302 and to_sign_in != (role == "anonymous") and route.name not in LEADS_OUT:
        return f"leads to {response['Location']}"
    return ""
