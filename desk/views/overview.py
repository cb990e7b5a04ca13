"""One project at a glance: how far it is, what lies ahead, what waits, what is late, and what happened last."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.htmx import render_page
from core.http import UserRequest
from projects.access import open_project
from projects.bars import BAR_ORDER

from .. import selectors
from ..burnup import burn_up
from ..deadlines import deadlines_of, load_of, waiting_and_late


class OverviewForm(forms.Form):
    """How the burn-up is shown: what it counts, and whether its figures stand below as a table."""

    count = forms.ChoiceField(required=False, choices=[("shots", "Shots"), ("tasks", "Tasks")])
    figures = forms.BooleanField(required=False)


@login_required
@require_safe
def project_overview(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    project, viewer = access.project, request.user
    form = OverviewForm(request.GET)
    form.is_valid()
    figures = selectors.shot_figures(viewer, project)
    noun = form.cleaned_data.get("count") or ("shots" if figures.shots else "tasks")
    waiting, late = waiting_and_late(viewer, project)
    context = access.context(
        "overview",
        progress=selectors.progress_of(viewer, [project.pk])[project.pk],
        figures=figures,
        categories=BAR_ORDER,
        noun=noun,
        burnup=burn_up(viewer, project, noun=noun),
        with_figures=form.cleaned_data.get("figures"),
        deadlines=deadlines_of(viewer, project),
        waiting=waiting,
        late_tasks=late,
        # How much a person has to do is a matter of the team.
        load=[] if access.is_client else load_of(viewer, project),
    )
    return render_page(request, "desk/project_overview.html", "desk/_project_overview.html", context)
