"""What accounts may be, and that every change of one stands in the log."""

from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.services import Person, first_administrator_create, profile_update, user_create
from accounts.tests.factories import PASSWORD, UserFactory
from core.errors import Conflict, Refused
from events.models import Event

pytestmark = pytest.mark.django_db


def refusal(act: Callable[[], object]) -> str | None:
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.message.endswith(".")
    return refused.value.field


@pytest.mark.parametrize("username", ["ana", "a.b-c_d", "9lives", "x" * 30, "  Ana  "])
def test_plain_usernames_are_taken_in_small_letters(username: str) -> None:
    assert UserFactory(username=username).username == username.strip().lower()


@pytest.mark.parametrize(
    "username", ["", "a", "x" * 31, "ana diaz", "ána", "ana\u202e", ".ana", "ana/b", "an\na", "😀😀", "ana@b"]
)
def test_other_usernames_are_refused_at_their_field(username: str) -> None:
    assert refusal(lambda: UserFactory(username=username)) == "username"
    assert not User.objects.exists() and not Event.objects.exists()


def test_a_username_with_a_space_gets_a_proposal() -> None:
    with pytest.raises(Refused, match=r"Try ana\.diaz\."):
        UserFactory(username="Ana Diaz")


def test_a_username_is_unique_over_everyone_ever() -> None:
    ana = UserFactory(username="ana")
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert refusal(lambda: UserFactory(username="ANA")) == "username"


@pytest.mark.parametrize("password", ["short", "1234567890", "password123", "ana.diaz.vfx"])
def test_weak_passwords_are_refused(password: str) -> None:
    made = Person(username="ana.diaz.vfx", password=password)
    assert refusal(lambda: user_create(actor=None, person=made)) == "password"


def test_passwords_are_hashed_and_in_no_event() -> None:
    user = UserFactory()
    assert user.check_password(PASSWORD) and PASSWORD not in user.password
    assert not [event for event in Event.objects.all() if "password" in str((event.before, event.after)).lower()]


@pytest.mark.parametrize("full_name", ["Zoë Ångström", "نور", "Ana 😀", "Sir / Madam: X"])
def test_names_of_any_script_are_kept(full_name: str) -> None:
    assert UserFactory(full_name=full_name).full_name == full_name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "x" * 81),
        ("full_name", "Ana\u202eDiaz"),
        ("full_name", "A\x00na"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("theme", "pink"),
        ("density", ""),
        ("email", "no address"),
    ],
)
def test_a_bad_profile_is_refused_at_its_field(field: str, value: str) -> None:
    user = UserFactory()
    assert refusal(lambda: profile_update(actor=user, changes={field: value})) == field
    assert not Event.objects.filter(verb="user.updated").exists()


def test_two_people_never_share_an_address() -> None:
    UserFactory(email="ana@studio.example")
    other = UserFactory()
    assert refusal(lambda: profile_update(actor=other, changes={"email": " ANA@Studio.example "})) == "email"
    assert refusal(lambda: UserFactory(email="Ana@studio.example")) == "email"


def test_a_profile_has_no_rights_to_give() -> None:
    user = UserFactory()
    with pytest.raises(Refused, match="is_superuser"):
        profile_update(actor=user, changes={"is_superuser": "1"})


def test_a_profile_change_says_only_what_changed() -> None:
    user = UserFactory(full_name="Ana")
    profile_update(actor=user, changes={"full_name": "Ana Diaz", "time_zone": "UTC"})
    event = Event.objects.get(verb="user.updated")
    assert (event.before, event.after) == ({"full_name": "Ana"}, {"full_name": "Ana Diaz"})


def test_saving_the_same_profile_leaves_no_event() -> None:
    user = UserFactory(full_name="Ana")
    profile_update(actor=user, changes={"full_name": " Ana "})
    assert not Event.objects.filter(verb="user.updated").exists()


def test_the_welcome_page_makes_one_administrator_only() -> None:
    first = first_administrator_create(person=Person(username="ana", password=PASSWORD))
    assert first.is_superuser and first.is_staff
    with pytest.raises(Conflict):
        first_administrator_create(person=Person(username="ben", password=PASSWORD))


def test_signing_up_gives_no_rights() -> None:
    user = UserFactory()
    assert not user.is_staff and not user.is_superuser


def test_people_see_those_they_share_a_project_with(cast: dict[str, User], project: object, other: object) -> None:
    def seen(viewer: str) -> set[str]:
        return set(User.objects.visible_to(cast[viewer]).values_list("username", flat=True))

    assert seen("viewer") == {"owner", "contributor", "viewer", "client"}
    assert seen("stranger") == {"stranger", "canary.member"}
    assert len(seen("administrator")) == 7
