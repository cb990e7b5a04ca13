"""Database work of the event loop, in threads whose Django connections are looked after."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, close_old_connections, connection

T = TypeVar("T")


class DatabaseThread:
    """One thread: its work is done in order. A connection that broke is replaced at the next piece of work."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, _tidy, work)

    def close(self) -> None:
        # The connection goes by the hand that opened it: Django refuses others.
        self._executor.submit(connection.close)
        self._executor.shutdown(wait=False)


def _tidy(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    except DatabaseError:
        connection.close()
        raise
    finally:
        close_old_connections()
