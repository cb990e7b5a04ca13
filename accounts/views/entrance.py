"""Before there is an account: the first visit, the invitation, the forgotten password."""

from allauth.core.internal.ratelimit import consume_or_429
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Missing, Refused
from core.forms import TracktorForm

from .. import services
from ..adapter import INVITED
from ..forms import WelcomeForm
from ..hooks import destination
from ..models import Registration
from ..selectors import administrators, studio_now


def welcome(request: HttpRequest) -> HttpResponse:
    """Make the administrator of an empty installation; anybody later is sent to sign in."""
    if not services.is_installation_empty():
        return redirect("account_login")
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = services.Person(
            username=data["username"],
            password=data["password"],
            full_name=data["full_name"],
            time_zone=data["time_zone"],
            theme=data["theme"],
        )
        try:
            user = services.first_administrator_create(person=person)
        except Refused as refused:
            form.refuse(refused)
        else:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect("projects:project-create")
    return render(request, "accounts/welcome.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who opens the link makes an account, or signs in and accepts; a link that is no more says so."""
    limited: HttpResponse | None = consume_or_429(request, app="allauth.account", action="invitation", limit_get=True)
    if limited:
        return limited
    try:
        row = services.invitation_of(token)
    except Missing as refused:
        return render(request, "accounts/invitation_gone.html", {"refusal": refused}, status=404)
    if request.method == "POST" and TracktorForm(request.POST).is_valid():
        if not request.user.is_authenticated:
            request.session[INVITED] = token
            return redirect("account_signup")
        return redirect(services.invitation_accept(actor=request.user, token=token) or "/")
    context = {
        "invitation": row,
        "studio": studio_now(),
        "project_name": destination().name(row.project_id) if row.project_id else "",
        "role": dict(destination().roles()).get(row.role, ""),
        "may_sign_up": studio_now().registration != Registration.CLOSED,
        "form": TracktorForm(),
    }
    return render(request, "accounts/invitation.html", context)


@require_safe
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """By mail where there is mail, else by asking somebody who is named."""
    if settings.MAIL_IS_SET_UP:
        return redirect("account_reset_password")
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    context = {"administrators": administrators(), "days": days}
    return render(request, "account/password_forgotten.html", context)
