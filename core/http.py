"""Requests of signed-in people, and where to go back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from accounts.models import User


V = TypeVar("V", bound=Callable[..., object])


def takes_uploads(view: V) -> V:
    """Mark a view whose form takes files as large as TRACKTOR_UPLOAD_MB allows; the others take 32 MB in all."""
    view.takes_uploads = True  # type: ignore[attr-defined]
    return view


class UserRequest(HttpRequest):
    """A request behind `login_required`: its user is a User."""

    user: User


def back_to(request: HttpRequest, default: str = "/") -> str:
    """The page the form was on, if it is one of ours."""
    wish = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure()):
        return wish
    return default
