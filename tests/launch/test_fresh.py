"""From nothing: a copy of the project, no environment, the real package index."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.launch.conftest import READY, Tracktor, clean_environment, copy_project


@pytest.mark.proof
def test_a_fresh_copy_installs_itself_and_starts_quickly_again(start: Callable[..., Tracktor], tmp_path: Path) -> None:
    project = copy_project(tmp_path / "Träck tör")
    first = start(project=project, TRACKTOR_PYTHON="")
    assert first.lines[0].startswith("Installing ")
    assert first.stop() == 0
    second = start(project=project, TRACKTOR_PYTHON="")
    assert second.lines == [READY + second.url]
    assert second.seconds < 3


@pytest.mark.proof
def test_pip_without_a_network_leaves_nothing(launcher: Path, tmp_path: Path) -> None:
    # Nobody listens at port 9, and no settings of this machine may lead elsewhere.
    offline = clean_environment(
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_FIND_LINKS="",
        PIP_RETRIES="0",
    )
    for name in ("TRACKTOR_PYTHON", "PIP_EXTRA_INDEX_URL"):
        offline.pop(name, None)
    offline["PATH"] = os.pathsep.join(
        folder for folder in offline["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()
    )
    done = subprocess.run(
        [sys.executable, "run.py", "--no-browser"],
        cwd=launcher,
        env=offline | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (13, 1)
    assert "is there a network?" in done.stderr
    assert not (launcher / ".venv").exists()
    assert not (launcher / "data").exists()
