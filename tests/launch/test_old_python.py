"""An old Python gets a sentence, not a SyntaxError."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

from tests.launch.conftest import ROOT

STUB = """
import runpy, sys
sys.version_info = (3, 10, 13, "final", 0)
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def old_pythons() -> list[str]:
    names = ["python2.7", *(f"python3.{minor}" for minor in range(4, 11))]
    found = {path for name in names if (path := shutil.which(name))}
    for path in Path.home().glob(".pyenv/versions/*/bin/python"):
        version = path.parents[1].name.split(".")
        if (int(version[0]), int(version[1])) < (3, 11):
            found.add(str(path))
    return sorted(found)


def test_an_older_python_is_refused_with_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUB, str(ROOT / "run.py")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (10, "")
    assert done.stderr == "Tracktor needs Python 3.11 or newer; this is Python 3.10.\n"


def test_old_pythons_of_this_machine_can_read_the_file() -> None:
    for python in old_pythons():
        done = subprocess.run([python, "-B", str(ROOT / "run.py")], capture_output=True, text=True, check=False)
        if "command not found" in done.stderr:  # a version manager's stand-in for a Python that is not there
            continue
        assert (python, done.returncode, len(done.stderr.splitlines())) == (python, 10, 1)
        assert done.stderr.startswith("Tracktor needs Python 3.11 or newer; this is Python ")


def test_the_file_keeps_to_old_syntax() -> None:
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match, ast.FunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
