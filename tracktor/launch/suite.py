"""``run.py test`` and ``run.py proof``: pytest in the environment that ``run.py`` keeps.

``test`` is the suite a contributor runs all day, on SQLite. ``proof`` is what must hold before a change
lands: the same suite on PostgreSQL, then the tests marked ``proof`` on either database.
Exit codes are pytest's own.
"""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tracktor.launch import folders, install, postgres
from tracktor.launch.problems import say

# Tests of one group share what is dear to make, in one process.
IN_PARALLEL = ["-n", "auto", "--dist", "loadgroup"]
# A database of the person's own, or a data folder with their work, is nothing for tests.
NOT_FOR_TESTS = ("DATABASE_URL", "TRACKTOR_DATA", "TRACKTOR_DEMO", "TRACKTOR_DEBUG", "TRACKTOR_ALLOWED_HOSTS")


def run_tests(arguments: Sequence[str]) -> int:
    python = install.python_with(install.DEVELOPMENT)
    programs = postgres.find_programs()
    with (
        _environment() as environment,
        postgres.temporary_server(programs) if programs else nullcontext() as address,
    ):
        if address:
            environment["TRACKTOR_TEST_PG"] = address
        return _pytest(python, [*IN_PARALLEL, *arguments], environment)


def run_proof(arguments: Sequence[str]) -> int:
    programs = postgres.require_programs()
    python = install.python_with(install.DEVELOPMENT)
    with _environment() as on_sqlite, postgres.temporary_server(programs) as address:
        on_sqlite["TRACKTOR_TEST_PG"] = address
        on_postgres = {**on_sqlite, "DATABASE_URL": address}
        # The proofs run one by one: some of them measure time.
        proofs = ["-m", "proof", *arguments]
        phases = (
            ("All tests on PostgreSQL", [*IN_PARALLEL, *arguments], on_postgres),
            ("The proofs on SQLite", proofs, on_sqlite),
            ("The proofs on PostgreSQL", proofs, on_postgres),
        )
        codes = []
        for title, pytest_arguments, environment in phases:
            say(f"\n== {title} ==")
            codes.append(_pytest(python, pytest_arguments, environment))
    return next((code for code in codes if code), 0)


@contextmanager
def _environment() -> Iterator[dict[str, str]]:
    environment = {key: value for key, value in os.environ.items() if key not in NOT_FOR_TESTS}
    with tempfile.TemporaryDirectory(prefix="tracktor-test-", ignore_cleanup_errors=True) as data:
        environment["TRACKTOR_DATA"] = data
        environment["TRACKTOR_SECRET_KEY"] = "for the tests only"  # noqa: S105 - signs nothing that lasts
        yield environment


def _pytest(python: Path, arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run pytest to its end: at Ctrl-C it gets the signal too, and still has its summary to print."""
    running = subprocess.Popen(  # noqa: S603 - our own interpreter
        [str(python), "-m", "pytest", *arguments], cwd=folders.PROJECT, env=environment
    )
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: running.terminate()),
    }
    try:
        return running.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
