"""Handing a project over to another owner: asked first, since who hands it over may lose the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from core.errors import Refused
from core.htmx import is_fragment, render_page
from core.http import UserRequest

from .. import services
from ..access import open_project
from ..forms.projects import HandOverForm
from ..models import Project, Role
from ..permissions import require
from ..roles import MEMBERS
from .projects import HOME, go


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_hand_over(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, MEMBERS, access.project)
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, project=access.project, viewer=request.user)
    if form.is_bound and form.is_valid():
        owner, stays_as = form.cleaned_data["owner"], form.cleaned_data["stays_as"]
        try:
            services.project_hand_over(actor=request.user, project=access.project, owner=owner, stays_as=stays_as)
        except Refused as refused:
            if refused.field is None:
                raise
            form.refuse(refused)
        else:
            return _handed_over(request, access.project, stays_as)
    context = access.context("settings", form=form)
    status = 422 if form.errors else 200
    return render_page(
        request, "projects/project_hand_over.html", "projects/_project_hand_over.html", context, status=status
    )


def _handed_over(request: UserRequest, project: Project, stays_as: str) -> HttpResponse:
    message = f"{project.name} is {project.owner.display_name}’s now"
    if stays_as == Role.OWNER:
        return go(request, reverse("projects:member-list", args=[project.code]), message)
    # Without an undo: who gave the project away has no right to take it back.
    messages.success(request, message)
    stays = Project.objects.visible_to(request.user).filter(pk=project.pk).exists()
    url = project.get_absolute_url() if stays else reverse(HOME)
    return HttpResponseClientRedirect(url) if is_fragment(request) else redirect(url)
