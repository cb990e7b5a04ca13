"""What the palette answers: things, pages and actions for what was typed."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from core.text import name_key
from projects.access import Access

from . import selectors
from .places import Action, Place, actions_for, places_for
from .results import Group, Piece, Result, pieces
from .words import pattern, words

ACTION_SIGN = ">"
MOST_ACTIONS = 5


def groups_for(viewer: User, text: str, access: Access | None, recent: list[int]) -> list[Group]:
    text, project = text.strip(), access.project if access else None
    if text.startswith(ACTION_SIGN):
        groups = [Group("actions", "Actions", _actions(access, text[1:]))]
    elif text:
        groups = [
            Group("pages", "Go to", _pages(access, text)),
            *selectors.find(viewer, text, project),
            Group("actions", "Actions", _actions(access, text)[:MOST_ACTIONS]),
            Group("filter", "In this project", _filters(access, text)),
        ]
    else:
        groups = [
            selectors.recent(viewer, recent, project),
            selectors.open_tasks(viewer),
            Group("pages", "Go to", _pages(access, "")),
        ]
    return [group for group in groups if group.results]


def _pages(access: Access | None, text: str) -> list[Result]:
    fitting = [place for place in places_for(access) if _fits(f"{place.label} {place.words}", text)]
    fitting.sort(key=lambda place: not _fits(place.label, text))
    return [_page(place, access, text) for place in fitting]


def _page(place: Place, access: Access | None, text: str) -> Result:
    detail = access.project.name if access and place.in_project else ""
    keys = ("G", place.key.upper()) if place.key else ()
    return Result(place.url(access), pieces(place.label, words(text)), detail=detail, icon=place.icon, keys=keys)


def _actions(access: Access | None, text: str) -> list[Result]:
    return [
        _action(action, access, text) for action in actions_for(access) if _fits(f"{action.label} {action.words}", text)
    ]


def _action(action: Action, access: Access | None, text: str) -> Result:
    field, _, value = action.value.partition("=")
    url = action.url(access)
    if access and action.url_name.startswith("activity:"):
        # On a project's page undo means what was done in that project.
        url += "?" + urlencode({"project": access.project.code})
    return Result(url, pieces(action.label, words(text)), icon=action.icon, field=field, value=value)


def _filters(access: Access | None, text: str) -> list[Result]:
    """The same words as a filter of the project's tables, which read descriptions too."""
    if access is None:
        return []
    tables = {kind: reverse(f"shots:{kind}-list", args=[access.project.code]) for kind in ("shot", "asset")}
    wanted = urlencode({"q": text})
    return [
        Result(f"{url}?{wanted}", [Piece(f"Find “{text}” in {kind}s")], icon="filter") for kind, url in tables.items()
    ]


def _fits(known: str, text: str) -> bool:
    key = name_key(known)
    return all(re.search(pattern(runs), key) for runs in words(text))
