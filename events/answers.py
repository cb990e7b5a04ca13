"""The answer to a page's write: a toast that says what was done, with its undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.htmx import toast

from .origin import last_done


def done(response: HttpResponse, message: str) -> HttpResponse:
    """Add the toast to an answer that htmx swaps in; where nothing was changed, nothing is said."""
    url = _undo_url()
    return toast(response, message, undo_url=url) if url else response


def say_done(request: HttpRequest, response: HttpResponse, message: str) -> HttpResponse:
    """The same for an answer that leads to another page: that page shows the toast."""
    url = _undo_url()
    if url:
        messages.success(request, message, extra_tags=url)
    return response


def _undo_url() -> str | None:
    pk = last_done.get()
    # By name: the view that undoes stands in a higher app.
    return reverse("activity:change-set-undo", args=[pk]) if pk is not None else None
