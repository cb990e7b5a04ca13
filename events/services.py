"""The write door's log: open a change set, record what changed, in the transaction of the change."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from accounts.models import User
from core.errors import Conflict, Stale
from core.text import plain

from .models import Audience, ChangeSet, Event, Source
from .origin import last_done, present_origin
from .querysets import LAST_ID, MARK_SPACE
from .registry import verb_of

# The high bytes keep our advisory locks apart from anybody else's in the same database.
_LOCK_SPACE = 0x7472_6163 << 32
CHANNEL = "tracktor_events"
# PostgreSQL's name for it; SQLite has one writer, who has looked inside the same transaction.
UNIQUE_VIOLATION = "23505"


class AlreadyDone(Exception):
    """The same act was asked for before (a double submit): `change_set` is what it made then."""

    def __init__(self, change_set: ChangeSet) -> None:
        super().__init__(change_set.label)
        self.change_set = change_set


@dataclass
class _Open:
    row: ChangeSet
    events: list[Event] = field(default_factory=list)


_current: ContextVar[_Open | None] = ContextVar("tracktor_change_set", default=None)


@contextmanager
def change_set(
    *,
    actor: User,
    label: str,
    project_id: int | None = None,
    undoes: ChangeSet | None = None,
    uid: uuid.UUID | None = None,
) -> Iterator[ChangeSet]:
    """One act: everything recorded inside is committed, or nothing is.

    A change set opened inside another joins it: the outermost names the act. One in which nothing was recorded
    leaves no row. Raises `AlreadyDone` when the actor has done the act named `uid` before, `Conflict` when somebody
    else made the same thing at the same moment.
    """
    outer = _current.get()
    if outer is not None:
        with _joined(outer):
            yield outer.row
        return
    with _races_refused(), transaction.atomic():
        opened = _Open(_open_row(actor=actor, label=label, project_id=project_id, undoes=undoes, uid=uid))
        token = _current.set(opened)
        try:
            yield opened.row
            _write(opened)
            last_done.set(opened.row.pk)
        finally:
            _current.reset(token)


@contextmanager
def _races_refused() -> Iterator[None]:
    """Services look whether a name is free; of two who look at once, the database lets one through.

    The other one is told, as if the look-up had found it. Any other broken constraint is a mistake of ours.
    """
    try:
        yield
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") != UNIQUE_VIOLATION:
            raise
        raise Conflict("Somebody made the same at the same moment; look again, then choose another name.") from error


@contextmanager
def _joined(outer: _Open) -> Iterator[None]:
    """A part of an act: when it fails and the act goes on without it, the log does not tell of it either."""
    recorded = len(outer.events)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del outer.events[recorded:]
        raise


def _open_row(
    *, actor: User, label: str, project_id: int | None, undoes: ChangeSet | None, uid: uuid.UUID | None
) -> ChangeSet:
    present = present_origin()
    row = ChangeSet(
        actor=actor,
        label=plain(label)[:250],
        project_id=project_id,
        undoes=undoes,
        source=Source.UNDO if undoes else present.source,
        request_id=present.request_id,
        client=present.client,
    )
    if uid is None:
        row.save(force_insert=True)
        return row
    row.uid = uid
    try:
        # A savepoint: PostgreSQL would refuse the look-up below in a broken transaction.
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyDone(ChangeSet.objects.get(actor=actor, uid=uid)) from None
    return row


def record(
    verb: str,
    *,
    on: models.Model,
    before: dict[str, Any],
    after: dict[str, Any],
    title: str,
    target_type: str = "",
    project_id: int | None = None,
    entity_id: int | None = None,
    task_id: int | None = None,
    shown: dict[str, Any] | None = None,
    audience: str = Audience.ALL,
) -> None:
    """Note one change inside the open change set. `shown` maps a field to [readable before, readable after]."""
    verb_of(verb)
    opened = _current.get()
    if opened is None:
        raise RuntimeError(f"{verb} was recorded outside a change set.")
    opened.events.append(
        Event(
            change_set=opened.row,
            verb=verb,
            target_type=target_type or str(on._meta.model_name),
            target_id=on.pk,
            title=title[:250],
            project_id=project_id,
            entity_id=entity_id,
            task_id=task_id,
            rev=getattr(on, "rev", 0),
            before=before,
            after=after,
            shown=shown or {},
            audience=audience,
        )
    )


def _write(opened: _Open) -> None:
    if not opened.events:
        opened.row.delete()
        return
    projects = {event.project_id for event in opened.events} - {None}
    if opened.row.project_id is None and len(projects) == 1:
        opened.row.project_id = projects.pop()
        opened.row.save(update_fields=["project_id"])
    if connection.vendor == "postgresql":
        _lock_in_order(sorted({event.project_id or 0 for event in opened.events}))
    Event.objects.bulk_create(opened.events, batch_size=500)


def _lock_in_order(project_ids: list[int]) -> None:
    """Lock each project's log until the commit, in id order, so that its events commit in the order of their ids.

    The listeners wake when it commits.
    """
    with connection.cursor() as cursor:
        for project_id in project_ids:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_SPACE + project_id])
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
        # Last, right before the ids are drawn: readers of the whole log wait below the mark (EventQuerySet.horizon).
        cursor.execute(f"SELECT pg_advisory_xact_lock_shared(%s | {LAST_ID})", [MARK_SPACE])


def changed_since(*, target_type: str, target_id: int, rev: int) -> dict[str, Any]:
    """The fields of a row that changed after `rev`, each with the value it had at `rev`."""
    values: dict[str, Any] = {}
    for before in (
        Event.objects.of_target(target_type, target_id)
        .filter(rev__gt=rev)
        .order_by("id")
        .values_list("before", flat=True)
    ):
        for name, value in before.items():
            values.setdefault(name, value)
    return values


def merge_stale(*, target_type: str, row: models.Model, seen_rev: int, sent: dict[str, Any]) -> dict[str, Any]:
    """What of a form may still be applied when others changed the row after it was opened.

    A field that somebody else changed and this person left alone keeps the other's value. A field that both
    changed raises `Stale` with both values; nothing is applied then.
    """
    since = changed_since(target_type=target_type, target_id=row.pk, rev=seen_rev)
    kept, clashes = {}, {}
    for name, value in sent.items():
        if name not in since or _plain(value) == _plain(since[name]):
            if name not in since:
                kept[name] = value
            continue
        now = getattr(row, name, None)
        if not isinstance(now, models.Manager) and _plain(now) == _plain(value):
            continue
        clashes[name] = (now, value)
    if clashes:
        fields = ", ".join(name.replace("_", " ") for name in clashes)
        raise Stale(f"Somebody changed {fields} after you opened this.", differences=clashes)
    return kept


def _plain(value: Any) -> Any:
    """A value as the log stores it: rows by id, numbers and text as they are, the rest as text."""
    if isinstance(value, models.Model):
        return value.pk
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
