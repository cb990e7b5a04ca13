from typing import Any

from django import forms

from core.forms import TracktorForm
from core.text import NAME_LENGTH
from projects.models import Project
from projects.naming import next_name
from shots.forms.entities import say_rule
from shots.models import Entity, Kind
from shots.services import GroupInput
from shots.services.moves import HOLDERS, MOST_AT_ONCE


def groups_of(project: Project, kind: Kind) -> Any:
    """The project's sequences or episodes, in their order."""
    return Entity.objects.present().filter(project=project, kind=kind).in_order()


def next_group(project: Project, kind: Kind, episode: str) -> str:
    """What the project's rule calls the next one, of sequences in that episode (its id as the address has it)."""
    held = Entity.objects.present().filter(project=project, kind=kind)
    held = held.filter(parent=int(episode)) if episode.isdecimal() and len(episode) < 16 else held.filter(parent=None)
    return next_name(project, kind, held.values_list("name", flat=True))


class StructureFilter(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class GroupForm(TracktorForm):
    """A new episode, or a new sequence, which may stand in an episode."""

    name = forms.CharField(label="Name", max_length=NAME_LENGTH)
    episode = forms.ModelChoiceField(Entity.objects.none(), label="Episode", required=False, empty_label="No episode")
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, project: Project, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "Such as EP01" if kind == Kind.EPISODE else "Such as SQ010"
        say_rule(self.fields["name"], project, kind)
        if kind == Kind.EPISODE:
            del self.fields["episode"]
        else:
            self.fields["episode"].queryset = groups_of(project, Kind.EPISODE)  # type: ignore[attr-defined]

    def group(self) -> GroupInput:
        data = self.cleaned_data
        return GroupInput(data["name"], data["description"], data.get("episode"))


class OrderForm(forms.Form):
    """`moved` goes right before `before`; without one, before `until` (the row behind what the page shows), or last."""

    moved = forms.ModelChoiceField(Entity.objects.none())
    before = forms.ModelChoiceField(Entity.objects.none(), required=False)
    until = forms.ModelChoiceField(Entity.objects.none(), required=False)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = rows  # type: ignore[attr-defined]


class PickForm(forms.Form):
    """Which rows of a list are chosen; ids of other projects and of nothing are refused."""

    pick = forms.ModelMultipleChoiceField(Entity.objects.none(), required=False)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].queryset = rows  # type: ignore[attr-defined]

    def clean_pick(self) -> list[Entity]:
        picked = list(self.cleaned_data["pick"])
        if len(picked) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Choose {MOST_AT_ONCE:,} at once at most.")
        return picked

    @property
    def picked(self) -> list[Entity]:
        return list(self.cleaned_data.get("pick", [])) if self.is_valid() else []


class MoveForm(TracktorForm):
    """Where the chosen rows go: shots into a sequence, sequences into an episode."""

    parent = forms.ModelChoiceField(Entity.objects.none(), required=False)

    def __init__(self, *args: Any, project: Project, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder, field = HOLDERS[kind], self.fields["parent"]
        field.label = holder.label
        field.queryset = groups_of(project, holder)  # type: ignore[attr-defined]
        field.empty_label = f"No {holder.label.lower()}"  # type: ignore[attr-defined]
