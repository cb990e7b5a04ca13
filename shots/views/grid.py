"""The table of shots and the table of assets: the same page over the same rows."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.htmx import render_page
from core.http import UserRequest
from projects.access import Access, open_project
from shots.filters import VIEWS, EntityFilter
from shots.forms.grid import PositionForm
from shots.grid import GridPage, Position, grid_page
from shots.models import Entity, Kind
from shots.rows import GridWriter
from shots.sums import sums_of


@login_required
@require_safe
def shot_list(request: UserRequest, code: str) -> HttpResponse:
    return _list(request, open_project(request, code), Kind.SHOT)


@login_required
@require_safe
def asset_list(request: UserRequest, code: str) -> HttpResponse:
    return _list(request, open_project(request, code), Kind.ASSET)


def _filtered(request: UserRequest, access: Access, kind: Kind) -> EntityFilter:
    rows = Entity.objects.visible_to(request.user).filter(project=access.project, kind=kind)
    return EntityFilter(request.GET, project=access.project, kind=kind, viewer=request.user, queryset=rows)


def _list(request: UserRequest, access: Access, kind: Kind) -> HttpResponse:
    """The page; `?after=` gives only the next rows, which the table appends."""
    filters = _filtered(request, access, kind)
    position = PositionForm(request.GET)
    if not filters.form.is_valid() or not position.is_valid():
        context = access.context(f"{kind}s", kind=kind, filters=filters, views=VIEWS, page=None)
        return render(request, "shots/grid.html", context, status=422)
    at = Position(**position.cleaned_data)
    page = grid_page(project=access.project, kind=kind, rows=filters.qs, at=at)
    writer = _writer(access, kind, more_url=_more_url(request.GET, page))
    context = access.context(
        f"{kind}s",
        kind=kind,
        filters=filters,
        views=VIEWS,
        page=page,
        body=writer.body(page),
        sums_url=f"{reverse(f'shots:{kind}-sums', args=[access.project.code])}?{request.GET.urlencode()}",
    )
    if at.after:
        return render(request, "shots/_grid_rows.html", context)
    return render_page(request, "shots/grid.html", "shots/_grid.html", context)


@login_required
@require_safe
def entity_row(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """One row as it is now, for a table in which somebody else changed it; nothing when it is gone."""
    access = open_project(request, code)
    rows = Entity.objects.visible_to(request.user).filter(project=access.project, pk=pk)
    kind = rows.values_list("kind", flat=True).first()
    position = PositionForm(request.GET)
    if kind not in {Kind.SHOT, Kind.ASSET} or not position.is_valid():
        return HttpResponse()
    # The head of the group is not asked for: it stays where it is.
    number = position.cleaned_data["number"] - 1
    page = grid_page(project=access.project, kind=Kind(kind), rows=rows, at=Position(number=number))
    writer = _writer(access, Kind(kind))
    return HttpResponse(writer.row(page.groups[0].rows[0], page))


def _writer(access: Access, kind: Kind, *, more_url: str = "") -> GridWriter:
    return GridWriter(
        access.project.code,
        kind,
        can_edit=access.may_set_status,
        more_url=more_url,
        counts_notes=not access.is_client,
    )


def _more_url(given: QueryDict, page: GridPage) -> str:
    if not page.next_after:
        return ""
    kept = [(key, value) for key in given for value in given.getlist(key) if key not in {"after", "group", "number"}]
    place = [("after", page.next_after), ("group", page.next_group), ("number", page.next_number)]
    return "?" + urlencode([*kept, *place])


@login_required
@require_safe
def shot_sums(request: UserRequest, code: str) -> HttpResponse:
    return _sums(request, open_project(request, code), Kind.SHOT)


@login_required
@require_safe
def asset_sums(request: UserRequest, code: str) -> HttpResponse:
    return _sums(request, open_project(request, code), Kind.ASSET)


def _sums(request: UserRequest, access: Access, kind: Kind) -> HttpResponse:
    """The line below the table: asked for by itself, since sums of a whole filter grow with the project."""
    filters = _filtered(request, access, kind)
    if not filters.form.is_valid():
        return HttpResponse(status=422)
    context = access.context(f"{kind}s", kind=kind, sums=sums_of(filters.qs, access.project))
    return render(request, "shots/_grid_sums.html", context)
