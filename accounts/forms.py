from typing import Any

from django import forms
from django.http import HttpRequest

from core.forms import TracktorForm, validate_text

from .models import Density, Theme, User, validate_time_zone


class SignupExtra(forms.Form):
    """What allauth's sign-up asks besides name and password."""

    full_name = forms.CharField(label="Full name", max_length=80, required=False, validators=[validate_text])
    time_zone = forms.CharField(
        required=False,
        widget=forms.HiddenInput(attrs={"data-module": "timezone"}),
        validators=[validate_time_zone],
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth calls this; the adapter has made everything already."""


def time_zones() -> list[tuple[str, str]]:
    import zoneinfo

    return [
        (name, name.replace("_", " "))
        for name in sorted(zoneinfo.available_timezones())
        if "/" in name or name == "UTC"
    ]


class WelcomeForm(TracktorForm):
    full_name = forms.CharField(label="Full name", max_length=80)
    username = forms.CharField(label="Username", max_length=60)
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters.",
        strip=False,
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zones, initial="UTC")
    theme = forms.ChoiceField(label="Look", choices=Theme, initial=Theme.DARK, widget=forms.RadioSelect)


class ProfileForm(TracktorForm):
    full_name = forms.CharField(label="Full name", max_length=80, required=False)
    email = forms.EmailField(
        label="E-mail", required=False, help_text="Not needed; nothing is sent without a mail server."
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zones)
    theme = forms.ChoiceField(label="Look", choices=Theme, widget=forms.RadioSelect)
    density = forms.ChoiceField(label="Rows", choices=Density, widget=forms.RadioSelect)

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "submit_id"}


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme)


class DensityForm(forms.Form):
    density = forms.ChoiceField(choices=Density)
