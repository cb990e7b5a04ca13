"""The administrators' area: people, one person, the settings of the studio."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from core.htmx import render_page
from core.http import UserRequest
from core.journal import say_done

from .. import services
from ..forms import DepartmentsForm, PasswordLinkForm, PeopleFilter, StudioForm, TestMailForm
from ..mails import password_link_mail, send_test
from ..models import User
from ..selectors import all_departments, log_ins, people_counts, people_list, second_factor_of, studio_now

P = ParamSpec("P")
View = Callable[Concatenate[UserRequest, P], HttpResponse]
PER_PAGE = 50
FRESH_LINK = "link_for_page"


def administrators_only(view: View[P]) -> Callable[..., HttpResponse]:
    """Others learn nothing: the answer is the same whether the person of the address exists."""

    @login_required
    @wraps(view)
    def asked(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_superuser:
            return render(request, "accounts/not_administrator.html", status=403)
        return view(request, *args, **kwargs)

    return asked


def keep_fresh_link(request: UserRequest, page: str, link: str) -> None:
    """For the page that follows, which reads it once; it is kept nowhere else."""
    request.session[FRESH_LINK] = [page, link]


def fresh_link(request: UserRequest) -> str:
    """The link that was made for this very page: one for somebody else must not be taken for this person's."""
    page, link = request.session.pop(FRESH_LINK, ("", ""))
    return str(link) if page == request.path else ""


def person_of(request: UserRequest, pk: int) -> User:
    user = User.objects.visible_to(request.user).filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


@administrators_only
@require_safe
def person_list(request: UserRequest) -> HttpResponse:
    asked = PeopleFilter(request.GET)
    wanted = asked.wanted()
    page = Paginator(people_list(request.user, **wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "studio",
        "tab": "people",
        "page": page,
        "asked": wanted,
        "is_filtered": bool(wanted["find"] or wanted["state"] or wanted["department"]),
        "counts": people_counts(request.user),
        "departments": all_departments(),
    }
    return render_page(request, "accounts/person_list.html", "accounts/_people.html", context)


@administrators_only
@require_safe
def person_detail(request: UserRequest, pk: int) -> HttpResponse:
    return _person(request, person_of(request, pk))


def _person(request: UserRequest, person: User, form: DepartmentsForm | None = None) -> HttpResponse:
    context = {
        "nav": "studio",
        "tab": "people",
        "person": person,
        "factor": second_factor_of(person),
        "log_ins": log_ins(person),
        "form": form or DepartmentsForm(initial={"departments": person.departments.all()}),
        "fresh_link": fresh_link(request),
        "may_mail": settings.MAIL_IS_SET_UP and bool(person.email),
    }
    return render(request, "accounts/person_detail.html", context, status=422 if form else 200)


@administrators_only
@require_POST
def person_set_departments(request: UserRequest, pk: int) -> HttpResponse:
    person, form = person_of(request, pk), DepartmentsForm(request.POST)
    if not form.is_valid():
        return _person(request, person, form)
    services.user_set_departments(actor=request.user, user=person, departments=list(form.cleaned_data["departments"]))
    return _back(request, person, f"Departments of {person.display_name} set")


@administrators_only
@require_POST
def person_make_administrator(request: UserRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    services.user_set_administrator(actor=request.user, user=person, is_administrator=True)
    return _back(request, person, f"{person.display_name} is administrator now")


@administrators_only
@require_POST
def person_unmake_administrator(request: UserRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    services.user_set_administrator(actor=request.user, user=person, is_administrator=False)
    is_own = person.pk == request.user.pk
    return redirect("/") if is_own else _back(request, person, f"{person.display_name} is no administrator now")


@administrators_only
@require_POST
def person_deactivate(request: UserRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    services.user_deactivate(actor=request.user, user=person)
    return _back(request, person, f"{person.display_name} deactivated")


@administrators_only
@require_POST
def person_reactivate(request: UserRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    services.user_reactivate(actor=request.user, user=person)
    return _back(request, person, f"{person.display_name} reactivated")


@administrators_only
@require_POST
def person_second_factor_remove(request: UserRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    services.second_factor_remove(actor=request.user, user=person)
    messages.info(request, f"{person.display_name} signs in with the password alone now")
    return redirect("accounts:person-detail", pk)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_anonymise(request: UserRequest, pk: int) -> HttpResponse:
    """Asked first: nothing brings the name back."""
    person = person_of(request, pk)
    if request.method != "POST":
        return render(request, "accounts/person_anonymise.html", {"nav": "studio", "tab": "people", "person": person})
    services.user_anonymise(actor=request.user, user=person)
    messages.info(request, "The account has no name any more")
    return redirect("accounts:person-list")


@administrators_only
@require_POST
def person_password_link(request: UserRequest, pk: int) -> HttpResponse:
    """The link is shown once on the page that follows, and mailed where that was asked for."""
    person, form = person_of(request, pk), PasswordLinkForm(request.POST)
    path = services.password_link_create(actor=request.user, user=person)
    link = request.build_absolute_uri(path)
    keep_fresh_link(request, reverse("accounts:person-detail", args=[pk]), link)
    if form.is_valid() and form.cleaned_data["send"]:
        fault = password_link_mail(person, link)
        messages.add_message(request, *_mailed(person.email, fault))
    return redirect("accounts:person-detail", pk)


def _mailed(address: str, fault: str) -> tuple[int, str]:
    if fault:
        return messages.ERROR, f"Not mailed to {address}: {fault} Copy the link."
    return messages.SUCCESS, f"Mailed to {address}"


def _back(request: UserRequest, person: User, message: str) -> HttpResponse:
    return say_done(request, redirect("accounts:person-detail", person.pk), message)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def studio_update(request: UserRequest) -> HttpResponse:
    studio = studio_now()
    initial = {"name": studio.name, "registration": studio.registration, "invitation_days": studio.invitation_days}
    form = StudioForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = services.StudioInput(data["name"], data["registration"], data["invitation_days"])
        try:
            services.studio_update(actor=request.user, given=given)
        except Refused as refused:
            form.refuse(refused)
        else:
            return say_done(request, redirect("accounts:studio-update"), "Settings saved")
    return _settings(request, form, TestMailForm(initial={"email": request.user.email}))


@administrators_only
@require_POST
def test_mail_send(request: UserRequest) -> HttpResponse:
    """Send one mail now and show what the mail server said."""
    form = TestMailForm(request.POST)
    if form.is_valid():
        fault = send_test(form.cleaned_data["email"])
        if not fault:
            messages.success(request, f"A mail is on its way to {form.cleaned_data['email']}")
            return redirect("accounts:studio-update")
        form.add_error("email", fault)
    studio = studio_now()
    initial = {"name": studio.name, "registration": studio.registration, "invitation_days": studio.invitation_days}
    return _settings(request, StudioForm(initial=initial), form)


def _settings(request: UserRequest, form: StudioForm, mail_form: TestMailForm) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "studio",
        "tab": "settings",
        "form": form,
        "mail_form": mail_form,
        "has_mail": settings.MAIL_IS_SET_UP,
        "mail_host": settings.EMAIL_HOST,
        "mail_from": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "accounts/studio.html", context, status=422 if form.errors or mail_form.errors else 200)
