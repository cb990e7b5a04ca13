"""Real processes for the tests of the stream: a server, a writer, and listeners that speak HTTP by themselves."""

import http.client
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 10.0


class Writer:
    """The process of `acts`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "activity.tests.live.acts"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, act: str, **values: Any) -> Any:
        stdin, stdout = _pipe(self._process.stdin), _pipe(self._process.stdout)
        stdin.write(json.dumps({"act": act, "with": values}) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, f"{act} failed; its traceback stands above"
        return json.loads(line)

    def stop(self) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait(10)
        _pipe(self._process.stdout).close()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@dataclass(frozen=True)
class Block:
    """One server-sent event, and when it came."""

    event: str
    id: str
    data: Any
    at: float


@dataclass
class Listener:
    """One open stream. `next()` gives the next message; other events are kept apart in `seen`."""

    port: int
    session: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cursor = ""
        self.is_over = threading.Event()
        self._blocks: queue.Queue[Block] = queue.Queue()
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookie = {"Cookie": f"sessionid={self.session}"} if self.session else {}
        self._connection.request("GET", f"/live/{self.query}", headers=cookie | self.headers)
        self.response = self._connection.getresponse()
        self.status = self.response.status
        if self.status == 200:
            threading.Thread(target=self._read, daemon=True).start()
            # From the first block on nothing is missed.
            self.first = self._blocks.get(timeout=PATIENCE)
            self._again = [self.first] if self.first.event == "message" else []

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            while line := self.response.readline():
                text = line.decode().rstrip("\n")
                if text:
                    name, _, value = text.partition(": ")
                    fields[name] = value
                    continue
                self._take(fields)
                fields = {}
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass
        self.is_over.set()

    def _take(self, fields: dict[str, str]) -> None:
        self.cursor = fields.get("id", self.cursor)
        if "data" in fields:
            event = fields.get("event", "message")
            self._blocks.put(Block(event, self.cursor, json.loads(fields["data"]), time.monotonic()))

    def next(self, patience: float = PATIENCE) -> Block:
        """The next message of changes."""
        while True:
            block = self.next_block(patience)
            if block.event == "message":
                return block

    def next_block(self, patience: float = PATIENCE) -> Block:
        block = self._again.pop() if self._again else self._blocks.get(timeout=patience)
        self.seen.append(block)
        return block

    def has_none(self, patience: float = 0.6) -> bool:
        try:
            self.next(patience)
        except queue.Empty:
            return True
        return False

    def close(self) -> None:
        if self._connection.sock:
            self._connection.sock.shutdown(socket.SHUT_RDWR)
        self.response.close()
        self._connection.close()


class Server:
    """The real server on a port of its own; it can be killed and started again."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._listeners: list[Listener] = []
        for attempt in range(3):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            try:
                self.start()
                return
            except AssertionError:
                # Somebody may take the free port before the server does.
                if attempt == 2:
                    raise

    def start(self) -> None:
        command = ["uvicorn", "tracktor.asgi:application", "--port", str(self.port), "--log-level", "warning"]
        self.process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=self._environment)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the server ended"
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def listen(self, session: str, query: str = "", **headers: str) -> Listener:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        listener = Listener(self.port, session, query, named)
        self._listeners.append(listener)
        return listener

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        for listener in self._listeners:
            listener.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Site:
    """A seeded database with its writer and its server. `ids` is what `acts.seed` made."""

    act: Writer
    server: Server
    ids: dict[str, Any]
    environment: dict[str, str]

    def listen(self, name: str, query: str = "", **headers: str) -> Listener:
        return self.server.listen(self.ids["sessions"][name], query, **headers)


def environment_for(data: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "TRACKTOR_DATA": str(data),
        "TRACKTOR_SECRET_KEY": "for the tests only",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tracktor.settings",
    }
