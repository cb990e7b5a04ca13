"""The way in: the first visit, sign-up, sign-in, sign-out."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import Person, first_administrator_create, user_create
from accounts.tests.factories import UserFactory
from core.errors import Conflict
from events.models import Event

GOOD = {"username": "amara.okafor", "password1": "halcyon-leaves-port", "full_name": "Amara Okafor"}
FIRST = {
    "full_name": "Amara Okafor",
    "username": "Amara",
    "password": "halcyon-leaves-port",
    "time_zone": "Africa/Lagos",
    "theme": "tracktor-dark",
}


@pytest.fixture
def somebody(db: None) -> User:
    return user_create(actor=None, person=Person("mei.ling", "halcyon-leaves-port", "Mei-Ling Zhou"))


def test_an_empty_installation_leads_everywhere_to_the_welcome_page(client: Client, db: None) -> None:
    for address in ("/", reverse("account_login"), "/projects/x/"):
        assert client.get(address)["Location"] == reverse("accounts:welcome")


def test_the_welcome_page_makes_the_administrator_and_leads_to_a_new_project(client: Client, db: None) -> None:
    response = client.post(reverse("accounts:welcome"), FIRST)
    assert response["Location"] == reverse("projects:project-create")
    admin = User.objects.get()
    assert (admin.username, admin.is_superuser, admin.time_zone) == ("amara", True, "Africa/Lagos")
    assert Event.objects.get().verb == "user.created"


def test_the_welcome_page_is_closed_afterwards(client: Client, somebody: User) -> None:
    assert client.post(reverse("accounts:welcome"), FIRST)["Location"] == reverse("account_login")
    with pytest.raises(Conflict):
        first_administrator_create(person=Person("late", "halcyon-leaves-port"))
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("username", "amara okafor", "Try amara.okafor"),
        ("username", "", "required"),
        ("username", "é", "small letters"),
        ("password", "short", "too short"),
        ("password", "1234567890", "numeric"),
        ("full_name", "A\u202eB", "direction"),
        ("time_zone", "Mars/Base", "valid choice"),
    ],
)
def test_bad_input_on_the_welcome_page(client: Client, db: None, field: str, value: str, says: str) -> None:
    response = client.post(reverse("accounts:welcome"), FIRST | {field: value})
    assert response.status_code == 422
    assert says in str(response.context["form"].errors[field])
    assert not User.objects.exists()


def test_signing_up_needs_no_mail_and_signs_in(client: Client, somebody: User) -> None:
    response = client.post(reverse("account_signup"), GOOD)
    assert response.status_code == 302
    user = User.objects.get(username="amara.okafor")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.is_superuser
    assert Event.objects.filter(verb="user.created", target_id=user.pk).count() == 1


def test_names_are_one_name_in_any_case(client: Client, somebody: User) -> None:
    response = client.post(reverse("account_signup"), GOOD | {"username": "MEI.LING"})
    assert "taken" in str(response.context["form"].errors["username"])


def test_signing_in_by_name_in_any_case_and_out(client: Client, somebody: User) -> None:
    data = {"login": "Mei.Ling", "password": "halcyon-leaves-port"}
    assert client.post(reverse("account_login"), data).status_code == 302
    assert client.session["_auth_user_id"] == str(somebody.pk)
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_does_not_tell_whether_the_name_is_there(client: Client, somebody: User) -> None:
    said = [
        str(client.post(reverse("account_login"), {"login": name, "password": "wrong-password"}).context["form"].errors)
        for name in ("mei.ling", "nobody.here")
    ]
    assert said[0] == said[1]


def test_a_deactivated_person_does_not_get_in(client: Client, somebody: User) -> None:
    User.objects.filter(pk=somebody.pk).update(is_active=False)
    client.post(reverse("account_login"), {"login": "mei.ling", "password": "halcyon-leaves-port"})
    assert "_auth_user_id" not in client.session


def test_a_new_password_is_told_to_the_log_but_not_said(client: Client, somebody: User) -> None:
    client.force_login(somebody)
    new = "two-lamps-on-the-bow"
    data = {"oldpassword": "halcyon-leaves-port", "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    event = Event.objects.get(verb="user.password_changed")
    assert (event.target_id, event.before, event.after) == (somebody.pk, {}, {})
    assert User.objects.get(pk=somebody.pk).check_password(new)


def test_who_forgot_the_password_is_told_whom_to_ask(client: Client, somebody: User) -> None:
    UserFactory(username="ada", full_name="Ada Admin", is_superuser=True)
    page = client.get(reverse("account_password_forgotten")).content.decode()
    assert "Ada Admin" in page and "password_link" in page
