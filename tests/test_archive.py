"""An archived project is read-only: every door of it refuses its owner with 409, and its pages can be read."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from projects.models import Project
from projects.services import project_set_archived

from .matrix import MATRIX, UNLINKED
from .posts import INSTEAD, PREPARE, post_of
from .roles import NEVER, NO
from .world import World, make_world, rolled_back, routes

SignIn = Callable[[User], Client]
# What goes on, each with the reason.
STAYS_OPEN = {
    "projects:project-set-archived": "the way back",
    "projects:project-update": "the way back, by the status in the settings",
    "projects:project-trash": "an archive may be thrown away",
    "projects:project-restore": "and come back as it was",
    "projects:favourite-set": "a private act; nothing in the project changes",
    "inbox:project-watch": "a private act, as above",
    "inbox:entity-watch": "a private act, as above",
    "projects:template-create": "a row of the studio; nothing in the project changes",
}
OF_A_PROJECT = [
    route for route in routes() if "code" in route.needs and route.name in MATRIX and route.name not in UNLINKED
]


@pytest.fixture
def world(project: Project) -> World:
    return make_world(project, author=project.owner)


def archive(world: World) -> None:
    project = Project.objects.get(pk=world.project.pk)
    project_set_archived(actor=world.project.owner, project=project, is_archived=True)


def test_its_doors_refuse_the_owner(world: World, sign_in: SignIn) -> None:
    owner, wrong = world.project.owner, {}
    for route in OF_A_PROJECT:
        if MATRIX[route.name][1] in (NO, NEVER) or route.name in STAYS_OPEN:
            continue
        instead = INSTEAD.get(route.name, lambda world, user: {})(world, owner)
        with rolled_back():
            PREPARE.get(route.name, lambda world: None)(world)
            archive(world)
            response = sign_in(owner).post(route.url(world, **instead), post_of(route.name, world))
        # A form shows the service's refusal over itself, as 422.
        is_said = response.status_code == 422 and b"is archived" in response.content
        if response.status_code != 409 and not is_said:
            wrong[route.name] = response.status_code
    assert wrong == {}


def test_its_pages_can_be_read(world: World, sign_in: SignIn) -> None:
    owner, wrong = world.project.owner, {}
    archive(world)
    for route in OF_A_PROJECT:
        # Forms for what can't be done now may say so.
        if MATRIX[route.name][0][2] != 200:
            continue
        instead = INSTEAD.get(route.name, lambda world, user: {})(world, owner)
        response = sign_in(owner).get(route.url(world, **instead))
        if response.status_code != 200:
            wrong[route.name] = response.status_code
    assert wrong == {}
