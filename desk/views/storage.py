"""How much the files of a project take, and those of the studio."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.errors import Forbidden
from core.htmx import render_page
from core.http import UserRequest
from files.sums import storage_of
from projects.access import open_project


@login_required
@require_safe
def project_storage(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    context = access.context("versions", storage=storage_of(access.project.pk))
    return render_page(request, "desk/storage.html", "files/_storage.html", context)


@login_required
@require_safe
def studio_storage(request: UserRequest) -> HttpResponse:
    if not request.user.is_superuser:
        raise Forbidden("Only administrators see what the whole studio takes.")
    context = {"nav": "home", "storage": storage_of()}
    return render_page(request, "desk/storage.html", "files/_storage.html", context)
