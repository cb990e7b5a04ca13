"""Requests of signed-in people, and where to go back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from accounts.models import User


class UserRequest(HttpRequest):
    """A request behind `login_required`: its user is a User."""

    user: User


def back_to(request: HttpRequest, default: str = "/") -> str:
    """The page the form was on, if it is one of ours."""
    wish = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure()):
        return wish
    return default
