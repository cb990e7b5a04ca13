"""Folders that cannot be written to are refused before anything is made."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launch.conftest import clean_environment, copy_launcher, run
from tracktor.launch import folders

NOBODY = 65534
AS_NOBODY = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders")


def ordinary_account() -> dict[str, object]:
    """Root ignores modes, so a test that runs as root lends itself another account."""
    return AS_NOBODY if os.geteuid() == 0 else {}


def public_python() -> str:
    """A Python that an ordinary account may start too: root's own may lie in root's home."""
    for python in (sys.executable, "/usr/bin/python3"):
        question = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        try:
            if subprocess.run(question, check=False, cwd="/", **ordinary_account()).returncode == 0:
                return python
        except OSError:
            continue
    pytest.skip("no Python 3.11 that an ordinary account may start")


def run_as_ordinary(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment()
    del environment["TRACKTOR_PYTHON"]  # as on a fresh machine: something would have to be installed
    return subprocess.run(
        [public_python(), "-B", str(project / "run.py"), "--no-browser", *arguments],
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **ordinary_account(),
    )


def test_a_read_only_project_folder_is_refused(public_folder: Path) -> None:
    project = copy_launcher(public_folder / "project")
    before = sorted(project.rglob("*"))
    for folder in (project, public_folder):
        folder.chmod(0o555)
    done = run_as_ordinary(project, "--data", str(public_folder / "data"))
    assert (done.returncode, len(done.stderr.splitlines())) == (11, 1)
    assert f"cannot write to its project folder {project}" in done.stderr
    assert sorted(project.rglob("*")) == before
    project.chmod(0o755)
    public_folder.chmod(0o755)


def test_a_read_only_data_folder_is_refused(public_folder: Path) -> None:
    project = copy_launcher(public_folder / "project")
    project.chmod(0o777)
    data = public_folder / "data"
    data.mkdir(0o555)
    done = run_as_ordinary(project, "--data", str(data / "deeper"))
    assert (done.returncode, len(done.stderr.splitlines())) == (12, 1)
    assert f"cannot write to its data folder {data}" in done.stderr
    assert not (project / ".venv").exists()
    assert list(data.iterdir()) == []


def test_a_file_in_place_of_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    done = run("--no-browser", "--data", str(tmp_path / "data"))
    assert (done.returncode, len(done.stderr.splitlines())) == (12, 1)


@pytest.fixture
def without_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACKTOR_SECRET_KEY", raising=False)


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path, without_key: None) -> None:
    folders.make_secret_key(tmp_path)
    key = tmp_path / "secret_key"
    first = key.read_text("ascii")
    folders.make_secret_key(tmp_path)
    assert key.read_text("ascii") == first
    assert len(first) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [key]


def test_an_empty_secret_key_is_replaced(tmp_path: Path, without_key: None) -> None:
    (tmp_path / "secret_key").touch()
    folders.make_secret_key(tmp_path)
    assert (tmp_path / "secret_key").read_text("ascii")


def test_a_secret_key_of_the_environment_needs_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKTOR_SECRET_KEY", "from outside")
    folders.make_secret_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    folders.make_data_folder(tmp_path / "a" / "data")
    assert stat.S_IMODE((tmp_path / "a" / "data").stat().st_mode) == 0o700
