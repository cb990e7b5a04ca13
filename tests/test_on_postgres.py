"""In a run on SQLite, what must be seen on PostgreSQL runs there too, in a process of its own."""

import os
import subprocess
import sys

import pytest

from .guards.tree import ROOT


@pytest.mark.only_sqlite
def test_what_needs_postgresql_holds_there() -> None:
    address = os.environ.get("TRACKTOR_TEST_PG")
    if not address:
        pytest.skip("no PostgreSQL server: run.py test starts one where its programs are")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "only_postgres or on_both", "-n", "0"],
        cwd=ROOT,
        env=kept | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
