"""My tasks: what a person has to do today, over all projects."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.htmx import is_fragment, render_page
from core.http import UserRequest
from desk.entity_page import length_of, task_lines
from desk.forms import DayForm, RowForm
from desk.my_day import day_of, section_of
from notes.forms import NoteForm, ThreadFilter
from notes.views import composer_context, thread_context
from projects.access import open_project
from projects.models import Category, TaskStatus
from shots.models import Task
from shots.services import settable_statuses
from shots.services.versions import next_number


@login_required
@require_safe
def my_tasks(request: UserRequest) -> HttpResponse:
    form = DayForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("section"):
        section = section_of(request.user, wanted["section"], wanted["start"] or 0)
        if is_fragment(request):
            return render(request, "desk/_my_section.html", {"section": section})
    day = day_of(request.user)
    chosen = wanted.get("task") or (day.first.pk if day.first else None)
    context = {"nav": "my-tasks", "day": day, "is_open": bool(wanted.get("task")), "chosen": chosen}
    if chosen:
        context |= _panel(request, chosen)
    return render_page(request, "desk/my_tasks.html", "desk/_my_tasks.html", context)


@login_required
@require_safe
def my_task(request: UserRequest, pk: int) -> HttpResponse:
    """One task of the list: its row (`?row=1`), or the panel beside the list."""
    if not is_fragment(request):
        return HttpResponseRedirect(f"{reverse('desk:my-tasks')}?task={pk}")
    form = RowForm(request.GET)
    if form.is_valid() and form.cleaned_data["row"]:
        found = _tasks(request).filter(pk=pk).first()
        context = {"line": task_lines(request.user, [found])[0]} if found else {}
        return render(request, "desk/_my_task.html", context) if found else HttpResponse()
    return render(request, "desk/_my_panel.html", _panel(request, pk) | {"is_open": True, "chosen": pk})


def _tasks(request: UserRequest) -> Any:
    return (
        Task.objects.visible_to(request.user)
        .select_related("task_type", "status", "project", "entity__project", "entity__thumbnail")
        .prefetch_related("assignments__user")
    )


def _panel(request: UserRequest, pk: int) -> dict[str, Any]:
    """The chosen task: facts, its notes, a composer."""
    task = get_object_or_404(_tasks(request), pk=pk)
    access = open_project(request, task.project.code)
    filters = ThreadFilter({"task": task.pk}, viewer=request.user, entity=task.entity)
    form = NoteForm(viewer=request.user, entity=task.entity, initial={"task": task.pk})
    panel = thread_context(request, access, task.entity, filters) | composer_context(access, form)
    # The list is of all projects: the shell must not show the rail of one.
    del panel["project"], panel["nav"]
    return panel | {
        "panel_project": access.project,
        "line": task_lines(request.user, [task])[0],
        "length": length_of(task.entity, access.project),
        "number": next_number(task.entity, task),
        "review": _review_status(request, task),
    }


def _review_status(request: UserRequest, task: Task) -> TaskStatus | None:
    """The status that sends the task to review; None where it is there, or this person may not set it."""
    if task.status.category in {Category.REVIEW, Category.DONE}:
        return None
    settable = settable_statuses(actor=request.user, task=task)
    return next((row for row in settable if row.category == Category.REVIEW), None)
