"""The notes of a project: the day of a supervisor."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.htmx import render_page
from core.http import UserRequest
from notes.forms import NoteListFilter
from notes.selectors import has_clients, list_of, rows_of
from projects.access import open_project

NOTES_A_PAGE = 30


@login_required
@require_safe
def note_list(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    filters = NoteListFilter(request.GET, viewer=request.user, project=access.project)
    page = Paginator(list_of(access, request.user, filters), NOTES_A_PAGE).get_page(request.GET.get("page"))
    context = access.context(
        "notes",
        filters=filters,
        page=page,
        rows=rows_of(access, request.user, list(page.object_list)),
        has_clients=has_clients(access),
        is_narrow=bool(filters.address("q", "task_type") or filters.more_count or request.GET.get("state")),
    )
    return render_page(request, "notes/note_list.html", "notes/_note_list.html", context)
