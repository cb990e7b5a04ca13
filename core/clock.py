"""The time that services write into rows and into the log.

It is the real one. Only who writes down what happened earlier sets it: the demo production, an import of the history
of another tracker. Nobody may set it for a request: `at` is for commands and jobs.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_told: ContextVar[datetime.datetime | None] = ContextVar("tracktor_clock", default=None)


def now() -> datetime.datetime:
    return _told.get() or timezone.now()


@contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """What is written inside happened then."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
