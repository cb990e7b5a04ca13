"""Sites for the tests of the stream: seeded once for each kind of database, then copied for each test."""

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from .harness import Server, Site, Writer, environment_for

SERVER_ADDRESS = os.environ.get("TRACKTOR_TEST_PG", "")
needs_postgres = pytest.mark.skipif(
    not SERVER_ADDRESS, reason="TRACKTOR_TEST_PG does not name a PostgreSQL server to make databases in"
)
# The sites here have databases of their own, whatever the other tests run on.
needs_sqlite_run = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="the run on SQLite has tried this"
)
BACKENDS = [
    pytest.param("sqlite", id="sqlite", marks=[needs_sqlite_run]),
    pytest.param("postgresql", id="postgresql", marks=[needs_postgres, pytest.mark.postgres, pytest.mark.proof]),
]


def _address(name: str) -> str:
    return urlunsplit(urlsplit(SERVER_ADDRESS)._replace(path=f"/{name}"))


def _run(statement: str) -> None:
    at = SERVER_ADDRESS if urlsplit(SERVER_ADDRESS).path.strip("/") else _address("postgres")
    with psycopg.connect(at, autocommit=True) as connection:
        connection.execute(statement.encode())


class Templates:
    """A seeded database of each kind, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids: dict[str, Any] = {}
        self._name = f"live_{uuid.uuid4().hex[:12]}"

    def ids(self, backend: str) -> dict[str, Any]:
        if backend not in self._ids:
            folder = self._folder / backend
            folder.mkdir()
            if backend == "postgresql":
                _run(f"CREATE DATABASE {self._name}")
            writer = Writer(environment_for(folder, self._address(backend)))
            self._ids[backend] = writer("seed")
            writer.stop()
        return json.loads(json.dumps(self._ids[backend]))

    def _address(self, backend: str) -> str:
        if backend == "postgresql":
            return _address(self._name)
        return f"sqlite:///{self._folder / backend / 'tracktor.sqlite3'}"

    @contextmanager
    def copy(self, backend: str, data: Path) -> Iterator[str]:
        """The address of a copy, gone afterwards."""
        if backend == "sqlite":
            for part in (self._folder / backend).glob("tracktor.sqlite3*"):
                shutil.copy(part, data)
            yield f"sqlite:///{data / 'tracktor.sqlite3'}"
            return
        name = f"live_{uuid.uuid4().hex[:12]}"
        _run(f"CREATE DATABASE {name} TEMPLATE {self._name}")
        try:
            yield _address(name)
        finally:
            _run(f"DROP DATABASE {name} WITH (FORCE)")

    def drop(self) -> None:
        if "postgresql" in self._ids:
            _run(f"DROP DATABASE {self._name} WITH (FORCE)")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("live"))
    yield made
    made.drop()


@pytest.fixture(scope="module", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def shared_site(templates: Templates, backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for the tests of a module that leave the others' people and tasks alone."""
    with _site(templates, backend, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(templates: Templates, backend: str, tmp_path: Path) -> Iterator[Site]:
    """One of the test's own: it may kill the server."""
    with _site(templates, backend, tmp_path) as site:
        yield site


@contextmanager
def _site(templates: Templates, backend: str, tmp_path: Path) -> Iterator[Site]:
    ids = templates.ids(backend)
    with templates.copy(backend, tmp_path) as address:
        environment = environment_for(tmp_path, address)
        writer, server = Writer(environment), Server(environment)
        try:
            yield Site(writer, server, ids, environment)
        finally:
            server.stop()
            writer.stop()
