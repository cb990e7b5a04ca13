"""Who asks for the stream, what they may see of a batch of changes, and whose session has ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http.cookie import parse_cookie
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from projects.models import Membership, Project, ProjectStatus
from projects.roles import SET_STATUS, grants_of_role


@dataclass(frozen=True)
class Viewer:
    """A signed-in person with the session that opened the stream."""

    user_id: int
    session_key: str
    session_hash: str


def viewer_of(cookies: str) -> Viewer | None:
    """The person whose session the cookies name, by the rules of `django.contrib.auth.get_user`, without a request."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    viewer = Viewer(int(session[SESSION_KEY]), key, session.get(HASH_SESSION_KEY, ""))
    user = User.objects.active().filter(pk=viewer.user_id).first()
    return viewer if user is not None and _is_hash_of(viewer, user) else None


def _is_hash_of(viewer: Viewer, user: User) -> bool:
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(viewer.session_hash, known) for known in hashes)


def ended(viewers: Collection[Viewer]) -> set[Viewer]:
    """Those who signed out, were deactivated, or whose password was changed."""
    users = User.objects.active().in_bulk({viewer.user_id for viewer in viewers})
    alive = _living_sessions({viewer.session_key for viewer in viewers})
    return {
        viewer
        for viewer in viewers
        if viewer.session_key not in alive
        or viewer.user_id not in users
        or not _is_hash_of(viewer, users[viewer.user_id])
    }


def _living_sessions(keys: set[str]) -> set[str]:
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    if not issubclass(store, DatabaseStore):
        return {key for key in keys if store().exists(key)}
    rows = store.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))


@dataclass(frozen=True)
class View:
    """What a person gets of a project's changes. `is_farewell`: the project is in the trash, which is still told."""

    is_client: bool = False
    can_edit: bool = False
    is_farewell: bool = False


@dataclass
class Views:
    """What each of some people may see of some projects; who is in neither table sees nothing."""

    active: set[int] = field(default_factory=set)
    administrators: dict[int, View] = field(default_factory=dict)
    members: dict[int, dict[int, View]] = field(default_factory=lambda: defaultdict(dict))
    superusers: set[int] = field(default_factory=set)

    def of(self, user_id: int, project_id: int) -> View | None:
        if user_id in self.superusers:
            return self.administrators.get(project_id)
        return self.members[project_id].get(user_id)


def views_of(people: Iterable[int], projects: Collection[int]) -> Views:
    """Three queries, whatever the number of people and projects."""
    views = Views()
    for user_id, is_superuser in User.objects.active().filter(pk__in=people).values_list("pk", "is_superuser"):
        views.active.add(user_id)
        if is_superuser:
            views.superusers.add(user_id)
    states = dict(_states(projects))
    for project_id, state in states.items():
        views.administrators[project_id] = View(can_edit=state.is_open)
    members = Membership.objects.filter(project__in=projects, user__in=views.active - views.superusers)
    for project_id, user_id, role, is_client in members.values_list("project_id", "user_id", "role", "is_client"):
        may_edit = SET_STATUS in grants_of_role(role, viewers_may_note=False)
        state = states[project_id]
        views.members[project_id][user_id] = View(is_client, may_edit and state.is_open, state.is_trashed)
    return views


@dataclass(frozen=True)
class _State:
    is_open: bool
    is_trashed: bool


def _states(projects: Collection[int]) -> Iterable[tuple[int, _State]]:
    rows = Project.objects.filter(pk__in=projects).values_list("pk", "status", "trashed_at")
    for project_id, status, trashed_at in rows:
        yield project_id, _State(status != ProjectStatus.ARCHIVED, trashed_at is not None)
