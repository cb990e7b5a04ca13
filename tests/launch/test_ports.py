"""Which port is taken, and what is said when none can be."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launch.conftest import run
from tracktor.launch import ports
from tracktor.launch.problems import Exit, Problem

EVERYWHERE = "0.0.0.0"  # noqa: S104 - no test listens there


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_refused(taken: int, tmp_path: Path) -> None:
    done = run("--no-browser", "--port", str(taken), "--data", str(tmp_path / "data"))
    assert done.returncode == Exit.PORT_IN_USE
    assert done.stderr == f"Port {taken} is in use at 127.0.0.1; choose another with --port N.\n"
    assert list(tmp_path.iterdir()) == []


def test_the_next_free_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "LAST", taken + 19)
    with ports.listen("127.0.0.1", None) as listening:
        assert taken < listening.getsockname()[1] <= taken + 19


def test_no_free_port_is_said(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST", taken)
    monkeypatch.setattr(ports, "LAST", taken)
    with pytest.raises(Problem, match="all in use") as refused:
        ports.listen("127.0.0.1", None)
    assert refused.value.code == Exit.PORT_IN_USE


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Problem, match=r"cannot listen at 192\.0\.2\.1") as refused:
        ports.listen("192.0.2.1", 8000)
    assert refused.value.code == Exit.PORT_IN_USE


def test_two_may_not_listen_at_one_port() -> None:
    with ports.listen("127.0.0.1", 0) as first, pytest.raises(Problem):
        ports.listen("127.0.0.1", first.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        (EVERYWHERE, False),
        ("studio", False),
    ],
)
def test_loopback_is_known(host: str, loopback: bool) -> None:
    assert ports.is_loopback(host) is loopback


def test_addresses_are_written_as_browsers_read_them() -> None:
    assert ports.url("127.0.0.1", 8000) == "http://127.0.0.1:8000/"
    assert ports.url("::1", 8000) == "http://[::1]:8000/"
    assert ports.reachable(EVERYWHERE) == "127.0.0.1"


def test_a_wildcard_allows_the_names_of_this_machine() -> None:
    assert {"localhost", "127.0.0.1", socket.gethostname()} <= set(ports.host_names(EVERYWHERE))
    assert ports.host_names("10.0.0.7")[-1] == "10.0.0.7"


@pytest.mark.parametrize("arguments", [["--port", "0"], ["--port", "eighty"], ["--nonsense"]])
def test_arguments_that_make_no_sense_are_refused(arguments: list[str]) -> None:
    done = run("--no-browser", *arguments)
    assert done.returncode == Exit.USAGE
    assert "usage: run.py" in done.stderr


def test_the_demo_stays_on_this_machine(tmp_path: Path) -> None:
    done = run("--no-browser", "--demo", "--host", EVERYWHERE, "--data", str(tmp_path / "data"))
    assert (done.returncode, len(done.stderr.splitlines())) == (Exit.USAGE, 1)
    assert list(tmp_path.iterdir()) == []
