"""The list of episodes and sequences: making them, putting them in order, moving what stands in them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from core.htmx import is_fragment, render_page
from core.http import UserRequest, back_to
from events.answers import done, say_done
from events.services import AlreadyDone
from projects.access import open_project
from projects.naming import with_fault
from projects.permissions import require
from projects.roles import EDIT
from shots import services
from shots.forms.structure import GroupForm, MoveForm, OrderForm, PickForm, StructureFilter, next_group
from shots.models import Entity, Kind
from shots.services.moves import HOLDERS
from shots.tree import branches_of, following_of, page_of, structure_rows


@login_required
@require_safe
def structure(request: UserRequest, code: str) -> HttpResponse:
    """Episodes and sequences with their sums."""
    access = open_project(request, code)
    wish = StructureFilter(request.GET)
    is_valid = wish.is_valid()
    find = wish.cleaned_data.get("q", "") if is_valid else ""
    page = page_of(structure_rows(request.user, access.project, find), wish.cleaned_data.get("page") or 1)
    loose = Entity.objects.visible_to(request.user).filter(project=access.project, kind=Kind.SHOT, parent=None)
    context = access.context(
        "structure",
        page=page,
        branches=branches_of(page, following_of(page)),
        find=find,
        loose=loose.count(),
        may_order=access.may_edit and not find,
    )
    return render_page(
        request, "shots/structure.html", "shots/_structure.html", context, status=200 if is_valid else 422
    )


@login_required
@require_http_methods(["GET", "POST"])
def episode_create(request: UserRequest, code: str) -> HttpResponse:
    return _create(request, code, Kind.EPISODE)


@login_required
@require_http_methods(["GET", "POST"])
def sequence_create(request: UserRequest, code: str) -> HttpResponse:
    return _create(request, code, Kind.SEQUENCE)


def _create(request: UserRequest, code: str, kind: Kind) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    episode = request.GET.get("episode", "")
    initial = {"episode": episode, "name": next_group(access.project, kind, episode)}
    form = GroupForm(request.POST or None, project=access.project, kind=kind, initial=initial)
    answer = reverse("shots:structure", args=[access.project.code])
    if request.method == "POST" and form.is_valid():
        try:
            made = services.group_create(
                actor=request.user,
                project=access.project,
                kind=kind,
                given=form.group(),
                uid=form.cleaned_data["submit_id"],
            )
        except AlreadyDone:
            return HttpResponseRedirect(answer)
        except Refused as refused:
            form.refuse(refused)
        else:
            return say_done(
                request,
                HttpResponseRedirect(made.get_absolute_url()),
                with_fault(f"{made.code} created", access.project, kind, [made.name]),
            )
    word = kind.label.lower()
    context = access.context("structure", form=form, title=f"New {word}", submit=f"Create {word}", cancel_url=answer)
    return render(request, "shots/entity_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def entity_order(request: UserRequest, code: str) -> HttpResponse:
    """Put a row before another one of its group; the list shows it already."""
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    rows = Entity.objects.visible_to(request.user).filter(project=access.project).select_related("project")
    form = OrderForm(request.GET.dict() | request.POST.dict(), rows=rows)
    if not form.is_valid():
        raise Refused("This stands elsewhere by now; look again.")
    data = form.cleaned_data
    moved = services.entity_reorder(actor=request.user, entity=data["moved"], before=data["before"] or data["until"])
    message = f"{moved.code} moved"
    if is_fragment(request):
        return done(HttpResponse(), message)
    answer = HttpResponseRedirect(back_to(request, reverse("shots:structure", args=[access.project.code])))
    return say_done(request, answer, message)


@login_required
@require_http_methods(["GET", "POST"])
def entity_move(request: UserRequest, code: str) -> HttpResponse:
    """Chosen shots to another sequence, chosen sequences to another episode."""
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    rows = Entity.objects.visible_to(request.user).filter(project=access.project, kind__in=HOLDERS)
    picks = PickForm(request.POST or request.GET, rows=rows.select_related("project", "parent").in_order())
    picked = picks.picked
    kind = Kind(picked[0].kind) if picked else Kind.SHOT
    form = MoveForm(request.POST or None, project=access.project, kind=kind)
    if request.method == "POST" and form.is_valid() and picked:
        parent = form.cleaned_data["parent"]
        try:
            services.entities_move(actor=request.user, entities=picked, parent=parent)
        except Refused as refused:
            form.refuse(refused)
        else:
            url = parent.get_absolute_url() if parent else reverse("shots:structure", args=[access.project.code])
            what = picked[0].code if len(picked) == 1 else f"{len(picked)} {kind.label.lower()}s"
            return say_done(request, HttpResponseRedirect(url), f"{what} moved")
    is_wrong = bool(form.errors or picks.errors) or (request.method == "POST" and not picked)
    context = access.context("structure", form=form, picked=picked, kind=kind, holder=HOLDERS[kind])
    return render(request, "shots/entity_move.html", context, status=422 if is_wrong else 200)
