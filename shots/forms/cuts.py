"""The two steps of an import: the file, and how it becomes shots."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from django import forms

from core.errors import Refused
from core.forms import TracktorForm
from projects.defaults import TEMPLATES, template_of
from projects.models import Project
from projects.services import ProjectInput

from ..editorial import (
    ByClipName,
    ByPattern,
    BySteps,
    CutFile,
    CutOptions,
    FixedSequence,
    NamingRule,
    SequenceFromName,
    SequenceRule,
)
from ..editorial.text import MAX_BYTES, TOO_LARGE, printable
from ..services.insert import MAX_FRAME

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict

MOST_ROWS = 1000
SOURCES = [("clip", "Clip"), ("file", "File"), ("reel", "Reel")]
_SHOWN = re.compile(r"(\d{1,4}):(\d{1,6})\Z")
_NOT_IN_CODES = re.compile(r"[^A-Za-z0-9]+")


def code_of(name: str) -> str:
    """A project code out of a name: "The Long Ferry" is "the-long-ferry"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_IN_CODES.sub("-", plain).strip("-").lower()[:20].rstrip("-")


def _rate_field() -> forms.DecimalField:
    return forms.DecimalField(
        label="Frame rate",
        min_value=Decimal("0.001"),
        max_value=1000,
        max_digits=7,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"list": "rates", "step": "any"}),
        help_text="An EDL does not say its rate. OTIO and XML do; theirs is taken.",
    )


class CutFileForm(TracktorForm):
    file = forms.FileField(
        label="File",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".edl,.otio,.otioz,.xml,.txt"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty; export the cut again."},
    )
    rate = _rate_field()

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return upload

    @property
    def file_name(self) -> str:
        return printable(str(self.cleaned_data["file"].name), 200) or "cut"

    def wishes(self) -> dict[str, str]:
        return {}


class ProjectCutFileForm(CutFileForm):
    """The first step of a project that begins with its cut."""

    name = forms.CharField(label="Project name", max_length=200, required=False, help_text="Else the cut's title.")
    code = forms.CharField(label="Code", max_length=20, required=False, help_text="Else made from the name.")
    template = forms.ChoiceField(label="Pipeline", choices=[(row.key, row.label) for row in TEMPLATES])

    def wishes(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "code", "template")}


class CutOptionsForm(TracktorForm):
    """The options and the rows of the preview.

    A row sends `take` (its number, when ticked), `name-7` (the shot's name as it stands in the field) and `was-7`
    (the name the options gave it): only a name that differs was typed. `shown` says which rows were on the page,
    "track:last row"; the ones behind are all taken.
    """

    naming = forms.ChoiceField(
        label="Shot names",
        choices=[("clip", "Clip name"), ("pattern", "Pattern"), ("step", "Steps")],
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(label="Name stands in", choices=SOURCES, required=False)
    clip_pattern = forms.CharField(
        label="Part of the name",
        max_length=200,
        required=False,
        help_text="An expression; its first group names the shot. Empty drops versions and file endings.",
    )
    pattern = forms.CharField(label="Pattern", max_length=200, required=False)
    name_prefix = forms.CharField(label="Prefix", max_length=40, required=False)
    start = forms.IntegerField(label="Start", min_value=0, max_value=99_999_999, required=False)
    step = forms.IntegerField(label="Step", min_value=1, max_value=99_999, required=False)
    padding = forms.IntegerField(label="Digits", min_value=0, max_value=8, required=False)
    sequence_from = forms.ChoiceField(
        label="Sequence",
        choices=[("name", "Clip name"), ("fixed", "One"), ("none", "None")],
        widget=forms.RadioSelect,
    )
    sequence_pattern = forms.CharField(
        label="Sequence from the name",
        max_length=200,
        required=False,
        help_text="An expression; its first group names the sequence.",
    )
    sequence_name = forms.CharField(label="Sequence name", max_length=100, required=False)
    track = forms.TypedChoiceField(label="Track", coerce=int)
    first_frame = forms.IntegerField(label="First frame", min_value=0, max_value=MAX_FRAME)
    handles = forms.IntegerField(label="Handles", min_value=0, max_value=1000)
    length_from = forms.ChoiceField(
        label="Length from", choices=[("record", "Record"), ("source", "Source")], widget=forms.RadioSelect
    )
    on_existing = forms.ChoiceField(
        label="Shots that exist", choices=[("leave", "Leave"), ("update", "Update range")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, cut: CutFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cut = cut
        self.fields["track"].choices = [  # type: ignore[attr-defined]
            (str(row.index), f"{row.name}, {row.event_count} events" if row.name else f"Track {row.index + 1}")
            for row in cut.tracks
        ]

    def options(self) -> CutOptions:
        """What was chosen; call it on a valid form."""
        data = self.cleaned_data
        frames = CutOptions(
            naming=self._naming(),
            sequence=self._sequence(),
            first_frame=data["first_frame"],
            handles=data["handles"],
            length_from=data["length_from"],
            on_existing=data["on_existing"],
        )
        return self.with_rows(frames)

    def with_rows(self, options: CutOptions) -> CutOptions:
        """The options with the rows as they were ticked and named; works on an invalid form too."""
        track = self.cleaned_data.get("track", options.track)
        last = self._last_shown(track)
        if not last:
            return replace(options, track=track)
        names = self._names(last)
        return replace(options, track=track, selected=self._selected(track, last, names), names=names)

    def _last_shown(self, track: int) -> int:
        """The last row of the track that was on the page; 0 when it was another track's page, or the first."""
        shown = _SHOWN.match(str(self.data.get("shown", "")))
        return int(shown[2]) if shown and int(shown[1]) == track else 0

    def _naming(self) -> NamingRule:
        data = self.cleaned_data
        if data["naming"] == "clip":
            return ByClipName(data["source"] or "clip", data["clip_pattern"])
        if data["naming"] == "pattern":
            return ByPattern(data["pattern"])
        numbers = {name: data[name] for name in ("start", "step", "padding") if data[name] is not None}
        return BySteps(prefix=data["name_prefix"], **numbers)

    def _sequence(self) -> SequenceRule:
        data = self.cleaned_data
        if data["sequence_from"] == "name":
            return SequenceFromName(data["sequence_pattern"], data["source"] or "clip")
        return FixedSequence(data["sequence_name"] if data["sequence_from"] == "fixed" else "")

    def _selected(self, track: int, last: int, names: dict[int, str]) -> frozenset[int]:
        takes = cast("QueryDict", self.data).getlist("take")
        ticked = {int(value) for value in takes if value.isascii() and value.isdecimal() and len(value) < 7}
        behind = {row.index for row in self.cut.events_on(track) if row.index > last}
        # Who names a row wants it; `was` is empty where the name was typed before, then the tick says.
        return frozenset(ticked | behind | {index for index in names if self.data.get(f"was-{index}")})

    def _names(self, last: int) -> dict[int, str]:
        """The names that were typed, by row."""
        names = {}
        for index in range(1, min(last, MOST_ROWS) + 1):
            name = self.data.get(f"name-{index}", "").strip()
            if name and name != self.data.get(f"was-{index}", ""):
                names[index] = name[:200]
        return names

    def refuse(self, refused: Refused) -> None:
        """The rules name what they are about; the form has several fields for it."""
        data = getattr(self, "cleaned_data", {})
        fields = {
            "naming": {"clip": "clip_pattern", "pattern": "pattern"}.get(data.get("naming", ""), "start"),
            "sequence": {"name": "sequence_pattern", "fixed": "sequence_name"}.get(data.get("sequence_from", "")),
            "fps": None,
        }
        field = fields.get(refused.field or "", refused.field)
        super().refuse(Refused(refused.message, field=field))


class ProjectCutOptionsForm(CutOptionsForm):
    name = forms.CharField(label="Project name", max_length=200)
    code = forms.CharField(label="Code", max_length=20, help_text="Letters, digits, - and _. It stays for ever.")
    template = forms.ChoiceField(label="Pipeline", choices=[(row.key, row.label) for row in TEMPLATES])

    def project_input(self) -> ProjectInput:
        data = self.cleaned_data
        return ProjectInput(
            name=data["name"],
            code=data["code"],
            kind=template_of(data["template"]).kind,
            fps=self.cut.rate,
            first_frame=data["first_frame"],
            handles=data["handles"],
        )


def options_initial(suggested: CutOptions, project: Project | None) -> dict[str, Any]:
    """What the second step opens with: what the names in the cut suggest, and the project's frames."""
    naming, steps = suggested.naming, BySteps()
    return _sequence_initial(suggested.sequence) | {
        "submit_id": str(uuid.uuid4()),
        "naming": "clip" if isinstance(naming, ByClipName) else "pattern",
        "source": naming.source if isinstance(naming, ByClipName) else "clip",
        "pattern": ByPattern().pattern,
        "name_prefix": steps.prefix,
        "start": steps.start,
        "step": steps.step,
        "padding": steps.padding,
        "track": suggested.track,
        "first_frame": project.first_frame if project else suggested.first_frame,
        "handles": project.handles if project else suggested.handles,
        "length_from": suggested.length_from,
        "on_existing": suggested.on_existing,
    }


def _sequence_initial(rule: SequenceRule) -> dict[str, str]:
    if isinstance(rule, SequenceFromName):
        return {"sequence_from": "name", "sequence_pattern": rule.pattern, "sequence_name": "SQ010"}
    sequence_from = "fixed" if rule.name else "none"
    pattern = SequenceFromName().pattern
    return {"sequence_from": sequence_from, "sequence_pattern": pattern, "sequence_name": rule.name or "SQ010"}


def project_initial(wishes: dict[str, str], cut: CutFile, file_name: str) -> dict[str, Any]:
    name = wishes.get("name") or printable(cut.title, 200) or PurePath(file_name).stem
    return {
        "name": name,
        "code": wishes.get("code") or code_of(name),
        "template": wishes.get("template") or TEMPLATES[0].key,
    }


class CutFilterForm(forms.Form):
    """What of a cut's events to show. What can't be understood shows all."""

    show = forms.ChoiceField(choices=[("", "All"), ("shots", "With a shot"), ("none", "Without")], required=False)
    find = forms.CharField(max_length=200, required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {"show": self.cleaned_data.get("show", ""), "find": self.cleaned_data.get("find", "")}
