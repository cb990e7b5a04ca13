"""The values of an event as people read them: names for ids, dates and frames in words, chips for statuses."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.templatetags.tracktor import day
from events.models import Event
from projects.models import AssetType, ProjectKind, ProjectStatus
from shots.models import Entity, Priority

TEXT_SHOWN = 160

_LABELS = {
    "frame_in": "frame in",
    "frame_out": "frame out",
    "due_date": "due",
    "start_date": "start",
    "parent": "in",
    "asset_type": "type",
    "thumbnail": "picture",
    "fps": "frames a second",
    "first_frame": "first frame",
    "planned_shots": "planned shots",
    "viewers_may_note": "viewers may write notes",
    "full_name": "name",
    "email": "e-mail",
    "locale": "dates and numbers",
    "has_shortcuts": "single letters as shortcuts",
    "avatar_uid": "picture",
    "is_superuser": "administrator",
    "is_active": "active",
    "invitation_days": "days an invitation holds",
    "time_zone": "time zone",
    "body": "text",
    "is_client_visible": "clients see it",
}
# The verb says it, or it follows from another field.
_UNSAID = {"trashed", "is_omitted", "retake_count", "user", "open", "departments", "approves", "is_client"}
_UNSAID |= {"is_reached", "approves_all", "added_by", "joined_at"}
_UNSAID |= {"department_orders", "task_type_orders", "status_orders", "asset_type_orders", "done_at"}


@dataclass(frozen=True)
class Change:
    """One field, before and after. `is_status`: both are what a chip needs (.name .short_name .css .icon)."""

    label: str
    before: Any
    after: Any
    is_status: bool = False


@dataclass(frozen=True)
class Names:
    """What the ids in some events are called, and where the entities are; read at once for a whole page."""

    entities: dict[int, Entity]
    asset_types: dict[int, str]

    def url(self, event: Event) -> str:
        entity = self.entities.get(event.entity_id or 0)
        return entity.get_absolute_url() if entity else ""


def names_of(viewer: User, events: Sequence[Event]) -> Names:
    wanted = {event.entity_id for event in events} | _ids(events, "parent")
    rows = Entity.objects.visible_to(viewer).select_related("project").in_bulk(wanted - {None})
    types = _ids(events, "asset_type")
    found = AssetType.objects.visible_to(viewer).filter(pk__in=types).values_list("pk", "name") if types else ()
    return Names(rows, dict(found))


def _ids(events: Iterable[Event], field: str) -> set[int]:
    return {value[field] for event in events for value in (event.before, event.after) if value.get(field)}


def changes_of(event: Event, names: Names) -> list[Change]:
    """What the event changed, field by field. Of what is new or gone only what was written down for reading."""
    rows = [
        Change(_label(field), before, after, is_status=isinstance(after, dict))
        for field, (before, after) in event.shown.items()
        if field not in _UNSAID
    ]
    unsaid = _UNSAID | set(event.shown)
    if "name" in event.before or "parent" in event.before:
        unsaid = unsaid | {"code"}
    for field in event.before:
        if field in event.after and field not in unsaid:
            before, after = event.before[field], event.after[field]
            rows.append(Change(_label(field), _text(field, before, names), _text(field, after, names)))
    return rows


def _label(field: str) -> str:
    return _LABELS.get(field, field.replace("_", " "))


def _text(field: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "parent":
        return names.entities[value].code if value in names.entities else "one in the trash"
    if field == "asset_type":
        return names.asset_types.get(value, "one that is gone")
    writer = _WRITERS.get(field)
    text = writer(value) if writer else str(value)
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"


def _minutes(value: int) -> str:
    hours, minutes = divmod(value, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)


def _choice(labels: Any) -> Any:
    known = dict(labels.choices)
    return lambda value: str(known.get(value, value))


_WRITERS: dict[str, Any] = {
    "due_date": lambda value: day(datetime.date.fromisoformat(value)),
    "date": lambda value: day(datetime.date.fromisoformat(value)),
    "start_date": lambda value: day(datetime.date.fromisoformat(value)),
    "estimate": _minutes,
    "bid": _minutes,
    "priority": _choice(Priority),
    "kind": _choice(ProjectKind),
    "status": _choice(ProjectStatus),
    "fps": lambda value: f"{float(value):g}",
    "thumbnail": lambda _: "a picture",
}
