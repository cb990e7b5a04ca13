"""The entry point under other servers, and large bodies through it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from .harness import ROOT, Listener, Site
from .test_load import _memory

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def backend() -> str:
    return "sqlite"


@contextmanager
def _gunicorn(site: Site) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["-k", "uvicorn_worker.UvicornWorker", "-w", "2", "-b", f"127.0.0.1:{port}", "--graceful-timeout", "20"]
    command = [sys.executable, "-m", "gunicorn", "tracktor.asgi:application", *options]
    process = subprocess.Popen(command, cwd=ROOT, env=site.environment)
    try:
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_two_gunicorn_workers_tell_each_other_s_streams(site: Site) -> None:
    with _gunicorn(site) as (port, process):
        deadline = time.monotonic() + 30
        while True:
            try:
                listeners = [Listener(port, site.ids["sessions"]["viewer"]) for _ in range(6)]
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        task = site.ids["ark_tasks"][0]
        site.act("flip", task=task)
        assert all(f"task:{task}" in listener.next().data["topics"] for listener in listeners)
        # Open streams hold up no restart: gunicorn's own patience is 30 s.
        process.terminate()
        process.wait(20)
        for listener in listeners:
            listener.close()


def test_a_large_body_is_streamed_and_never_held(site: Site) -> None:
    """Refused for its size or its lack of rights, it has passed through without being kept in memory."""
    pid, size, part = site.server.process.pid, 300 * 2**20, os.urandom(2**20)
    connection = http.client.HTTPConnection("127.0.0.1", site.server.port, timeout=120)
    connection.request("GET", "/")
    connection.getresponse().read()
    before = most = _memory(pid)
    token = "a" * 32
    edge = "edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n'.encode()
    tail = f"\r\n--{edge}--\r\n".encode()
    connection.putrequest("POST", "/accounts/login/")
    connection.putheader("Cookie", f"csrftoken={token}")
    connection.putheader("X-CSRFToken", token)
    connection.putheader("Content-Type", f"multipart/form-data; boundary={edge}")
    connection.putheader("Content-Length", str(len(head) + size + len(tail)))
    connection.endheaders()
    connection.send(head)
    for _ in range(size // len(part)):
        connection.send(part)
        most = max(most, _memory(pid))
    connection.send(tail)
    assert connection.getresponse().status in {200, 403, 413}
    connection.close()
    assert most - before < 60
