"""What the tools say about the tree, so that `run.py test` is the whole check."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from .tree import ROOT, apps, files, name


def _run(tool: str, *arguments: str, **environment: str) -> None:
    """Run a tool that stands beside this Python."""
    program = shutil.which(tool, path=str(Path(sys.executable).parent)) or tool
    done = subprocess.run(
        [program, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    _run("ruff", "check", "--no-cache", "--output-format", "concise", ".")


def test_the_code_is_formatted() -> None:
    _run("ruff", "format", "--no-cache", "--check", ".")


def test_the_templates_are_formatted() -> None:
    _run("djade", "--check", "--target-version", "5.2", *(str(path) for path in files("**/*.html")))


def test_the_types_hold() -> None:
    # The cache makes a second run five times as fast; it is keyed by content, so it may be kept.
    cache = os.environ.get("TRACKTOR_MYPY_CACHE", str(ROOT / ".mypy_cache"))
    _run("mypy", "--cache-dir", cache, *apps(), TRACKTOR_SECRET_KEY="for mypy")


@pytest.mark.django_db
def test_the_models_have_their_migrations() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_say_what_they_do() -> None:
    unnamed = [name(path) for path in files("**/migrations/0*.py", migrations=True) if "_auto" in path.stem]
    assert not unnamed


def test_a_real_server_has_nothing_to_mend(tmp_path: Path) -> None:
    _run(
        sys.executable,
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DATABASE_URL="",  # the suite may run on PostgreSQL
        TRACKTOR_DATA=str(tmp_path),
        TRACKTOR_HTTPS="1",
        TRACKTOR_SECRET_KEY="x7!kq" * 12,
        TRACKTOR_ALLOWED_HOSTS="tracktor.example",
    )
