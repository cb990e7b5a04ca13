"""The virtual environment beside ``run.py``: filled from a lock with hashes, stamped when it is whole."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracktor.launch.folders import PROJECT, require_writable_project
from tracktor.launch.lock import FileLock, Locked
from tracktor.launch.problems import Exit, Problem, say

VENV = PROJECT / ".venv"
LOCK = VENV / "tracktor-install.lock"
# Lies in every environment made here, and only there: what carries it may be thrown away and made anew.
OURS = VENV / "tracktor-made-this"
SERVER, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
NO_NETWORK = re.compile(
    r"name resolution|Could not resolve|getaddrinfo|dns error|Connection|timed out|Network is unreachable"
    r"|error sending request|from versions: none|Could not fetch",
    re.IGNORECASE,
)


def python_with(lock_name: str) -> Path:
    """The interpreter that has the packages of this lock; they are installed first if they are not there."""
    if given := os.environ.get("TRACKTOR_PYTHON"):
        return Path(given)
    if not is_installed(lock_name):
        _install(lock_name)
    return venv_python()


def is_installed(lock_name: str) -> bool:
    """Without starting Python: the stamp is this lock's, and the interpreter is still on the machine."""
    if os.environ.get("TRACKTOR_PYTHON"):
        return True
    stamp = _stamp(lock_name)
    return stamp.exists() and stamp.read_text("ascii") == _digest(lock_name) and _interpreter_lives()


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _interpreter_lives() -> bool:
    # An environment outlives the Python it was made from when that one is upgraded or removed.
    if not venv_python().exists():
        return False
    home = re.search(r"^home\s*=\s*(.+)$", (VENV / "pyvenv.cfg").read_text("utf-8"), re.MULTILINE)
    return home is not None and Path(home[1].strip()).is_dir()


def _stamp(lock_name: str) -> Path:
    return VENV / f"tracktor-{lock_name}.sha256"


def _digest(lock_name: str) -> str:
    return hashlib.sha256((PROJECT / lock_name).read_bytes()).hexdigest()


def _install(lock_name: str) -> None:
    require_writable_project()
    with _alone(), _log_file() as log:
        fresh = not _made_by_hand() and not (_is_whole() and _interpreter_lives())
        try:
            if fresh:
                _clear()
                OURS.touch()
                _make_environment(log)
            for name in (SERVER, DEVELOPMENT):
                _stamp(name).unlink(missing_ok=True)
            _install_packages(lock_name, log)
        except BaseException:
            if fresh:
                _clear()
            raise
        # The development lock holds every line of the server's (a test compares them): it earns both stamps.
        for name in {SERVER, lock_name}:
            _stamp(name).write_text(_digest(name), "ascii")


def _made_by_hand() -> bool:
    """Somebody's own environment is used, but never cleared away."""
    return not OURS.exists() and any(entry != LOCK for entry in VENV.iterdir())


def _is_whole() -> bool:
    """An environment without a stamp comes from an install that was killed: it is not to be trusted."""
    return _stamp(SERVER).exists()


@contextmanager
def _alone() -> Iterator[None]:
    VENV.mkdir(exist_ok=True)
    lock = FileLock(LOCK)
    try:
        lock.acquire()
    except Locked:
        raise Problem(
            Exit.ALREADY_RUNNING,
            "Another start of Tracktor is just installing it here; try again in a minute.",
        ) from None
    try:
        yield
    finally:
        lock.release()  # first: Windows removes no open file
        if list(VENV.iterdir()) == [LOCK]:
            LOCK.unlink()
            VENV.rmdir()


def _clear() -> None:
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != LOCK:
            entry.unlink()


@contextmanager
def _log_file() -> Iterator[Path]:
    """What the installers say. It stays for the person to read only when they fail."""
    handle, name = tempfile.mkstemp(prefix="tracktor-install-", suffix=".log")
    os.close(handle)
    path = Path(name)
    try:
        yield path
    except Problem:
        raise
    except BaseException:
        path.unlink()
        raise
    path.unlink()


def _make_environment(log: Path) -> None:
    without_pip = ["--without-pip"] if shutil.which("uv") else []
    if not _succeeds([sys.executable, "-m", "venv", *without_pip, str(VENV)], log):
        raise Problem(
            Exit.INSTALL_FAILED,
            "This Python cannot make virtual environments; on Debian and Ubuntu install python3-venv.",
        )


def _install_packages(lock_name: str, log: Path) -> None:
    lock = PROJECT / lock_name
    count = len(re.findall(r"^[A-Za-z0-9]", lock.read_text("utf-8"), re.MULTILINE))
    say(f"Installing {count} packages, once…")
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(venv_python())]
    else:
        command = [
            str(venv_python()),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
        ]
    if not _succeeds([*command, "--require-hashes", "-r", str(lock)], log):
        said = log.read_text("utf-8", "replace")
        cause = "the package index could not be reached; is there a network?" if NO_NETWORK.search(said) else ""
        raise Problem(
            Exit.INSTALL_FAILED,
            f"Tracktor could not install its packages: {cause or 'the installer failed.'} Log: {log}",
        )


def _succeeds(command: list[str], log: Path) -> bool:
    # Not the reader's own settings for Python: they would point the new environment at other packages.
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    with log.open("ab") as output:
        done = subprocess.run(command, stdout=output, stderr=output, env=environment, check=False)  # noqa: S603
    return done.returncode == 0
