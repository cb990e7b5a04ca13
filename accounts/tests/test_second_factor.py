"""Authenticator app, recovery codes, open log-ins: how one proves who it is, and what the log tells of it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from accounts.services import second_factor_remove
from accounts.tests.factories import PASSWORD, UserFactory
from core.errors import Forbidden
from events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return UserFactory(username="ana", full_name="Ana Diaz")


def sign_in(client: Client) -> str:
    response = client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    return str(response["Location"])


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def with_app(client: Client, ana: User) -> str:
    """Ana has added an app; the secret of it."""
    sign_in(client)
    confirm(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    return str(secret)


def verbs() -> list[str]:
    return list(Event.objects.order_by("-pk").values_list("verb", flat=True))


def test_an_app_is_added_after_the_password_and_the_log_says_so(client: Client, with_app: str) -> None:
    assert verbs()[0] == "user.totp_added"
    assert with_app not in str(list(Event.objects.values_list("before", "after", "shown")))


def test_the_page_of_the_app_asks_who_it_is_first(client: Client, ana: User) -> None:
    client.force_login(ana)
    assert reverse("account_reauthenticate") in client.get(reverse("mfa_activate_totp"))["Location"]


def test_the_key_is_a_picture_that_the_policy_allows(client: Client, ana: User) -> None:
    sign_in(client)
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert b"data:image/svg+xml;base64," in page.content
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_code_adds_no_app(client: Client, ana: User) -> None:
    sign_in(client)
    confirm(client)
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "not the right code" in response.content.decode()
    assert not Authenticator.objects.exists() and "user.totp_added" not in verbs()


def test_with_an_app_the_password_alone_opens_nothing(with_app: str) -> None:
    other = Client()
    assert sign_in(other) == reverse("mfa_authenticate")
    assert "_auth_user_id" not in other.session
    other.post(reverse("mfa_authenticate"), {"code": code_of(with_app)})
    assert "_auth_user_id" in other.session


def test_a_recovery_code_opens_once(client: Client, with_app: str) -> None:
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for opens in (True, False):
        other = Client()
        sign_in(other)
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in other.session) is opens
    assert verbs().count("user.recovery_code_used") == 1


def test_removing_the_app_takes_the_codes_along(client: Client, with_app: str) -> None:
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert verbs()[0] == "user.totp_removed"
    assert sign_in(Client()) == "/"


def test_an_administrator_helps_who_lost_the_phone(with_app: str, ana: User) -> None:
    ada = UserFactory(username="ada", is_superuser=True)
    with pytest.raises(Forbidden):
        second_factor_remove(actor=ana, user=ada)
    assert second_factor_remove(actor=ada, user=ana)
    assert sign_in(Client()) == "/"
    assert verbs()[0] == "user.second_factor_removed"


def test_open_log_ins_are_listed_and_ended(client: Client, ana: User) -> None:
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0", REMOTE_ADDR="192.0.2.7")
    sign_in(client)
    sign_in(other)
    page = client.get(reverse("accounts:security")).content.decode()
    assert "Firefox on Linux" in page and "192.0.2.7" in page and "This one" in page
    client.post(reverse("accounts:session-end", args=[UserSession.objects.get(ip="192.0.2.7").pk]))
    assert other.get(reverse("accounts:profile")).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_signing_out_everywhere_else_ends_what_no_list_knows(client: Client, ana: User) -> None:
    unlisted = Client()
    unlisted.force_login(ana)
    sign_in(client)
    client.post(reverse("accounts:sessions-end-others"))
    assert unlisted.get(reverse("accounts:profile")).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert UserSession.objects.filter(user=ana).count() == 1


def test_nobody_ends_the_log_in_of_somebody_else(client: Client, ana: User) -> None:
    sign_in(client)
    stranger = Client()
    stranger.force_login(UserFactory())
    held = UserSession.objects.get()
    assert stranger.post(reverse("accounts:session-end", args=[held.pk])).status_code == 404
    assert UserSession.objects.exists()


@override_settings(USERSESSIONS_TRACK_ACTIVITY=True)
def test_a_log_in_is_noted_by_its_first_request(client: Client, ana: User) -> None:
    client.force_login(ana)
    client.get(reverse("accounts:profile"), REMOTE_ADDR="192.0.2.9")
    assert UserSession.objects.get().ip == "192.0.2.9"
