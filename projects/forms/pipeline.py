"""Forms of the settings: rows of the catalogue, what a project adds to them, their order, and where uses move to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Department
from core.errors import Refused, Stale
from core.forms import TracktorForm

from ..models import Category, PipelineStatus, PipelineTaskType, Project, TaskStatus
from ..models.catalogue import DEPARTMENT_COLOURS, HUES, CatalogueRow, Line
from ..services.rows import AssetTypeInput, Given, StatusInput, TaskTypeInput
from ..shelves import KINDS, Shelf

HUE_CHOICES = [(hue, hue.capitalize()) for hue in HUES]


def _name(label: str, most: int, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        error_messages={"required": f"{label} is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": most, **attrs}),
    )


class SettingsForm(TracktorForm):
    """`rev` is the revision of the row that the person looked at."""

    use_required_attribute = False

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"rev", "submit_id"}}

    def refuse(self, refused: Refused) -> None:
        """A conflict tells what is there now, of each field that both changed."""
        if not isinstance(refused, Stale):
            super().refuse(refused)
            return
        self.add_error(None, refused.message)
        for name, (now, _) in refused.differences.items():
            self.add_error(name if name in self.fields else None, f"It is {now or 'empty'} now.")

    def renew(self, rev: int) -> None:
        """Stand on what is there now: saving again overwrites it, knowingly."""
        sent: Any = self.data
        self.data = renewed = sent.copy()
        renewed[self.add_prefix("rev")] = str(rev)


class TaskTypeForm(SettingsForm):
    name = _name("Name", 60)
    short_name = forms.CharField(
        label="Short name",
        help_text="Heads the column; 8 letters at most.",
        error_messages={"required": "Short name is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 8}),
    )
    department = forms.ModelChoiceField(Department.objects.all(), label="Department", empty_label=None)
    colour = forms.ChoiceField(
        label="Colour", choices=list(DEPARTMENT_COLOURS.items()), initial="lay", widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label="For",
        choices=[(kind, kind.capitalize()) for kind in KINDS],
        initial=["shots"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what has tasks of this type."},
    )

    def changes(self) -> dict[str, Any]:
        values = super().changes()
        kinds = values.pop("kinds")
        return values | {f"for_{kind}": kind in kinds for kind in KINDS}

    def given(self) -> Given:
        return TaskTypeInput(**self.changes())


class StatusForm(SettingsForm):
    name = _name("Name", 60)
    short_name = forms.CharField(
        label="Short name",
        help_text="Stands in the chip; 8 letters at most.",
        error_messages={"required": "Short name is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 8}),
    )
    category = forms.ChoiceField(
        label="Category", choices=Category, help_text="Gives the shape, and what the status counts as."
    )
    colour = forms.ChoiceField(
        label="Colour",
        required=False,
        choices=[("", "As the category"), *HUE_CHOICES],
        widget=forms.RadioSelect,
    )
    artists_may_set = forms.BooleanField(label="Artists may set it", required=False, initial=True)
    clients_may_set = forms.BooleanField(label="Clients may set it", required=False)

    def given(self) -> Given:
        return StatusInput(**self.changes())


class AssetTypeForm(SettingsForm):
    name = _name("Name", 60)

    def given(self) -> Given:
        return AssetTypeInput(**self.changes())


RowForm = TaskTypeForm | StatusForm | AssetTypeForm
ROW_FORMS: dict[str, type[RowForm]] = {
    "task-types": TaskTypeForm,
    "statuses": StatusForm,
    "asset-types": AssetTypeForm,
}


def row_form(shelf: Shelf, row: CatalogueRow | None = None, data: Any = None) -> RowForm:
    """The form of a row, opened on it; without one, of a new one."""
    form = ROW_FORMS[shelf.key]
    if row is None:
        return form(data)
    held = {name: getattr(row, name) for name in shelf.fields} | {"rev": row.rev}
    held["kinds"] = [kind for kind in KINDS if held.get(f"for_{kind}")]
    return form(data, initial=held, prefix="row")


class TaskTypeLineForm(SettingsForm):
    default_status = forms.ModelChoiceField(
        TaskStatus.objects.none(), label="New tasks start as", required=False, empty_label="The first status to do"
    )
    is_automatic = forms.BooleanField(label="New shots and assets get the task by themselves", required=False)
    prerequisites = forms.ModelMultipleChoiceField(
        PipelineTaskType.objects.none(), label="Comes after", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, line: PipelineTaskType, **kwargs: Any) -> None:
        held = {name: getattr(line, name) for name in ("default_status", "is_automatic", "rev")}
        earlier = [row.pk for row in line.prerequisites.all()] if not args[:1] or args[0] is None else []
        super().__init__(*args, initial=held | {"prerequisites": earlier}, **kwargs)
        others = line.project.pipeline_task_types.exclude(pk=line.pk).select_related("task_type")
        self.fields["prerequisites"].queryset = others  # type: ignore[attr-defined]
        self.fields["default_status"].queryset = TaskStatus.objects.in_pipeline(line.project)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        values = super().changes()
        return values | {"prerequisites": list(values["prerequisites"])}


class StatusLineForm(SettingsForm):
    colour = forms.ChoiceField(
        label="Colour in this project",
        required=False,
        choices=[("", "As in the studio"), *HUE_CHOICES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, line: PipelineStatus, **kwargs: Any) -> None:
        super().__init__(*args, initial={"colour": line.colour, "rev": line.rev}, **kwargs)


def line_form(line: Line, data: Any = None) -> SettingsForm | None:
    """The form of what the project adds to a row; a local status has its colour in the row itself."""
    if isinstance(line, PipelineTaskType):
        return TaskTypeLineForm(data, line=line)
    if isinstance(line, PipelineStatus) and line.status.project_id is None:
        return StatusLineForm(data, line=line)
    return None


class AddForm(TracktorForm):
    row = forms.ModelChoiceField(
        TaskStatus.objects.none(),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the list."),
    )

    def __init__(self, *args: Any, shelf: Shelf, rows: Iterable[CatalogueRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = shelf.row.objects.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]
        self.fields["row"].label = shelf.one.capitalize()


class OrderForm(forms.Form):
    """`moved` now stands before `before`; empty: at the end."""

    moved = forms.IntegerField(min_value=1)
    before = forms.IntegerField(min_value=1, required=False)


class RemoveForm(TracktorForm):
    goal = forms.ModelChoiceField(TaskStatus.objects.none(), label="Move them to", required=False, empty_label=None)

    def __init__(self, *args: Any, shelf: Shelf, goals: Iterable[CatalogueRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = shelf.row.objects.filter(pk__in=[row.pk for row in goals])  # type: ignore[attr-defined]


class NotesForm(TracktorForm):
    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    viewers_may_note = forms.BooleanField(label="Viewers may write notes", required=False)

    @classmethod
    def of(cls, project: Project, data: Any = None) -> NotesForm:
        return cls(data, initial={"viewers_may_note": project.viewers_may_note, "rev": project.rev})
