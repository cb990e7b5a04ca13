"""The star of a project: what a person keeps on top of the own list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.htmx import is_fragment
from core.http import UserRequest, back_to
from events.answers import done, say_done

from .. import services
from ..access import open_project
from ..forms.projects import FavouriteForm


@login_required
@require_POST
def favourite_set(request: UserRequest, code: str) -> HttpResponse:
    project = open_project(request, code).project
    form = FavouriteForm(request.POST)
    is_favourite = form.is_valid() and form.cleaned_data["favourite"]
    services.favourite_set(actor=request.user, project=project, is_favourite=is_favourite)
    message = f"{project.name} is a favourite" if is_favourite else f"{project.name} is no favourite any more"
    if not is_fragment(request):
        return say_done(request, redirect(back_to(request)), message)
    context = {"project": project, "is_favourite": is_favourite}
    return done(render(request, "projects/_favourite.html", context), message)
