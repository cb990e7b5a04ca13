"""What the pages are told: for each change set and project one message, with the changed cells and the topics."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from accounts.models import User
from events.models import Audience
from events.querysets import EventQuerySet
from shots.cells import task_cells_html
from shots.models import Entity, Kind

from .people import View

MOST_CELLS = 50
# Beyond this a message only says that very much has changed, and the pages ask anew.
MOST_TOPICS = 500
_COLUMNS = (
    "id",
    "change_set_id",
    "project_id",
    "verb",
    "target_type",
    "target_id",
    "entity_id",
    "task_id",
    "audience",
    "change_set__actor_id",
    "change_set__client",
    "change_set__at",
)
# What these change a cell alone can't show: it is not there yet, or has to go.
_TASK_LIST_VERBS = {"task.created", "task.trashed", "task.restored"}
# What an entity's verb ends in when a table has other rows, or another order of them.
_LIST_ENDINGS = ("created", "trashed", "restored", "moved", "renumbered")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """One event, as far as the stream needs it."""

    id: int
    change_set_id: int
    project_id: int | None
    verb: str
    target_type: str
    target_id: int
    entity_id: int | None
    task_id: int | None
    audience: str
    actor_id: int
    client: str
    at: datetime.datetime

    @property
    def is_in_cell(self) -> bool:
        return self.task_id is not None and self.verb not in _TASK_LIST_VERBS

    @property
    def is_of_settings(self) -> bool:
        """Whether it changed the pipeline of a project, or a row of the catalogue that is its own."""
        return self.project_id is not None and self.verb.startswith(("pipeline.", "catalogue."))

    @property
    def is_of_list(self) -> bool:
        """Whether the tables of shots or assets have to be asked anew; they are grouped by sequences."""
        if self.target_type in {Kind.SEQUENCE, Kind.EPISODE}:
            return True
        return self.target_type in Kind.values and self.verb.endswith(_LIST_ENDINGS)


def read_changes(events: EventQuerySet) -> list[Change]:
    return [Change(*row) for row in events.values_list(*_COLUMNS)]


@dataclass
class Draft:
    """The changes of one change set in one project (None: of the studio), and their wording for each kind of view."""

    project_id: int | None
    actor_id: int
    client: str
    at: datetime.datetime
    changes: list[Change] = field(default_factory=list)

    def seen_by(self, view: View) -> list[Change]:
        return [
            change
            for change in self.changes
            if not (view.is_client and change.audience == Audience.INTERNAL)
            and not (view.is_farewell and change.verb != "project.trashed")
        ]


def drafts_of(changes: Iterable[Change]) -> list[Draft]:
    drafts: dict[tuple[int, int | None], Draft] = {}
    for change in changes:
        key = (change.change_set_id, change.project_id)
        if key not in drafts:
            drafts[key] = Draft(change.project_id, change.actor_id, change.client, change.at)
        drafts[key].changes.append(change)
    return list(drafts.values())


class Press:
    """Words the drafts of one batch: each message once for each kind of view, each project's cells at most twice."""

    def __init__(self, drafts: list[Draft]) -> None:
        self.drafts = drafts
        changes = [change for draft in drafts for change in draft.changes]
        self._people = User.objects.in_bulk({draft.actor_id for draft in drafts})
        self._entities = _entities({change.entity_id for change in changes if change.entity_id})
        self._cells: dict[tuple[int, bool], dict[int, str]] = {}
        self._messages: dict[tuple[int, View], bytes] = {}

    def message(self, number: int, view: View) -> bytes:
        """The number-th draft as JSON; empty where this view sees nothing of it."""
        key = (number, view)
        if key not in self._messages:
            draft = self.drafts[number]
            changes = draft.seen_by(view)
            self._messages[key] = orjson.dumps(self._content(draft, changes, view)) if changes else b""
        return self._messages[key]

    def _content(self, draft: Draft, changes: list[Change], view: View) -> dict[str, Any]:
        who = self._people[draft.actor_id]
        content: dict[str, Any] = {
            "who": {"id": who.pk, "name": who.display_name, "colour": who.colour},
            "client": draft.client,
            "at": draft.at,
        }
        topics = dict.fromkeys(topic for change in changes for topic in self._topics(change))
        if len(topics) > MOST_TOPICS:
            return content | {"topics": [f"project:{draft.project_id}"], "wide": True}
        cells = self._cells_of(draft, _task_ids(changes), can_edit=view.can_edit)
        is_complete = bool(cells) and all(change.is_in_cell for change in changes)
        return content | {"topics": list(topics), "cells": cells, "complete": is_complete}

    def _topics(self, change: Change) -> Iterable[str]:
        kind, sequence_id = self._entities.get(change.entity_id or 0, ("", None))
        project_id = change.project_id
        yield f"{change.target_type}:{change.target_id}"
        if project_id is not None:
            yield f"project:{project_id}"
        if kind:
            yield f"{kind}:{change.entity_id}"
        if sequence_id:
            yield f"sequence:{sequence_id}"
        if change.task_id:
            yield f"task:{change.task_id}"
        yield from self._lists(change, kind)

    def _lists(self, change: Change, kind: str) -> Iterable[str]:
        """The lists of the project that have to be asked anew."""
        project_id = change.project_id
        if change.is_of_list:
            yield f"{'asset' if kind == Kind.ASSET else 'shot'}s:{project_id}"
        if change.target_type == "version":
            yield f"versions:{project_id}"
        if change.target_type == "membership":
            yield f"members:{project_id}"
        if change.verb == "task.assigned" or change.verb in _TASK_LIST_VERBS:
            # A person's day shows tasks of all projects, and knows none by its number before it has a task there.
            yield "assignments:all"
        if change.is_of_settings:
            # The tables show them too: their columns, chips and groups.
            yield from (f"{what}:{project_id}" for what in ("pipeline", "shots", "assets"))

    def _cells_of(self, draft: Draft, task_ids: set[int], *, can_edit: bool) -> list[dict[str, str]]:
        if draft.project_id is None or not 0 < len(task_ids) <= MOST_CELLS:
            return []
        key = (draft.project_id, can_edit)
        if key not in self._cells:
            self._cells[key] = self._render(draft.project_id, can_edit=can_edit)
        rendered = self._cells[key]
        return [{"id": f"task-{pk}", "html": rendered[pk]} for pk in sorted(task_ids) if pk in rendered]

    def _render(self, project_id: int, *, can_edit: bool) -> dict[int, str]:
        wanted: set[int] = set()
        for draft in self.drafts:
            ids = _task_ids(draft.changes)
            if draft.project_id == project_id and len(ids) <= MOST_CELLS:
                wanted |= ids
        try:
            return task_cells_html(wanted, can_edit=can_edit)
        except Exception:
            # The topics still arrive, and the log goes on: one bad cell must not stop everybody's stream.
            _log.exception("The changed cells could not be drawn.")
            return {}


def _task_ids(changes: Iterable[Change]) -> set[int]:
    return {change.task_id for change in changes if change.task_id is not None}


def _entities(ids: set[int]) -> dict[int, tuple[str, int | None]]:
    found: dict[int, tuple[str, int | None]] = defaultdict(lambda: ("", None))
    listed = sorted(ids)
    for start in range(0, len(listed), 5000):
        rows = Entity.objects.filter(pk__in=listed[start : start + 5000])
        found.update({pk: (kind, sequence) for pk, kind, sequence in rows.values_list("pk", "kind", "sequence_id")})
    return found
