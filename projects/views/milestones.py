"""Milestones: the whole list, and what is done to one. The overview shows those that lie ahead."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused, Stale
from core.htmx import is_fragment, render_page, trigger
from core.http import UserRequest, back_to
from events.answers import done, say_done
from events.services import AlreadyDone

from ..access import Access, open_project
from ..forms.milestones import MilestoneForm, ReachForm
from ..models import Milestone
from ..permissions import require
from ..roles import EDIT
from ..services import milestones as services

PAGE = 50


@login_required
@require_safe
def milestone_list(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    rows = Milestone.objects.visible_to(request.user).filter(project=access.project)
    wanted = request.GET.get("show", "open")
    if wanted == "open":
        rows = rows.filter(is_reached=False)
    elif wanted == "reached":
        rows = rows.filter(is_reached=True).order_by("-date", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = access.context("overview", page=page, show=wanted)
    return render_page(request, "projects/milestone_list.html", "projects/_milestones.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_create(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            row = services.milestone_create(
                actor=request.user,
                project=access.project,
                name=data["name"],
                date=data["date"],
                uid=data["submit_id"],
            )
        except AlreadyDone:
            return HttpResponseRedirect(_home(access))
        except Refused as refused:
            form.refuse(refused)
        else:
            return say_done(request, HttpResponseRedirect(_home(access)), f"{row.name} added")
    return _form(request, access, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    row = _milestone(request, access, pk)
    require(request.user, EDIT, access.project)
    if request.method != "POST":
        return _form(request, access, MilestoneForm.of(row), row)
    form = MilestoneForm(request.POST)
    if not form.is_valid():
        return _form(request, access, form, row)
    try:
        services.milestone_update(
            actor=request.user, milestone=row, changes=form.changes(), seen_rev=form.cleaned_data["rev"]
        )
    except Stale as stale:
        # On what is there now: saving again keeps this person's values.
        again = request.POST.copy()
        again["rev"] = str(row.rev)
        return _form(request, access, MilestoneForm(again), row, stale=stale)
    except Refused as refused:
        form.refuse(refused)
        return _form(request, access, form, row)
    return say_done(request, HttpResponseRedirect(_home(access)), f"{form.cleaned_data['name']} saved")


def _form(
    request: UserRequest, access: Access, form: MilestoneForm, row: Milestone | None, *, stale: Stale | None = None
) -> HttpResponse:
    context = access.context("overview", form=form, milestone=row, stale=stale)
    return render(
        request, "projects/milestone_form.html", context, status=409 if stale else 422 if form.errors else 200
    )


@login_required
@require_POST
def milestone_reach(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    row = _milestone(request, access, pk)
    form = ReachForm(request.POST)
    form.is_valid()
    is_reached = form.cleaned_data["reached"]
    services.milestone_set_reached(actor=request.user, milestone=row, is_reached=is_reached)
    return _after(request, access, f"{row.name} is reached" if is_reached else f"{row.name} is open again")


@login_required
@require_POST
def milestone_trash(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    row = _milestone(request, access, pk)
    services.milestone_trash(actor=request.user, milestone=row)
    return _after(request, access, f"{row.name} moved to the trash")


def _milestone(request: UserRequest, access: Access, pk: int) -> Milestone:
    rows = Milestone.objects.visible_to(request.user).select_related("project")
    return get_object_or_404(rows, pk=pk, project=access.project)


def _home(access: Access) -> str:
    return reverse("desk:project-overview", args=[access.project.code]) + "#deadlines"


def _after(request: UserRequest, access: Access, message: str) -> HttpResponse:
    """The lists that show milestones listen; without scripts one goes back to the page the button was on."""
    if is_fragment(request):
        return trigger(done(HttpResponse(status=204), message), "milestone:changed")
    return say_done(request, HttpResponseRedirect(back_to(request, _home(access))), message)
