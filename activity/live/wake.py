"""Waiting for commits, of this process and of all others, without a broker. One task for the whole process."""

import asyncio
import logging
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from events.services import CHANNEL

TICK = 0.1
# Where nothing wakes us, or what wakes us is broken just now.
POLL = 1.0
_log = logging.getLogger(__name__)
_KEEPALIVE = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
_WANTED = ("dbname", "user", "password", "host", "port", "service", "sslmode", "sslrootcert", "sslcert", "sslkey")


async def watch(wake: asyncio.Event) -> None:
    """Set `wake` after commits, for ever."""
    while True:
        try:
            if connection.vendor == "postgresql":
                await _listen(wake)
            else:
                await _ask_version(wake)
        except (psycopg.Error, sqlite3.Error, OSError) as error:
            _log.warning("The live stream looks for changes each second: %s", error)
        wake.set()
        await asyncio.sleep(POLL)


async def _ask_version(wake: asyncio.Event) -> None:
    """SQLite: the version changes when another connection commits; asking takes two microseconds."""
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.is_file():
        return  # a database in memory
    # Of our own, and never written with: one's own commits don't change the version.
    asking = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        seen = None
        while True:
            version = asking.execute("PRAGMA data_version").fetchone()[0]
            if version != seen:
                seen = version
                wake.set()
            await asyncio.sleep(TICK)
    finally:
        asking.close()


async def _listen(wake: asyncio.Event) -> None:
    """PostgreSQL: one connection of our own, outside Django's pool, that hears of every commit of the log."""
    options: dict[str, Any] = connection.get_connection_params()
    wanted = {name: options[name] for name in _WANTED if name in options} | _KEEPALIVE
    listening = await psycopg.AsyncConnection.connect(
        **wanted, connect_timeout=10, autocommit=True, application_name="tracktor live"
    )
    async with listening:
        await listening.execute(f"LISTEN {CHANNEL}")
        # What was committed before we listened.
        wake.set()
        async for _notice in listening.notifies():
            wake.set()
