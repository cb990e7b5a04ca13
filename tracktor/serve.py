"""The server process, ``python -m tracktor.serve``, which ``run.py`` starts where the packages are.

One process does it all (look at the database, migrate if need be, serve), because starting Python and Django
again for each step would make the second start three times as long.
Exit codes: ``tracktor/launch/__init__.py``.
"""

import _thread
import http.client
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from tracktor.launch import folders, ports
from tracktor.launch.lock import FileLock, Locked
from tracktor.launch.problems import Exit, Problem, say
from tracktor.launch.start import parser

# An open event stream never ends by itself; a request that is really being answered gets this long.
GRACE_SECONDS = 3
DEMO_PEOPLE = {"admin": "administrator", "ana": "owner", "ben": "contributor", "vic": "viewer"}
DEMO_PASSWORD = "tracktor-demo"  # noqa: S105 - public on purpose; the launcher serves the demo on loopback only


def main() -> int:
    options = parser().parse_args()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _asked_to_stop)
    signal.signal(signal.SIGINT, _asked_to_stop)
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    try:
        code = _serve(options)
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        code = problem.code
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    # A worker thread that hangs in a request must not hold up the end: Python would wait for it for ever.
    last_resort = threading.Timer(GRACE_SECONDS, os._exit, [code])
    last_resort.daemon = True
    last_resort.start()
    return code


def _asked_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop_with_parent() -> None:
    """The launcher holds the other end of standard input: it closes to stop us, or when the launcher dies."""
    while os.read(0, 512):
        pass
    _thread.interrupt_main()


def _serve(options: Namespace) -> int:
    # As the launcher worked it out: a relative --data is meant from where the person stands.
    data = folders.data_folder(None)
    folders.require_writable_data(data)
    # A folder that is in use is the better reason to give than the port that its user holds.
    lock = _lock(data) if data.exists() else None
    listening = ports.listen(options.host, options.port)
    folders.make_data_folder(data)
    lock = lock or _lock(data)
    port = listening.getsockname()[1]
    folders.make_secret_key(data)

    # Imported late: what stands above must answer at once, and the settings read the secret key.
    from tracktor.launch import database

    demo = database.prepare(data, demo_people=list(DEMO_PEOPLE), demo=options.demo)
    if not ports.is_loopback(options.host):
        database.refuse_known_passwords(list(DEMO_PEOPLE), DEMO_PASSWORD)
    from tracktor.asgi import application

    address = ports.url(options.host, port)
    lock.write_note(address)

    def announce() -> None:
        if demo:
            people = "\n".join(f"  {name:<6} {role}" for name, role in DEMO_PEOPLE.items())
            say(f"Demo people, each with the password {DEMO_PASSWORD}:\n{people}")
        say(f"Tracktor is ready at {address}")
        if not options.no_browser and _has_screen():
            webbrowser.open(ports.url(ports.reachable(options.host), port))

    server = AnnouncingServer(application, (ports.reachable(options.host), port), announce)
    server.run_quietly(listening)
    if server.failure:
        raise Problem(Exit.START_FAILED, f"Tracktor started, but its first page failed ({server.failure}).")
    database.fold_journal()
    lock.write_note("")
    return 0


def _lock(data: Path) -> FileLock:
    try:
        # A little patience: another start may just be looking whether the lock is free.
        return FileLock(data / "tracktor.lock").acquire(patience=0.3)
    except Locked as locked:
        where = f" at {locked}" if str(locked) else ""
        raise Problem(
            Exit.ALREADY_RUNNING, f"Tracktor is already running{where} with the data folder {data}."
        ) from None


def _has_screen() -> bool:
    # Without a screen, webbrowser would start a text browser in the server's own terminal.
    wayland_or_x = "WAYLAND_DISPLAY" in os.environ or "DISPLAY" in os.environ
    return sys.platform in ("win32", "darwin") or wayland_or_x


class AnnouncingServer(uvicorn.Server):
    """Says that it is ready once its first page was really answered, and not before."""

    def __init__(self, application: Any, address: tuple[str, int], announce: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                lifespan="off",
                log_level="warning",
                access_log=False,
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self.address = address
        self.announce = announce
        self.failure = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        threading.Thread(target=self._ask_first_page, daemon=True).start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Each event stream that is cut off now would write a traceback.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets=sockets)

    def run_quietly(self, listening: socket.socket) -> None:
        # uvicorn raises again, at its end, the signal that stopped it: by then these handlers do nothing.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self.run(sockets=[listening])

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit = True

    def _ask_first_page(self) -> None:
        failure = self._first_page_failure()
        if self.should_exit:
            return
        if failure:
            self.failure = failure
            self.should_exit = True
        else:
            self.announce()

    def _first_page_failure(self) -> str:
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            connection.request("GET", "/")
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return str(error) or type(error).__name__
        finally:
            connection.close()
        return f"HTTP {status}" if status >= 500 else ""


if __name__ == "__main__":
    sys.exit(main())
