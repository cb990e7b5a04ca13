"""The projects that a person is in: the page that Tracktor opens with."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from core.htmx import render_page
from core.http import UserRequest
from core.text import name_key
from projects.forms.members import JoinForm
from projects.models import Project, ProjectStatus

from .. import selectors

ON_A_PAGE = 24
ALL = "all"
TABS = (
    (ProjectStatus.ACTIVE.value, "Active"),
    (ProjectStatus.ON_HOLD.value, "On hold"),
    (ProjectStatus.COMPLETED.value, "Completed"),
    (ALL, "All"),
)
SORTS = {"activity": "Last activity", "name": "Name"}


class _Query(forms.Form):
    status = forms.ChoiceField(choices=TABS, required=False)
    sort = forms.ChoiceField(choices=list(SORTS.items()), required=False)
    q = forms.CharField(required=False, max_length=200)
    page = forms.CharField(required=False)


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int
    is_current: bool


@login_required
@require_safe
def project_list(request: UserRequest) -> HttpResponse:
    query = _read(request.GET)
    visible = Project.objects.visible_to(request.user)
    found = _find(visible, query["q"])
    counts = dict(found.values_list("status").annotate(count=Count("pk")).order_by())
    chosen = found if query["status"] == ALL else found.filter(status=query["status"])
    ordered = _sorted(selectors.with_last_activity(chosen, request.user), query["sort"])
    page = Paginator(ordered.select_related("thumbnail"), ON_A_PAGE).get_page(query["page"])
    context = {
        "nav": "home",
        "page": page,
        "cards": selectors.project_cards(request.user, list(page)),
        "tabs": _tabs(counts, query["status"]),
        "query": query,
        "sorts": SORTS,
        "sort_label": SORTS[query["sort"]],
        # Without one project at all the page says how to get one, not that a filter finds nothing.
        "has_projects": bool(counts) or visible.exists(),
        "join_form": JoinForm(),
    }
    return render_page(request, "desk/project_list.html", "desk/_project_list.html", context)


def _read(data: QueryDict) -> dict[str, Any]:
    """The filters of the address; what can't be read falls back to what the page opens with."""
    form = _Query(data)
    form.is_valid()
    values = form.cleaned_data
    return {
        "status": values.get("status") or ProjectStatus.ACTIVE.value,
        "sort": values.get("sort") or "activity",
        "q": values.get("q", ""),
        "page": values.get("page") or "1",
    }


def _find(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    for word in text.split():
        key = name_key(word)
        projects = projects.filter(Q(name_key__contains=key) | Q(code_key__contains=key))
    return projects


def _sorted(projects: QuerySet[Project], sort: str) -> QuerySet[Project]:
    if sort == "name":
        return projects.order_by("name_key", "pk")
    return projects.order_by(F("last_activity").desc(nulls_last=True), "-pk")


def _tabs(counts: dict[str, int], current: str) -> list[Tab]:
    total = sum(counts.values())
    return [Tab(key, label, total if key == ALL else counts.get(key, 0), key == current) for key, label in TABS]
