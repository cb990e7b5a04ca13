"""The source tree as the guards read it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {"node_modules", "vendor", "__pycache__", "staticfiles"}


@cache
def config() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]


@cache
def apps() -> tuple[str, ...]:
    """The top-level packages that make the server, not the tests and the tools beside it."""
    return tuple(sorted(path.parent.name for path in ROOT.glob("*/apps.py")))


@cache
def ranks() -> dict[str, int]:
    """How high each app stands, from the layers that import-linter keeps: core is 0."""
    layers = config()["importlinter"]["contracts"][0]["layers"]
    return {
        app.strip(): height
        for height, layer in enumerate(reversed(layers))
        for app in layer.replace(":", "|").split("|")
    }


def files(pattern: str, *, tests: bool = True, migrations: bool = False) -> list[Path]:
    """Our own files, by a pattern such as "**/*.py": nothing vendored, installed or generated."""
    found = []
    for top in [*(ROOT / app for app in apps()), ROOT / "tests", ROOT / "templates"]:
        found += top.glob(pattern)
    if pattern.endswith(".py"):
        found += ROOT.glob("*.py")
    return sorted(
        path
        for path in found
        if not _NOT_OURS & set(path.parts)
        and (tests or "tests" not in path.relative_to(ROOT).parts)
        and (migrations or "migrations" not in path.parts)
    )


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
