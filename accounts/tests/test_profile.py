"""One's own profile: names, look, the way dates and numbers are written, the picture."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import locale
from projects.models import Project
from tests.world import png

pytestmark = pytest.mark.django_db
Cast = dict[str, User]
SignIn = Callable[[User], Client]
PROFILE = {
    "full_name": "Vera Viewer",
    "time_zone": "Europe/Berlin",
    "locale": "de-DE",
    "theme": "tracktor-dark",
    "density": "normal",
}


def test_the_profile_is_saved_with_shortcuts_off(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["viewer"])
    assert b"data-shortcuts" not in client.get(reverse("accounts:profile")).content
    assert client.post(reverse("accounts:profile"), PROFILE).status_code == 302
    vera = User.objects.get(pk=cast["viewer"].pk)
    assert (vera.locale, vera.has_shortcuts) == ("de-DE", False)
    assert b'data-shortcuts="off"' in client.get(reverse("accounts:profile")).content


def test_forms_complain_in_english_whatever_the_locale(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["viewer"])
    client.post(reverse("accounts:profile"), PROFILE)
    response = client.post(reverse("accounts:profile"), PROFILE | {"email": "no"})
    assert response.status_code == 422 and "valid email" in str(response.context["form"].errors)


@pytest.mark.parametrize(
    ("code", "number", "day"),
    [
        ("en-GB", "12,345", "27 Nov"),
        ("en-US", "12,345", "Nov 27"),
        ("de-DE", "12.345", "27. Nov"),
        ("xx", "12,345", "27 Nov"),
    ],
)
def test_dates_and_numbers_are_written_by_locale(code: str, number: str, day: str) -> None:
    page = Template("{% load humanize %}{{ n|intcomma }} {{ d|day }} {{ f }}")
    date = datetime.date(datetime.date.today().year, 11, 27)  # noqa: DTZ011
    with locale.use(code):
        assert page.render(Context({"n": 12345, "d": date, "f": 1.5})) == f"{number} {day} 1.5"
        assert locale.present_locale().number(Decimal("0.5")) in {"0.5", "0,5"}


def test_a_picture_is_seen_by_who_sees_the_person(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["viewer"])
    client.post(reverse("files:avatar-change"), {"image": SimpleUploadedFile("me.png", png())})
    vera = User.objects.get(pk=cast["viewer"].pk)
    assert vera.avatar_url and vera.avatar_url.encode() in client.get(reverse("accounts:profile")).content
    seen = {name: sign_in(cast[name]).get(vera.avatar_url).status_code for name in ("owner", "stranger")}
    assert seen == {"owner": 200, "stranger": 404}
    client.post(reverse("files:avatar-clear"))
    assert not User.objects.get(pk=vera.pk).avatar_url


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a broken"])
def test_what_is_no_picture_is_refused(cast: Cast, sign_in: SignIn, data: bytes) -> None:
    client = sign_in(cast["viewer"])
    response = client.post(reverse("files:avatar-change"), {"image": SimpleUploadedFile("me.png", data)}, follow=True)
    assert response.status_code == 200 and b"toast" in response.content
    assert not User.objects.get(pk=cast["viewer"].pk).avatar_uid
