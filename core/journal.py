"""The event log as `accounts` sees it.

`accounts` lies below `events` (a change set has an actor), yet its writes belong in the log like all others.
So the log is handed down: `events` binds itself here when the apps are ready. Every app above `events` imports
`events.services` itself.
"""

import uuid
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse


class Journal(Protocol):
    def change_set(self, *, actor: Any, label: str, uid: uuid.UUID | None = None) -> AbstractContextManager[Any]: ...

    def record(
        self,
        verb: str,
        *,
        on: Any,
        before: dict[str, Any],
        after: dict[str, Any],
        title: str,
        shown: dict[str, Any] | None = None,
    ) -> None: ...


class SayDone(Protocol):
    """An answer that leads to another page: that page shows the toast, with its undo."""

    def __call__(self, request: HttpRequest, response: HttpResponse, message: str) -> HttpResponse: ...


_bound: list[tuple[Journal, SayDone]] = []


def bind(journal: Journal, say_done: SayDone) -> None:
    _bound[:] = [(journal, say_done)]


def journal() -> Journal:
    return _bound[0][0]


def say_done(request: HttpRequest, response: HttpResponse, message: str) -> HttpResponse:
    return _bound[0][1](request, response, message)
