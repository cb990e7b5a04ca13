"""Rules of a project: who may write notes, frames, and how things are named."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.errors import Refused
from core.htmx import render_page
from core.http import UserRequest

from ..access import Access, open_project
from ..forms.naming import NamingForm
from ..forms.pipeline import NotesForm
from ..permissions import require
from ..roles import MANAGE
from ..services import project_update
from ..services.naming import frames_and_naming_set
from .projects import go


def _open(request: UserRequest, code: str) -> Access:
    access = open_project(request, code)
    require(request.user, MANAGE, access.project)
    return access


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes_policy(request: UserRequest, code: str) -> HttpResponse:
    access = _open(request, code)
    form = NotesForm.of(access.project, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        changes = {"viewers_may_note": form.cleaned_data["viewers_may_note"]}
        try:
            project_update(
                actor=request.user, project=access.project, changes=changes, seen_rev=form.cleaned_data["rev"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return go(request, reverse("projects:notes-policy", args=[access.project.code]), "Settings saved")
    return _page(request, access, "notes", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def naming_update(request: UserRequest, code: str) -> HttpResponse:
    access = _open(request, code)
    form = NamingForm(request.POST if request.method == "POST" else None, project=access.project)
    if form.is_bound and form.is_valid():
        try:
            frames_and_naming_set(
                actor=request.user,
                project=access.project,
                frames=form.frames(),
                rules=form.rules(),
                seen_rev=form.cleaned_data["rev"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return go(request, reverse("projects:naming-update", args=[access.project.code]), "Settings saved")
    return _page(request, access, "naming", form)


def _page(request: UserRequest, access: Access, tab: str, form: Any) -> HttpResponse:
    page = f"projects/pipeline/{tab}.html"
    context = access.context("settings", tab=tab, form=form)
    return render_page(request, page, page, context, status=422 if form.errors else 200)
