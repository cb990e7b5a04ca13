"""What the pages of the inbox ask."""

import datetime
from typing import Any

from django import forms

from accounts.models import User
from core.forms import CodeChoiceField, TracktorForm
from projects.models import Project

from .models import Choice, Reason

VIEWS = {"": "Unread", "all": "All"} | dict(Reason.choices)


class InboxFilter(forms.Form):
    """`view` is unread ones, all, or those of one reason; `before` the id of the oldest item that is shown already."""

    view = forms.ChoiceField(required=False, choices=list(VIEWS.items()))
    project = CodeChoiceField(Project.objects.none(), required=False, empty_label="All projects")
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.visible_to(viewer).order_by("name")  # type: ignore[attr-defined]
        self.is_valid()


class ReadForm(forms.Form):
    """`unread` set: the other way round."""

    unread = forms.BooleanField(required=False)


class MomentForm(forms.Form):
    """The moment at which items were marked read together."""

    at = forms.CharField(max_length=40)

    def clean_at(self) -> datetime.datetime:
        try:
            moment = datetime.datetime.fromisoformat(self.cleaned_data["at"])
        except ValueError:
            raise forms.ValidationError("This is no moment.") from None
        if moment.tzinfo is None:
            raise forms.ValidationError("This is no moment.")
        return moment


class WatchForm(forms.Form):
    choice = forms.ChoiceField(choices=Choice.choices, required=False)


class SettingsForm(TracktorForm):
    wants_digest = forms.BooleanField(
        required=False,
        label="Send me what is unread once a day",
        help_text="One mail in the morning of your time zone; none on days without news.",
    )
