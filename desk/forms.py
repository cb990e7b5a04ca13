from django import forms

from .my_day import SECTIONS


class DayForm(forms.Form):
    """What of the page is asked for: the chosen task, or a further page of one section."""

    task = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    section = forms.ChoiceField(required=False, choices=list(SECTIONS.items()))
    start = forms.IntegerField(required=False, min_value=0, max_value=100_000)


class RowForm(forms.Form):
    """Whether only the row of a task is asked for."""

    row = forms.BooleanField(required=False)
