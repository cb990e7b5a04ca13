"""The departments of the studio: administrators keep them, and a removed one leaves what it had to another one.

A department has no trash: it comes back with the id it had, since the log and old task types speak of it by that.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F

from accounts.models import Department, User
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import clean_name, counted, name_key
from events.models import Event
from events.registry import Verb
from events.services import change_set, merge_stale, record

from ..models import Membership, TaskType
from ..models.catalogue import DEPARTMENT_COLOURS
from ..shelves import moved_before
from .settings import MOST_ROWS, require_settings, write_orders

FIELDS = ("name", "short_name", "colour")
_KEPT = (*FIELDS, "order")
# Who stands in which lists of departments: (the lines, what they call the owner, the owners).
_LISTS: dict[str, tuple[Any, str]] = {
    "people": (User.departments.through, "user_id"),
    "members": (Membership.departments.through, "membership_id"),
    "approvers": (Membership.approves.through, "membership_id"),
}


@dataclass(frozen=True)
class DepartmentInput:
    """`colour` is the name of a department token of the design."""

    name: str
    short_name: str
    colour: str = "cmp"


def department_create(*, actor: User, given: DepartmentInput, uid: uuid.UUID | None = None) -> Department:
    """Make a department, behind the others."""
    require_settings(actor, None)
    with change_set(actor=actor, label=f"New department {given.name.strip()}", uid=uid):
        orders = list(Department.objects.values_list("order", flat=True))
        if len(orders) >= MOST_ROWS:
            raise Refused(f"{MOST_ROWS} departments are the most; remove one first.")
        row = Department(order=max(orders, default=-1) + 1)
        _fill(row, asdict(given))
        row.save()
        _record("department.added", row, before={}, after=field_values(row, _KEPT))
    return row


def _fill(row: Department, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.name = clean_name(row.name, length=60)
    row.name_key = name_key(row.name)
    row.short_name = clean_name(row.short_name, field="short_name", label="Short name", length=8)
    if row.colour not in DEPARTMENT_COLOURS:
        raise Refused("Choose a colour of the list.", field="colour")
    for other in Department.objects.exclude(pk=row.pk):
        if other.name_key == row.name_key:
            raise Refused(f"The studio has a department called {other.name} already.", field="name")
        if name_key(other.short_name) == name_key(row.short_name):
            raise Refused(f"{other.name} has the short name {other.short_name} already.", field="short_name")


def department_update(
    *, actor: User, row: Department, changes: dict[str, Any], seen_rev: int | None = None
) -> Department:
    """Change some fields; what is not named stays."""
    require_settings(actor, None)
    with change_set(actor=actor, label=f"Edit {row.name}"):
        found = _locked(row)
        if seen_rev is not None:
            changes = merge_stale(target_type="department", row=found, seen_rev=seen_rev, sent=changes)
        before = field_values(found, FIELDS)
        _fill(found, changes)
        after = field_values(found, FIELDS)
        changed = [name for name in FIELDS if after[name] != before[name]]
        if not changed:
            return row
        found.rev += 1
        found.save()
        _record("department.updated", found, before=_some(before, changed), after=_some(after, changed))
    return found


def department_order(*, actor: User, row: Department, before: Department | None) -> None:
    """Put a department before another one; None: at the end."""
    require_settings(actor, None)
    with change_set(actor=actor, label=f"Move {row.name} in the catalogue"):
        rows = list(Department.objects.select_for_update().order_by("order", "pk"))
        if row not in rows or (before is not None and before not in rows):
            raise Conflict("A department is gone from the catalogue; look again.")
        places = {str(held.pk): place for place, held in enumerate(moved_before(rows, row, before))}
        _give_orders(row, rows, places)


def _give_orders(row: Department, rows: Sequence[Department], places: dict[str, int]) -> None:
    changed = {str(held.pk): held.order for held in rows if places.get(str(held.pk), held.order) != held.order}
    after = _some(places, changed)
    write_orders(rows, after)
    if after:
        _record("department.ordered", row, before={"department_orders": changed}, after={"department_orders": after})


def department_remove(*, actor: User, row: Department, goal: Department | None = None) -> None:
    """Take a department away; its task types, people, members and approvals go to the goal in the same act.

    Refused (field "goal") where something uses it and no goal is given.
    """
    require_settings(actor, None)
    with change_set(actor=actor, label=f"Remove {row.name} from the catalogue"):
        found = _locked(row)
        held = _held(found)
        if any(held.values()):
            if goal is None or goal.pk == found.pk:
                raise Refused(f"{found.name} is in use; choose where its work and people go.", field="goal")
            goal = _locked(goal)
        before = field_values(found, _KEPT) | held
        after: dict[str, Any] = {"goal": goal.pk if goal else None}
        if goal is not None:
            after["had"] = _held(goal)
            _give(held, found, goal)
        _record("department.removed", found, before=before, after=after)
        found.delete()


def department_restore(*, actor: User, event: Event) -> Department:
    """Bring back a department that an event says was removed, with all that its goal got and still has."""
    require_settings(actor, None)
    with change_set(actor=actor, label=f"Restore {event.title}"):
        if Department.objects.filter(pk=event.target_id).exists():
            raise Conflict(f"{event.title} is in the catalogue already.")
        goal = Department.objects.filter(pk=event.after["goal"] or 0).first()
        if goal is None and event.after["goal"]:
            raise Conflict(f"The department that took over from {event.title} is gone; restore that one first.")
        row = Department(pk=event.target_id)
        _fill(row, _some(event.before, _KEPT))
        row.save(force_insert=True)
        if goal is not None:
            _give_back(event, goal, row)
        _record("department.restored", row, before={"goal": event.after["goal"]}, after=field_values(row, _KEPT))
    return row


def _held(row: Department) -> dict[str, list[int]]:
    """The ids of what uses the department, those in the trash included."""
    held = {"task_types": list(TaskType.objects.filter(department=row).order_by("pk").values_list("pk", flat=True))}
    for name, (lines, owner) in _LISTS.items():
        owners = lines._default_manager.filter(department=row)
        held[name] = list(owners.order_by(owner).values_list(owner, flat=True))
    return held


def _give(ids: dict[str, list[int]], row: Department, goal: Department) -> None:
    """Give these users of a department to another one; who stands there already does not stand there twice."""
    types = TaskType.objects.filter(department=row, pk__in=ids["task_types"])
    types.update(department=goal, rev=F("rev") + 1)
    User.objects.filter(pk__in=ids["people"]).update(rev=F("rev") + 1)
    for name, (lines, owner) in _LISTS.items():
        own = lines._default_manager.filter(department=row, **{f"{owner}__in": ids[name]})
        there = lines._default_manager.filter(department=goal).values(owner)
        own.exclude(**{f"{owner}__in": list(there.values_list(owner, flat=True))}).update(department=goal)
        own.delete()


def _give_back(event: Event, goal: Department, row: Department) -> None:
    """What the goal got by the removal, and both for those who had both."""
    had = event.after["had"]
    now = _held(goal)
    _give({name: sorted(set(event.before[name]) - set(had[name])) for name in now}, goal, row)
    for name, (lines, owner) in _LISTS.items():
        both = set(event.before[name]) & set(had[name]) & set(now[name])
        lines._default_manager.bulk_create(lines(department=row, **{owner: pk}) for pk in sorted(both))


def use_words(row: Department) -> str:
    """ "3 task types, 12 people"; "" where nothing uses it."""
    return uses_of([row]).get(row.pk, "")


def uses_of(rows: Iterable[Department]) -> dict[int, str]:
    """The words for each department that something uses, in four queries whatever their number."""
    ids = [row.pk for row in rows]
    types: dict[int, int] = {}
    for pk in TaskType.objects.filter(department__in=ids).values_list("department", flat=True):
        types[pk] = types.get(pk, 0) + 1
    people: dict[int, set[int]] = {}
    for lines, owner in _LISTS.values():
        person = "user_id" if owner == "user_id" else "membership__user_id"
        found = lines._default_manager.filter(department__in=ids).values_list("department_id", person).distinct()
        for pk, user in found:
            people.setdefault(pk, set()).add(user)
    return {pk: _words(types.get(pk, 0), len(people.get(pk, ()))) for pk in ids if pk in types or pk in people}


def _words(types: int, people: int) -> str:
    folk = f"{people:,} {'person' if people == 1 else 'people'}"
    return ", ".join([*([counted(types, "task type")] if types else []), *([folk] if people else [])])


def _locked(row: Department) -> Department:
    found = Department.objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Conflict(f"{row.name} is gone from the catalogue; look again.")
    return found


def _some(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _record(verb: str, row: Department, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    record(verb, on=row, before=before, after=after, title=row.name)


def _of(event: Event) -> Department:
    row = Department.objects.filter(pk=event.target_id).first()
    if row is None:
        raise Conflict(f"{event.title} is gone from the catalogue.")
    return row


def _added_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        goal = Department.objects.filter(pk=event.before.get("goal") or 0).first()
        department_remove(actor=actor, row=_of(event), goal=goal)


def _updated_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        department_update(actor=actor, row=_of(event), changes=event.before)


def _ordered_back(actor: User, events: Sequence[Event]) -> None:
    require_settings(actor, None)
    for event in events:
        row = _of(event)
        with change_set(actor=actor, label=f"Move {row.name} in the catalogue"):
            rows = list(Department.objects.select_for_update().order_by("order", "pk"))
            _give_orders(row, rows, {str(held.pk): held.order for held in rows} | event.before["department_orders"])


def _removed_back(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        department_restore(actor=actor, event=event)


VERBS = (
    Verb("department.added", "made the department {title}", inverse=_added_back),
    Verb("department.updated", "edited the department {title}", inverse=_updated_back),
    Verb("department.ordered", "moved the department {title} in the catalogue", inverse=_ordered_back),
    Verb("department.removed", "removed the department {title}", inverse=_removed_back),
    Verb("department.restored", "restored the department {title}", inverse=_added_back),
)
