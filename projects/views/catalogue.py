"""The studio's catalogue: readable for everybody who is signed in, changed by administrators."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused, Stale
from core.htmx import is_fragment, render_page
from core.http import UserRequest
from events.answers import done
from events.services import AlreadyDone

from ..forms.pipeline import OrderForm, RemoveForm, row_form
from ..services import rows as services
from ..services.settings import fitting, require_settings, used_by
from ..shelf_page import STUDIO_TABS, studio_rows
from ..shelves import Shelf
from ..usage import use_of
from .pipeline import open_shelf
from .projects import go


def _row(request: UserRequest, shelf: Shelf, pk: int | None) -> Any:
    row = shelf.row.objects.visible_to(request.user).filter(project=None, pk=pk).first()
    if row is None:
        raise Http404(f"There is no such {shelf.one}.")
    return row


@login_required
@require_safe
def catalogue_list(request: UserRequest, shelf: str) -> HttpResponse:
    return _shelf(request, open_shelf(shelf))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_create(request: UserRequest, shelf: str) -> HttpResponse:
    kept = open_shelf(shelf)
    require_settings(request.user, None)
    form = row_form(kept, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        uid = form.cleaned_data["submit_id"]
        try:
            row = services.row_create(actor=request.user, project=None, given=form.given(), uid=uid)
        except Refused as refused:
            form.refuse(refused)
        except AlreadyDone:
            return go(request, _url(kept))
        else:
            return go(request, _url(kept), f"{row.name} made")
    return _page(request, "row", kept, form.errors, forms=[form])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_update(request: UserRequest, shelf: str, pk: int) -> HttpResponse:
    kept = open_shelf(shelf)
    row = _row(request, kept, pk)
    require_settings(request.user, None)
    form = row_form(kept, row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.row_update(actor=request.user, row=row, changes=form.changes(), seen_rev=form.cleaned_data["rev"])
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, Stale):
                form.renew(_row(request, kept, pk).rev)
        else:
            return go(request, _url(kept), f"{row.name} saved")
    return _page(request, "row", kept, form.errors, forms=[form], held=row)


@login_required
@require_POST
def catalogue_order(request: UserRequest, shelf: str) -> HttpResponse:
    kept = open_shelf(shelf)
    require_settings(request.user, None)
    form = OrderForm(request.POST)
    if not form.is_valid():
        raise Http404(f"There is no such {kept.one}.")
    row = _row(request, kept, form.cleaned_data["moved"])
    before = form.cleaned_data["before"]
    services.row_order(actor=request.user, row=row, before=_row(request, kept, before) if before else None)
    return _changed(request, kept, f"{row.name} moved")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_remove(request: UserRequest, shelf: str, pk: int) -> HttpResponse:
    """Ask where its tasks or assets go, in all projects; at once where nothing uses it."""
    kept = open_shelf(shelf)
    row = _row(request, kept, pk)
    require_settings(request.user, None)
    counts = used_by(row, None)
    goals = fitting(kept.row.objects.visible_to(request.user).filter(project=None), row, counts)
    form = RemoveForm(request.POST if request.method == "POST" else None, shelf=kept, goals=goals)
    words = use_of(kept.row).words(counts) if any(counts.values()) else ""
    if form.is_bound and form.is_valid():
        goal = form.cleaned_data["goal"] if words else None
        try:
            services.row_remove(actor=request.user, row=row, goal=goal)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _changed(request, kept, f"{row.name} removed" + (f", {words} moved to {goal.name}" if goal else ""))
    return _page(request, "remove", kept, form.errors, row=row, form=form, goals=goals, words=words)


def _url(shelf: Shelf) -> str:
    return reverse("projects:catalogue-list", args=[shelf.key])


def _changed(request: UserRequest, shelf: Shelf, message: str) -> HttpResponse:
    if not is_fragment(request):
        return go(request, _url(shelf), message)
    return done(_shelf(request, shelf), message)


def _shelf(request: UserRequest, shelf: Shelf) -> HttpResponse:
    can_edit = request.user.is_superuser
    context = _context(
        shelf,
        rows=studio_rows(shelf, counts=can_edit),
        can_edit=can_edit,
        order_url=reverse("projects:catalogue-order", args=[shelf.key]),
    )
    return render_page(request, "projects/catalogue/shelf.html", "projects/catalogue/_shelf.html", context)


def _page(request: UserRequest, name: str, shelf: Shelf, is_wrong: Any, **more: Any) -> HttpResponse:
    page = f"projects/catalogue/{name}.html"
    return render_page(request, page, page, _context(shelf, **more), status=422 if is_wrong else 200)


def _context(shelf: Shelf, **more: Any) -> dict[str, Any]:
    return {"shelf": shelf, "tabs": STUDIO_TABS, "nav": "catalogue", "is_studio": True, **more}
