"""Real processes: `run.py` is started as a person would start it, in the environment the tests run in."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY = "Tracktor is ready at "
NOT_PROJECT = (
    ".git",
    ".venv",
    "data",
    "node_modules",
    "staticfiles",
    "__pycache__",
    ".*_cache",
    "tests",
    "docs",
)


def clean_environment(**changes: str) -> dict[str, str]:
    """The person's environment without what the test run itself set, and with the packages that are here."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DISPLAY", "PYTHONPATH")
        and not key.startswith(("TRACKTOR_", "PYTEST_"))
    }
    return kept | {"TRACKTOR_PYTHON": sys.executable} | changes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments: str, project: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `run.py` to its end."""
    return subprocess.run(
        [sys.executable, str(project / "run.py"), *arguments],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _hear_interrupts() -> None:
    """What runs the tests in the background ignores Ctrl-C, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


hear_interrupts = _hear_interrupts if os.name == "posix" else None


@dataclass
class Tracktor:
    """A started server: what it printed until it was ready, where it answers, how long that took."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    url: str = ""
    seconds: float = 0.0

    def wait_until_ready(self) -> None:
        started = time.monotonic()
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith(READY):
                self.url = line[len(READY) :].strip()
                break
        self.seconds = time.monotonic() - started
        assert self.url, (self.lines, self.process.communicate(timeout=30))

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@pytest.fixture
def start() -> Iterator[Callable[..., Tracktor]]:
    running: list[Tracktor] = []

    def start(*arguments: str, project: Path = ROOT, **environment: str) -> Tracktor:
        # A port of its own: servers of other tests come and go on the launcher's usual ones.
        fixed = ("--no-browser", "--port", str(free_port()))
        process = subprocess.Popen(
            [sys.executable, str(project / "run.py"), *fixed, *arguments],
            env=clean_environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_interrupts,  # noqa: PLW1509 - it sets one signal and takes no lock
        )
        running.append(Tracktor(process))
        running[-1].wait_until_ready()
        return running[-1]

    yield start
    for tracktor in running:
        if tracktor.process.poll() is None:
            tracktor.stop()
        tracktor.process.stdout.close()
        tracktor.process.stderr.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a first start leaves it. Tests take a copy: migrating is the slow part of a start."""
    data = tmp_path_factory.mktemp("migrated") / "data"
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), "--no-browser", "--data", str(data)],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    first = Tracktor(process)
    first.wait_until_ready()
    assert first.stop() == 0
    process.stdout.close()
    return data


@pytest.fixture
def data(migrated: Path, tmp_path: Path) -> Path:
    return shutil.copytree(migrated, tmp_path / "data")


@pytest.fixture
def launcher(tmp_path: Path) -> Path:
    """A project folder with the launcher alone: enough for all that is decided before Django starts."""
    return copy_launcher(tmp_path / "project")


def copy_launcher(to: Path) -> Path:
    (to / "tracktor").mkdir(parents=True)
    for name in ("run.py", "requirements.txt", "requirements-dev.txt", "tracktor/__init__.py"):
        shutil.copy(ROOT / name, to / name)
    shutil.copytree(ROOT / "tracktor/launch", to / "tracktor/launch", ignore=shutil.ignore_patterns("__pycache__"))
    return to


def copy_project(to: Path) -> Path:
    return Path(shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*NOT_PROJECT)))


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="tracktor-public-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)
