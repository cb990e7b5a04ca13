"""The server as `run.py` starts, stops and refuses it."""

import http.client
import os
import signal
import socket
import sqlite3
import stat
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.launch.conftest import READY, Tracktor, copy_project, run
from tracktor.launch.problems import Exit

Start = Callable[..., Tracktor]


def ask(url: str, path: str = "/") -> int:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def gone(url: str) -> bool:
    try:
        socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=1).close()
    except OSError:
        return True
    return False


def test_a_first_start_makes_the_data_folder(start: Start, tmp_path: Path) -> None:
    tracktor = start("--data", str(tmp_path / "data"))
    assert tracktor.lines == ["Making the database…", READY + tracktor.url]
    assert ask(tracktor.url) < 400
    assert stat.S_IMODE((tmp_path / "data/secret_key").stat().st_mode) == 0o600
    assert (tmp_path / "data/tracktor.sqlite3").stat().st_size > 0


def test_a_second_start_is_quick_and_changes_nothing(start: Start, data: Path) -> None:
    key = (data / "secret_key").read_bytes()
    tracktor = start("--data", str(data))
    assert tracktor.lines == [READY + tracktor.url]
    # It takes under 2 s; the bound only tells a start that installs or migrates again, also on a busy machine.
    assert tracktor.seconds < 20
    assert (data / "secret_key").read_bytes() == key


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_in_order(start: Start, data: Path, number: int) -> None:
    tracktor = start("--data", str(data))
    assert tracktor.stop(number) == 0
    assert tracktor.process.stderr.read() == ""
    assert gone(tracktor.url)
    # A copy of the database file alone is whole.
    assert not [journal for journal in data.glob("tracktor.sqlite3-wal") if journal.stat().st_size]


def test_an_unfinished_request_does_not_hold_up_the_end(start: Start, data: Path) -> None:
    tracktor = start("--data", str(data))
    address = urlsplit(tracktor.url)
    with socket.create_connection((address.hostname, address.port)) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        time.sleep(0.3)
        asked = time.monotonic()
        assert tracktor.stop() == 0
    assert time.monotonic() - asked < 8


def test_a_killed_launcher_leaves_no_server_behind(start: Start, data: Path) -> None:
    tracktor = start("--data", str(data))
    tracktor.stop(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not gone(tracktor.url) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert gone(tracktor.url)
    start("--data", str(data))


def test_a_second_start_on_the_same_data_folder_is_refused(start: Start, data: Path) -> None:
    tracktor = start("--data", str(data))
    done = run("--no-browser", "--data", str(data))
    assert (done.returncode, done.stdout) == (Exit.ALREADY_RUNNING, "")
    assert done.stderr == f"Tracktor is already running at {tracktor.url} with the data folder {data}.\n"
    assert ask(tracktor.url) < 400


def test_data_of_a_newer_version_are_refused_untouched(data: Path) -> None:
    database = data / "tracktor.sqlite3"
    with sqlite3.connect(database) as connection:
        # There would be work to do, so that a start in the wrong order would show.
        connection.execute("delete from django_migrations where app = 'sessions'")
        row = ("projects", "9999_future", "2030-01-01")
        connection.execute("insert into django_migrations (app, name, applied) values (?, ?, ?)", row)
    connection.close()
    before = database.read_bytes()
    done = run("--no-browser", "--data", str(data))
    assert (done.returncode, done.stdout) == (Exit.NEWER_DATA, "")
    assert len(done.stderr.splitlines()) == 1
    assert "projects 9999_future" in done.stderr
    assert str(data) in done.stderr
    assert database.read_bytes() == before


def test_a_database_that_is_none_is_refused_with_a_sentence(data: Path) -> None:
    (data / "tracktor.sqlite3").write_text("this is no database" * 100)
    done = run("--no-browser", "--data", str(data))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (Exit.START_FAILED, "", 1)
    assert "cannot work with its database" in done.stderr


def test_a_wrong_setting_is_refused_with_a_sentence(data: Path) -> None:
    done = run("--no-browser", "--data", str(data), TRACKTOR_DEBUG="perhaps")
    assert (done.returncode, len(done.stderr.splitlines())) == (Exit.START_FAILED, 1)
    assert "TRACKTOR_DEBUG" in done.stderr


def test_spaces_and_letters_of_other_languages_in_the_path(start: Start, data: Path, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "Träck tör 映画 #1")
    moved = data.rename(tmp_path / "Däta földer #1 %20 100%")
    tracktor = start("--data", str(moved), project=project)
    assert tracktor.lines == [READY + tracktor.url]
    assert ask(tracktor.url) < 400


@pytest.mark.skipif(os.name == "nt", reason="shells of Windows work otherwise")
def test_a_relative_data_folder_is_the_callers(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    start("--data", "here")
    assert (tmp_path / "here/tracktor.sqlite3").exists()


def test_the_demo_names_its_people_before_the_address(start: Start, tmp_path: Path) -> None:
    first = start("--demo", "--data", str(tmp_path / "data"))
    shown = [line.split()[0] for line in first.lines if line.startswith("  ")]
    assert shown == ["admin", "ana", "ben", "vic"]
    assert any("tracktor-demo" in line for line in first.lines)
    assert first.stop() == 0
    again = start("--demo", "--data", str(tmp_path / "data"))
    assert "Making the demo production…" not in again.lines


def test_what_the_demo_filled_is_not_served_to_a_network(data: Path) -> None:
    with sqlite3.connect(data / "tracktor.sqlite3") as database:
        database.execute(
            "INSERT INTO accounts_user (rev, password, is_superuser, username, full_name, email, time_zone, theme,"
            " density, locale, has_shortcuts, sessions_epoch, is_staff, is_active, is_bot, date_joined)"
            " VALUES (1, ?, 1, 'admin', '', '', 'UTC', '', '', '', 1, 0, 1, 1, 0, '2026-01-01')",
            [PBKDF2PasswordHasher().encode("tracktor-demo", "salt")],
        )
    refused = run("--data", str(data), "--host", "0.0.0.0", "--no-browser")  # noqa: S104 - it is refused
    assert refused.returncode == Exit.USAGE
    assert "passwords that everybody knows" in refused.stderr
