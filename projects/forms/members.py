"""Forms of the team: who is added, as what, and by which code."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from core.forms import TracktorForm

from ..models import Role


class MemberAddForm(TracktorForm):
    username = forms.CharField(
        label="Username",
        error_messages={"required": "Type a username."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "people", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label="Role", choices=Role, initial=Role.CONTRIBUTOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role)


class JoinForm(TracktorForm):
    code = forms.CharField(
        label="Code",
        max_length=40,
        error_messages={"required": "Type the code that you were given."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "mono"}),
    )

    @classmethod
    def opened(cls, query: QueryDict) -> JoinForm:
        """The form as a link with the code opens it."""
        return cls(initial={"code": query.get("code", "")[:40]})
