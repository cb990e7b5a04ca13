"""The shelf of departments in the studio's catalogue: readable for everybody, changed by administrators."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Department
from accounts.selectors import all_departments
from core.errors import Refused, Stale
from core.htmx import is_fragment, render_page
from core.http import UserRequest
from events.answers import done
from events.services import AlreadyDone

from ..forms.departments import DepartmentForm, DepartmentRemoveForm
from ..forms.pipeline import OrderForm
from ..services import departments as services
from ..services.settings import require_settings
from ..shelf_page import DEPARTMENTS, STUDIO_TABS, department_rows
from .projects import go


def _row(pk: int) -> Department:
    row = all_departments().filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such department.")
    return row


@login_required
@require_safe
def department_list(request: UserRequest) -> HttpResponse:
    return _shelf(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def department_create(request: UserRequest) -> HttpResponse:
    require_settings(request.user, None)
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        uid = form.cleaned_data["submit_id"]
        try:
            row = services.department_create(actor=request.user, given=form.given(), uid=uid)
        except Refused as refused:
            form.refuse(refused)
        except AlreadyDone:
            return go(request, _url())
        else:
            return go(request, _url(), f"{row.name} made")
    return _page(request, "row", form.errors, forms=[form])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def department_update(request: UserRequest, pk: int) -> HttpResponse:
    row = _row(pk)
    require_settings(request.user, None)
    form = DepartmentForm.of(row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["rev"]
        try:
            services.department_update(actor=request.user, row=row, changes=form.changes(), seen_rev=seen)
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, Stale):
                form.renew(_row(pk).rev)
        else:
            return go(request, _url(), f"{row.name} saved")
    return _page(request, "row", form.errors, forms=[form], held=row)


@login_required
@require_POST
def department_order(request: UserRequest) -> HttpResponse:
    require_settings(request.user, None)
    form = OrderForm(request.POST)
    if not form.is_valid():
        raise Http404("There is no such department.")
    row, before = _row(form.cleaned_data["moved"]), form.cleaned_data["before"]
    services.department_order(actor=request.user, row=row, before=_row(before) if before else None)
    return _changed(request, f"{row.name} moved")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def department_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Ask where its task types and people go; at once where nothing uses it."""
    row = _row(pk)
    require_settings(request.user, None)
    goals = all_departments().exclude(pk=pk)
    form = DepartmentRemoveForm(request.POST if request.method == "POST" else None, goals=goals)
    words = services.use_words(row)
    if form.is_bound and form.is_valid():
        goal = form.cleaned_data["goal"] if words else None
        try:
            services.department_remove(actor=request.user, row=row, goal=goal)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _changed(request, f"{row.name} removed" + (f", {words} moved to {goal.name}" if goal else ""))
    return _page(request, "remove", form.errors, row=row, form=form, goals=goals, words=words)


def _url() -> str:
    return reverse("projects:department-list")


def _changed(request: UserRequest, message: str) -> HttpResponse:
    if not is_fragment(request):
        return go(request, _url(), message)
    return done(_shelf(request), message)


def _shelf(request: UserRequest) -> HttpResponse:
    can_edit = request.user.is_superuser
    context = _context(
        rows=department_rows(counts=can_edit), can_edit=can_edit, order_url=reverse("projects:department-order")
    )
    return render_page(request, "projects/catalogue/shelf.html", "projects/catalogue/_shelf.html", context)


def _page(request: UserRequest, name: str, is_wrong: Any, **more: Any) -> HttpResponse:
    page = f"projects/catalogue/{name}.html"
    return render_page(request, page, page, _context(**more), status=422 if is_wrong else 200)


def _context(**more: Any) -> dict[str, Any]:
    return {"shelf": DEPARTMENTS, "tabs": STUDIO_TABS, "nav": "catalogue", "is_studio": True, **more}
