"""The first visit, and one's own profile."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.htmx import toast
from core.http import UserRequest, back_to

from . import services
from .forms import DensityForm, ProfileForm, ThemeForm, WelcomeForm


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


@login_required
def profile(request: UserRequest) -> HttpResponse:
    user = request.user
    initial = {name: getattr(user, name) for name in services.PROFILE_FIELDS}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.profile_update(actor=user, changes=form.changes())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("accounts:profile")
    return render(
        request, "accounts/profile.html", {"form": form, "nav": "profile"}, status=422 if form.errors else 200
    )


@login_required
@require_POST
def theme_set(request: UserRequest) -> HttpResponse:
    return _set_look(request, ThemeForm(request.POST))


@login_required
@require_POST
def density_set(request: UserRequest) -> HttpResponse:
    return _set_look(request, DensityForm(request.POST))


def _set_look(request: UserRequest, form: ThemeForm | DensityForm) -> HttpResponse:
    if not form.is_valid():
        return toast(HttpResponse(status=422), "Choose one of the list.", tone="danger")
    services.profile_update(actor=request.user, changes=form.cleaned_data)
    return HttpResponseRedirect(back_to(request))
