"""The pipeline of a project: its task types, statuses and asset types, one page a shelf."""

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

from ..access import Access, open_project
from ..forms.pipeline import AddForm, OrderForm, RemoveForm, SettingsForm, line_form, row_form
from ..permissions import require
from ..roles import MANAGE
from ..services import pipeline as services
from ..services import rows
from ..services.settings import fitting, used_by
from ..shelf_page import TABS, addable, line_rows
from ..shelves import Shelf, shelf_by_key
from ..usage import use_of
from .projects import go


def open_shelf(key: str) -> Shelf:
    shelf = shelf_by_key(key)
    if shelf is None:
        raise Http404("There is no such list.")
    return shelf


def _open(request: UserRequest, code: str, shelf: str) -> tuple[Access, Shelf]:
    access = open_project(request, code)
    require(request.user, MANAGE, access.project)
    return access, open_shelf(shelf)


def _line(access: Access, shelf: Shelf, pk: int | None) -> Any:
    """The line of the address, or 404 where it belongs to another project."""
    line = shelf.lines(access.project).filter(pk=pk).first()
    if line is None:
        raise Http404(f"There is no such {shelf.one}.")
    return line


@login_required
@require_safe
def pipeline_list(request: UserRequest, code: str, shelf: str) -> HttpResponse:
    return _shelf(request, *_open(request, code, shelf))


@login_required
@require_POST
def pipeline_add(request: UserRequest, code: str, shelf: str) -> HttpResponse:
    access, kept = _open(request, code, shelf)
    form = AddForm(request.POST, shelf=kept, rows=addable(kept, access.project))
    if not form.is_valid():
        return _shelf(request, access, kept, form=form, status=422)
    row = form.cleaned_data["row"]
    try:
        services.line_add(actor=request.user, project=access.project, row=row)
    except Refused as refused:
        form.refuse(refused)
        return _shelf(request, access, kept, form=form, status=refused.status)
    return _changed(request, access, kept, f"{row.name} added")


@login_required
@require_POST
def pipeline_order(request: UserRequest, code: str, shelf: str) -> HttpResponse:
    access, kept = _open(request, code, shelf)
    form = OrderForm(request.POST)
    if not form.is_valid():
        raise Http404(f"There is no such {kept.one}.")
    line = _line(access, kept, form.cleaned_data["moved"])
    before = form.cleaned_data["before"]
    target = _line(access, kept, before) if before else None
    services.lines_order(actor=request.user, line=line, before=target)
    return _changed(request, access, kept, f"{line.row.name} moved")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pipeline_create(request: UserRequest, code: str, shelf: str) -> HttpResponse:
    """Make a local row, which stands in the pipeline at once."""
    access, kept = _open(request, code, shelf)
    form = row_form(kept, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        uid = form.cleaned_data["submit_id"]
        try:
            row = rows.row_create(actor=request.user, project=access.project, given=form.given(), uid=uid)
        except Refused as refused:
            form.refuse(refused)
        except AlreadyDone:
            return go(request, _url(access, kept))
        else:
            return go(request, _url(access, kept), f"{row.name} made")
    return _form_page(request, access, kept, [form])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pipeline_update(request: UserRequest, code: str, shelf: str, pk: int) -> HttpResponse:
    """What the project adds to a row, and the row itself where it is local."""
    access, kept = _open(request, code, shelf)
    line = _line(access, kept, pk)
    data = request.POST if request.method == "POST" else None
    own = line_form(line, data)
    row = row_form(kept, line.row, data) if line.row.project_id else None
    held = [form for form in (row, own) if form is not None]
    if not held:
        raise Http404("There is nothing to edit.")
    are_valid = [form.is_valid() for form in held]
    if data is not None and all(are_valid):
        edit = rows.LineEdit(*_edited(row), *_edited(own))
        try:
            rows.line_edit(actor=request.user, line=line, edit=edit)
        except Refused as refused:
            _refuse(refused, row, own, _line(access, kept, pk))
        else:
            return go(request, _url(access, kept), f"{line.row.name} saved")
    return _form_page(request, access, kept, held, line=line)


def _edited(form: SettingsForm | None) -> tuple[dict[str, Any] | None, int | None]:
    return (form.changes(), form.cleaned_data["rev"]) if form else (None, None)


def _refuse(refused: Refused, row: SettingsForm | None, own: SettingsForm | None, line: Any) -> None:
    """Say it in the form that has the field; after a conflict both stand on what is there now."""
    names = set(refused.differences) if isinstance(refused, Stale) else {refused.field}
    forms = [form for form in (row, own) if form is not None]
    next((form for form in forms if names & set(form.fields)), forms[0]).refuse(refused)
    if isinstance(refused, Stale):
        for form, rev in ((row, line.row.rev), (own, line.rev)):
            if form is not None:
                form.renew(rev)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pipeline_remove(request: UserRequest, code: str, shelf: str, pk: int) -> HttpResponse:
    """Ask where its tasks or assets go, and take it out with them; at once where nothing uses it."""
    access, kept = _open(request, code, shelf)
    line = _line(access, kept, pk)
    counts = used_by(line.row, access.project)
    goals = fitting([other.row for other in kept.lines(access.project)], line.row, counts)
    form = RemoveForm(request.POST if request.method == "POST" else None, shelf=kept, goals=goals)
    if form.is_bound and form.is_valid():
        goal = form.cleaned_data["goal"] if any(counts.values()) else None
        try:
            services.line_remove(actor=request.user, line=line, goal=goal)
        except Refused as refused:
            form.refuse(refused)
        else:
            moved = f", {use_of(kept.row).words(counts)} moved to {goal.name}" if goal else ""
            return _changed(request, access, kept, f"{line.row.name} removed{moved}")
    words = use_of(kept.row).words(counts) if any(counts.values()) else ""
    context = _context(access, kept, line=line, form=form, goals=goals, words=words)
    return _page(request, "projects/pipeline/remove.html", context, form.errors)


def _url(access: Access, shelf: Shelf) -> str:
    return reverse("projects:pipeline-list", args=[access.project.code, shelf.key])


def _changed(request: UserRequest, access: Access, shelf: Shelf, message: str) -> HttpResponse:
    if not is_fragment(request):
        return go(request, _url(access, shelf), message)
    return done(_shelf(request, access, shelf), message)


def _shelf(
    request: UserRequest, access: Access, shelf: Shelf, *, form: AddForm | None = None, status: int = 200
) -> HttpResponse:
    others = addable(shelf, access.project)
    context = _context(
        access,
        shelf,
        rows=line_rows(shelf, access.project),
        form=form or AddForm(shelf=shelf, rows=others),
        addable=others,
        can_edit=not access.project.is_read_only,
        order_url=reverse("projects:pipeline-order", args=[access.project.code, shelf.key]),
    )
    page, fragment = "projects/pipeline/shelf.html", "projects/pipeline/_shelf.html"
    return render_page(request, page, fragment, context, status=status)


def _form_page(
    request: UserRequest, access: Access, shelf: Shelf, forms: list[SettingsForm], **more: Any
) -> HttpResponse:
    context = _context(access, shelf, forms=forms, **more)
    return _page(request, "projects/pipeline/row.html", context, any(form.errors for form in forms))


def _page(request: UserRequest, page: str, context: dict[str, Any], is_wrong: Any) -> HttpResponse:
    return render_page(request, page, page, context, status=422 if is_wrong else 200)


def _context(access: Access, shelf: Shelf, **more: Any) -> dict[str, Any]:
    return access.context("settings", shelf=shelf, tabs=TABS, tab=shelf.key, **more)
