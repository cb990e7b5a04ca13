"""Files and functions that fit in a head. No waivers: split."""

import ast
from pathlib import Path

from .tree import files, name

FILE, FUNCTION, TEMPLATE = 400, 60, 150


def test_python_files_fit() -> None:
    assert not {name(path): n for path in files("**/*.py") if (n := _lines(path)) > FILE}


def test_templates_fit() -> None:
    assert not {name(path): n for path in files("**/*.html") if (n := _lines(path)) > TEMPLATE}


def test_functions_fit() -> None:
    long = {}
    for path in files("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION:
                    long[f"{name(path)}:{node.lineno} {node.name}"] = length
    assert not long


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
