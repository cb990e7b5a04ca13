"""The temporary PostgreSQL server that the tests get."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.launch.conftest import READY, Tracktor, free_port, run
from tracktor.launch import postgres
from tracktor.launch.problems import Exit, Problem

PROGRAMS = postgres.find_programs()
needs_programs = pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL's initdb and pg_ctl are not here")


@needs_programs
def test_it_answers_asks_for_its_password_and_is_gone_afterwards() -> None:
    with postgres.temporary_server(PROGRAMS) as url:
        with psycopg.connect(url) as connection:
            assert connection.execute("select lower('ÄRK'), current_setting('fsync')").fetchone() == (
                "ärk",
                "off",
            )
        folder = Path(_data_directory(url))
        assert folder.exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url.replace(urlsplit(url).password, "guess"))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert not folder.exists()


def _data_directory(url: str) -> str:
    with psycopg.connect(url) as connection:
        return connection.execute("show data_directory").fetchone()[0]


@needs_programs
@pytest.mark.proof
def test_the_server_starts_on_postgresql(start: Callable[..., Tracktor], tmp_path: Path) -> None:
    with postgres.temporary_server(PROGRAMS) as url:
        first = start("--data", str(tmp_path / "data"), DATABASE_URL=url)
        assert first.lines == ["Making the database…", READY + first.url]
        assert first.stop() == 0
        assert first.process.stderr.read() == ""
        second = start("--data", str(tmp_path / "data"), DATABASE_URL=url)
        assert second.lines == [READY + second.url]
        assert second.stop() == 0
    assert not (tmp_path / "data/tracktor.sqlite3").exists()


def test_a_database_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    nowhere = f"postgres://tracktor:secret@127.0.0.1:{free_port()}/tracktor"
    done = run("--no-browser", "--data", str(tmp_path), DATABASE_URL=nowhere)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (Exit.START_FAILED, "", 1)
    assert "cannot work with DATABASE_URL" in done.stderr
    assert "secret" not in done.stderr


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "find_programs", lambda: None)
    with pytest.raises(Problem, match="initdb, pg_ctl and postgres") as refused:
        postgres.require_programs()
    assert refused.value.code == Exit.TOOL_MISSING
