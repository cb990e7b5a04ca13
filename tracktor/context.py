"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts.models import Theme, User
from accounts.selectors import studio_now
from projects.models import Project

from .keys import KEY_TABLE

SWITCH_TO = 12


def shell(request: HttpRequest) -> dict[str, Any]:
    # An error page may come before the middleware that says who is there.
    user = getattr(request, "user", None)
    return {
        "theme": getattr(user, "theme", Theme.DARK),
        "density": getattr(user, "density", "normal"),
        "has_no_shortcuts": not getattr(user, "has_shortcuts", True),
        # Asked only by the pages of the entrance.
        "studio": SimpleLazyObject(studio_now),
        "key_table": KEY_TABLE,
        **(_signed_in(request, user) if user is not None and user.is_authenticated else {}),
    }


def _signed_in(request: HttpRequest, user: User) -> dict[str, Any]:
    # Asked only where a page shows the project's name, which opens to the others.
    others = SimpleLazyObject(lambda: list(Project.objects.visible_to(user).only("code", "name")[:SWITCH_TO]))
    return {"switch_projects": others, **_addresses(request)}


def _addresses(request: HttpRequest) -> dict[str, str]:
    """What the scripts post to and listen at. On a project's page undo means what was done in that project."""
    match = request.resolver_match
    code = match.kwargs.get("code", "") if match else ""
    within = "?" + urlencode({"project": code}) if code else ""
    return {
        "undo_url": reverse("activity:undo-last") + within,
        "redo_url": reverse("activity:redo-last") + within,
        "live_url": "/live/",
    }
