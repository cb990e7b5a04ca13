"""Versions: the list of a project, the strip of a shot, and what is done to one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from core.htmx import is_fragment, render_page, toast, trigger
from core.http import UserRequest
from events.answers import done, say_done
from files.models import StoredFile
from projects.access import Access, open_project
from projects.permissions import require
from projects.roles import PUBLISH
from projects.services import project_set_thumbnail
from shots.forms.versions import (
    PictureUseForm,
    VersionFileForm,
    VersionFilterForm,
    VersionForm,
    VersionStatusForm,
)
from shots.models import Entity, Version
from shots.services import entity_set_thumbnail, version_files
from shots.services import versions as services
from shots.trash import is_in_trash
from shots.version_lists import strip_of, versions_of, with_all

VERSIONS_A_PAGE = 50


def _version(request: UserRequest, access: Access, pk: int) -> Version:
    return get_object_or_404(with_all(Version.objects.visible_to(request.user)), pk=pk, project=access.project)


@login_required
@require_safe
def version_list(request: UserRequest, code: str) -> HttpResponse:
    """All versions of a project, the newest first."""
    access = open_project(request, code)
    form = VersionFilterForm(request.GET, project=access.project)
    wanted = form.wanted()
    rows = versions_of(request.user, access.project, wanted)
    page = Paginator(rows, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    is_narrow = any(value for name, value in wanted.items() if name != "order")
    context = access.context("versions", page=page, form=form, is_narrow=is_narrow)
    return render_page(request, "shots/version_list.html", "shots/_version_list.html", context)


@login_required
@require_safe
def version_strip(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """The strip on the page of a shot or asset (`pk`); that page for a browser without scripts."""
    access = open_project(request, code)
    if is_fragment(request) and is_in_trash(request.user, access.project, pk):
        # The page is about to leave; what it shows stays until then.
        return HttpResponse(status=204)
    entity = get_object_or_404(
        Entity.objects.visible_to(request.user).select_related("project"), pk=pk, project=access.project
    )
    if not is_fragment(request):
        return HttpResponseRedirect(f"{entity.get_absolute_url()}?{request.GET.urlencode()}#versions")
    strip = strip_of(request.user, entity, is_all=request.GET.get("versions") == "all")
    return render(request, "shots/_version_strip.html", access.context("", entity=entity, strip=strip))


@login_required
@require_safe
def version_status_menu(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    version = _version(request, access, pk)
    statuses = services.settable_version_statuses(actor=request.user, version=version)
    context = access.context("versions", version=version, statuses=statuses)
    return render_page(request, "shots/version_menu.html", "shots/_version_status_menu.html", context)


@login_required
@require_POST
def version_set_status(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    version = _version(request, access, pk)
    form = VersionStatusForm(request.POST)
    if not form.is_valid():
        response = HttpResponse("Choose a status of the list.", status=422, content_type="text/plain")
        return toast(response, "Choose a status of the list.", tone="danger")
    row = services.version_set_status(actor=request.user, version=version, status=form.cleaned_data["status"])
    return _changed(request, version, f"{version} set to {row.get_status_display()}", version.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def version_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    version = _version(request, access, pk)
    require(request.user, PUBLISH, access.project)
    initial = {name: getattr(version, name) for name in ("rev", "name", "description", "path")}
    form = VersionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.version_update(
                actor=request.user, version=version, changes=form.changes(), seen_rev=form.cleaned_data["rev"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return say_done(request, HttpResponseRedirect(version.get_absolute_url()), f"{version} saved")
    context = access.context("versions", version=version, form=form)
    return render(request, "shots/version_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def version_trash(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    version = _version(request, access, pk)
    services.version_trash(actor=request.user, version=version)
    return _changed(request, version, f"{version} moved to the trash", version.entity.get_absolute_url(), leaves=True)


@login_required
@require_POST
def version_restore(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    rows = with_all(Version.objects.trash_visible_to(request.user))
    version = get_object_or_404(rows, pk=pk, project=access.project)
    services.version_restore(actor=request.user, version=version)
    return _changed(request, version, f"{version} restored", version.get_absolute_url(), leaves=True)


@login_required
@require_POST
def version_use_picture(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Show the version's picture for its shot or asset, or for the project."""
    access = open_project(request, code)
    version = _version(request, access, pk)
    form = PictureUseForm(request.POST)
    if not form.is_valid() or version.thumbnail is None:
        raise Refused("This version has no picture to show.")
    if form.cleaned_data["target"] == "project":
        project_set_thumbnail(actor=request.user, project=access.project, stored=version.thumbnail)
        what = access.project.name
    else:
        entity_set_thumbnail(actor=request.user, entity=version.entity, stored=version.thumbnail)
        what = version.entity.code
    return _changed(request, version, f"{version} is the picture of {what}", version.get_absolute_url())


@login_required
@require_POST
def version_file_show(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Make the version's picture of one of its files."""
    access = open_project(request, code)
    version = _version(request, access, pk)
    form = VersionFileForm(request.POST)
    held = StoredFile.objects.visible_to(request.user).filter(pk__in=version.files.values("file"))
    stored = held.filter(uid=form.cleaned_data["file"]).first() if form.is_valid() else None
    if stored is None:
        raise Refused("This version has no such file.")
    version_files.version_file_show(actor=request.user, version=version, stored=stored)
    return _changed(request, version, f"{stored.name} is the picture of {version}", version.get_absolute_url())


def _changed(request: UserRequest, version: Version, message: str, goal: str, *, leaves: bool = False) -> HttpResponse:
    """An empty answer for htmx, after which the parts of the page that show the version read themselves anew."""
    if not is_fragment(request):
        return say_done(request, HttpResponseRedirect(goal), message)
    response = HttpResponse()
    if leaves:
        response["HX-Redirect"] = goal
        return say_done(request, response, message)
    response["HX-Reswap"] = "none"
    trigger(response, f"version:changed-{version.pk}")
    trigger(response, f"versions:changed-{version.entity_id}")
    return done(response, message)
