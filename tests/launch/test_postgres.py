"""The temporary PostgreSQL server that the tests get."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

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


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "find_programs", lambda: None)
    with pytest.raises(Problem, match="initdb, pg_ctl and postgres") as refused:
        postgres.require_programs()
    assert refused.value.code == Exit.TOOL_MISSING
