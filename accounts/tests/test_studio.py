"""The administrators' area: people, invitations, settings, links."""

import datetime
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from accounts.adapter import AccountAdapter
from accounts.models import Department, Invitation, Studio, User
from accounts.services import (
    InvitationInput,
    StudioInput,
    invitation_accept,
    invitation_create,
    invitation_revoke,
    password_link_create,
    profile_update,
    studio_update,
    user_anonymise,
    user_create,
    user_deactivate,
    user_reactivate,
    user_set_administrator,
)
from accounts.services.people import Person
from accounts.tests.factories import PASSWORD, UserFactory
from core import clock
from core.errors import Conflict, Forbidden, Missing, Refused
from events.models import ChangeSet, Event
from files.avatars import avatar_set
from files.models import StoredFile
from notes.models import Note
from notes.tests.factories import NoteFactory
from projects.models import Membership, Project
from projects.services import member_remove, member_set_role
from shots.models import Entity, Task
from shots.services import task_assign
from tests.world import png

pytestmark = pytest.mark.django_db
Cast = dict[str, User]
SignIn = Callable[[User], Client]
NEW = {"username": "noor", "password1": "halcyon-leaves-port", "full_name": "Noor"}
WITH_MAIL = override_settings(MAIL_IS_SET_UP=True, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


def close_registration(by: User, registration: str = "invitation") -> None:
    studio_update(actor=by, given=StudioInput("Harbour Light", registration, 7))


def invite(by: User, **given: Any) -> str:
    return invitation_create(actor=by, given=InvitationInput(**given))[1]


def test_only_administrators_change_the_studio(cast: Cast) -> None:
    for act in (
        lambda: close_registration(cast["owner"]),
        lambda: invite(cast["owner"]),
        lambda: user_deactivate(actor=cast["owner"], user=cast["viewer"]),
        lambda: user_set_administrator(actor=cast["owner"], user=cast["owner"], is_administrator=True),
        lambda: user_anonymise(actor=cast["owner"], user=cast["viewer"]),
        lambda: password_link_create(actor=cast["owner"], user=cast["viewer"]),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("registration", ["invitation", "closed"])
def test_nobody_signs_up_where_registration_is_not_open(client: Client, cast: Cast, registration: str) -> None:
    close_registration(cast["administrator"], registration)
    client.post(reverse("account_signup"), NEW)
    assert not User.objects.filter(username="noor").exists()


def test_an_invitation_makes_an_account_and_a_member(client: Client, cast: Cast, project: Project) -> None:
    close_registration(cast["administrator"])
    link = reverse(
        "accounts:invitation",
        args=[invite(cast["administrator"], name="Noor", project_id=project.pk, role="viewer")],
    )
    assert b"The Ark" in client.get(link).content
    assert client.post(link)["Location"] == reverse("account_signup")
    assert client.post(reverse("account_signup"), NEW)["Location"] == project.get_absolute_url()
    noor = User.objects.get(username="noor")
    assert Membership.objects.get(project=project, user=noor).role == "viewer"
    assert Invitation.objects.get().accepted_by == noor
    assert Client().get(link).status_code == 404


def test_who_has_an_account_accepts_signed_in(cast: Cast, project: Project, sign_in: SignIn) -> None:
    token = invite(cast["administrator"], project_id=project.pk, role="contributor")
    response = sign_in(cast["stranger"]).post(reverse("accounts:invitation", args=[token]))
    assert response["Location"] == project.get_absolute_url()
    assert Membership.objects.filter(project=project, user=cast["stranger"]).exists()


def test_a_link_opens_once_until_it_expires_or_is_revoked(cast: Cast) -> None:
    used, revoked, late = (invite(cast["administrator"]) for _ in range(3))
    invitation_accept(actor=cast["viewer"], token=used)
    invitation_revoke(actor=cast["administrator"], invitation=Invitation.objects.order_by("pk")[1])
    Invitation.objects.order_by("pk").filter(revoked_at=None, accepted_at=None).update(
        expires_at=clock.now() - datetime.timedelta(seconds=1)
    )
    for token in (used, revoked, late, "never"):
        with pytest.raises(Missing):
            invitation_accept(actor=cast["owner"], token=token)


def test_a_link_that_is_used_while_another_fills_the_form_makes_no_second_account(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_registration(cast["administrator"])
    token = invite(cast["administrator"])
    client.post(reverse("accounts:invitation", args=[token]))
    save: Callable[..., User] = AccountAdapter.save_user

    def late(*args: Any, **kwargs: Any) -> User:
        # After the page has asked whether it is open, before it writes.
        invitation_accept(actor=cast["stranger"], token=token)
        return save(*args, **kwargs)

    monkeypatch.setattr(AccountAdapter, "save_user", late)
    data = {"username": "noor", "password1": PASSWORD, "time_zone": "UTC"}
    assert client.post(reverse("account_signup"), data).status_code == 404
    assert not User.objects.active().filter(username="noor").exists()


def test_the_token_is_kept_nowhere(cast: Cast) -> None:
    token = invite(cast["administrator"], name="Noor")
    assert token not in str(list(Invitation.objects.values())) + str(list(Event.objects.values()))


@pytest.mark.parametrize(("field", "value"), [("email", "no"), ("name", "A\u202eB"), ("role", "king")])
def test_a_bad_invitation_is_refused_at_its_field(cast: Cast, project: Project, field: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        invite(cast["administrator"], **({"project_id": project.pk, "role": "viewer"} | {field: value}))
    assert refused.value.field == field and not Invitation.objects.exists()


def test_the_fresh_link_is_shown_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["administrator"])
    client.post(reverse("accounts:invitation-list"), {"name": "Noor"})
    pages = [client.get(reverse("accounts:invitation-list")).content for _ in range(2)]
    assert [b"/invitation/" in page for page in pages] == [True, False]


def test_a_password_link_is_not_shown_for_somebody_else(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["administrator"])
    client.post(reverse("accounts:person-password-link", args=[cast["viewer"].pk]))
    other = client.get(reverse("accounts:person-detail", args=[cast["owner"].pk])).content
    assert b"/accounts/password/reset/" not in other


@WITH_MAIL
def test_an_invitation_is_mailed_where_mail_is_set_up(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast["administrator"]).post(reverse("accounts:invitation-list"), {"email": "noor@studio.example"})
    assert mail.outbox[0].to == ["noor@studio.example"] and "/invitation/" in mail.outbox[0].body


def test_one_administrator_stays(cast: Cast) -> None:
    ada, second = cast["administrator"], UserFactory(is_superuser=True)
    user_set_administrator(actor=second, user=ada, is_administrator=False)
    for act in (
        lambda: user_set_administrator(actor=second, user=second, is_administrator=False),
        lambda: user_deactivate(actor=second, user=second),
        lambda: user_anonymise(actor=second, user=second),
    ):
        with pytest.raises(Conflict):
            act()


def test_deactivating_ends_every_log_in_for_good(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["viewer"])
    user_deactivate(actor=cast["administrator"], user=cast["viewer"])
    assert client.get(reverse("accounts:profile")).status_code == 302
    user_reactivate(actor=cast["administrator"], user=cast["viewer"])
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_an_anonymised_person_is_named_nowhere(cast: Cast, project: Project) -> None:
    owner, admin = cast["owner"], cast["administrator"]
    gone = user_create(actor=None, person=Person("zelda.quill", PASSWORD, "Zelda Quill", email="zelda@quill.example"))
    membership = Membership.objects.create(project=project, user=gone, role="contributor", added_by=owner)
    task_assign(actor=owner, task=Task.objects.filter(project=project)[0], users=[gone])
    NoteFactory(
        task=Task.objects.filter(project=project)[0], body="Softer, @zelda.quill; @zelda.quills stays", author=owner
    )
    NoteFactory(entity=Entity.objects.all()[0], body="- [ ] ask @zelda.quill", author=owner)
    avatar_set(actor=gone, data=png())
    member_set_role(actor=owner, membership=membership, role="viewer")
    profile_update(actor=gone, changes={"full_name": "Zelda Reed"})
    member_remove(actor=owner, membership=Membership.objects.get(pk=membership.pk))
    user_anonymise(actor=admin, user=gone)
    told = str(list(Event.objects.values())) + str(list(ChangeSet.objects.values())) + str(list(User.objects.values()))
    told = told.replace("@zelda.quills", "")
    assert not [word for word in ("Zelda", "zelda", "quill", "Reed") if word in told]
    assert not StoredFile.objects.filter(uploader=gone).exists()
    softer, listed = Note.objects.order_by("pk")
    assert softer.body == f"Softer, @former.{gone.pk}; @zelda.quills stays"
    assert listed.checklist[0]["text"] == f"ask @former.{gone.pk}"
    assert "Former member" in str(list(Event.objects.values("title", "shown")))
    with pytest.raises(Conflict):
        user_reactivate(actor=admin, user=gone)


def test_a_password_link_works_once(client: Client, cast: Cast) -> None:
    path = password_link_create(actor=cast["administrator"], user=cast["viewer"])
    page = client.get(path, follow=True)
    new = {"password1": "two-lamps-on-the-bow", "password2": "two-lamps-on-the-bow"}
    assert client.post(page.redirect_chain[-1][0], new).status_code == 302
    assert User.objects.get(pk=cast["viewer"].pk).check_password(new["password1"])
    assert b"used up" in Client().get(path, follow=True).content


@WITH_MAIL
def test_who_forgot_the_password_gets_a_mail(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast["viewer"].pk).update(email="vera@studio.example")
    assert client.get(reverse("account_password_forgotten"))["Location"] == reverse("account_reset_password")
    for address in ("vera@studio.example", "nobody@studio.example"):
        response = client.post(reverse("account_reset_password"), {"email": address})
        assert response["Location"] == reverse("account_reset_password_done")
    assert [sent.to for sent in mail.outbox] == [["vera@studio.example"]]
    assert "/accounts/password/reset/" in mail.outbox[0].body


@WITH_MAIL
def test_a_test_mail_is_sent_or_its_fault_shown(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast["administrator"]), reverse("accounts:mail-test")
    assert client.post(url, {"email": "me@studio.example"}).status_code == 302
    assert mail.outbox[0].to == ["me@studio.example"]
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        response = client.post(url, {"email": "me@studio.example"})
    assert response.status_code == 422 and b"The mail server said" in response.content


def test_the_commands_print_links_that_work(client: Client, cast: Cast) -> None:
    for command, arguments, says in (("invite", [], b"invited"), ("password_link", ["viewer"], b"new password")):
        out = StringIO()
        call_command(command, *arguments, base="http://testserver", stdout=out)
        assert says in client.get(out.getvalue().strip(), follow=True).content
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("password_link", "nobody")


def test_the_list_of_people_is_filtered_and_sorted(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client, url = sign_in(cast["administrator"]), reverse("accounts:person-list")
    cast["viewer"].departments.set(Department.objects.all()[:1])

    def found(**query: Any) -> list[str]:
        return [user.username for user in client.get(url, query).context["page"]]

    assert found(q="VERA") == ["viewer"] and found(q="nobody") == []
    assert found(state="administrators") == ["administrator"]
    assert found(department=Department.objects.all()[0].pk) == ["viewer"]
    assert found(sort="-joined")[0] == User.objects.latest("pk").username
    assert len(found(sort="nonsense", state="odd", department="x")) == User.objects.count()


def test_the_list_of_people_costs_the_same_for_one_and_for_fifty(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, url = sign_in(cast["administrator"]), reverse("accounts:person-list")
    client.get(url)
    with django_assert_max_num_queries(14) as few:
        client.get(url)
    for number in range(50):
        UserFactory(username=f"extra{number}")
    with django_assert_max_num_queries(len(few)):
        page = client.get(url)
    assert page.context["page"].paginator.num_pages == 2


def test_the_studio_has_one_row(cast: Cast) -> None:
    close_registration(cast["administrator"])
    close_registration(cast["administrator"], "closed")
    assert Studio.objects.get().registration == "closed"
