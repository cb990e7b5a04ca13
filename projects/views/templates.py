"""The studio's templates: made from a project, renamed, removed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refused
from core.htmx import render_page
from core.http import UserRequest

from .. import services
from ..access import open_project
from ..forms.projects import ProjectUpdateForm, TemplateForm
from ..models import StudioTemplate
from ..permissions import require
from ..roles import MANAGE
from .projects import go, settings_page

LIST = "projects:template-list"


@login_required
@require_safe
def template_list(request: UserRequest) -> HttpResponse:
    return _list(request)


@login_required
@require_POST
def template_create(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, MANAGE, access.project)
    form = TemplateForm(request.POST)
    if form.is_valid():
        try:
            row = services.template_create(actor=request.user, project=access.project, name=form.cleaned_data["name"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return go(request, reverse(LIST), f"{row.name} is a template of the studio")
    return settings_page(request, access, ProjectUpdateForm.of(access.project), status=422, template_form=form)


@login_required
@require_POST
def template_rename(request: UserRequest, pk: int) -> HttpResponse:
    row = _template(request, pk)
    form = TemplateForm(request.POST)
    if form.is_valid():
        try:
            services.template_rename(actor=request.user, template=row, name=form.cleaned_data["name"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return go(request, reverse(LIST), f"Template renamed to {form.cleaned_data['name']}")
    return _list(request, refused=row, form=form, status=422)


@login_required
@require_POST
def template_remove(request: UserRequest, pk: int) -> HttpResponse:
    row = _template(request, pk)
    services.template_remove(actor=request.user, template=row)
    return go(request, reverse(LIST), f"Template {row.name} removed")


def _template(request: UserRequest, pk: int) -> StudioTemplate:
    return get_object_or_404(StudioTemplate.objects.visible_to(request.user).select_related("created_by"), pk=pk)


def _list(request: UserRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = list(StudioTemplate.objects.visible_to(request.user).select_related("created_by"))
    context = {"rows": rows, "nav": "home", **more}
    return render_page(request, "projects/template_list.html", "projects/_template_list.html", context, status=status)
