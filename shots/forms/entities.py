from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html

from core.errors import Refused
from core.forms import TracktorForm
from core.text import NAME_LENGTH, name_key
from projects.models import AssetType, Project, ProjectKind
from projects.naming import fault, hint, next_name, rule_of
from shots.models import Entity, Kind
from shots.services import AssetInput, ShotInput
from shots.services.entities import MOST_AT_ONCE


def frame_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9_999_999, required=False)


def sequences_of(project: Project) -> Any:
    return Entity.objects.present().filter(project=project, kind=Kind.SEQUENCE).in_order()


def episodes_of(project: Project) -> Any:
    return Entity.objects.present().filter(project=project, kind=Kind.EPISODE).in_order()


def next_shot(project: Project, sequence: str, episode: str = "") -> str:
    """What the project's rule calls the next shot of a sequence; "" without a rule."""
    held = Entity.objects.present().filter(project=project, kind=Kind.SHOT)
    held = held.filter(sequence__name_key=name_key(sequence)) if sequence else held.filter(sequence=None)
    held = held.filter(episode__name_key=name_key(episode)) if episode else held
    return next_name(project, Kind.SHOT, held.values_list("name", flat=True))


def next_asset(project: Project) -> str:
    held = Entity.objects.present().filter(project=project, kind=Kind.ASSET)
    return next_name(project, Kind.ASSET, held.values_list("name", flat=True))


def say_rule(field: forms.Field, project: Project, kind: Kind) -> None:
    """Under the field stands what the project's rule asks for; a hint is HTML, a pattern is what people typed."""
    rule = hint(project, kind)
    if rule:
        field.help_text = format_html("{}", rule)


class ShotForm(TracktorForm):
    """One shot or, with a count above one, several whose last number counts up. A new sequence is made by its name.

    A new episode too, where the project has episodes.
    """

    episode = forms.CharField(
        label="Episode",
        max_length=NAME_LENGTH,
        required=False,
        help_text="One that is there, or a new one",
        widget=forms.TextInput(attrs={"list": "episodes", "autocomplete": "off"}),
    )
    sequence = forms.CharField(
        label="Sequence",
        max_length=NAME_LENGTH,
        required=False,
        help_text="One that is there, or a new one",
        widget=forms.TextInput(attrs={"list": "sequences", "autocomplete": "off"}),
    )
    first = forms.CharField(label="First shot", max_length=NAME_LENGTH, help_text="Such as SH0010")
    count = forms.IntegerField(label="How many", min_value=1, max_value=MOST_AT_ONCE, initial=1)
    step = forms.IntegerField(label="Step", min_value=1, max_value=100_000, initial=10)
    frame_in = frame_field("Frame in")
    frame_out = frame_field("Frame out")
    handles = forms.IntegerField(label="Handles", min_value=0, max_value=1000, required=False)
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = rule_of(project, Kind.SHOT)
        self.fields["step"].initial = rule.step if rule else 10
        say_rule(self.fields["first"], project, Kind.SHOT)
        if project.kind != ProjectKind.SERIES and not episodes_of(project).exists():
            del self.fields["episode"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("episode", "").strip() and not data.get("sequence", "").strip():
            self.add_error("sequence", "Name the sequence too: shots stand in an episode by their sequence.")
        return data

    def refuse(self, refused: Refused) -> None:
        """The service speaks of a shot's name; here it is the first name of several."""
        field = "first" if refused.field == "name" else refused.field
        super().refuse(Refused(refused.message, field=field))

    def shot(self, sequence: Entity | None) -> ShotInput:
        data = self.cleaned_data
        return ShotInput(
            name=data["first"],
            sequence=sequence,
            description=data["description"],
            frame_in=data["frame_in"],
            frame_out=data["frame_out"],
            handles=data["handles"],
        )


class AssetForm(TracktorForm):
    name = forms.CharField(label="Name", max_length=NAME_LENGTH)
    asset_type = forms.ModelChoiceField(AssetType.objects.none(), label="Type", empty_label=None)
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = next_asset(project)
        say_rule(self.fields["name"], project, Kind.ASSET)
        used = project.pipeline_asset_types.values("asset_type")
        self.fields["asset_type"].queryset = AssetType.objects.filter(pk__in=used)  # type: ignore[attr-defined]

    def asset(self) -> AssetInput:
        data = self.cleaned_data
        return AssetInput(name=data["name"], asset_type=data["asset_type"], description=data["description"])


class EditForm(TracktorForm):
    """Edit one entity; only the fields of its kind are kept. `rev` is the revision that the person opened."""

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.CharField(label="Name", max_length=NAME_LENGTH)
    parent = forms.ModelChoiceField(Entity.objects.none(), label="Sequence", required=False, empty_label="No sequence")
    asset_type = forms.ModelChoiceField(AssetType.objects.none(), label="Type", empty_label=None)
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    frame_in = frame_field("Frame in")
    frame_out = frame_field("Frame out")
    handles = forms.IntegerField(label="Handles", min_value=0, max_value=1000, required=False)

    def __init__(self, *args: Any, entity: Entity, editable: tuple[str, ...], **kwargs: Any) -> None:
        initial = {name: getattr(entity, name) for name in (*editable, "rev")}
        super().__init__(*args, initial=initial, **kwargs)
        for name in set(self.fields) - set(editable) - {"rev", "submit_id"}:
            del self.fields[name]
        wrong = fault(entity.project, entity.kind, entity.name)
        if wrong:
            self.fields["name"].help_text = format_html("{}", wrong)
        else:
            say_rule(self.fields["name"], entity.project, Kind(entity.kind))
        if "parent" in self.fields:
            self.fields["parent"].queryset = sequences_of(entity.project)  # type: ignore[attr-defined]
        if "asset_type" in self.fields:
            used = entity.project.pipeline_asset_types.values("asset_type")
            self.fields["asset_type"].queryset = AssetType.objects.filter(pk__in=used)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"rev", "submit_id"}}


class OmitForm(forms.Form):
    omitted = forms.BooleanField(required=False)
