from typing import Any

from django import forms

from core.forms import TracktorForm
from projects.models import Project
from shots.models import Entity, Kind
from shots.pasted import MOST_LETTERS, decode
from shots.services.pasted import PasteInput


class PasteForm(TracktorForm):
    """The list as text, or as a file, which wins; `mark` is the plan that was looked at."""

    kind = forms.ChoiceField(choices=[(Kind.SHOT, "Shots"), (Kind.ASSET, "Assets")], widget=forms.RadioSelect)
    text = forms.CharField(
        label="List",
        required=False,
        # Tabs and empty first cells are columns.
        strip=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "wrap": "off", "class": "pastefield"}),
    )
    file = forms.FileField(label="Or a CSV or TSV file", required=False)
    splits = forms.BooleanField(label="Take the sequence out of codes such as SQ010_SH0010", required=False)
    leaves_wrong_out = forms.BooleanField(label="Leave wrong lines out", required=False)
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[("check", "Check"), ("apply", "Apply")], required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_sequences = Entity.objects.present().filter(project=project, kind=Kind.SEQUENCE).exists()
        self.fields["splits"].initial = has_sequences
        # What no cell may hold is told at its cell.
        self.fields["text"].validators.clear()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("file")
        if upload is not None:
            if upload.size > MOST_LETTERS * 2:
                self.add_error("file", "The file is over 4 MB; paste it in parts.")
            else:
                data["text"] = decode(upload.read())
        if not (data.get("text") or "").strip() and not self.errors:
            self.add_error("text", "Paste some lines first.")
        return data

    def given(self) -> PasteInput:
        data = self.cleaned_data
        return PasteInput(Kind(data["kind"]), data["text"], data["splits"], data["leaves_wrong_out"])
