"""Guessers wait: limits per name and per address, with a page that says so."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LIMITS = override_settings(ACCOUNT_RATE_LIMITS=settings.RATE_LIMITS)


@pytest.fixture
def ana() -> User:
    return UserFactory(username="ana")


def try_password(client: Client, password: str, name: str = "ana", address: str = "192.0.2.1") -> str:
    data = {"login": name, "password": password}
    response = client.post(reverse("account_login"), data, REMOTE_ADDR=address)
    return "in" if response.status_code == 302 else response.content.decode()


@LIMITS
def test_five_wrong_passwords_pause_the_account_from_everywhere(client: Client, ana: User) -> None:
    said = [try_password(client, "wrong", address=f"192.0.2.{number}") for number in range(5)]
    assert "4 tries are left" in said[0] and "1 try is left" in said[3]
    assert "Too many wrong passwords" in try_password(client, PASSWORD, address="192.0.2.99")


@LIMITS
def test_names_that_are_not_there_count_alike(client: Client, ana: User) -> None:
    assert "4 tries are left" in try_password(client, "wrong", name="nobody")


@LIMITS
def test_one_address_guesses_at_many_names_for_a_while_only(client: Client, ana: User) -> None:
    for number in range(30):
        try_password(client, "wrong", name=f"name{number}")
    assert "Too many wrong passwords" in try_password(client, PASSWORD)
    assert try_password(client, PASSWORD, address="192.0.2.2") == "in"


@LIMITS
@pytest.mark.parametrize(
    ("route", "data"), [("account_signup", {}), ("account_reset_password", {"email": "a@b.example"})]
)
def test_too_many_forms_get_a_friendly_page(client: Client, ana: User, route: str, data: dict[str, str]) -> None:
    answers = [client.post(reverse(route), data) for _ in range(25)]
    last = answers[-1]
    assert last.status_code == 429 and b"That was too often" in last.content


@LIMITS
def test_nobody_tries_invitation_links_one_by_one(client: Client, ana: User) -> None:
    url = reverse("accounts:invitation", args=["guess"])
    assert {client.get(url).status_code for _ in range(40)} == {404, 429}
