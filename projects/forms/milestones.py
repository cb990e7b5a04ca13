"""The form of a milestone."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import TracktorForm

from ..models import Milestone


class MilestoneForm(TracktorForm):
    """`rev` is the revision that the person looks at; empty for a new milestone."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Name is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    date = forms.DateField(
        label="Date",
        error_messages={"required": "Date is needed.", "invalid": "Type a date, such as 2026-11-27."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    rev = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    @classmethod
    def of(cls, milestone: Milestone) -> MilestoneForm:
        return cls(initial={"name": milestone.name, "date": milestone.date, "rev": milestone.rev})

    def changes(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "date": self.cleaned_data["date"]}


class ReachForm(forms.Form):
    reached = forms.BooleanField(required=False)
