"""History and feed of a project, and taking back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import Missing, Refused
from core.htmx import is_fragment, render_page, toast, trigger
from core.http import UserRequest, back_to
from events.models import ChangeSet
from projects.access import Access, open_project
from projects.models import Project
from shots.models import Entity
from shots.trash import is_in_trash

from . import selectors, services
from .forms import HistoryFilter, UndoForm
from .presenters import entries_of, lines_of

FEED = 12
ACT_PAGE = 100


@login_required
@require_safe
def project_history(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    filters = HistoryFilter(request.GET, project=access.project)
    changes = selectors.project_change_sets(request.user, access.project, filters.wanted)
    context = access.context("history", filters=filters, **_page(request, access, changes))
    return render_page(request, "activity/project_history.html", "activity/_rows.html", context)


@login_required
@require_safe
def entity_history(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    if is_fragment(request) and is_in_trash(request.user, access.project, pk):
        # The page is about to leave; what it shows stays until then.
        return HttpResponse(status=204)
    rows = Entity.objects.visible_to(request.user).select_related("project")
    entity = get_object_or_404(rows, pk=pk, project=access.project)
    filters = HistoryFilter(request.GET, project=access.project)
    changes = selectors.entity_change_sets(request.user, entity.pk, filters.wanted)
    page = _page(request, access, changes, entity_id=entity.pk)
    context = access.context(f"{entity.kind}s", entity=entity, filters=filters, **page)
    return render_page(request, "activity/entity_history.html", "activity/_rows.html", context)


def _page(
    request: UserRequest, access: Access, changes: list[ChangeSet], *, entity_id: int | None = None
) -> dict[str, object]:
    page = changes[: selectors.PAGE]
    return {
        "entries": entries_of(request.user, page, may_edit=access.may_edit, entity_id=entity_id),
        "older": page[-1].pk if len(changes) > len(page) else None,
        "is_first": not request.GET.get("before"),
    }


@login_required
@require_safe
def change_set(request: UserRequest, pk: int) -> HttpResponse:
    """One act with all that it changed: what a link to it leads to."""
    changes = selectors.change_set_visible_to(request.user, pk)
    home = Project.objects.visible_to(request.user).filter(pk=(changes.project_id if changes else 0) or 0).first()
    if changes is None or home is None:
        raise Http404("There is no such change.")
    access = open_project(request, home.code)
    page = Paginator(selectors.events_of(request.user, changes), ACT_PAGE).get_page(request.GET.get("page"))
    entries = entries_of(request.user, [changes], may_edit=access.may_edit)
    context = access.context("history", entry=entries[0], page=page, lines=lines_of(request.user, list(page)))
    return render_page(request, "activity/change_set.html", "activity/_change_set.html", context)


@login_required
@require_safe
def feed(request: UserRequest, code: str) -> HttpResponse:
    """The latest acts of a project, one line each, for the overview."""
    access = open_project(request, code)
    if not is_fragment(request):
        return HttpResponseRedirect(reverse("activity:project-history", args=[access.project.code]))
    changes = selectors.project_change_sets(request.user, access.project)[:FEED]
    context = access.context("overview", entries=entries_of(request.user, changes, may_edit=access.may_edit))
    return render(request, "activity/_feed.html", context)


@login_required
@require_POST
def change_set_undo(request: UserRequest, pk: int) -> HttpResponse:
    changes = selectors.change_set_visible_to(request.user, pk)
    if changes is None:
        raise Missing("There is no such change.")
    return _take_back(request, changes)


@login_required
@require_POST
def undo_last(request: UserRequest) -> HttpResponse:
    changes = services.latest_undoable(actor=request.user, project_id=_project_id(request))
    return _take_back(request, changes) if changes else _say(request, "Nothing to undo")


@login_required
@require_POST
def redo_last(request: UserRequest) -> HttpResponse:
    changes = services.latest_redoable(actor=request.user, project_id=_project_id(request))
    return _take_back(request, changes) if changes else _say(request, "Nothing to redo")


def _project_id(request: UserRequest) -> int | None:
    form = UndoForm({**request.GET.dict(), **request.POST.dict()})
    code = form.cleaned_data["project"] if form.is_valid() else ""
    if not code:
        return None
    project = Project.objects.visible_to(request.user).filter(code_key=code.casefold()).only("pk").first()
    if project is None:
        raise Http404("There is no such project.")
    return project.pk


def _take_back(request: UserRequest, changes: ChangeSet) -> HttpResponse:
    """Undo or redo, and say so; the service asks whether the person may take it back."""
    try:
        undoing = services.change_set_undo(actor=request.user, changes=changes)
    except Missing:
        raise
    except Refused as refused:
        return _say(request, refused.message, tone="danger", status=refused.status)
    was_undo = undoing.undoes is not None and undoing.undoes.undoes_id is None
    said = f"{'Undone' if was_undo else 'Redone'}: {undoing.label.partition(': ')[2]}"
    url = reverse("activity:change-set-undo", args=[undoing.pk])
    if undoing.project_id and not Project.objects.visible_to(request.user).filter(pk=undoing.project_id).exists():
        return _leave(request, said, url)
    response = _say(request, said, undo_url=url, undo_label="Redo" if was_undo else "Undo")
    return trigger(response, "live:reset") if is_fragment(request) else response


def _say(
    request: HttpRequest,
    message: str,
    *,
    tone: str = "plain",
    status: int = 204,
    undo_url: str | None = None,
    undo_label: str = "Undo",
) -> HttpResponse:
    """A toast and nothing to swap; back to the page where the form was, for a browser without scripts."""
    if not is_fragment(request):
        level = messages.ERROR if tone == "danger" else messages.INFO
        messages.add_message(request, level, message, extra_tags=undo_url or "")
        return HttpResponseRedirect(back_to(request))
    response = toast(HttpResponse(status=status), message, undo_url=undo_url, tone=tone, undo_label=undo_label)
    response["HX-Reswap"] = "none"
    return response


def _leave(request: HttpRequest, message: str, undo_url: str) -> HttpResponse:
    """The project went to the trash with the act: its pages are gone."""
    messages.info(request, message, extra_tags=undo_url)
    home = reverse("desk:project-list")
    if not is_fragment(request):
        return HttpResponseRedirect(home)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = home
    return response
