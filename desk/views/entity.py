"""The page of a shot, an asset, a sequence or an episode: facts, tasks, cast, and beside them notes or history."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activity.presenters import entries_of
from activity.selectors import PAGE, entity_change_sets
from core.htmx import is_fragment, render_page
from core.http import UserRequest
from desk.entity_page import facts_of, is_seen, length_of, nav_of, neighbours, task_lines, tasks_of
from desk.group_page import HOLDING, below_of
from notes.forms import NoteForm, ThreadFilter
from notes.views import composer_context, thread_context
from projects.access import Access, open_project
from shots.cast import cast_context
from shots.models import Entity, Kind, Task
from shots.version_lists import strip_of


@login_required
@require_safe
def shot_detail(request: UserRequest, code: str, pk: int) -> HttpResponse:
    return _entity_detail(request, code, pk, Kind.SHOT)


@login_required
@require_safe
def asset_detail(request: UserRequest, code: str, pk: int) -> HttpResponse:
    return _entity_detail(request, code, pk, Kind.ASSET)


@login_required
@require_safe
def sequence_detail(request: UserRequest, code: str, pk: int) -> HttpResponse:
    return _entity_detail(request, code, pk, Kind.SEQUENCE)


@login_required
@require_safe
def episode_detail(request: UserRequest, code: str, pk: int) -> HttpResponse:
    return _entity_detail(request, code, pk, Kind.EPISODE)


def _entity_detail(request: UserRequest, code: str, pk: int, kind: Kind) -> HttpResponse:
    access = open_project(request, code)
    rows = Entity.objects.visible_to(request.user).select_related(
        "project",
        "parent__project",
        "parent__parent__project",
        "asset_type",
        "thumbnail",
        "sequence",
        "source__project",
    )
    entity = rows.filter(project=access.project, kind=kind, pk=pk).first()
    if entity is None:
        return _gone(request, access, pk, kind)
    tasks = tasks_of(request.user, entity)
    before, after = neighbours(request.user, entity)
    context = _side(request, access, entity) | {
        "lines": task_lines(request.user, tasks),
        "facts": facts_of(entity, tasks),
        "length": length_of(entity, access.project),
        "strip": strip_of(request.user, entity, is_all=request.GET.get("versions") == "all"),
        "before": before,
        "after": after,
        "nav": nav_of(entity),
        "source_is_seen": entity.source is not None and is_seen(request.user, entity.source),
    }
    context |= below_of(request.user, entity, request.GET.get("page", "")) if kind in HOLDING else {}
    context |= cast_context(request.user, access, entity)
    return render_page(request, "desk/entity_detail.html", "desk/_entity.html", context)


def _gone(request: UserRequest, access: Access, pk: int, kind: Kind) -> HttpResponse:
    """What lies in the trash is shown there; what never was is not found."""
    rows = Entity.objects.trash_visible_to(request.user)
    if not rows.filter(project=access.project, kind=kind, pk=pk).exists():
        raise Http404("There is no such thing here.")
    trash = reverse("desk:trash", args=[access.project.code])
    if not is_fragment(request):
        return HttpResponseRedirect(trash)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = trash
    return response


def _side(request: UserRequest, access: Access, entity: Entity) -> dict[str, Any]:
    """The panel: the thread with its composer, or the history."""
    filters = ThreadFilter(request.GET, viewer=request.user, entity=entity)
    panel = thread_context(request, access, entity, filters)
    if request.GET.get("tab") == "history":
        changes = entity_change_sets(request.user, entity.pk)
        panel |= {
            "tab": "history",
            "entries": entries_of(request.user, changes[:PAGE], may_edit=access.may_edit, entity_id=entity.pk),
            "older": changes[PAGE - 1].pk if len(changes) > PAGE else None,
            "is_first": True,
        }
        return panel
    initial = {"task": filters.cleaned_data.get("task"), "parent": request.GET.get("reply")}
    form = NoteForm(viewer=request.user, entity=entity, initial=initial)
    return panel | {"tab": "notes"} | composer_context(access, form)


@login_required
@require_safe
def task_row(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """One row of the task table, as it is now; nothing where the task went to the trash."""
    access = open_project(request, code)
    rows = (
        Task.objects.visible_to(request.user)
        .select_related("task_type", "status", "project", "entity__project")
        .prefetch_related("assignments__user")
    )
    if not is_fragment(request):
        task = get_object_or_404(rows, project=access.project, pk=pk)
        return HttpResponseRedirect(task.entity.get_absolute_url())
    found = rows.filter(project=access.project, pk=pk).first()
    if found is None:
        return HttpResponse()
    line = task_lines(request.user, [found])[0]
    return render(request, "desk/_task_row.html", access.context("", line=line, entity=found.entity))
