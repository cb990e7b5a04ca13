from typing import Any

from django import forms

from core.forms import validate_text
from projects.models import Project
from shots.models import Casting, Entity, Kind
from shots.services.casting import COUNT_MOST

from .structure import groups_of


class FindForm(forms.Form):
    """What of a long list is asked for."""

    q = forms.CharField(required=False, max_length=200)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    @property
    def find(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""

    @property
    def number(self) -> int:
        return int(self.cleaned_data.get("page") or 1) if self.is_valid() else 1


class WhereForm(FindForm):
    """Which shots an asset may be cast in."""

    sequence = forms.ModelChoiceField(Entity.objects.none(), required=False, empty_label="All sequences")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sequence"].queryset = groups_of(project, Kind.SEQUENCE)  # type: ignore[attr-defined]


class CastForm(forms.Form):
    """Assets to cast in one entity."""

    asset = forms.ModelMultipleChoiceField(Entity.objects.none())

    def __init__(self, *args: Any, assets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset"].queryset = assets  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """Rows and assets that are chosen, and what is done with them; `take` takes one casting out."""

    pick = forms.ModelMultipleChoiceField(Entity.objects.none(), required=False)
    asset = forms.ModelMultipleChoiceField(Entity.objects.none(), required=False)
    act = forms.ChoiceField(choices=[("add", "Add"), ("remove", "Take out")], required=False)
    take = forms.ModelChoiceField(Casting.objects.none(), required=False)

    def __init__(self, *args: Any, rows: Any, assets: Any, castings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("pick", rows), ("asset", assets), ("take", castings)):
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("take"):
            return data
        if not (data.get("pick") and data.get("asset")):
            raise forms.ValidationError("Tick at least one row and one asset.")
        if not data.get("act"):
            raise forms.ValidationError("Choose Cast or Take out.")
        return data


class CastingForm(forms.Form):
    count = forms.IntegerField(label="How many", min_value=1, max_value=COUNT_MOST)
    label = forms.CharField(label="Called here", max_length=80, required=False, validators=[validate_text])
    rev = forms.IntegerField(required=False, min_value=0)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("count", "label")}
