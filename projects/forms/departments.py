"""Forms of the studio's departments."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Department
from core.forms import TracktorForm

from ..models.catalogue import DEPARTMENT_COLOURS
from ..services.departments import FIELDS, DepartmentInput
from .pipeline import SettingsForm


class DepartmentForm(SettingsForm):
    name = forms.CharField(
        label="Name",
        error_messages={"required": "Name is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 60}),
    )
    short_name = forms.CharField(
        label="Short name",
        help_text="8 letters at most.",
        error_messages={"required": "Short name is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 8}),
    )
    colour = forms.ChoiceField(
        label="Colour", choices=list(DEPARTMENT_COLOURS.items()), initial="lay", widget=forms.RadioSelect
    )

    @classmethod
    def of(cls, row: Department, data: Any = None) -> DepartmentForm:
        return cls(data, initial={name: getattr(row, name) for name in (*FIELDS, "rev")})

    def given(self) -> DepartmentInput:
        return DepartmentInput(**self.changes())


class DepartmentRemoveForm(TracktorForm):
    goal = forms.ModelChoiceField(Department.objects.none(), label="Move them to", required=False, empty_label=None)

    def __init__(self, *args: Any, goals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
