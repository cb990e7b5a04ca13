"""Page or fragment: one function decides, so that a view and its fragment can't drift apart."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

# The toast rides in a header, where an emoji takes twelve bytes; proxies take some 4 kB of headers.
MESSAGE_LENGTH = 300


def is_fragment(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    if htmx is None:
        return False
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The whole page, or only its fragment when htmx asks for one."""
    response = render(request, fragment if is_fragment(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def trigger(response: HttpResponse, name: str, detail: Any = None) -> HttpResponse:
    """Add an event to HX-Trigger, beside those that are there."""
    events = json.loads(response["HX-Trigger"]) if "HX-Trigger" in response else {}
    events[name] = detail if detail is not None else {}
    # Header values are latin-1: json's ASCII escapes carry every name through.
    response["HX-Trigger"] = json.dumps(events)
    return response


def toast(
    response: HttpResponse,
    message: str,
    *,
    undo_url: str | None = None,
    undo_label: str = "Undo",
    tone: str = "plain",
) -> HttpResponse:
    """Say what happened, with Undo (after an undo: Redo) where there is one. Tones: plain, ok, danger."""
    if len(message) > MESSAGE_LENGTH:
        message = f"{message[: MESSAGE_LENGTH - 1]}…"
    detail = {"message": message, "undo_url": undo_url, "undo_label": undo_label, "tone": tone}
    return trigger(response, "toast", detail)
