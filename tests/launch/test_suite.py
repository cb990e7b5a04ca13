"""`run.py test` and `run.py proof` on a small project of their own."""

from pathlib import Path

import pytest

from tests.launch.conftest import run
from tracktor.launch import postgres

PYPROJECT = """
[tool.pytest.ini_options]
addopts = "-q -m 'not proof'"
markers = ["proof: slow"]
"""
TESTS = """
import os
import pytest

def test_always(): pass
def test_fails(): assert False

@pytest.mark.proof
def test_proof():
    database = "PostgreSQL" if "DATABASE_URL" in os.environ else "SQLite"
    print("PROOF ON", database, "TRACKTOR_TEST_PG" in os.environ)

def test_environment():
    assert "DATABASE_URL" not in os.environ
    assert os.path.isdir(os.environ["TRACKTOR_DATA"])
"""


@pytest.fixture
def project(launcher: Path) -> Path:
    (launcher / "pyproject.toml").write_text(PYPROJECT)
    (launcher / "test_small.py").write_text(TESTS)
    return launcher


def test_arguments_and_exit_code_pass_through_and_own_data_are_left_alone(project: Path) -> None:
    only = ("-n", "0", "-k", "fails or environment")
    done = run("test", *only, project=project, DATABASE_URL="postgres://production/x")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("1 failed, 1 passed, 2 deselected")


@pytest.mark.proof
@pytest.mark.skipif(postgres.find_programs() is None, reason="PostgreSQL's initdb and pg_ctl are not here")
def test_proof_runs_on_both_databases(project: Path) -> None:
    done = run("proof", "-s", "-k", "always or test_proof", project=project)
    assert done.returncode == 0, done.stdout
    assert done.stdout.index("PROOF ON SQLite True") < done.stdout.index("PROOF ON PostgreSQL True")
    assert done.stdout.splitlines()[-1].startswith("1 passed")
