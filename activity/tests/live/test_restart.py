"""A server that is killed or stopped: nothing is lost, and nobody waits for it."""

import os
import signal
import time

import pytest

from .harness import Site

pytestmark = pytest.mark.proof


def test_nothing_is_lost_when_the_server_is_killed(site: Site) -> None:
    tasks = site.ids["ark_tasks"]
    viewer = site.listen("viewer")
    site.act("flip", task=tasks[0])
    cursor = viewer.next().id
    site.server.kill()
    for task in tasks[1:6]:
        site.act("flip", task=task)
    site.server.start()
    back = site.listen("viewer", Last_Event_ID=cursor)
    site.act("flip", task=tasks[6])
    heard = [topic for _ in range(6) for topic in back.next().data["topics"] if topic.startswith("task:")]
    assert heard[-6:] == [f"task:{task}" for task in tasks[1:7]]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_open_streams_do_not_hold_up_the_end(site: Site, number: int) -> None:
    listeners = [site.listen("viewer") for _ in range(5)]
    started = time.monotonic()
    os.kill(site.server.process.pid, number)
    site.server.process.wait(10)
    assert time.monotonic() - started < 3
    assert all(listener.is_over.wait(1) for listener in listeners)
