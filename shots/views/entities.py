"""Making, editing, omitting, trashing and restoring shots and assets."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refused, Stale
from core.htmx import is_fragment
from core.http import UserRequest, back_to
from events.answers import say_done
from events.services import AlreadyDone, change_set
from projects.access import Access, open_project
from projects.models import Project
from projects.naming import with_fault
from projects.permissions import require
from projects.roles import EDIT
from shots import services
from shots.forms.entities import AssetForm, EditForm, OmitForm, ShotForm, episodes_of, next_shot, sequences_of
from shots.models import Entity, Kind
from shots.services.entities import EDITABLE


def _entity(request: UserRequest, access: Access, pk: int) -> Entity:
    rows = Entity.objects.visible_to(request.user).select_related("project", "parent", "asset_type")
    return get_object_or_404(rows, pk=pk, project=access.project)


@login_required
@require_http_methods(["GET", "POST"])
def shot_create(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    form = ShotForm(request.POST or None, project=access.project, initial=_known(request, access.project))
    answer = reverse("shots:shot-list", args=[access.project.code])
    if request.method == "POST" and form.is_valid():
        try:
            made = _make_shots(request, access, form)
        except AlreadyDone:
            return HttpResponseRedirect(answer)
        except Refused as refused:
            form.refuse(refused)
        else:
            what = made[0].code if len(made) == 1 else f"{len(made)} shots"
            return _created(request, answer, what, made)
    groups = {"sequences": sequences_of(access.project), "episodes": episodes_of(access.project)}
    context = access.context("shots", form=form, title="New shots", submit="Create shots", **groups)
    return render(request, "shots/shot_form.html", context, status=422 if form.errors else 200)


def _created(request: UserRequest, url: str, what: str, made: list[Entity]) -> HttpResponse:
    message = with_fault(f"{what} created", made[0].project, made[0].kind, [row.name for row in made])
    return say_done(request, HttpResponseRedirect(url), message)


def _known(request: UserRequest, project: Project) -> dict[str, Any]:
    """What the form opens with: the group that the address asks for, and the name of its next shot."""
    episode, sequence = (request.GET.get(name, "")[:200] for name in ("episode", "sequence"))
    first = next_shot(project, sequence, episode)
    return {"handles": project.handles, "episode": episode, "sequence": sequence, "first": first}


def _make_shots(request: UserRequest, access: Access, form: ShotForm) -> list[Entity]:
    """The episode, the sequence and the shots are one act, so one undo."""
    data, user = form.cleaned_data, request.user
    label = f"New shots: {data['count']}" if data["count"] > 1 else f"New shot {data['first'].strip()}"
    with change_set(actor=user, label=label, project_id=access.project.pk, uid=data["submit_id"]):
        episode = sequence = None
        if data.get("episode", "").strip():
            episode = services.episode_ensure(actor=user, project=access.project, name=data["episode"])
        if data["sequence"].strip():
            name = data["sequence"]
            sequence = services.sequence_ensure(actor=user, project=access.project, name=name, episode=episode)
        if data["count"] == 1:
            return [services.shot_create(actor=user, project=access.project, given=form.shot(sequence))]
        return services.shots_create_by_pattern(
            actor=user, project=access.project, first=form.shot(sequence), step=data["step"], count=data["count"]
        )


@login_required
@require_http_methods(["GET", "POST"])
def asset_create(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    form = AssetForm(request.POST or None, project=access.project)
    answer = reverse("shots:asset-list", args=[access.project.code])
    if request.method == "POST" and form.is_valid():
        uid = form.cleaned_data["submit_id"]
        try:
            asset = services.asset_create(actor=request.user, project=access.project, given=form.asset(), uid=uid)
        except AlreadyDone:
            return HttpResponseRedirect(answer)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _created(request, answer, asset.code, [asset])
    context = access.context("assets", form=form, title="New asset", submit="Create asset", cancel_url=answer)
    return render(request, "shots/entity_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def entity_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    require(request.user, EDIT, access.project)
    editable = EDITABLE[Kind(entity.kind)]
    form = EditForm(request.POST or None, entity=entity, editable=editable)
    extra: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.entity_update(
                actor=request.user, entity=entity, changes=form.changes(), seen_rev=form.cleaned_data["rev"]
            )
        except Stale as stale:
            extra = {"stale": stale, "stale_rows": _differences(form, stale)}
            # Opened anew on the present revision: pressing the button again keeps this person's values.
            again = request.POST.copy()
            again["rev"] = str(entity.rev)
            form = EditForm(again, entity=entity, editable=editable)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _saved(request, saved, entity.name)
    nav = "assets" if entity.kind == Kind.ASSET else "shots"
    context = access.context(nav, form=form, entity=entity, title=f"Edit {entity.code}", submit="Save", **extra)
    status = 409 if extra else 422 if form.errors else 200
    return render(request, "shots/entity_form.html", context, status=status)


def _saved(request: UserRequest, entity: Entity, name_before: str) -> HttpResponse:
    message = f"{entity.code} saved"
    if entity.name != name_before:
        message = with_fault(message, entity.project, entity.kind, [entity.name])
    return say_done(request, HttpResponseRedirect(entity.get_absolute_url()), message)


def _differences(form: EditForm, stale: Stale) -> list[tuple[str, object, object]]:
    """For each field that two people changed: its label, the value there now, the value that was sent."""
    return [(str(form.fields[name].label or name), now, sent) for name, (now, sent) in stale.differences.items()]


@login_required
@require_POST
def entity_omit(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    form = OmitForm(request.POST)
    form.is_valid()
    omitted = form.cleaned_data["omitted"]
    services.entity_set_omitted(actor=request.user, entities=[entity], is_omitted=omitted)
    message = f"{entity.code} omitted" if omitted else f"{entity.code} brought back"
    return _after(request, message, back_to(request, entity.get_absolute_url()))


@login_required
@require_POST
def entity_trash(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    services.entity_trash(actor=request.user, entities=[entity])
    listing = "asset" if entity.kind == Kind.ASSET else "shot"
    return _after(
        request, f"{entity.code} moved to the trash", reverse(f"shots:{listing}-list", args=[access.project.code])
    )


def _after(request: UserRequest, message: str, where: str) -> HttpResponse:
    if is_fragment(request):
        response = HttpResponse()
        response["HX-Redirect"] = where
        return say_done(request, response, message)
    return say_done(request, HttpResponseRedirect(where), message)
