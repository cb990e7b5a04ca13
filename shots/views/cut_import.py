"""Importing a cut in two steps: the file, then what it becomes. With a project, or as the beginning of one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refused
from core.http import UserRequest
from projects.access import open_project
from projects.permissions import require
from projects.roles import EDIT
from shots.forms.cuts import CutFileForm, ProjectCutFileForm
from shots.services.cut_files import cut_file_keep

from .cut_step import open_step


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cut_import(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    form = CutFileForm(*_posted(request), initial={"rate": access.project.fps_text})
    if token := _keep(request, form):
        return redirect("shots:cut-check", access.project.code, token)
    return render(
        request, "shots/cut_import.html", access.context("cuts", form=form), status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_from_cut(request: UserRequest) -> HttpResponse:
    form = ProjectCutFileForm(*_posted(request), initial={"rate": "24"})
    if token := _keep(request, form):
        return redirect("shots:project-from-cut-check", token)
    context = {"nav": "home", "form": form}
    return render(request, "shots/cut_import.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _keep(request: UserRequest, form: CutFileForm) -> str:
    """The token of the file that was sent; empty when there is none, or none that can be read."""
    if not form.is_bound or not form.is_valid():
        return ""
    data = form.cleaned_data
    try:
        return cut_file_keep(
            user=request.user,
            file_name=form.file_name,
            rate=data["rate"],
            data=data["file"].read(),
            wishes=form.wishes(),
        )
    except Refused as refused:
        form.refuse(refused)
        return ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cut_check(request: UserRequest, code: str, token: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    step = open_step(request, token, access.project)
    return (request.method == "POST" and step.imported()) or step.page(access.context("cuts"))


@login_required
@require_POST
def cut_preview(request: UserRequest, code: str, token: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    return open_step(request, token, access.project).page(access.context("cuts"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_from_cut_check(request: UserRequest, token: str) -> HttpResponse:
    step = open_step(request, token, None)
    return (request.method == "POST" and step.imported()) or step.page({"nav": "home"})


@login_required
@require_POST
def project_from_cut_preview(request: UserRequest, token: str) -> HttpResponse:
    return open_step(request, token, None).page({"nav": "home"})
