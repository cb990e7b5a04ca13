"""What every request passes: where a change comes from, who looks, and how a refusal is answered."""

import uuid
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.services import is_installation_empty
from core import locale
from core.errors import Refused
from core.htmx import toast
from events.origin import Origin, origin

Handler = Callable[[HttpRequest], HttpResponse]


class BodyLimitMiddleware:
    """Refuse a request that is larger than its page takes before a byte of it is read.

    Large uploads are for signed-in people on the pages marked by `takes_uploads`. The first middleware of all, so that
    its look at the view comes before the one that reads the form to find its CSRF token. Django reads no more than
    Content-Length says, so what says less can't bring more.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        length = request.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) <= settings.LARGEST_REQUEST:
            return None
        most = settings.LARGEST_REQUEST
        if getattr(view, "takes_uploads", False) and request.user.is_authenticated:
            # The form around the files.
            most = max(most, settings.UPLOAD_BYTES + 1_048_576)
        if int(length) <= most:
            return None
        message = f"At most {most // 1_048_576:,} MB can be sent at once."
        if request.headers.get("HX-Request") == "true":
            return toast(HttpResponse(status=413), f"{message} Nothing was changed.", tone="danger")
        return HttpResponse(render_to_string("413.html", {"message": message}), status=413)


class RequestOriginMiddleware:
    """Tell the write door that changes of this request come from a page, and give them the request's id."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        client = request.headers.get("X-Tracktor-Client", "")[:40]
        with origin(Origin(source="page", request_id=request_id, client=client)):
            response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response


class FirstVisitMiddleware:
    """An installation without people shows the welcome page, whatever address was asked for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.has_people = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.has_people:
            welcome = reverse("accounts:welcome")
            if not is_installation_empty():
                self.has_people = True
            elif request.path != welcome:
                return HttpResponseRedirect(welcome)
        return self.get_response(request)


class PersonMiddleware:
    """Times are shown in the time zone of the person who looks, dates and numbers as that person writes them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or not user.time_zone:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(user.time_zone)), locale.use(user.locale):
            return self.get_response(request)


class RefusalMiddleware:
    """A service that refuses says why; this is the one place where such a sentence becomes an answer.

    Forms catch `Refused` themselves to show it at the field. What arrives here had no form: the htmx caller
    gets the sentence as a toast, the plain browser a page, both with the status of the refusal (403, 404, 409, 422).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if getattr(request, "htmx", False):
            response = HttpResponse(status=exception.status)
            # Nothing is swapped: the toast says what was refused, the page keeps what it shows.
            response["HX-Reswap"] = "none"
            return toast(response, exception.message, tone="danger")
        return render(request, "refused.html", {"refusal": exception}, status=exception.status)
