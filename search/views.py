from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from core.htmx import render_page
from core.http import UserRequest
from projects.access import Access, open_project

from .forms import FindForm
from .palette import ACTION_SIGN, groups_for


@login_required
@require_safe
def find(request: UserRequest) -> HttpResponse:
    """The palette's answer; without scripts a page of its own."""
    form = FindForm(request.GET)
    access = _project(request, form.project_code)
    groups = groups_for(request.user, form.text, access, form.recent_ids)
    context = {
        "groups": groups,
        "text": form.text,
        "is_action": form.text.startswith(ACTION_SIGN),
        "is_none": all(group.key == "filter" for group in groups),
    }
    shell = access.context("search", **context) if access else {"nav": "search", **context}
    return render_page(request, "search/find.html", "search/_palette.html", shell)


def _project(request: UserRequest, code: str) -> Access | None:
    """The project of the page below. One that is gone, or never was, is no reason to find nothing."""
    if not code:
        return None
    try:
        return open_project(request, code)
    except Http404:
        return None
