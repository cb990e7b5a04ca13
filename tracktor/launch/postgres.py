"""A PostgreSQL server for the tests: made in a temporary folder and gone afterwards."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tracktor.launch.problems import Exit, Problem

NEEDED = ("initdb", "pg_ctl", "postgres")
# Nobody needs these data after a power cut. Two pytest workers, live servers and pools open many connections.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "logging_collector": "off",
}


def find_programs() -> Path | None:
    """The folder with the server's programs: on PATH, else where Debian keeps them, the newest first."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []  # often a link to a folder that is not on PATH
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in folders:
        if all(shutil.which(name, path=str(folder)) for name in NEEDED):
            return folder
    return None


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def require_programs() -> Path:
    if programs := find_programs():
        return programs
    raise Problem(
        Exit.TOOL_MISSING,
        "The proofs need PostgreSQL's initdb, pg_ctl and postgres, on PATH or in /usr/lib/postgresql.",
    )


@contextmanager
def temporary_server(programs: Path) -> Iterator[str]:
    """Give the address of a fresh database, as ``DATABASE_URL`` wants it."""
    with tempfile.TemporaryDirectory(prefix="tracktor-pg-", ignore_cleanup_errors=True) as name:
        server = _Server(programs, Path(name))
        server.make()
        try:
            yield server.start()
        finally:
            server.stop()


class _Server:
    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.password = secrets.token_hex(16)
        self.account = _ordinary_account()

    def make(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self.password, "ascii")
        if "user" in self.account:
            for path in (self.folder, password_file):
                shutil.chown(path, self.account["user"])
        # A password over TCP, since other people may work on this machine; only the owner reaches the socket.
        command = [
            "initdb",
            "-D",
            "data",
            "-U",
            "tracktor",
            "--pwfile=password",
            "--encoding=UTF8",
            "--no-sync",
        ]
        command += ["--auth-local=trust", "--auth-host=password"]
        # C.UTF-8 knows upper and lower case beyond ASCII, as a studio's server would; some systems lack it.
        if self._run([*command, "--locale=C.UTF-8"]):
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            self._must([*command, "--no-locale"])
        self._must(["postgres", "--single", "-D", "data", "postgres"], said="CREATE DATABASE tracktor\n")

    def start(self) -> str:
        for _attempt in range(3):  # somebody may take the free port before we do
            port = _free_port()
            options = {
                **SETTINGS,
                "port": port,
                "listen_addresses": "127.0.0.1",
                "unix_socket_directories": ".",
            }
            settings = " ".join(f"-c {name}={value}" for name, value in options.items())
            if self._run(["pg_ctl", "-D", "data", "-l", "server.log", "-w", "-t", "60", "-o", settings, "start"]) == 0:
                return f"postgres://tracktor:{self.password}@127.0.0.1:{port}/tracktor"
        raise self._problem("pg_ctl start")

    def stop(self) -> None:
        self._run(["pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop"])

    def _must(self, command: list[str], said: str = "") -> None:
        if self._run(command, said):
            raise self._problem(command[0])

    def _run(self, command: list[str], said: str = "") -> int:
        # Not one variable of the person's own PostgreSQL: PGHOST or PGDATA would lead elsewhere.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with (self.folder / "setup.log").open("a+b") as log:
            return subprocess.run(  # noqa: S603 - PostgreSQL's own programs
                [str(self.programs / command[0]), *command[1:]],
                cwd=self.folder,
                env=environment,
                input=said.encode(),
                stdout=log,
                stderr=log,
                check=False,
                # A process group of its own: Ctrl-C is for the tests, the server goes when they are done.
                start_new_session=True,
                **self.account,
            ).returncode

    def _problem(self, step: str) -> Problem:
        logs = [path for path in (self.folder / "setup.log", self.folder / "server.log") if path.exists()]
        last = " ".join(logs[-1].read_text("utf-8", "replace").strip().splitlines()[-2:]) if logs else ""
        return Problem(Exit.TOOL_MISSING, f"The temporary PostgreSQL server failed at {step}: {last}")


def _ordinary_account() -> dict[str, Any]:
    """Keywords for ``subprocess``: PostgreSQL refuses to run as root, so root lends it another account."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return {"user": known[name].pw_uid, "group": known[name].pw_gid, "extra_groups": []}
    raise Problem(Exit.TOOL_MISSING, "PostgreSQL does not run as root, and there is no account postgres or nobody.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
