import re
from typing import Any

from django import forms

_SORT_KEY = re.compile(r"^[0-9a-z]{1,400}\Z")


class PositionForm(forms.Form):
    """Where the next page of a table starts; the addresses are made by the table itself."""

    after = forms.RegexField(_SORT_KEY, required=False)
    group = forms.IntegerField(required=False)
    number = forms.IntegerField(required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        group, number = data.get("group"), data.get("number")
        return {"after": data.get("after", ""), "group": -1 if group is None else group, "number": number or 0}
