"""Making a project, its settings, and its trash."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.errors import Refused, Stale
from core.htmx import is_fragment, render_page
from core.http import UserRequest
from events.answers import done, say_done
from events.services import AlreadyDone, changed_since

from .. import services
from ..access import Access, open_project
from ..codes import suggest_code
from ..defaults import TASK_TYPES, TEMPLATES
from ..forms.projects import (
    COPY,
    ArchiveForm,
    CodeSuggestForm,
    PictureForm,
    ProjectCreateForm,
    ProjectRestoreForm,
    ProjectUpdateForm,
    TemplateForm,
    readable,
)
from ..models import Project
from ..permissions import require
from ..roles import MANAGE

HOME = "desk:project-list"


def go(request: UserRequest, url: str, message: str = "") -> HttpResponse:
    """Lead to another page, by htmx or by the browser itself; that page says what was done, with its undo."""
    response: HttpResponse = HttpResponseClientRedirect(url) if is_fragment(request) else redirect(url)
    return say_done(request, response, message) if message else response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_create(request: UserRequest) -> HttpResponse:
    if request.method == "POST":
        form = ProjectCreateForm(request.POST, viewer=request.user)
    else:
        form = ProjectCreateForm.opened(request.GET, request.user)
    if form.is_bound and form.is_valid():
        try:
            project = _create(request, form)
        except Refused as refused:
            form.refuse(refused)
        except AlreadyDone as before:
            made = Project.objects.visible_to(request.user).filter(pk=before.change_set.project_id or 0).first()
            return go(request, made.get_absolute_url() if made else reverse(HOME))
        else:
            return go(request, project.get_absolute_url())
    context = {"form": form, "templates": _template_cards(), "copy": COPY, "nav": "home"}
    return render_page(
        request,
        "projects/project_create.html",
        "projects/_project_create.html",
        context,
        status=422 if form.errors else 200,
    )


def _create(request: UserRequest, form: ProjectCreateForm) -> Project:
    given, uid, source = form.given(), form.cleaned_data["submit_id"], form.copied
    if source is not None:
        with_members = form.cleaned_data["with_members"]
        return services.project_copy(actor=request.user, given=given, source=source, with_members=with_members, uid=uid)
    template = form.chosen_template() or form.chosen_setup()
    if template is None:
        raise Refused("This template is gone; choose another one.", field="template")
    return services.project_create(actor=request.user, given=given, template=template, uid=uid)


def _template_cards() -> list[dict[str, Any]]:
    names = {row.short_name: row.name for row in TASK_TYPES}
    return [
        {
            "key": template.key,
            "label": template.label,
            "shots": ", ".join(names[short] for short in template.shots),
            "assets": ", ".join(names[short] for short in template.assets),
        }
        for template in TEMPLATES
    ]


@login_required
@require_safe
def project_code_suggest(request: UserRequest) -> HttpResponse:
    """The code field with a fresh proposal; nothing where somebody has typed a code."""
    form = CodeSuggestForm(request.GET)
    if not form.is_valid() or form.is_hand_written:
        return HttpResponse(status=204)
    code = suggest_code(form.cleaned_data["name"])
    fields = ProjectCreateForm(initial={"code": code}, viewer=request.user)
    return render(request, "projects/_code_field.html", {"field": fields["code"], "suggested": code})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_update(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, MANAGE, access.project)
    if request.method != "POST":
        return settings_page(request, access, ProjectUpdateForm.of(access.project))
    form = ProjectUpdateForm(request.POST)
    if not form.is_valid():
        return settings_page(request, access, form, status=422)
    try:
        project = services.project_update(
            actor=request.user, project=access.project, changes=form.values(), seen_rev=form.cleaned_data["rev"]
        )
    except Stale as stale:
        return _conflict(request, access, form, stale)
    except Refused as refused:
        form.refuse(refused)
        return settings_page(request, access, form, status=422)
    if not is_fragment(request):
        return go(request, reverse("projects:project-update", args=[project.code]), "Settings saved")
    access = open_project(request, code)
    return done(settings_page(request, access, ProjectUpdateForm.of(access.project)), "Settings saved")


def settings_page(
    request: UserRequest, access: Access, form: ProjectUpdateForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    forms = {"form": form, "picture_form": PictureForm(), "template_form": TemplateForm()}
    context = access.context("settings", **(forms | more))
    return render_page(request, "projects/project_update.html", "projects/_project_update.html", context, status=status)


def _conflict(request: UserRequest, access: Access, form: ProjectUpdateForm, stale: Stale) -> HttpResponse:
    """The form again, on what is there now: typed values stand where this person changed something, both are shown."""
    typed = form.values()
    since = changed_since(target_type="project", target_id=access.project.pk, rev=form.cleaned_data["rev"])
    mine = {name: value for name, value in typed.items() if name not in since or name in stale.differences}
    differences = [
        {"label": form.fields[name].label, "now": readable(name, now), "sent": readable(name, sent)}
        for name, (now, sent) in stale.differences.items()
    ]
    project = Project.objects.visible_to(request.user).select_related("thumbnail").get(pk=access.project.pk)
    fresh = Access(project, access.grants, access.membership)
    return settings_page(request, fresh, ProjectUpdateForm.of(project, mine), status=409, differences=differences)


@login_required
@require_POST
def project_set_thumbnail(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, MANAGE, access.project)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            message = _change_picture(request, access.project, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            return go(request, reverse("projects:project-update", args=[access.project.code]), message)
    return settings_page(request, access, ProjectUpdateForm.of(access.project), status=422, picture_form=form)


def _change_picture(request: UserRequest, project: Project, form: PictureForm) -> str:
    upload = form.upload
    if upload is None:
        services.project_set_thumbnail(actor=request.user, project=project, stored=None)
        return "Picture removed"
    services.project_upload_thumbnail(
        actor=request.user, project=project, name=upload.name or "picture", data=upload.read()
    )
    return "Picture changed"


@login_required
@require_POST
def project_set_archived(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, MANAGE, access.project)
    form = ArchiveForm(request.POST)
    is_archived = form.is_valid() and form.cleaned_data["archived"]
    project = services.project_set_archived(actor=request.user, project=access.project, is_archived=is_archived)
    message = f"{project.name} is archived" if is_archived else f"{project.name} is active again"
    return go(request, reverse("projects:project-update", args=[project.code]), message)


@login_required
@require_POST
def project_trash(request: UserRequest, code: str) -> HttpResponse:
    project = open_project(request, code).project
    services.project_trash(actor=request.user, project=project)
    return go(request, reverse("projects:project-trash-list"), f"{project.name} is in the trash")


@login_required
@require_safe
def project_trash_list(request: UserRequest) -> HttpResponse:
    return _trash_list(request)


@login_required
@require_POST
def project_restore(request: UserRequest, code: str) -> HttpResponse:
    if "\0" in code:
        # PostgreSQL takes no NUL in a text, not even to look for it.
        raise Http404("There is no such project.")
    project = get_object_or_404(Project.objects.trash_visible_to(request.user), code_key=code.casefold())
    form = ProjectRestoreForm(request.POST)
    if form.is_valid():
        try:
            services.project_restore(actor=request.user, project=project, name=form.cleaned_data["name"] or None)
        except Refused as refused:
            form.refuse(refused)
        else:
            return go(request, project.get_absolute_url(), f"{project.name} is restored")
    return _trash_list(request, refused=project, form=form, status=422)


def _trash_list(
    request: UserRequest,
    *,
    refused: Project | None = None,
    form: ProjectRestoreForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = Project.objects.trash_visible_to(request.user).order_by("-trashed_at", "-pk")
    context = {"projects": rows, "refused": refused, "form": form, "nav": "home"}
    return render_page(
        request, "projects/project_trash_list.html", "projects/_project_trash_list.html", context, status=status
    )
