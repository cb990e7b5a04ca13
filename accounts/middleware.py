"""When and from where a log-in was last used."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
# A write for each request would be dear, and nobody asks for the minute.
EVERY_SECONDS = 300
KEPT = 5_000


class LastSeenMiddleware:
    """Note the address and the browser of a log-in, at most every five minutes in each process."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.noted: dict[str, tuple[float, str]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.USERSESSIONS_TRACK_ACTIVITY and request.user.is_authenticated:
            self._note(request, request.session.session_key or "")
        return self.get_response(request)

    def _note(self, request: HttpRequest, key: str) -> None:
        now, address = time.monotonic(), request.META.get("REMOTE_ADDR", "")
        at, was = self.noted.get(key, (float("-inf"), ""))
        if not key or (now - at < EVERY_SECONDS and was == address):
            return
        if len(self.noted) >= KEPT:
            self.noted.clear()
        self.noted[key] = (now, address)
        UserSession.objects.create_from_request(request)
