"""What every test may ask for: a cast named by role, a project with a few shots, and another one to leak from."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from accounts.tests.factories import UserFactory
from notes.tests.factories import NoteFactory
from projects.models import Project, Role, TaskStatus
from projects.services import studio_catalogue_ensure
from projects.tests.factories import MembershipFactory, ProjectFactory
from shots.tests.factories import AssetFactory, SequenceFactory, ShotFactory, task_of
from tests import kept

# Stands in every name of the other project: a page that shows it leaks.
CANARY = "CANARY"
Cast = dict[str, User]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is meant for the other database."""
    other = "only_sqlite" if connection.vendor == "postgresql" else "only_postgres"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def _files_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def _make_cast() -> Cast:
    return {
        "administrator": UserFactory(username="administrator", full_name="Ada Admin", is_superuser=True),
        "owner": UserFactory(username="owner", full_name="Olga Owner"),
        "contributor": UserFactory(username="contributor", full_name="Carl Contributor"),
        "viewer": UserFactory(username="viewer", full_name="Vera Viewer"),
        "client": UserFactory(username="client", full_name="Cleo Client"),
        "stranger": UserFactory(username="stranger", full_name=f"{CANARY} Stranger"),
    }


def _make_project(cast: Cast) -> Project:
    project = ProjectFactory(owner=cast["owner"], name="The Ark", code="ark")
    for name in (Role.CONTRIBUTOR, Role.VIEWER):
        MembershipFactory(project=project, user=cast[name], role=name)
    MembershipFactory(project=project, user=cast["client"], role=Role.VIEWER, is_client=True)
    sequence = SequenceFactory(project=project, name="SQ010")
    for number in (10, 20, 30):
        ShotFactory(sequence=sequence, name=f"SH{number:04d}", frame_in=1001, frame_out=1000 + number)
    AssetFactory(project=project, name="Fox")
    return project


def _make_other(cast: Cast) -> Project:
    other = ProjectFactory(
        owner=cast["stranger"], name=f"{CANARY} project", code="canary", description=f"{CANARY} description"
    )
    member = UserFactory(username="canary.member", full_name=f"{CANARY} Member")
    MembershipFactory(project=other, user=member, role=Role.CONTRIBUTOR)
    sequence = SequenceFactory(project=other, name=f"{CANARY}_SQ")
    shot = ShotFactory(sequence=sequence, name=f"{CANARY}_SH", description=f"{CANARY} shot")
    asset = AssetFactory(project=other, name=f"{CANARY}_asset", description=f"{CANARY} asset")
    NoteFactory(entity=asset, body=f"{CANARY} asset note")
    NoteFactory(task=task_of(shot), body=f"{CANARY} note @canary.member", is_client_visible=True)
    return other


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the three fixtures below kept aside."""
    made: Cast = {}
    with django_db_blocker.unblock():
        kept.keep(
            cast=lambda: made.update(_make_cast()),
            studio=lambda: studio_catalogue_ensure(actor=made["owner"]),
            project=lambda: _make_project(made),
            other=lambda: _make_other(made),
        )


@pytest.fixture
def cast(db: None) -> Cast:
    """People by role: administrator, owner, contributor, viewer, client, stranger."""
    if User.objects.exists():
        return _make_cast()
    kept.bring("cast")
    return {user.username: user for user in User.objects.order_by("pk")}


@pytest.fixture
def _studio(cast: Cast) -> bool:
    """Whether cast and catalogue are the kept ones, on which the kept projects stand."""
    if TaskStatus.objects.exists() or User.objects.count() > len(cast):
        return False
    kept.bring("studio")
    return True


@pytest.fixture
def project(cast: Cast, _studio: bool) -> Project:
    """`ark`, a short film of the owner's, the cast in it: SQ010 with SH0010 to SH0030, and the asset Fox."""
    if not _studio:
        return _make_project(cast)
    kept.bring("project")
    return Project.objects.select_related("owner").get(code="ark")


@pytest.fixture
def other(cast: Cast, _studio: bool) -> Project:
    """The stranger's project, which nobody else of the cast is in: every text of it holds CANARY."""
    if not _studio:
        return _make_other(cast)
    kept.bring("other")
    return Project.objects.select_related("owner").get(code="canary")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """`sign_in(cast["viewer"]).get(url)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def htmx() -> dict[str, str]:
    """`client.get(url, headers=htmx)` asks for the fragment, as htmx does."""
    return {"HX-Request": "true"}
