"""The projects that a person is in: the page that Tracktor opens with."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.htmx import is_fragment, render_page
from core.http import UserRequest
from projects.access import open_project
from projects.forms.members import JoinForm
from projects.models import Project, ProjectKind, ProjectStatus

from .. import project_lists
from ..project_lists import ALL, SORTS, WHOSE, ListQuery
from ..selectors import shot_counts

ON_A_PAGE = 24
TABS = (
    (ProjectStatus.ACTIVE.value, "Active"),
    (ProjectStatus.ON_HOLD.value, "On hold"),
    (ProjectStatus.COMPLETED.value, "Completed"),
    (ProjectStatus.ARCHIVED.value, "Archived"),
    (ALL, "All"),
)


class _Query(forms.Form):
    status = forms.ChoiceField(choices=TABS, required=False)
    sort = forms.ChoiceField(choices=list(SORTS.items()), required=False)
    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(choices=ProjectKind, required=False)
    whose = forms.ChoiceField(choices=list(WHOSE.items()), required=False)
    late = forms.BooleanField(required=False)
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
    asked, viewer = _read(request.GET), request.user
    found = project_lists.find_projects(viewer, asked)
    counts = dict(found.values_list("status").annotate(count=Count("pk")).order_by())
    chosen = found if asked.status == ALL else found.filter(status=asked.status)
    page = Paginator(project_lists.sorted_projects(viewer, chosen, asked.sort), ON_A_PAGE).get_page(asked.page)
    context = {
        "nav": "home",
        "page": page,
        "cards": project_lists.project_cards(viewer, list(page)),
        "tabs": _tabs(counts, asked.status),
        "query": asked,
        **_choices(asked),
        # Without one project at all the page says how to get one, not that a filter finds nothing.
        "has_projects": bool(counts) or Project.objects.visible_to(viewer).exists(),
        "join_form": JoinForm(),
    }
    if not is_fragment(request):
        context["waiting"] = project_lists.waiting_for(viewer)
        context["deadlines"] = project_lists.next_deadlines(viewer)
    return render_page(request, "desk/project_list.html", "desk/_project_list.html", context)


@login_required
@require_safe
def project_shots(request: UserRequest, code: str) -> HttpResponse:
    """How many shots are there, for the settings, where they are planned."""
    project = open_project(request, code).project
    if not is_fragment(request):
        return redirect(project.get_absolute_url())
    shots = shot_counts(request.user, [project.pk]).get(project.pk, 0)
    return render(request, "desk/_project_shots.html", {"project": project, "shots": shots})


def _choices(asked: ListQuery) -> dict[str, Any]:
    return {
        "sorts": SORTS,
        "sort_label": SORTS[asked.sort],
        "kinds": dict(ProjectKind.choices),
        "kind_label": dict(ProjectKind.choices).get(asked.kind, "Any"),
        "whose": WHOSE,
        "whose_label": WHOSE.get(asked.whose, "Anybody’s"),
    }


def _read(data: QueryDict) -> ListQuery:
    """The filters of the address; what can't be read falls back to what the page opens with."""
    form = _Query(data)
    form.is_valid()
    return ListQuery(**{name: value for name, value in form.cleaned_data.items() if value})


def _tabs(counts: dict[str, int], current: str) -> list[Tab]:
    total = sum(counts.values())
    return [Tab(key, label, total if key == ALL else counts.get(key, 0), key == current) for key, label in TABS]
