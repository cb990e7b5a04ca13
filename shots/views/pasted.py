"""A list pasted from a spreadsheet: look at what it would do, then do it."""

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
from projects.permissions import require
from projects.roles import EDIT
from shots.forms.bulk import KindForm
from shots.forms.pasted import PasteForm
from shots.models import Kind
from shots.paste_preview import preview_of
from shots.services.pasted import Pasted, PastePlan, list_apply, paste_plan


@login_required
@require_http_methods(["GET", "POST"])
def list_paste(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    kind = KindForm(request.GET).kind_chosen
    wish = Kind.ASSET if kind == Kind.ASSET else Kind.SHOT
    form = PasteForm(request.POST or None, request.FILES or None, project=access.project, initial={"kind": wish})
    if request.method != "POST" or not form.is_valid():
        return _page(request, access, form)
    if form.cleaned_data["act"] == "apply":
        answer = _applied(request, access, form)
        if answer is not None:
            return answer
    plan = None
    try:
        plan = paste_plan(project=access.project, given=form.given())
    except Refused as refused:
        form.refuse(refused)
    return _page(request, access, form, plan)


def _applied(request: UserRequest, access: Access, form: PasteForm) -> HttpResponse | None:
    """The answer that leads to the table; None where it was refused, and the form says why."""
    data = form.cleaned_data
    answer = HttpResponseRedirect(reverse(f"shots:{data['kind']}-list", args=[access.project.code]))
    try:
        done = list_apply(
            actor=request.user, project=access.project, given=form.given(), mark=data["mark"], uid=data["submit_id"]
        )
    except AlreadyDone:
        return answer
    except Refused as refused:
        form.refuse(refused)
        return None
    return say_done(request, answer, _told(done, Kind(data["kind"])))


def _told(done: Pasted, kind: Kind) -> str:
    noun = kind.label.lower()
    parts = [f"{counted(done.made, noun)} made"] if done.made else []
    parts += [f"{done.changed:,} changed"] if done.changed else []
    parts += [f"{counted(done.left_out, 'line')} left out"] if done.left_out else []
    return ", ".join(parts)


def _page(request: UserRequest, access: Access, form: PasteForm, plan: PastePlan | None = None) -> HttpResponse:
    kind = Kind(form["kind"].value() or Kind.SHOT) if form["kind"].value() in Kind.values else Kind.SHOT
    text = form.cleaned_data.get("text", "") if form.is_bound and hasattr(form, "cleaned_data") else ""
    context = access.context(f"{kind}s", form=form, kind=kind, text=text, preview=preview_of(plan) if plan else None)
    return render(request, "shots/list_paste.html", context, status=422 if form.errors else 200)
