"""The environment beside run.py. A stand-in for uv plays the package index, so that nothing is downloaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launch.conftest import clean_environment
from tracktor.launch.lock import FileLock
from tracktor.launch.problems import Exit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")
INSTALL = "from tracktor.launch import install; install.python_with(install.SERVER)"


class Installer:
    """Start the launcher in a folder of its own with a stand-in uv that does what the test says."""

    def __init__(self, project: Path, folder: Path) -> None:
        self.project = project
        self.venv = project / ".venv"
        self.calls = folder / "calls"
        self.tools = folder / "tools"
        self.tools.mkdir()
        self.uv_does("exit 0")

    def uv_does(self, script: str) -> None:
        uv = self.tools / "uv"
        uv.write_text(f'#!/bin/sh\necho "$@" >>"{self.calls}"\n{script}\n')
        uv.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = clean_environment(PATH=f"{self.tools}:{os.environ['PATH']}", TMPDIR=str(self.tools))
        del environment["TRACKTOR_PYTHON"]
        command = [sys.executable, *(arguments or ("-c", INSTALL))]
        return subprocess.run(command, cwd=self.project, env=environment, capture_output=True, text=True, check=False)

    def times_called(self) -> int:
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0


@pytest.fixture
def installer(launcher: Path, tmp_path: Path) -> Installer:
    return Installer(launcher, tmp_path)


def test_an_install_happens_once(installer: Installer) -> None:
    first = installer.run()
    assert first.stdout.startswith("Installing ")
    assert (first.returncode, first.stderr) == (0, "")
    assert "--require-hashes" in installer.calls.read_text()
    assert installer.run().stdout == ""
    assert installer.times_called() == 1


def test_a_new_lock_installs_again_over_what_is_there(installer: Installer) -> None:
    installer.run()
    (installer.venv / "kept").touch()
    with (installer.project / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    installer.run()
    assert installer.times_called() == 2
    assert (installer.venv / "kept").exists()


def test_a_killed_install_is_made_anew(installer: Installer) -> None:
    installer.uv_does("kill -9 $PPID")
    assert installer.run().returncode == -9
    (installer.venv / "half").touch()
    installer.uv_does("exit 0")
    assert installer.run().returncode == 0
    assert not (installer.venv / "half").exists()
    assert installer.run().stdout == ""


def test_no_network_is_said_and_leaves_nothing(installer: Installer) -> None:
    installer.uv_does('echo "error sending request: dns error" >&2; exit 2')
    done = installer.run("run.py", "--no-browser", "--data", str(installer.project / "data"))
    assert (done.returncode, len(done.stderr.splitlines())) == (Exit.INSTALL_FAILED, 1)
    assert "is there a network?" in done.stderr
    assert not installer.venv.exists()
    assert not (installer.project / "data").exists()
    # The log that the sentence names is there.
    assert "dns error" in Path(done.stderr.rsplit("Log: ", 1)[1].strip()).read_text()


def test_a_failed_update_keeps_the_environment(installer: Installer) -> None:
    installer.run()
    (installer.project / "requirements.txt").write_text("changed\n")
    installer.uv_does("exit 1")
    assert "is there a network?" not in installer.run("run.py", "--no-browser").stderr
    assert (installer.venv / "pyvenv.cfg").exists()
    assert not list(installer.venv.glob("*.sha256"))


def test_an_environment_made_by_hand_is_never_cleared(installer: Installer) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(installer.venv)], check=True)
    (installer.venv / "mine").touch()
    installer.uv_does("exit 1")
    installer.run()
    assert (installer.venv / "mine").exists()


def test_two_installs_at_once_are_refused(installer: Installer) -> None:
    installer.venv.mkdir()
    lock = FileLock(installer.venv / "tracktor-install.lock").acquire()
    done = installer.run("run.py", "--no-browser", "--data", str(installer.project / "data"))
    lock.release()
    assert (done.returncode, len(done.stderr.splitlines())) == (Exit.ALREADY_RUNNING, 1)
    assert installer.times_called() == 0


def test_an_environment_whose_python_is_gone_is_made_anew(installer: Installer) -> None:
    installer.run()
    (installer.venv / "bin/python").unlink()
    installer.run()
    assert (installer.venv / "bin/python").exists()
    assert installer.times_called() == 2
