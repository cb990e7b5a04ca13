"""The answer to a page's write: a toast that says what was done, with its undo."""

from django.http import HttpResponse
from django.urls import reverse

from core.htmx import toast

from .origin import last_done


def done(response: HttpResponse, message: str) -> HttpResponse:
    """Add the toast; nothing was changed, nothing is said."""
    pk = last_done.get()
    if pk is None:
        return response
    # By name: the view that undoes stands in a higher app.
    return toast(response, message, undo_url=reverse("activity:change-set-undo", args=[pk]))
