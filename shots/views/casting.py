"""Casting: the section of an entity's page, the sheet of a sequence, and where an asset appears."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from core.htmx import is_fragment, render_page
from core.http import UserRequest
from events.answers import done, say_done
from projects.access import Access, open_project
from projects.permissions import require
from projects.roles import EDIT
from shots import services
from shots.cast import assets_found, cast_context, castable_in, sheet_page, sheet_rows
from shots.forms.casting import CastForm, CastingForm, FindForm, SheetForm, WhereForm
from shots.forms.structure import PickForm
from shots.models import Casting, Entity, Kind
from shots.services.casting import castable_assets


def _entity(request: UserRequest, access: Access, pk: int) -> Entity:
    rows = Entity.objects.visible_to(request.user).select_related("project", "parent__project", "asset_type")
    return get_object_or_404(rows, pk=pk, project=access.project)


def _casting(request: UserRequest, access: Access, pk: int) -> Casting:
    rows = Casting.objects.visible_to(request.user).select_related("project", "entity__project", "asset__project")
    return get_object_or_404(rows, pk=pk, project=access.project)


@login_required
@require_safe
def casting_menu(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Assets to cast in an entity: the menu behind its button, or a page."""
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    require(request.user, EDIT, access.project)
    found, more = assets_found(request.user, access.project, FindForm(request.GET).find)
    held = set(entity.castings.values_list("asset_id", flat=True)) | {entity.pk}
    context = access.context("", entity=entity, assets=[row for row in found if row.pk not in held], more=more)
    return render_page(request, "shots/casting_menu.html", "shots/_casting_menu.html", context)


@login_required
@require_POST
def casting_add(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    require(request.user, EDIT, access.project)
    form = CastForm(request.POST, assets=castable_assets(request.user, access.project))
    if not form.is_valid():
        raise Refused("There is no such asset here; look again.")
    assets = list(form.cleaned_data["asset"])
    services.castings_add(actor=request.user, entities=[entity], assets=assets)
    what = assets[0].code if len(assets) == 1 else f"{len(assets)} assets"
    return _answer(request, access, entity, f"{what} cast in {entity.code}")


@login_required
@require_POST
def casting_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    casting = _casting(request, access, pk)
    require(request.user, EDIT, access.project)
    form = CastingForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    rev = form.cleaned_data["rev"]
    services.casting_set(actor=request.user, casting=casting, changes=form.changes(), seen_rev=rev)
    return _answer(request, access, casting.entity, f"{casting} changed")


@login_required
@require_POST
def casting_remove(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    casting = _casting(request, access, pk)
    services.castings_remove(actor=request.user, castings=[casting])
    return _answer(request, access, casting.entity, f"{casting.asset.code} taken out of {casting.entity.code}")


def _answer(request: UserRequest, access: Access, entity: Entity, message: str) -> HttpResponse:
    """The section of the page for htmx, the page for a plain form."""
    if not is_fragment(request):
        return say_done(request, HttpResponseRedirect(entity.get_absolute_url()), message)
    context = access.context("") | cast_context(request.user, access, entity)
    return done(render(request, "shots/_casting.html", context), message)


@login_required
@require_http_methods(["GET", "POST"])
def casting_sheet(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """A sequence with its shots beside the assets: tick or drag, and many are cast in many."""
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    require(request.user, EDIT, access.project)
    rows = sheet_rows(request.user, entity)
    if request.method != "POST":
        return _sheet(request, access, entity)
    castings = Casting.objects.visible_to(request.user).filter(entity__in=rows)
    form = SheetForm(
        request.POST,
        rows=rows,
        assets=castable_assets(request.user, access.project),
        castings=castings.select_related("project", "asset", "entity"),
    )
    if not form.is_valid():
        return _sheet(request, access, entity, data=request.POST, form=form, status=422)
    try:
        message = _apply(request, form.cleaned_data, castings)
    except Refused as refused:
        form.add_error(None, refused.message)
        return _sheet(request, access, entity, data=request.POST, form=form, status=422)
    if is_fragment(request):
        return done(_sheet(request, access, entity, data=request.POST), message)
    return say_done(request, HttpResponseRedirect(request.get_full_path()), message)


def _apply(request: UserRequest, data: dict[str, Any], castings: Any) -> str:
    if data["take"]:
        services.castings_remove(actor=request.user, castings=[data["take"]])
        return f"{data['take'].asset.code} taken out of {data['take'].entity.code}"
    picked, assets = list(data["pick"]), list(data["asset"])
    what = assets[0].code if len(assets) == 1 else f"{len(assets)} assets"
    where = picked[0].code if len(picked) == 1 else f"{len(picked)} rows"
    if data["act"] == "remove":
        held = list(castings.filter(entity__in=picked, asset__in=assets).select_related("project", "asset", "entity"))
        if held:
            services.castings_remove(actor=request.user, castings=held)
        return f"{what} taken out of {where}"
    services.castings_add(actor=request.user, entities=picked, assets=assets)
    return f"{what} cast in {where}"


def _sheet(
    request: UserRequest,
    access: Access,
    entity: Entity,
    *,
    data: QueryDict | None = None,
    form: SheetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    wish = FindForm(request.GET)
    page, rows = sheet_page(request.user, sheet_rows(request.user, entity), wish.number)
    assets, more = assets_found(request.user, access.project, wish.find)
    chosen = data or request.GET
    context = access.context(
        "assets" if entity.kind == Kind.ASSET else "structure",
        entity=entity,
        page=page,
        rows=rows,
        assets=assets,
        more=more,
        find=wish.find,
        form=form,
        picked=_ids(chosen, "pick") or ({entity.pk} if len(rows) == 1 else set()),
        ticked=_ids(chosen, "asset"),
    )
    return render_page(request, "shots/casting_sheet.html", "shots/_casting_sheet.html", context, status=status)


def _ids(given: QueryDict, name: str) -> set[int]:
    """What was ticked stays ticked, so that the next step builds on it."""
    return {int(value) for value in given.getlist(name) if value.isdecimal() and len(value) < 19}


@login_required
@require_http_methods(["GET", "POST"])
def appearance_add(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Cast one asset in many shots at once."""
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    asset = get_object_or_404(castable_assets(request.user, access.project).select_related("project"), pk=pk)
    where = WhereForm(request.GET, project=access.project)
    sequence = where.cleaned_data["sequence"] if where.is_valid() else None
    rows = castable_in(request.user, access.project, where.find, sequence)
    picks = PickForm(request.POST or None, rows=rows)
    if request.method == "POST" and picks.picked:
        services.castings_add(actor=request.user, entities=picks.picked, assets=[asset])
        message = f"{asset.code} cast in {len(picks.picked)} shot{'' if len(picks.picked) == 1 else 's'}"
        return say_done(request, HttpResponseRedirect(_back(access, asset)), message)
    page, lines = sheet_page(request.user, rows, where.number)
    held = {line.asset.pk == asset.pk and line.casting.entity_id for row in lines for line in row.cast}
    context = access.context("assets", asset=asset, where=where, page=page, rows=lines, held=held, picks=picks)
    status = 422 if request.method == "POST" else 200
    return render_page(request, "shots/appearance_add.html", "shots/_appearance_rows.html", context, status=status)


def _back(access: Access, asset: Entity) -> str:
    return asset.get_absolute_url() if asset.project_id == access.project.pk else _list_url(access)


def _list_url(access: Access) -> str:
    return reverse("shots:asset-list", args=[access.project.code])
