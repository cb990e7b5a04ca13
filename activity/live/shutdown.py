"""Hearing of the server's end before it waits for the streams, which never end by themselves.

Servers tell an application of their end only after all answers are finished. So our handler goes before the
server's own, which is then called as ever.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType


def before_shutdown(act: Callable[[], None]) -> None:
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        served = signal.getsignal(number)
        if callable(served):
            signal.signal(number, _first(act, served))


def _first(
    act: Callable[[], None], then: Callable[[int, FrameType | None], object]
) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        act()
        then(number, frame)

    return handle
