from typing import Any

from django import forms

from core.forms import TracktorForm
from core.text import NAME_LENGTH
from projects.models import Project, TaskType
from shots.models import Entity, Kind
from shots.services import CopyInput

from .structure import groups_of


class KindForm(forms.Form):
    """Whether shots or assets (or sequences, episodes) are spoken of."""

    kind = forms.ChoiceField(choices=Kind.choices, required=False)

    @property
    def kind_chosen(self) -> Kind:
        return Kind(self.cleaned_data.get("kind") or Kind.SHOT) if self.is_valid() else Kind.SHOT


class BulkTasksForm(TracktorForm):
    """One press adds a department to all that are shown, or takes it from them."""

    add = forms.ModelChoiceField(TaskType.objects.none(), required=False)
    remove = forms.ModelChoiceField(TaskType.objects.none(), required=False)
    name = forms.CharField(label="Task name", max_length=60, initial="main", required=False)
    even_with_work = forms.BooleanField(label="Remove also tasks with work in them", required=False)

    def __init__(self, *args: Any, types: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("add", "remove"):
            self.fields[field].queryset = types  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("add")) == bool(data.get("remove")):
            raise forms.ValidationError("Choose what to add, or what to remove.")
        return data


class CopyForm(TracktorForm):
    """Where the chosen rows are copied to, and under which name."""

    project = forms.ModelChoiceField(Project.objects.none(), label="Project", empty_label=None)
    name = forms.CharField(label="Name", max_length=NAME_LENGTH, required=False)
    sequence = forms.ModelChoiceField(
        Entity.objects.none(),
        label="Sequence",
        required=False,
        empty_label="The same",
        help_text="In another project the sequence of the same name, made when it is not there",
    )
    with_cast = forms.BooleanField(label="Copy the cast too", required=False, initial=True)

    def __init__(self, *args: Any, picked: list[Entity], projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = picked[0].project
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if len(picked) > 1:
            del self.fields["name"]
        if picked[0].kind == Kind.SHOT:
            self.fields["sequence"].queryset = groups_of(here, Kind.SEQUENCE)  # type: ignore[attr-defined]
        else:
            del self.fields["sequence"]
        self.here = here

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("sequence") and data.get("project") != self.here:
            self.add_error("sequence", "The sequence is one of this project; leave it empty for another.")
        return data

    def given(self) -> CopyInput:
        data = self.cleaned_data
        return CopyInput(data["project"], data.get("name", "").strip(), data.get("sequence"), data["with_cast"])
