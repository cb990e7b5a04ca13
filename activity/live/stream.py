"""The ASGI application of one stream: refuse, catch up, then hand on what the hub puts there."""

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http.request import split_domain_port, validate_host

from .hub import Hub, Stream, TooMany
from .log import cursor_block

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT = 20.0
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # Proxies would gather the stream, or compress it, which gathers too.
    (b"x-accel-buffering", b"no"),
]
_hubs: list[Hub] = []


def _hub() -> Hub:
    """The hub of this process: made in the running loop, since a server may fork after it has loaded us."""
    if not _hubs or _hubs[0].loop is not asyncio.get_running_loop():
        _hubs[:] = [Hub()]
    return _hubs[0]


def close_streams() -> None:
    for hub in _hubs:
        hub.close()


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    headers = {name.decode("latin1").lower(): value.decode("latin1") for name, value in scope["headers"]}
    if status := _refusal(scope["method"], headers):
        await _refuse(send, status)
        return
    hub = _hub()
    try:
        hub.refuse_if_full()
        viewer = await hub.viewer(headers.get("cookie", ""))
        if viewer is None:
            await _refuse(send, 401)
            return
        opened = await hub.open(viewer)
    except TooMany as refusal:
        await _refuse(send, refusal.status)
        return
    except DatabaseError:
        await _refuse(send, 503)
        return
    gone = asyncio.create_task(_close_when_gone(receive, opened))
    try:
        await _feed(hub, opened, _after(scope, headers), send)
    except asyncio.CancelledError:
        # Dropped by the hub the stream is over; cancelled by the server it is no business of ours.
        if not opened.is_dropped:
            raise
    finally:
        gone.cancel()
        hub.leave(opened)


def _refusal(method: str, headers: dict[str, str]) -> int:
    host = headers.get("host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return 400
    if method != "GET":
        return 405
    origin = headers.get("origin")
    if origin is None or urlsplit(origin).netloc.lower() == host.lower() or origin in settings.CSRF_TRUSTED_ORIGINS:
        return 0
    return 403


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    if status == 405:
        headers.append((b"allow", b"GET"))
    if status in {429, 503}:
        headers.append((b"retry-after", b"10"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _after(scope: Scope, headers: dict[str, str]) -> str:
    """The client's cursor. The header first: a browser that reconnects by itself repeats the old address."""
    asked = parse_qs(scope["query_string"].decode("latin1")).get("after", [""])[0]
    return headers.get("last-event-id") or asked


async def _close_when_gone(receive: Receive, opened: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    opened.close()


async def _feed(hub: Hub, opened: Stream, after: str, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    # Each client waits for another while after the server was away, so that they don't all come back at once.
    hello = b"retry: %d\n" % random.randint(1000, 4000)  # noqa: S311 - nothing secret
    first = await hub.missed(opened.viewer, after) if after else cursor_block(opened.cursor)
    chunk: bytes | None = hello + first
    while chunk is not None:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        chunk = await opened.next(HEARTBEAT)
        if chunk == b"":
            chunk = _heartbeat(hub, opened)
    await send({"type": "http.response.body", "body": b""})


def _heartbeat(hub: Hub, opened: Stream) -> bytes:
    """Also moves the cursor on where the log told this person nothing, so that little is to be caught up later."""
    if opened.cursor == hub.cursor:
        return b": hb\n\n"
    opened.cursor = hub.cursor
    return cursor_block(hub.cursor)
