"""ASGI entry point: the live stream on the event loop, every page in a pool of threads.

Django's own ASGI handler would open a database connection for each request; threads keep theirs.
The same entry point serves one process (uvicorn) and many (gunicorn with uvicorn workers).
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from tracktor.env import env_int
from tracktor.wsgi import application as pages

# Imported after the WSGI application, which sets Django up.
from activity.live import close_streams, stream  # isort: skip

LIVE_PATH = "/live/"

Message = MutableMapping[str, Any]
_threads: Any = WSGIMiddleware(cast(Any, pages), workers=env_int("TRACKTOR_THREADS", default=8, least=1))


async def application(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].removeprefix(scope.get("root_path", "")) == LIVE_PATH:
        await stream(scope, receive, send)
    else:
        await _threads(scope, receive, send)


async def _lifespan(receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    """Nothing to start: the hub starts with the first stream, since not every server speaks of its life span."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            close_streams()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
