"""The trash of a project: looking into it, taking from it, and emptying it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Forbidden, Missing, Refused
from core.forms import TracktorForm
from core.htmx import is_fragment, render_page
from core.http import UserRequest
from events.answers import done, say_done
from projects.access import Access, open_project
from projects.permissions import require
from projects.roles import EDIT, MANAGE

from ..trash import KINDS, Wanted, chosen, delete, loss_of, restore, trash_page


class TrashFilter(forms.Form):
    kind = forms.ChoiceField(required=False, choices=[("", "Everything"), *KINDS.items()], label="Kind")
    q = forms.CharField(
        required=False, max_length=100, label="Find", widget=forms.TextInput(attrs={"placeholder": "Find in the trash"})
    )

    @property
    def wanted(self) -> Wanted:
        """What can't be understood filters nothing."""
        self.is_valid()
        return Wanted(self.cleaned_data.get("kind", ""), self.cleaned_data.get("q", ""))


class ItemForm(TracktorForm):
    """`item` names one thing ("entity-12"), a whole act ("act-99"), or all."""

    item = forms.RegexField(r"^(?:(?:entity|task|note|version|cut|milestone|file|act)-\d{1,18}|all)\Z")
    name = forms.CharField(required=False, max_length=200)

    def wanted(self) -> str:
        if not self.is_valid() and "item" in self.errors:
            raise Missing("This is not in the trash any more.")
        return str(self.cleaned_data["item"])


@login_required
@require_safe
def trash(request: UserRequest, code: str) -> HttpResponse:
    return _trash(request, open_project(request, code))


def _trash(request: UserRequest, access: Access, *, status: int = 200, **more: Any) -> HttpResponse:
    filters = TrashFilter(request.GET)
    page, acts = trash_page(request.user, access, filters.wanted, request.GET.get("page"))
    context = access.context("trash", filters=filters, page=page, acts=acts, **more)
    return render_page(request, "desk/trash.html", "desk/_trash.html", context, status=status)


@login_required
@require_POST
def trash_restore(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    require(request.user, EDIT, access.project)
    form = ItemForm(request.POST)
    key = form.wanted()
    choice = chosen(request.user, access, key)
    try:
        restore(request.user, access, choice, name=form.cleaned_data.get("name", ""))
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        return _trash(request, access, status=refused.status, refused=refused, refused_key=key)
    message = f"{choice.label} restored"
    if is_fragment(request):
        return done(_trash(request, access), message)
    return say_done(request, HttpResponseRedirect(_home(access)), message)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def trash_delete(request: UserRequest, code: str) -> HttpResponse:
    """Ask, then delete for good: what has no undo is asked first."""
    access = open_project(request, code)
    require(request.user, MANAGE, access.project)
    form = ItemForm(request.POST if request.method == "POST" else request.GET or {"item": "all"})
    key = form.wanted()
    try:
        choice = chosen(request.user, access, key)
    except Missing:
        if request.method == "POST" or key != "all":
            raise
        return HttpResponseRedirect(_home(access))
    if request.method == "POST":
        delete(request.user, access, choice)
        messages.success(request, f"{choice.label} deleted for good")
        return HttpResponseRedirect(_home(access))
    context = access.context("trash", choice=choice, key=key, loss=loss_of(access, choice), form=form)
    return render(request, "desk/trash_delete.html", context)


def _home(access: Access) -> str:
    return reverse("desk:trash", args=[access.project.code])
