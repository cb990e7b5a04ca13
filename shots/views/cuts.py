"""The imported cuts of a project: the list, one cut with its events, and the trash."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from core.htmx import is_fragment, render_page
from core.http import UserRequest
from events.answers import say_done
from projects.access import Access, open_project
from shots.cut_items import importers, item_counts, item_rows, item_strip
from shots.cut_preview import DENSE
from shots.cut_rows import strip_bars
from shots.forms.cuts import CutFilterForm
from shots.models import Cut, CutItem
from shots.services import cuts as services

CUTS_A_PAGE = 50
ITEMS_A_PAGE = 500


def _cuts(request: UserRequest, access: Access) -> QuerySet[Cut]:
    return Cut.objects.visible_to(request.user).filter(project=access.project).select_related("project")


@login_required
@require_safe
def cut_list(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    counted = _cuts(request, access).annotate(
        item_count=Count("items"),
        shot_count=Count("items__shot", distinct=True, filter=Q(items__shot__trashed_at=None)),
    )
    page = Paginator(counted.order_by("-number"), CUTS_A_PAGE).get_page(request.GET.get("page"))
    people = importers([cut.pk for cut in page])
    rows = [(cut, people.get(cut.pk)) for cut in page]
    return render_page(
        request, "shots/cut_list.html", "shots/_cut_list.html", access.context("cuts", page=page, rows=rows)
    )


@login_required
@require_safe
def cut_detail(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    cut = _cuts(request, access).filter(pk=pk).first()
    if cut is None:
        get_object_or_404(Cut.objects.trash_visible_to(request.user), pk=pk, project=access.project)
        # Whoever undoes an import does it on this page.
        status = 200 if is_fragment(request) else 404
        return render_page(
            request, "shots/cut_gone.html", "shots/_cut_gone.html", access.context("cuts"), status=status
        )
    chosen = CutFilterForm(request.GET).chosen()
    page = Paginator(_items(cut, **chosen), ITEMS_A_PAGE).get_page(request.GET.get("page"))
    bars = item_strip(cut)
    context = access.context(
        "cuts",
        cut=cut,
        page=page,
        rows=item_rows(cut, page),
        strip=strip_bars(bars),
        is_dense=len(bars) > DENSE,
        importer=importers([cut.pk]).get(cut.pk),
        **item_counts(cut),
        **chosen,
    )
    return render_page(request, "shots/cut_detail.html", "shots/_cut_items.html", context)


def _items(cut: Cut, *, show: str, find: str) -> QuerySet[CutItem]:
    items = cut.items.select_related("shot__project", "shot__parent")
    if show:
        items = items.filter(shot__isnull=show == "none")
    if find:
        items = items.filter(Q(clip_name__icontains=find) | Q(reel__icontains=find) | Q(shot__code__icontains=find))
    return items


@login_required
@require_POST
def cut_trash(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    cut = get_object_or_404(_cuts(request, access), pk=pk)
    services.cut_trash(actor=request.user, cut=cut)
    return say_done(request, redirect("shots:cut-list", access.project.code), f"{cut} moved to the trash")
