from __future__ import annotations

from django import forms

from core.text import plain

MOST_RECENT = 8


class FindForm(forms.Form):
    """A search never refuses: what it can't read it leaves out."""

    q = forms.CharField(required=False, max_length=200)
    project = forms.CharField(required=False, max_length=60)
    recent = forms.CharField(required=False, max_length=200)

    @property
    def text(self) -> str:
        return plain(self._read("q"))

    @property
    def project_code(self) -> str:
        return plain(self._read("project"))

    @property
    def recent_ids(self) -> list[int]:
        """The ids that the browser remembers; it may say anything."""
        wanted = self._read("recent").split(",")
        ids = [int(number) for number in wanted if number.isascii() and number.isdecimal() and len(number) < 16]
        return list(dict.fromkeys(ids))[:MOST_RECENT]

    def _read(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))
