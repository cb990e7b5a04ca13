import zoneinfo
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django import forms

from core.forms import TracktorForm

from .hooks import destination
from .models import Density, Department, Registration, Theme, User, locale_choices
from .selectors import SORTS
from .services import security_changed


def time_zones() -> list[tuple[str, str]]:
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


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The code after the password. A recovery code is gone with its use, so the log tells of it."""

    code = forms.CharField(
        label="Code",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def save(self) -> None:
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            with security_changed(actor=self.user, verb="user.recovery_code_used"):
                super().save()
        else:
            super().save()


class ProfileForm(TracktorForm):
    full_name = forms.CharField(label="Full name", max_length=80, required=False)
    email = forms.EmailField(label="E-mail", required=False, help_text="Only used where this studio sends mail.")
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zones)
    locale = forms.ChoiceField(label="Dates and numbers", choices=locale_choices)
    theme = forms.ChoiceField(label="Look", choices=Theme, widget=forms.RadioSelect)
    density = forms.ChoiceField(label="Rows", choices=Density, widget=forms.RadioSelect)
    has_shortcuts = forms.BooleanField(
        label="Single letters are shortcuts",
        required=False,
        help_text="When off, G, ?, / and other letters do nothing. Keys with Ctrl stay.",
    )

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "submit_id"}


class DepartmentsForm(TracktorForm):
    departments = forms.ModelMultipleChoiceField(
        queryset=Department.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, label="Departments"
    )


class StudioForm(TracktorForm):
    name = forms.CharField(
        label="Name of the studio", max_length=60, required=False, help_text="Stands on the sign-in page."
    )
    registration = forms.ChoiceField(label="New accounts", choices=Registration, widget=forms.RadioSelect)
    invitation_days = forms.IntegerField(label="An invitation holds for so many days", min_value=1, max_value=90)


class PasswordLinkForm(TracktorForm):
    send = forms.BooleanField(label="Mail it too", required=False)


class TestMailForm(TracktorForm):
    email = forms.EmailField(label="To")


class InvitationForm(TracktorForm):
    name = forms.CharField(label="For", max_length=80, required=False, help_text="A name by which you find it again.")
    email = forms.EmailField(label="E-mail", required=False)
    project = forms.TypedChoiceField(label="Project", coerce=int, empty_value=None, required=False)
    role = forms.ChoiceField(label="Role in it", required=False)

    def __init__(self, *args: Any, inviter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [("", "None yet"), *destination().choices(inviter)]  # type: ignore[attr-defined]
        self.fields["role"].choices = destination().roles()  # type: ignore[attr-defined]
        self.fields["role"].initial = destination().roles()[1][0]


class PeopleFilter(forms.Form):
    """What the list of people is asked for; what makes no sense counts as not asked."""

    q = forms.CharField(required=False, max_length=80)
    state = forms.ChoiceField(
        required=False, choices=[("active", "Active"), ("administrators", "Administrators"), ("deactivated", "Closed")]
    )
    department = forms.ModelChoiceField(queryset=Department.objects.all(), required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS])

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        data = self.cleaned_data
        return {
            "find": data.get("q", ""),
            "state": data.get("state", ""),
            "department": data.get("department"),
            "sort": data.get("sort") or "name",
        }


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme)


class DensityForm(forms.Form):
    density = forms.ChoiceField(choices=Density)
