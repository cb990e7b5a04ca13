"""Forms of the team: who is added, as what, and by which code."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import Department
from core.forms import TracktorForm

from ..models import Membership, Role
from ..services import MemberInput

MEMBER_SORTS = {"role": "By role", "name": "By name", "joined": "Latest first"}


# More names at once than any studio has; a pasted book is refused before it is looked up.
MOST_NAMES = 500
_BETWEEN = re.compile(r"[\n,;\t]+")


CLIENT = "client"
# A client is a viewer who sees only what is meant for clients.
ADD_AS = [*Role.choices, (CLIENT, "Client")]


class MemberAddForm(TracktorForm):
    """One person or many: usernames or names, one a line or with commas between."""

    username = forms.CharField(
        label="People",
        max_length=50_000,
        error_messages={"required": "Type a username."},
        help_text="Usernames or names, one a line or with commas between.",
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label="Role", choices=ADD_AS, initial=Role.CONTRIBUTOR)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        if data is not None and data.getlist("known"):
            # Chosen from a list instead of typed.
            data = data.copy()
            data["username"] = "\n".join(data.getlist("known"))
        super().__init__(data, **kwargs)

    def clean_username(self) -> str:
        text: str = self.cleaned_data["username"]
        if len(self._split(text)) > MOST_NAMES:
            raise forms.ValidationError(f"These are over {MOST_NAMES} names; add them in parts.")
        return text

    @property
    def joins_as(self) -> Role:
        given: str = self.cleaned_data["role"]
        return Role.VIEWER if given == CLIENT else Role(given)

    @property
    def is_client(self) -> bool:
        return bool(self.cleaned_data["role"] == CLIENT)

    @property
    def names(self) -> list[str]:
        return self._split(self.cleaned_data["username"])

    @staticmethod
    def _split(text: str) -> list[str]:
        """A part of several words is a name, or where each begins with @, several usernames."""
        parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
        found: list[str] = []
        for part in parts:
            words = part.split()
            found += words if all(word.startswith("@") for word in words) else [" ".join(words)]
        return found


APPROVES = {"none": "Nothing", "all": "Everything", "some": "Some departments"}


class MemberForm(TracktorForm):
    """What a member is besides the role. `is_client` stands there for viewers only."""

    departments = forms.ModelMultipleChoiceField(
        label="Works in",
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose departments of the list."},
    )
    approves_what = forms.ChoiceField(label="Approves", choices=list(APPROVES.items()), required=False)
    approves = forms.ModelMultipleChoiceField(
        label="Departments",
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose departments of the list."},
    )
    is_client = forms.BooleanField(label="Client", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("departments", "approves"):
            self.fields[name].queryset = Department.objects.order_by("order", "pk")  # type: ignore[attr-defined]

    @classmethod
    def of(cls, membership: Membership) -> MemberForm:
        approves = [row.pk for row in membership.approves.all()]
        what = "all" if membership.approves_all else "some" if approves else "none"
        departments = [row.pk for row in membership.departments.all()]
        initial = {"departments": departments, "approves_what": what, "approves": approves}
        return cls(initial=initial | {"is_client": membership.is_client})

    def given(self) -> MemberInput:
        data = self.cleaned_data
        what = data["approves_what"] or "none"
        return MemberInput(
            departments=list(data["departments"]),
            approves_all=what == "all",
            approves=list(data["approves"]) if what == "some" else [],
            is_client=data["is_client"],
        )


class MemberListQuery(forms.Form):
    """What the list of members is narrowed to; what can't be read asks for nothing."""

    q = forms.CharField(required=False, max_length=200)
    role = forms.ChoiceField(choices=[*Role.choices, ("client", "Client")], required=False)
    department = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    sort = forms.ChoiceField(choices=list(MEMBER_SORTS.items()), required=False)
    page = forms.CharField(required=False)


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
