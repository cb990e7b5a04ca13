"""Task cells: the menus that open from them, and what they set."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.errors import Refused, Stale
from core.htmx import is_fragment, render_page, toast, trigger
from core.http import UserRequest
from events.answers import done, say_done
from events.services import AlreadyDone
from projects.access import Access, open_project
from projects.models import Category
from projects.permissions import require
from projects.roles import EDIT
from shots import services
from shots.cells import task_cells_html
from shots.forms.tasks import AssigneesForm, StatusForm, TaskDatesForm, TaskForm
from shots.models import Entity, Kind, Task


def _task(request: UserRequest, access: Access, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("project", "entity", "task_type", "status")
    return get_object_or_404(rows, pk=pk, project=access.project)


@login_required
@require_safe
def task_status_menu(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    task = _task(request, access, pk)
    statuses = services.settable_statuses(actor=request.user, task=task)
    return _menu(request, "shots/_status_menu.html", access.context("shots", task=task, statuses=statuses))


@login_required
@require_POST
def task_set_status(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    task = _task(request, access, pk)
    form = StatusForm(request.POST, project=access.project)
    if not form.is_valid():
        return _refuse_form(form)
    data = form.cleaned_data
    try:
        services.task_set_status(actor=request.user, task=task, status=data["status"], seen_rev=data["rev"])
    except Stale as stale:
        if not is_fragment(request):
            raise
        # The cell takes the value that is there; what was chosen is one press away in the menu.
        return toast(_cell(access, task, status=409), stale.message, tone="danger")
    return _answer(request, access, task, f"{task} set to {data['status'].name}")


@login_required
@require_safe
def task_assignee_menu(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Members, those of the task's department first, each with how many open tasks they have here."""
    access = open_project(request, code)
    task = _task(request, access, pk)
    if not access.may_edit:
        return _menu(request, "shots/_assignee_menu.html", access.context("shots", task=task, people=[]))
    is_open = Q(assignments__task__project=access.project, assignments__task__trashed_at=None) & ~Q(
        assignments__task__status__category__in=(Category.DONE, Category.OMITTED)
    )
    members = (
        User.objects.visible_to(request.user)
        .active()
        .filter(memberships__project=access.project)
        .annotate(
            open_tasks=Count("assignments", filter=is_open, distinct=True),
            is_near=Count("departments", filter=Q(departments=task.task_type.department_id), distinct=True),
        )
        .order_by("-is_near", "full_name", "username")
    )
    assigned = set(task.assignments.values_list("user_id", flat=True))
    context = access.context("shots", task=task, people=members, assigned=assigned)
    return _menu(request, "shots/_assignee_menu.html", context)


@login_required
@require_POST
def task_assign(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    task = _task(request, access, pk)
    form = AssigneesForm(request.POST, project=access.project)
    if not form.is_valid():
        return _refuse_form(form)
    person, held = form.cleaned_data["toggle"], list(task.assignees.all())
    if form.cleaned_data["clear"] or person is None:
        wanted = []
    else:
        wanted = [user for user in held if user != person] if person in held else [*held, person]
    services.task_assign(actor=request.user, task=task, users=wanted, seen_rev=form.cleaned_data["rev"])
    names = ", ".join(user.display_name for user in wanted) or "nobody"
    return _answer(request, access, task, f"{task} assigned to {names}")


@login_required
@require_POST
def task_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    task = _task(request, access, pk)
    form = TaskDatesForm(request.POST)
    if not form.is_valid():
        return _refuse_form(form)
    changes = {"due_date": form.cleaned_data["due_date"]}
    services.task_update(actor=request.user, task=task, changes=changes, seen_rev=form.cleaned_data["rev"])
    return _answer(request, access, task, f"{task} planned")


@login_required
@require_http_methods(["GET", "POST"])
def task_create(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Add a task to a shot or asset (`pk`)."""
    access = open_project(request, code)
    entity = get_object_or_404(Entity.objects.visible_to(request.user), pk=pk, project=access.project)
    require(request.user, EDIT, access.project)
    form = TaskForm(request.POST or None, project=access.project, kind=Kind(entity.kind))
    if request.method == "POST" and form.is_valid():
        data, answer = form.cleaned_data, HttpResponseRedirect(entity.get_absolute_url())
        try:
            task = services.task_create(
                actor=request.user,
                entity=entity,
                task_type=data["task_type"],
                name=data["name"],
                uid=data["submit_id"],
            )
        except AlreadyDone:
            return answer
        except Refused as refused:
            form.refuse(refused)
        else:
            return say_done(request, answer, f"{task} added")
    context = access.context(f"{entity.kind}s", form=form, entity=entity, title=f"New task on {entity.code}")
    return render(request, "shots/entity_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def task_trash(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    task = _task(request, access, pk)
    services.task_trash(actor=request.user, task=task)
    if is_fragment(request):
        return done(HttpResponse(), f"{task} moved to the trash")
    return HttpResponseRedirect(task.entity.get_absolute_url())


def _menu(request: UserRequest, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """The menu under its cell, or a page of its own where no script opens it."""
    return render_page(request, "shots/task_menu.html", fragment, context | {"menu": fragment})


def _answer(request: UserRequest, access: Access, task: Task, message: str) -> HttpResponse:
    """The changed cell for htmx, the shot or asset for a plain form."""
    if is_fragment(request):
        return done(_cell(access, task), message)
    return say_done(request, HttpResponseRedirect(task.entity.get_absolute_url()), message)


def _cell(access: Access, task: Task, *, status: int = 200) -> HttpResponse:
    html = task_cells_html([task.pk], can_edit=access.may_set_status).get(task.pk, "")
    response = HttpResponse(html, status=status)
    return trigger(response, f"task:changed-{task.pk}")


def _refuse_form(form: StatusForm | AssigneesForm | TaskDatesForm) -> HttpResponse:
    """A menu has no place for field errors: the toast says what was wrong, nothing is swapped."""
    message = " ".join(str(error) for errors in form.errors.values() for error in errors)
    response = HttpResponse(message, status=422, content_type="text/plain")
    response["HX-Reswap"] = "none"
    return toast(response, message, tone="danger")
