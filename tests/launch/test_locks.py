"""The locks: complete, for every platform, and without a trace of where they were made."""

import re

import pytest

from tests.launch.conftest import ROOT

LOCKS = ["requirements.txt", "requirements-dev.txt"]


def pins(name: str) -> dict[str, str]:
    """Each requirement with its marker and its hashes."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
    return {re.match(r"[\w.-]+", block)[0]: block for block in blocks}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    for package, block in pins(name).items():
        assert re.match(rf"{package}==\S+( ; .+?)? \\\n    --hash=sha256:[0-9a-f]{{64}}", block), package


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|index|find-links|trusted-host|@ |^/|file:", text, re.MULTILINE)


def test_the_development_lock_holds_the_servers_whole() -> None:
    # One install of it therefore earns the stamps of both.
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_windows_gets_its_time_zones_and_no_gunicorn() -> None:
    server = pins("requirements.txt")
    assert ";" not in server["tzdata"].splitlines()[0]
    for package in ("gunicorn", "uvicorn-worker"):
        assert "sys_platform != 'win32'" in server[package]


@pytest.mark.parametrize("name", LOCKS)
def test_qt_is_never_locked(name: str) -> None:
    assert not [package for package in pins(name) if package.lower().startswith("pyside")]
