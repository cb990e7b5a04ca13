"""The tables of shots and assets as they were on a past day: to read, and to compare with today."""

import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.htmx import render_page
from core.http import UserRequest
from projects.access import open_project
from shots.models import Kind

from ..past import first_day, past_page


class PastForm(forms.Form):
    on = forms.DateField(required=False, label="Day", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    kind = forms.ChoiceField(required=False, choices=[("shot", "Shots"), ("asset", "Assets")])
    q = forms.CharField(
        required=False, max_length=100, label="Find", widget=forms.TextInput(attrs={"placeholder": "Find in view"})
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def day(self, first: datetime.date) -> datetime.date:
        """The wanted day, or yesterday; never one before the project or one that has not come."""
        today = timezone.localdate()
        wish = self.cleaned_data.get("on") or today - datetime.timedelta(days=1)
        return min(max(wish, min(first, today)), today)


@login_required
@require_safe
def past(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    form = PastForm(request.GET)
    form.is_valid()
    data, today = form.cleaned_data, timezone.localdate()
    first = first_day(request.user, access.project) or today
    day = form.day(first)
    kind = Kind(data.get("kind") or Kind.SHOT)
    page = past_page(request.user, access.project, kind, day, q=data.get("q") or "", number=data.get("page") or 1)
    context = access.context(
        f"{kind}s",
        form=form,
        day=day,
        kind=kind,
        page=page,
        before=day - datetime.timedelta(days=1) if day > first else None,
        after=day + datetime.timedelta(days=1) if day < today else None,
        today=today,
        first=first,
    )
    return render_page(request, "desk/past.html", "desk/_past.html", context)
