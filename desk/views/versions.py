"""The page of a version: what is in it, and the notes beside it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.htmx import is_fragment, render_page
from core.http import UserRequest
from notes.forms import NoteForm, ThreadFilter
from notes.views import composer_context, thread_context
from projects.access import Access, open_project
from shots.models import Version
from shots.services.versions import settable_version_statuses
from shots.version_lists import neighbours_of, with_all


@login_required
@require_safe
def version_detail(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    rows = with_all(Version.objects.visible_to(request.user)).prefetch_related("files__file")
    version = rows.filter(project=access.project, pk=pk).first()
    if version is None:
        return _gone(request, access, pk)
    before, after = neighbours_of(request.user, version)
    files = [link.file for link in version.files.all()]
    context = _notes(request, access, version) | {
        "version": version,
        "files": files,
        # A movie before its stills.
        "shown": next((file for file in files if file.is_movie), None)
        or next((file for file in files if file.is_sound or file.has_picture), None),
        "statuses": settable_version_statuses(actor=request.user, version=version),
        "before": before,
        "after": after,
        "nav": "versions",
        "may_trash": access.may_publish and (version.author == request.user or access.may_manage),
    }
    return render_page(request, "desk/version_detail.html", "desk/_version.html", context)


def _notes(request: UserRequest, access: Access, version: Version) -> dict[str, Any]:
    entity = version.entity
    filters = ThreadFilter({"version": version.pk}, viewer=request.user, entity=entity)
    form = NoteForm(viewer=request.user, entity=entity, initial={"version": version})
    return thread_context(request, access, entity, filters) | composer_context(access, form)


def _gone(request: UserRequest, access: Access, pk: int) -> HttpResponse:
    """What lies in the trash may be taken out of it here; what never was is not found."""
    rows = with_all(Version.objects.trash_visible_to(request.user))
    version = rows.filter(project=access.project, pk=pk).first() if access.may_publish else None
    if version is None:
        raise Http404("There is no such version.")
    if is_fragment(request):
        # A part of the page has asked, which is about something else now.
        response = HttpResponse(status=204)
        response["HX-Redirect"] = version.get_absolute_url()
        return response
    context = access.context("versions", version=version)
    return render(request, "desk/version_gone.html", context)
