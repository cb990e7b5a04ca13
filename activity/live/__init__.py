"""The live stream: changes by others as they happen, by server-sent events at `/live/`.

It stands beside Django's request handling, since each open page would hold a thread and a database connection there.

    wake       waits for commits: one task for the whole process
    log        reads new events by cursor and says whom they concern
    messages   what the pages are told of a change set
    people     who asks, what they see, whose session has ended
    hub        the process's open streams, and the task that feeds them
    stream     the ASGI application of one stream
"""

from .stream import close_streams, stream

__all__ = ["close_streams", "stream"]
