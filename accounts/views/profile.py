"""One's own profile, and how one signs in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from core.htmx import toast
from core.http import UserRequest, back_to

from .. import services
from ..forms import DensityForm, ProfileForm, ThemeForm
from ..selectors import log_ins, second_factor_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
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
    context = {"form": form, "nav": "profile", "tab": "profile", "departments": user.departments.all()}
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


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


@login_required
@require_safe
def security(request: UserRequest) -> HttpResponse:
    """Password, second factor, passkeys and open log-ins on one page."""
    context = {
        "nav": "profile",
        "tab": "security",
        "factor": second_factor_of(request.user),
        "log_ins": log_ins(request.user, present=request.session.session_key or ""),
    }
    return render(request, "accounts/security.html", context)


@login_required
@require_POST
def session_end(request: UserRequest, pk: int) -> HttpResponse:
    is_present = services.session_end(actor=request.user, pk=pk)
    return redirect("account_login" if is_present else "accounts:security")


@login_required
@require_POST
def sessions_end_others(request: UserRequest) -> HttpResponse:
    services.sessions_end_others(actor=request.user, request=request)
    return redirect("accounts:security")
