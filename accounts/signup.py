"""The sign-up form's own fields. allauth loads them while it is loaded itself, so this module stands alone."""

from django import forms
from django.http import HttpRequest

from core.forms import validate_text

from .models import User, validate_time_zone


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
