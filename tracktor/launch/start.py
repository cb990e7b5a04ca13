"""Start the server: arguments, environment, and the parent's side of the server process."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from tracktor.launch import folders, install, ports
from tracktor.launch.problems import Exit, Problem

# Windows cannot interrupt a wait without an end; elsewhere a signal does.
WAIT_STEP = 0.5 if os.name == "nt" else None


def parser() -> argparse.ArgumentParser:
    """The arguments of ``run.py`` and of ``tracktor.serve``, which gets them as they came."""
    made = argparse.ArgumentParser(
        prog="run.py",
        description="Start Tracktor.",
        epilog="run.py test: run the tests. run.py proof: the long proofs, and every test on PostgreSQL.",
    )
    made.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    made.add_argument("--port", type=_port, help=f"default: the first free from {ports.FIRST} to {ports.LAST}")
    made.add_argument("--data", metavar="DIR", help="data folder (default: data, beside run.py)")
    made.add_argument("--no-browser", action="store_true", help="do not open the browser")
    made.add_argument("--demo", action="store_true", help="fill an empty database with a demo production")
    return made


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def run_server(argv: Sequence[str]) -> int:
    options = parser().parse_args(argv)
    if options.demo and not ports.is_loopback(options.host):
        raise Problem(
            Exit.USAGE,
            "The demo's passwords are known to everybody, so --demo runs on this machine only (no --host).",
        )
    data = folders.data_folder(options.data)
    if not install.is_installed(install.SERVER):
        # Before the long work, ask what the server will ask again: nothing is made if it cannot start anyway.
        folders.require_writable_project()
        folders.require_writable_data(data)
        ports.listen(options.host, options.port).close()
    python = install.python_with(install.SERVER)
    return _run([str(python), "-m", "tracktor.serve", *argv], _environment(data, options))


def _environment(data: Path, options: argparse.Namespace) -> dict[str, str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tracktor.settings", "TRACKTOR_DATA": str(data)}
    if options.demo:
        environment["TRACKTOR_DEMO"] = "1"
    if not ports.is_loopback(options.host):
        environment.setdefault("TRACKTOR_ALLOWED_HOSTS", ",".join(ports.host_names(options.host)))
    return environment


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run the server until it ends, or until we are asked to end it.

    The server watches its standard input and stops in order when that closes: the one way of telling it that
    works on Windows too, and when this process is killed. A process group of its own keeps the terminal's
    Ctrl-C from reaching it a second time, which would mean "at once".
    """
    own_group: dict[str, Any] = {"process_group": 0}
    if sys.platform == "win32":
        own_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    server = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, cwd=folders.PROJECT, env=environment, stdin=subprocess.PIPE, **own_group
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        if server.stdin is None or server.stdin.closed:
            server.kill()  # asked twice
        else:
            server.stdin.close()

    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # nohup and "&" in scripts ignore it on purpose
        signal.signal(signal.SIGINT, stop)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, stop)
    while True:
        try:
            return server.wait(WAIT_STEP)
        except subprocess.TimeoutExpired:
            continue
