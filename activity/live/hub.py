"""The process's open streams, and the one task that feeds them."""

import asyncio
import logging
from collections import Counter, deque
from contextlib import suppress
from functools import partial
from time import monotonic

from .database import DatabaseThread
from .log import LogReader, block, catch_up
from .people import Viewer, ended, viewer_of
from .shutdown import before_shutdown
from .wake import watch

MOST_STREAMS = 2000
MOST_OF_ONE = 20
QUEUE = 100
# Commits come in bursts: a pause as short as nobody sees gathers them into one reading.
GATHER = 0.02
SAFETY_POLL = 5.0
SESSION_CHECK = 60.0
SIGNED_OUT = "end"
_log = logging.getLogger(__name__)


class TooMany(Exception):
    """No further stream now. `status` is the answer's: of this person 429, of this process 503."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Stream:
    """The bytes that wait for one client. Who does not take them is dropped, and comes back with its cursor."""

    def __init__(self, viewer: Viewer, cursor: int) -> None:
        self.viewer = viewer
        self.cursor = cursor
        self._waiting: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._task = asyncio.current_task()
        self._is_closed = False
        self.is_dropped = False

    def put(self, chunk: bytes) -> None:
        if self._is_closed:
            return
        if len(self._waiting) >= QUEUE:
            self.drop()
            return
        self._waiting.append(chunk)
        self._news.set()

    def close(self) -> None:
        """End after what waits already."""
        self._is_closed = True
        self._news.set()

    def drop(self) -> None:
        """End at once, also in the middle of sending to a client who does not read."""
        self._is_closed = self.is_dropped = True
        if self._task is not None:
            self._task.cancel()

    async def next(self, patience: float) -> bytes | None:
        """What has come since; b"" when nothing came for so long; None at the end."""
        if not self._waiting and not self._is_closed:
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._news.wait()
        if not self._waiting:
            return None if self._is_closed else b""
        chunk = b"".join(self._waiting)
        self._waiting.clear()
        return chunk


class Hub:
    """Starts with the first stream of its event loop and runs until the loop ends."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._streams: set[Stream] = set()
        self._per_person: Counter[int] = Counter()
        self._reader = LogReader()
        self._reading = DatabaseThread("live-log")
        # Apart from the reading: a hundred people who come back at once must not hold up the news.
        self._asking = DatabaseThread("live-door")
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        # A stream that is added while a batch is read would not be in it, and its cursor would pass it.
        self._lock = asyncio.Lock()
        self._checked_at = monotonic()
        self.is_closed = False

    @property
    def cursor(self) -> int:
        return self._reader.cursor

    async def viewer(self, cookies: str) -> Viewer | None:
        if not cookies:
            return None
        return await self._asking.run(partial(viewer_of, cookies))

    async def missed(self, viewer: Viewer, after: str) -> bytes:
        return await self._asking.run(partial(catch_up, viewer.user_id, after))

    def refuse_if_full(self) -> None:
        if self.is_closed or len(self._streams) >= MOST_STREAMS:
            raise TooMany(503)

    async def open(self, viewer: Viewer) -> Stream:
        async with self._lock:
            self.refuse_if_full()
            if self._per_person[viewer.user_id] >= MOST_OF_ONE:
                raise TooMany(429)
            if not self._tasks:
                await self._reading.run(self._reader.begin)
                self._tasks = [asyncio.create_task(watch(self._wake)), asyncio.create_task(self._run())]
                before_shutdown(self._close_from_signal)
            stream = Stream(viewer, self.cursor)
            self._streams.add(stream)
            self._per_person[viewer.user_id] += 1
            return stream

    def leave(self, stream: Stream) -> None:
        if stream in self._streams:
            self._streams.remove(stream)
            self._per_person[stream.viewer.user_id] -= 1

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(SAFETY_POLL):
                    await self._wake.wait()
            await asyncio.sleep(GATHER)
            self._wake.clear()
            try:
                await self._deliver()
                if monotonic() - self._checked_at > SESSION_CHECK:
                    await self._check_sessions()
            except Exception:
                # The database may be away for a while; the cursor stays where it is.
                _log.exception("The live stream could not read the log; it tries again.")
                await asyncio.sleep(1)

    async def _deliver(self) -> None:
        async with self._lock:
            people = {stream.viewer.user_id for stream in self._streams}
            batch = await self._reading.run(partial(self._reader.read, people))
            for stream in self._streams:
                if chunk := batch.parts.get(stream.viewer.user_id):
                    stream.put(chunk)
                    stream.cursor = batch.cursor
            self._end({stream for stream in self._streams if stream.viewer.user_id in batch.gone})
        if batch.is_full:
            self._wake.set()
        if batch.touches_people:
            await self._check_sessions()

    async def _check_sessions(self) -> None:
        self._checked_at = monotonic()
        viewers = {stream.viewer for stream in self._streams}
        if viewers:
            gone = await self._reading.run(partial(ended, viewers))
            self._end({stream for stream in self._streams if stream.viewer in gone})

    def _end(self, streams: set[Stream]) -> None:
        for stream in streams:
            stream.put(block(b"{}", cursor=self.cursor, event=SIGNED_OUT))
            stream.close()

    def _close_from_signal(self) -> None:
        self.loop.call_soon_threadsafe(self.close)

    def close(self) -> None:
        """End all streams; those that are stuck in sending a moment later."""
        if self.is_closed:
            return
        self.is_closed = True
        for task in self._tasks:
            task.cancel()
        for stream in self._streams:
            stream.close()
        self.loop.call_later(1, self._drop_all)
        self._reading.close()
        self._asking.close()

    def _drop_all(self) -> None:
        for stream in list(self._streams):
            stream.drop()
