"""Acts on many at once: tasks of the pipeline, copies."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.errors import Refused
from core.http import UserRequest
from core.text import counted
from events.answers import say_done
from events.services import AlreadyDone
from projects.access import Access, open_project
from projects.models import TaskType
from projects.permissions import require
from projects.roles import EDIT
from shots import services
from shots.bulk import counts_of
from shots.filters import EntityFilter
from shots.forms.bulk import BulkTasksForm, CopyForm, KindForm
from shots.forms.structure import PickForm
from shots.models import Entity, Kind
from shots.querysets import EntityQuerySet
from shots.services.bulk_tasks import MOST_AT_ONCE
from shots.services.copies import copy_targets, free_name


@login_required
@require_http_methods(["GET", "POST"])
def bulk_tasks(request: UserRequest, code: str) -> HttpResponse:
    """Departments of the pipeline for all rows of a filter, or for chosen ones."""
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    kind, rows, picked = _scope(request, access)
    counts = counts_of(access.project, kind, rows)
    types = TaskType.objects.visible_to(request.user).filter(pk__in=[count.task_type.pk for count in counts])
    form = BulkTasksForm(request.POST or None, types=types)
    if request.method == "POST" and form.is_valid():
        answer = HttpResponseRedirect(request.get_full_path())
        try:
            message = _change_tasks(request, form, list(rows.select_related("project")[: MOST_AT_ONCE + 1]))
        except AlreadyDone:
            return answer
        except Refused as refused:
            form.refuse(refused)
        else:
            return say_done(request, answer, message)
    nav = f"{kind}s" if kind in {Kind.SHOT, Kind.ASSET} else "structure"
    context = access.context(
        nav,
        form=form,
        kind=kind,
        counts=counts,
        total=counts[0].total if counts else rows.order_by().count(),
        picked=picked,
        back_url=_back(access, kind),
    )
    return render(request, "shots/bulk_tasks.html", context, status=422 if form.errors else 200)


def _scope(request: UserRequest, access: Access) -> tuple[Kind, EntityQuerySet, list[Entity]]:
    """The chosen rows, else those of the table's filter, which stands in the address."""
    visible = Entity.objects.visible_to(request.user).filter(project=access.project)
    picked = PickForm(request.GET, rows=visible.in_order()).picked
    kind = Kind(picked[0].kind) if picked else KindForm(request.GET).kind_chosen
    rows = visible.filter(kind=kind)
    if picked:
        return kind, rows.filter(pk__in=[row.pk for row in picked]), picked
    if kind not in {Kind.SHOT, Kind.ASSET}:
        return kind, rows, []
    filters = EntityFilter(request.GET, project=access.project, kind=kind, viewer=request.user, queryset=rows)
    return kind, filters.qs if filters.form.is_valid() else rows.none(), []


def _change_tasks(request: UserRequest, form: BulkTasksForm, rows: list[Entity]) -> str:
    data = form.cleaned_data
    if not rows:
        raise Refused("This filter shows nothing; there is nothing to change.")
    if data["add"]:
        name = data["name"].strip() or "main"
        made = services.tasks_add(
            actor=request.user, entities=rows, task_type=data["add"], name=name, uid=data["submit_id"]
        )
        return f"{data['add'].name} added to {len(made):,}"
    answer = services.tasks_remove(
        actor=request.user,
        entities=rows,
        task_type=data["remove"],
        even_with_work=data["even_with_work"],
        uid=data["submit_id"],
    )
    kept = f", {answer.kept:,} with work kept" if answer.kept else ""
    return f"{counted(answer.removed, data['remove'].name + ' task')} removed{kept}"


def _back(access: Access, kind: Kind) -> str:
    name = f"{kind}-list" if kind in {Kind.SHOT, Kind.ASSET} else "structure"
    return reverse(f"shots:{name}", args=[access.project.code])


@login_required
@require_http_methods(["GET", "POST"])
def entity_copy(request: UserRequest, code: str) -> HttpResponse:
    """Copy chosen shots or assets, here or into another project that the person edits."""
    access = open_project(request, code)
    rows = Entity.objects.visible_to(request.user).filter(project=access.project, kind__in=(Kind.SHOT, Kind.ASSET))
    rows = rows.select_related("project", "parent", "sequence", "asset_type", "thumbnail")
    picked = PickForm(request.POST or request.GET, rows=rows.in_order()).picked
    projects = copy_targets(request.user)
    if not picked or not projects.exists():
        require(request.user, EDIT, access.project)
        context = access.context("shots", picked=[])
        return render(request, "shots/entity_copy.html", context, status=422 if request.method == "POST" else 200)
    initial = {"project": access.project.pk, "name": free_name(access.project, picked[0].kind, picked[0].name)}
    form = CopyForm(request.POST or None, picked=picked, projects=projects, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = HttpResponseRedirect(picked[0].get_absolute_url())
        try:
            made = services.entities_copy(
                actor=request.user, entities=picked, given=form.given(), uid=form.cleaned_data["submit_id"]
            )
        except AlreadyDone:
            return answer
        except Refused as refused:
            form.refuse(refused)
        else:
            what = made[0].code if len(made) == 1 else f"{len(made)} copies"
            return say_done(request, HttpResponseRedirect(made[0].get_absolute_url()), f"{what} made")
    context = access.context(f"{picked[0].kind}s", form=form, picked=picked, kind=Kind(picked[0].kind))
    return render(request, "shots/entity_copy.html", context, status=422 if form.errors else 200)
