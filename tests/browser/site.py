"""The real server on a database of its own, and the process that makes scenes in it."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from activity.tests.live.harness import Server, environment_for

ROOT = Path(__file__).resolve().parents[2]
# Set where the whole suite runs on PostgreSQL.
POSTGRES = os.environ.get("DATABASE_URL", "")


class Scenes:
    """`scenes("production", code="ark")` runs that function of `scenes.py` in its process."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.browser.scenes"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)

    def __call__(self, scene: str, **values: Any) -> Any:
        stdin, stdout = _pipe(self._process.stdin), _pipe(self._process.stdout)
        stdin.write(json.dumps({"scene": scene, "with": values}) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line.strip(), f"{scene} failed; its traceback stands above"
        return json.loads(line)

    def stop(self) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait(10)
        _pipe(self._process.stdout).close()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@dataclass
class Site:
    scenes: Scenes
    server: Server

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"


@contextmanager
def database(folder: Path, shared: Path) -> Iterator[str]:
    """The address of a database without people; in `shared` the workers of one run leave things for each other."""
    if POSTGRES:
        with _postgres(folder) as address:
            yield address
        return
    shutil.copy(_migrated(shared), folder / "tracktor.sqlite3")
    yield ""


def _migrated(shared: Path) -> Path:
    """A file with all tables, made by the worker that comes first: migrating takes five seconds."""
    made = shared / "browser" / "tracktor.sqlite3"
    made.parent.mkdir(exist_ok=True)
    with (shared / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            scenes = Scenes(environment_for(made.parent, ""))
            scenes("migrate")
            scenes.stop()
    return made


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    name = f"browser_{uuid.uuid4().hex[:12]}"
    address = urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        scenes = Scenes(environment_for(folder, address))
        scenes("migrate")
        scenes.stop()
    try:
        yield address
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def site_in(folder: Path, shared: Path) -> Iterator[Site]:
    with database(folder, shared) as address:
        environment = environment_for(folder, address)
        scenes, server = Scenes(environment), Server(environment)
        try:
            yield Site(scenes, server)
        finally:
            server.stop()
            scenes.stop()
