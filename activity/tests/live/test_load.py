"""What the stream costs and how quick it is. The figures are printed; the limits are wide, since machines differ."""

import asyncio
import os
import re
import statistics
import time
from pathlib import Path

import pytest

from .harness import Site

pytestmark = pytest.mark.proof
STREAMS = 200
CHANGES = 50
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def _memory(pid: int) -> float:
    """Resident megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def _processor(pid: int) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class Crowd:
    """Many open streams in one event loop, each noting when a message arrived."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.arrived: list[float] = []

    async def join(self, count: int) -> None:
        for number in range(10, 10 + count):
            name = f"crowd{number % 200}"
            if name in {"crowd0", "crowd1", "crowd2"}:
                name = "viewer"
            reader, writer = await asyncio.open_connection("127.0.0.1", self._site.server.port)
            session = self._site.ids["sessions"][name]
            writer.write(f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\n\r\n".encode())
            assert b"200" in await reader.readline()
            while b"event: cursor" not in await reader.readline():
                pass
            self._writers.append(writer)
            self._tasks.append(asyncio.create_task(self._hear(reader)))

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                self.arrived.append(time.monotonic())

    async def act(self, task: int) -> list[float]:
        """One change; the seconds from its commit until each stream has it."""
        self.arrived.clear()
        committed = await asyncio.to_thread(self._site.act, "flip", task=task)
        deadline = time.monotonic() + 10
        while len(self.arrived) < len(self._writers) and time.monotonic() < deadline:
            await asyncio.sleep(0.005)
        assert len(self.arrived) == len(self._writers), "each stream hears of each change"
        return [max(at - committed, 0) for at in self.arrived]

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.close()


def _report(what: str, seconds: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(seconds, n=20)
    half, most = cuts[9] * 1000, cuts[18] * 1000
    print(f"\n{what}: p50 {half:.0f} ms, p95 {most:.0f} ms, max {max(seconds) * 1000:.0f} ms")  # noqa: T201
    return half, most


@pytest.mark.parametrize("count", [1, STREAMS])
def test_a_change_arrives_within_a_second(site: Site, backend: str, count: int) -> None:
    async def measure() -> list[float]:
        crowd = Crowd(site)
        await crowd.join(count)
        tasks = site.ids["ark_tasks"]
        took = []
        for number in range(CHANGES):
            took += await crowd.act(tasks[number % len(tasks)])
        await crowd.leave()
        return took

    _half, most = _report(f"{backend}, {count} streams, {CHANGES} changes", asyncio.run(measure()))
    assert most < 1000


def test_idle_streams_cost_next_to_nothing(site: Site, backend: str) -> None:
    pid = site.server.process.pid

    async def measure() -> tuple[float, float]:
        crowd = Crowd(site)
        # The first one starts the hub: that is no cost of a stream.
        await crowd.join(1)
        before = _memory(pid)
        await crowd.join(STREAMS - 1)
        grown = _memory(pid) - before
        started = _processor(pid)
        await asyncio.sleep(5)
        spent = _processor(pid) - started
        await crowd.leave()
        return grown, spent / 5 * 100

    grown, percent = asyncio.run(measure())
    print(f"\n{backend}, {STREAMS} idle streams: {percent:.1f} % of a core, {grown:.1f} MB more")  # noqa: T201
    assert percent < 5
    assert grown < 40


def test_streams_that_are_left_are_freed(site: Site) -> None:
    """Two thousand one after another, ten at a time: the limits would refuse them if one was kept."""
    pid = site.server.process.pid

    async def come_and_go(rounds: int) -> None:
        for _ in range(rounds):
            crowd = Crowd(site)
            await crowd.join(10)
            await crowd.leave()

    asyncio.run(come_and_go(20))
    before = _memory(pid)
    asyncio.run(come_and_go(200))
    assert _memory(pid) - before < 10
