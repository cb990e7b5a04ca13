"""The small tags that every template may use."""

import datetime

import pytest
from django import forms
from django.utils import timezone

from core.templatetags.tracktor import ago, due, faults, icon


class TwoFields(forms.Form):
    shown = forms.CharField()
    token = forms.UUIDField(widget=forms.HiddenInput)


def test_a_banner_says_only_what_has_no_field_to_stand_at() -> None:
    assert faults(TwoFields({"shown": "", "token": ""})) == ["This field is required."]
    good = TwoFields({"shown": "", "token": "7f4b9c3e-58a4-4a0e-9f53-0a7a7f8a3f10"})
    assert faults(good) == []
    good.add_error(None, "Taken meanwhile")
    assert faults(good) == ["Taken meanwhile"]


@pytest.mark.parametrize(("days", "says"), [(0, "today"), (-400, "20"), (400, "20")])
def test_due_dates_are_said_as_people_say_them(days: int, says: str) -> None:
    assert says in due(timezone.localdate() + datetime.timedelta(days=days))


@pytest.mark.parametrize(("seconds", "says"), [(0, ">now<"), (20, " s ago<"), (86_400, ">yesterday ")])
def test_moments_are_said_by_their_distance(seconds: int, says: str) -> None:
    assert says in ago(timezone.now() - datetime.timedelta(seconds=seconds))


def test_an_icon_is_drawn_from_the_sprite_and_hidden_from_readers() -> None:
    assert icon("check", "s") == '<svg class="i i-s" aria-hidden="true"><use href="#i-check"></use></svg>'
