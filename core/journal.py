"""The event log as `accounts` sees it.

`accounts` lies below `events` (a change set has an actor), yet its writes belong in the log like all others.
So the log is handed down: `events` binds itself here when the apps are ready. Every app above `events` imports
`events.services` itself.
"""

from contextlib import AbstractContextManager
from typing import Any, Protocol


class Journal(Protocol):
    def change_set(self, *, actor: Any, label: str) -> AbstractContextManager[Any]: ...

    def record(self, verb: str, *, on: Any, before: dict[str, Any], after: dict[str, Any], title: str) -> None: ...


_bound: list[Journal] = []


def bind(journal: Journal) -> None:
    _bound[:] = [journal]


def journal() -> Journal:
    return _bound[0]
