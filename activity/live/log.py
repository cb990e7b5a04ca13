"""Reading the log for the open streams: by cursor, each event once, nothing skipped."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

import orjson

from accounts.models import User
from activity.selectors import events_visible_to
from events.models import Event

from .messages import Change, Press, drafts_of, read_changes
from .people import View, Views, views_of

PAGE = 2000
# Who missed more than this is told to ask for the page anew; so is who comes back to a log that has moved far.
MOST_MISSED = 500
FARTHEST = 20_000
_STUDIO = View()


def block(data: bytes, *, cursor: int, event: str = "") -> bytes:
    """One server-sent event. JSON of orjson has no line breaks, and so needs no splitting."""
    name = b"event: %s\n" % event.encode() if event else b""
    return b"id: %d\n%sdata: %s\n\n" % (cursor, name, data)


def cursor_block(cursor: int) -> bytes:
    """An id without data reaches the browser but not the page; the page keeps the cursor for a reconnect of its own."""
    return block(b"%d" % cursor, cursor=cursor, event="cursor")


@dataclass
class Batch:
    """What is new: ready bytes by person, who has been deactivated, whether sessions should be looked at."""

    cursor: int
    parts: dict[int, bytes] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    touches_people: bool = False
    is_full: bool = False


class LogReader:
    """The process's place in the log.

    `cursor` is safe: nothing can appear below it any more, so a client who reconnects with it skips nothing. Events
    above it are delivered as soon as they are seen, in whatever order they commit, and remembered until it passes.
    """

    def __init__(self) -> None:
        self.cursor = 0
        self._delivered: set[int] = set()

    def begin(self) -> int:
        self.cursor, self._delivered = Event.objects.all().horizon(), set()
        return self.cursor

    def read(self, people: Collection[int]) -> Batch:
        """New events for these people. Nothing is marked as delivered if this fails."""
        horizon = Event.objects.all().horizon()
        if not people:
            self.cursor, self._delivered = max(self.cursor, horizon), set()
            return Batch(self.cursor)
        changes = read_changes(Event.objects.after(self.cursor)[:PAGE])
        is_full = len(changes) == PAGE
        cursor = max(self.cursor, min(horizon, changes[-1].id) if is_full else horizon)
        batch = _batch([change for change in changes if change.id not in self._delivered], people, cursor)
        batch.is_full = is_full and cursor > self.cursor
        self.cursor = cursor
        self._delivered = {change.id for change in changes if change.id > cursor}
        return batch


def _batch(changes: list[Change], people: Collection[int], cursor: int) -> Batch:
    if not changes:
        return Batch(cursor)
    views = views_of(people, {change.project_id for change in changes if change.project_id is not None})
    parts = _parts(Press(drafts_of(changes)), views, cursor)
    for user_id, project_id in _removals(changes):
        if user_id in views.active and views.of(user_id, project_id) is None:
            parts[user_id] += block(orjson.dumps({"removed": project_id}), cursor=cursor)
    touches_people = any(change.target_type in {"user", "membership"} for change in changes)
    return Batch(cursor, dict(parts), set(people) - views.active, touches_people)


def _parts(press: Press, views: Views, cursor: int) -> dict[int, bytes]:
    parts: dict[int, bytes] = defaultdict(bytes)
    for number, draft in enumerate(press.drafts):
        for user_id in views.active:
            view = _view(views, user_id, draft.project_id, draft.actor_id)
            if view is not None and (message := press.message(number, view)):
                parts[user_id] += block(message, cursor=cursor)
    return parts


def _view(views: Views, user_id: int, project_id: int | None, actor_id: int) -> View | None:
    """Outside projects people see their own acts, administrators all: as in the history."""
    if project_id is not None:
        return views.of(user_id, project_id)
    return _STUDIO if user_id == actor_id or user_id in views.superusers else None


def _removals(changes: list[Change]) -> list[tuple[int, int]]:
    ids = [change.id for change in changes if change.verb == "member.removed"]
    rows = Event.objects.filter(pk__in=ids).values_list("before", "project_id") if ids else []
    return [(before["user"], project_id) for before, project_id in rows if project_id is not None]


def catch_up(user_id: int, after: str) -> bytes:
    """What the person missed since the cursor, as far as it may be seen now; or the advice to ask for the page anew."""
    events = Event.objects.all()
    horizon = events.horizon()
    # "²" is a digit to isdigit, not to int.
    cursor = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else -1
    if not max(0, horizon - FARTHEST) <= cursor <= horizon:
        return block(b"{}", cursor=horizon, event="reset")
    user = User.objects.get(pk=user_id)
    visible = events_visible_to(user).filter(id__gt=cursor).order_by("id")
    changes = read_changes(visible[: MOST_MISSED + 1])
    if len(changes) > MOST_MISSED:
        return block(b"{}", cursor=horizon, event="reset")
    removed = Event.objects.after(cursor).filter(verb="member.removed", before__user=user_id)
    changes += [change for change in read_changes(removed) if change.id not in {row.id for row in changes}]
    batch = _batch(changes, [user_id], horizon)
    return batch.parts.get(user_id, b"") + cursor_block(horizon)
