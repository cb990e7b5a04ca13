"""The form of a project's frames and naming rules."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import TracktorForm

from ..models import Project
from ..naming import example
from ..services.naming import NAMED, NamingInput

FRAMES = ("first_frame", "handles")


def _number(label: str, initial: int | None = None, *, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=initial,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": f"{label} is needed.", "invalid": "Type a whole number."},
    )


class NamingForm(TracktorForm):
    """`<kind>_pattern`, `_first`, `_step` and `_is_strict` for each kind; `rev` is the project's that was looked at."""

    use_required_attribute = False

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    first_frame = _number("First frame", help_text="Of every new shot, handles not counted in.")
    handles = _number("Handles", help_text="Frames at each end.")

    def __init__(self, data: Any = None, *, project: Project) -> None:
        held = {rule.kind: rule for rule in project.naming_rules.all()}
        initial: dict[str, Any] = {name: getattr(project, name) for name in (*FRAMES, "rev")}
        for kind, rule in held.items():
            for name in ("pattern", "first", "step", "is_strict"):
                initial[f"{kind}_{name}"] = getattr(rule, name)
        super().__init__(data, initial=initial)
        for kind in NAMED:
            self._add(kind)
        self.examples = {
            kind: [example(rule.pattern, rule.first + rule.step * at) for at in range(3)]
            for kind, rule in held.items()
            if "#" in rule.pattern
        }

    def _add(self, kind: str) -> None:
        self.fields[f"{kind}_pattern"] = forms.CharField(
            label=f"{kind.capitalize()} names",
            required=False,
            max_length=60,
            widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off", "spellcheck": "false"}),
        )
        self.fields[f"{kind}_first"] = _number("First number", 10)
        self.fields[f"{kind}_step"] = _number("Step", 10)
        self.fields[f"{kind}_is_strict"] = forms.BooleanField(label="Refuse other names", required=False)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Each kind's fields, for the page."""
        return [
            {
                "kind": kind,
                "fields": [self[f"{kind}_{name}"] for name in ("pattern", "first", "step")],
                "strict": self[f"{kind}_is_strict"],
                "example": ", ".join([*self.examples[kind], "…"]) if kind in self.examples else "",
            }
            for kind in NAMED
        ]

    def rules(self) -> dict[str, NamingInput]:
        data = self.cleaned_data
        names = ("pattern", "first", "step", "is_strict")
        return {kind: NamingInput(*(data[f"{kind}_{name}"] for name in names)) for kind in NAMED}

    def frames(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FRAMES}
