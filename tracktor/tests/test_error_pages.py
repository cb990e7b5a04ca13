"""Errors are pages in our look, with a way on."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

from accounts.models import User
from projects.models import Project

Cast = dict[str, User]
SignIn = Callable[[User], Client]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_every_error_page_stands_without_a_request(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert "<!doctype html>" in page
    assert 'class="brandline"' in page
    assert page.count("<h1") == 1


def test_who_is_signed_in_keeps_the_way_around(cast: Cast, project: Project, sign_in: SignIn) -> None:
    response = sign_in(cast["viewer"]).get("/projects/nowhere/")
    assert response.status_code == 404
    content = response.content.decode()
    assert 'class="rail"' in content
    assert "data-open-palette" in content


def test_a_stranger_sees_no_rail(client: Client, cast: Cast) -> None:
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert 'class="rail"' not in response.content.decode()


def test_a_form_that_has_waited_too_long_says_so(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["viewer"])
    response = client.post("/profile/theme/", {"theme": "system"})
    assert response.status_code == 403
    assert "This form has waited too long" in response.content.decode()


@override_settings(LARGEST_REQUEST=10)
def test_what_is_too_large_is_a_page_or_a_toast(cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    client = sign_in(cast["viewer"])
    page = client.post("/profile/theme/", {"theme": "system"})
    assert page.status_code == 413
    assert "too large to send" in page.content.decode()
    part = client.post("/profile/theme/", {"theme": "system"}, headers=htmx)
    assert part.status_code == 413
    assert "Nothing was changed" in part["HX-Trigger"]
