"""Where the changes of the present request or command come from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`source` is one of events.models.Source; `client` is the browser tab, which need not be told of its own act."""

    source: str = "job"
    request_id: str = ""
    client: str = ""


_present: ContextVar[Origin | None] = ContextVar("tracktor_origin", default=None)
_NOWHERE = Origin()
# What the present request or command did last, for the "Undo" of its toast.
last_done: ContextVar[int | None] = ContextVar("tracktor_last_done", default=None)


def present_origin() -> Origin:
    return _present.get() or _NOWHERE


@contextmanager
def origin(value: Origin) -> Iterator[None]:
    token, done_token = _present.set(value), last_done.set(None)
    try:
        yield
    finally:
        _present.reset(token)
        last_done.reset(done_token)
