"""One project at a glance: what it is, how far it is, and what happened last."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.htmx import render_page
from core.http import UserRequest
from projects.access import open_project
from projects.bars import BAR_ORDER

from .. import selectors


@login_required
@require_safe
def project_overview(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    project = access.project
    context = access.context(
        "overview",
        progress=selectors.progress_of(request.user, [project.pk])[project.pk],
        figures=selectors.shot_figures(request.user, project),
        categories=BAR_ORDER,
    )
    return render_page(request, "desk/project_overview.html", "desk/_project_overview.html", context)
