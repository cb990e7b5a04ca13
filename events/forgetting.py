"""The log forgets what an anonymised person was called. What was done, when and to what stays.

Values are rewritten in place, which nothing else in Tracktor does: the right to be forgotten is the one reason.
"""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.hooks import FormerNames
from accounts.models import User

from .models import ChangeSet, Event

_PEOPLE = ("user", "member", "membership", "invitation")
_PORTION = 500


def forget_in_log(user: User, former: FormerNames) -> None:
    names = _names(user, former)
    _forget_events(user, former, names)
    _forget_labels(user, former, names)


def _names(user: User, former: FormerNames) -> frozenset[str]:
    """What the person was ever called here: the log speaks of each act by the name of its day."""
    found = {former.display_name, former.username}
    for event in Event.objects.of_target("user", user.pk).filter(verb__in=("user.created", "user.updated")):
        found |= {str(data.get("full_name") or "") for data in (event.before, event.after)}
    return frozenset(found - {""})


def _forget_events(user: User, former: FormerNames, names: frozenset[str]) -> None:
    rows = Event.objects.filter(Q(target_type__in=_PEOPLE) | ~Q(shown={}) | Q(target_type="note")).order_by("id")
    changed: list[Event] = []
    for event in rows.iterator(chunk_size=2000):
        was = (event.title, event.before, event.after, event.shown)
        if event.target_type in _PEOPLE and _is_about(event, user) and event.title in names:
            event.title = user.display_name
        event.before, event.after = (_values(event, data, user, former) for data in (event.before, event.after))
        event.shown = {field: _listed(pair, user, names) for field, pair in event.shown.items()}
        if was != (event.title, event.before, event.after, event.shown):
            changed.append(event)
    Event.objects.bulk_update(changed, ["title", "before", "after", "shown"], batch_size=_PORTION)


def _is_about(event: Event, user: User) -> bool:
    if event.target_type == "user":
        return event.target_id == user.pk
    return user.pk in (event.before.get("user"), event.after.get("user")) or event.target_type == "invitation"


def _values(event: Event, data: dict[str, Any], user: User, former: FormerNames) -> dict[str, Any]:
    """Names and address in events of the account, and mentions in the text of notes."""
    if event.target_type == "user" and event.target_id == user.pk:
        new = {"username": user.username, "full_name": user.full_name, "email": ""}
        return {field: new.get(field, value) for field, value in data.items()}
    if "body" in data:
        data = data | {"body": former.without_mentions(str(data["body"]), user)}
    if "checklist" in data:
        data = data | {"checklist": former.without_mentions_in_lines(data["checklist"], user)}
    return data


def _listed(pair: Any, user: User, names: frozenset[str]) -> Any:
    """The name where it stands alone or in a list of names: "Ana Diaz, Ben"."""
    if not isinstance(pair, list):
        return pair
    return [_renamed(text, user, names) if isinstance(text, str) else text for text in pair]


def _renamed(text: str, user: User, names: frozenset[str]) -> str:
    return ", ".join(user.display_name if part in names else part for part in text.split(", "))


def _forget_labels(user: User, former: FormerNames, names: frozenset[str]) -> None:
    """Acts that were done to the person: "Add Ana Diaz", also behind "Undo: "."""
    about = Event.objects.filter(target_type="user", target_id=user.pk).values("change_set")
    members = [
        event.change_set_id
        for event in Event.objects.filter(target_type__in=_PEOPLE[1:]).iterator(chunk_size=2000)
        if _is_about(event, user)
    ]
    rows: QuerySet[ChangeSet] = ChangeSet.objects.filter(pk__in=about)
    found = {row.pk: row for row in rows.iterator(chunk_size=2000)}
    for start in range(0, len(members), _PORTION):
        found |= ChangeSet.objects.in_bulk(members[start : start + _PORTION])
    changed = []
    for row in found.values():
        label = row.label
        # The longest first: "Ana" stands in "Ana Diaz". The username is looked for as a word.
        for name in sorted(names - {former.username}, key=len, reverse=True):
            label = label.replace(name, user.display_name)
        words = [user.username if word == former.username else word for word in label.split(" ")]
        if row.label != " ".join(words):
            row.label = " ".join(words)[:250]
            changed.append(row)
    ChangeSet.objects.bulk_update(changed, ["label"], batch_size=_PORTION)
