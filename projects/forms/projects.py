"""The forms of projects and members. What a project may be is decided by the services; here text becomes values."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from accounts.models import User
from core.forms import CodeChoiceField, TracktorForm
from files.services import IMAGE_BYTES

from ..codes import suggest_code
from ..defaults import TEMPLATES, ProjectTemplate
from ..models import Project, ProjectKind, ProjectStatus, Role, StudioTemplate
from ..services import ProjectInput, SetUp
from ..services.copies import setup_of
from ..services.handover import STAYS

OWN = "own"
# Values of the field "template" beside the keys of the built-in ones.
COPY = "copy"
OWN_TEMPLATE = "own-"
RATES = ("23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60", "120")
RESOLUTIONS = {
    "1920x1080": "HD, 1920 × 1080",
    "3840x2160": "UHD, 3840 × 2160",
    "2048x1080": "2K, 2048 × 1080",
    "4096x2160": "4K, 4096 × 2160",
    "2048x858": "2K scope, 2048 × 858",
    "4096x1716": "4K scope, 4096 × 1716",
    "4096x2048": "4K 2:1, 4096 × 2048",
    "1080x1920": "Vertical, 1080 × 1920",
    "1080x1080": "Square, 1080 × 1080",
}


class RateInput(forms.TextInput):
    """A list of the usual rates and a field for another one, which counts when the list says so.

    projects/_rate_field.html draws both.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        chosen = data.get(name)
        return data.get(f"{name}_own", "") if chosen == OWN else chosen


class RateField(forms.Field):
    """Frames a second as people write them: 24, 23.976, also 23,976."""

    widget = RateInput

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            rate = Decimal(text)
        except InvalidOperation:
            rate = Decimal("NaN")
        if not rate.is_finite():
            raise forms.ValidationError("Type frames a second, such as 24 or 23.976.")
        return rate


def _number(
    label: str, initial: int | None = None, *, required: bool = True, help_text: str = ""
) -> forms.IntegerField:
    # A text field: a number field of the browser would drop what it can't read, and nobody could see the mistake.
    return forms.IntegerField(
        label=label,
        initial=initial,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": f"{label} is needed.", "invalid": "Type a whole number."},
    )


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Type a date, such as 2026-11-27."},
    )


class ProjectFields(TracktorForm):
    """What a new project and the settings of one share."""

    # A browser refuses to send a form whose hidden field is empty and required, and can't say which it is.
    use_required_attribute = False

    name = forms.CharField(
        label="Name",
        error_messages={"required": "Name is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    fps = RateField(label="Frames a second", initial="24", error_messages={"required": "A frame rate is needed."})
    resolution = forms.ChoiceField(
        label="Resolution", required=False, initial="1920x1080", choices=[*RESOLUTIONS.items(), (OWN, "Other…")]
    )
    width = _number("Width", 1920)
    height = _number("Height", 1080)
    first_frame = _number("First frame", 1001, help_text="Of every shot, handles not counted in.")
    handles = _number("Handles", 8, help_text="Frames at each end.")
    planned_shots = _number("Planned shots", required=False)
    start_date = _date("Start")
    due_date = _date("Delivery")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        preset = data.get("resolution", "")
        if preset in RESOLUTIONS:
            data["width"], data["height"] = (int(part) for part in preset.split("x"))
            for name in ("width", "height"):
                # What stands in the hidden fields beside a preset does not count, and can't be wrong.
                self.errors.pop(name, None)
        return data

    @property
    def rates(self) -> tuple[str, ...]:
        return RATES

    def values(self) -> dict[str, Any]:
        """The fields of the form that a project has."""
        known = ProjectInput.__dataclass_fields__
        return {name: value for name, value in self.cleaned_data.items() if name in known}


class ProjectCreateForm(ProjectFields):
    """A project set up as a built-in template, as one of the studio's, or as a project that the person sees."""

    field_order = ("submit_id", "name", "code", "template", "source", "with_members")

    code = forms.CharField(
        label="Code",
        required=False,
        help_text="Stands in addresses and file names; it stays for ever.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "mono"}),
    )
    template = forms.ChoiceField(
        label="Set up as",
        initial=TEMPLATES[0].key,
        error_messages={"required": "Choose a template.", "invalid_choice": "Choose a template of the list."},
    )
    source = CodeChoiceField(
        label="Project",
        queryset=Project.objects.none(),
        required=False,
        empty_label="Choose a project",
        error_messages={"invalid_choice": "Choose a project of the list."},
    )
    with_members = forms.BooleanField(label="Take its members along, with their roles", required=False)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = list(StudioTemplate.objects.visible_to(viewer).select_related("created_by"))
        choices = [(template.key, template.label) for template in TEMPLATES]
        choices += [(f"{OWN_TEMPLATE}{row.pk}", row.name) for row in self.own]
        template, source = self.fields["template"], self.fields["source"]
        template.choices = [*choices, (COPY, "A project")]  # type: ignore[attr-defined]
        source.queryset = Project.objects.visible_to(viewer).order_by("name_key", "pk")  # type: ignore[attr-defined]

    @classmethod
    def opened(cls, query: QueryDict, viewer: User) -> ProjectCreateForm:
        """The form as an address opens it: ?template=copy&source=ferry has the figures of that project in it."""
        asked = cls({**query.dict(), "name": query.get("name") or "?"}, viewer=viewer)
        asked.full_clean()
        keep = {name: query[name] for name in ("name", "code", "description") if name in query}
        chosen = asked.cleaned_data.get("template", TEMPLATES[0].key)
        setup = asked.chosen_setup() if "template" in asked.cleaned_data else None
        figures = setup.figures if setup else {}
        if setup:
            size = f"{figures['width']}x{figures['height']}"
            figures["resolution"] = size if size in RESOLUTIONS else OWN
        initial = (
            keep
            | figures
            | {"template": chosen, "source": asked.cleaned_data.get("source"), "with_members": "with_members" in query}
        )
        return cls(initial=initial, viewer=viewer)

    def clean_code(self) -> str:
        """An empty field takes the proposal: who has no script running gets one too."""
        code: str = self.cleaned_data["code"]
        return code or suggest_code(self.cleaned_data.get("name", ""))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("template") == COPY and not values.get("source") and "source" not in self.errors:
            self.add_error("source", "Choose the project whose set-up is taken.")
        return values

    @property
    def copied(self) -> Project | None:
        """The project whose set-up is taken."""
        source: Project | None = self.cleaned_data.get("source")
        return source if self.cleaned_data["template"] == COPY else None

    def chosen_template(self) -> ProjectTemplate | None:
        key = self.cleaned_data["template"]
        return next((template for template in TEMPLATES if template.key == key), None)

    def chosen_setup(self) -> SetUp | None:
        if self.copied:
            return setup_of(self.copied)
        key = self.cleaned_data["template"]
        return next((SetUp(row.name, row.content) for row in self.own if f"{OWN_TEMPLATE}{row.pk}" == key), None)

    def given(self) -> ProjectInput:
        template, setup = self.chosen_template(), self.chosen_setup()
        if template is not None:
            return ProjectInput(**self.values() | {"kind": template.kind})
        taken = setup.figures if setup else {}
        return ProjectInput(**self.values() | {name: taken[name] for name in ("kind", "viewers_may_note")})


class ProjectUpdateForm(ProjectFields):
    """`rev` is the revision that the form was opened on."""

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label="Kind", choices=ProjectKind)
    status = forms.ChoiceField(label="Status", choices=ProjectStatus)
    is_library = forms.BooleanField(
        label="Library",
        required=False,
        help_text="Other projects may cast its assets; their members see those.",
    )

    @classmethod
    def of(cls, project: Project, values: dict[str, Any] | None = None) -> ProjectUpdateForm:
        """The form as it opens, on the project's values and over them those that were typed already."""
        shown = {name: getattr(project, name) for name in ProjectInput.__dataclass_fields__} | (values or {})
        size = f"{shown['width']}x{shown['height']}"
        return cls(initial=shown | {"rev": project.rev, "resolution": size if size in RESOLUTIONS else OWN})


class CodeSuggestForm(forms.Form):
    """`code` is what stands in the field, `suggested` what was proposed last: a code typed by hand is left alone."""

    name = forms.CharField(required=False, max_length=500)
    code = forms.CharField(required=False, max_length=500)
    suggested = forms.CharField(required=False, max_length=500)

    @property
    def is_hand_written(self) -> bool:
        return bool(self.cleaned_data["code"] != self.cleaned_data["suggested"])


class PictureForm(TracktorForm):
    """An upload, or nothing to take the picture away."""

    image = forms.FileField(
        label="Picture",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"empty": "This file is empty; choose a picture."},
    )

    def clean_image(self) -> UploadedFile[Any] | None:
        """Looked at before it is read: nothing bounds what a browser sends."""
        upload: UploadedFile[Any] | None = self.cleaned_data["image"]
        if upload and (upload.size or 0) > IMAGE_BYTES:
            raise forms.ValidationError("The picture is over 20 MB; make it smaller.")
        return upload

    @property
    def upload(self) -> UploadedFile[Any] | None:
        upload: UploadedFile[Any] | None = self.cleaned_data["image"] or None
        return upload


class ArchiveForm(forms.Form):
    archived = forms.BooleanField(required=False)


class TemplateForm(TracktorForm):
    """The name of a template of the studio."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        error_messages={"required": "Name is needed."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class HandOverForm(TracktorForm):
    """Who gets the project, and what becomes of who has it now."""

    owner = forms.ModelChoiceField(
        label="New owner",
        queryset=User.objects.none(),
        empty_label="Choose a member",
        error_messages={"required": "Choose a member.", "invalid_choice": "Choose a member of the list."},
    )
    stays_as = forms.ChoiceField(label="The owner now", choices=list(STAYS.items()), initial=Role.OWNER)

    def __init__(self, *args: Any, project: Project, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = (
            User.objects.visible_to(viewer).active().filter(memberships__project=project, memberships__is_client=False)
        )
        owner = self.fields["owner"]
        owner.queryset = members.exclude(pk=project.owner_id).order_by("full_name", "username")  # type: ignore[attr-defined]


class FavouriteForm(forms.Form):
    favourite = forms.BooleanField(required=False)


class ProjectRestoreForm(TracktorForm):
    """`name` is asked for where another project took the name meanwhile."""

    name = forms.CharField(label="Name", required=False)


def readable(name: str, value: Any) -> str:
    """A value of a project as people read it, for the two sides of a conflict."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime.date):
        return f"{value:%d %b %Y}"
    choices: dict[str, Any] = {"kind": ProjectKind, "status": ProjectStatus}
    return str(choices[name](value).label) if name in choices else str(value)
