from __future__ import annotations

from django import forms

from core.text import plain

MOST_RECENT = 8


class FindForm(forms.Form):
    """A search never refuses: what it can't read it leaves out."""

    q = forms.CharField(required=False, strip=True)
    project = forms.CharField(required=False)
    recent = forms.CharField(required=False)

    def clean_q(self) -> str:
        return plain(self.cleaned_data["q"])[:200]

    def clean_project(self) -> str:
        return plain(self.cleaned_data["project"])[:60]

    def clean_recent(self) -> list[int]:
        """The ids that the browser remembers; it may say anything."""
        wanted = self.cleaned_data["recent"][:200].split(",")
        ids = [int(number) for number in wanted if number.isascii() and number.isdecimal() and len(number) < 16]
        return list(dict.fromkeys(ids))[:MOST_RECENT]
