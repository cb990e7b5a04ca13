"""The inbox page, the bell, marking read, following."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from events.models import Event
from inbox.models import Item, Settings, Watch
from inbox.services import catch_up, settings_update
from notes.tests.factories import NoteFactory
from projects.models import Project
from shots.models import Entity, Kind

Cast = dict[str, User]
SignIn = Callable[[User], Client]
LIST = "/inbox/"


@pytest.fixture
def shot(project: Project) -> Entity:
    while catch_up():
        pass
    Item.objects.all().delete()
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, name="SH0010")


def body(client: Client, url: str = LIST, **query: Any) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_inbox_shows_what_is_unread_and_marks_it(
    shot: Entity, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    NoteFactory(entity=shot, body="Softer, @viewer <script>")
    client = sign_in(cast["viewer"])
    page = body(client)
    assert "mentioned you on" in page and "SQ010_SH0010" in page and "&lt;script&gt;" in page
    item = Item.objects.get(user=cast["viewer"])
    answer = client.post(reverse("inbox:item-set-read", args=[item.pk]), headers=htmx)
    assert answer.status_code == 200 and "inbox:changed" in json.loads(answer["HX-Trigger"])
    assert "Nothing new" in body(client) and "SQ010_SH0010" in body(client, view="all")
    client.post(reverse("inbox:item-set-read", args=[item.pk]), {"unread": "1"}, headers=htmx)
    assert "SQ010_SH0010" in body(client)


def test_opening_leads_to_the_note_and_is_reading(shot: Entity, cast: Cast, sign_in: SignIn) -> None:
    note = NoteFactory(entity=shot, body="Softer, @viewer")
    client = sign_in(cast["viewer"])
    body(client)
    item = Item.objects.get(user=cast["viewer"])
    answer = client.get(reverse("inbox:item-open", args=[item.pk]))
    assert answer["Location"] == f"{shot.get_absolute_url()}?note={note.pk}#note-{note.pk}"
    assert Item.objects.get(pk=item.pk).is_read
    assert sign_in(cast["owner"]).get(reverse("inbox:item-open", args=[item.pk])).status_code == 404


def test_all_are_marked_read_and_it_is_taken_back(
    shot: Entity, cast: Cast, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    for number in range(3):
        NoteFactory(entity=shot, body=f"{number} @viewer")
    client, before = sign_in(cast["viewer"]), Event.objects.count()
    body(client)
    answer = client.post(reverse("inbox:item-read-all"), headers=htmx)
    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert not Item.objects.filter(read_at=None).exists()
    assert client.post(toast["undo_url"], headers=htmx).status_code == 204
    assert Item.objects.filter(read_at=None).count() == 3
    assert Event.objects.count() == before


def test_the_bell_counts_and_tells_the_newest(shot: Entity, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    NoteFactory(entity=shot, body="Softer, @viewer 🦊")
    answer = sign_in(cast["viewer"]).get(reverse("inbox:item-count"), headers=htmx)
    news = json.loads(answer["HX-Trigger"])["inbox:news"]
    assert "1 unread" in answer.content.decode() and news["count"] == 1
    assert news["text"] == "Olga Owner mentioned you on SQ010_SH0010"
    assert "unread" not in sign_in(cast["owner"]).get(reverse("inbox:item-count"), headers=htmx).content.decode()


def test_filters_by_reason_and_project(shot: Entity, cast: Cast, sign_in: SignIn) -> None:
    NoteFactory(entity=shot, body="Softer, @viewer")
    client = sign_in(cast["viewer"])
    assert "SQ010_SH0010" in body(client, view="mention", project="ark")
    assert "SQ010_SH0010" not in body(client, view="assignment")
    assert "SQ010_SH0010" in body(client, project="nowhere", view="nonsense")


def test_the_inbox_comes_in_pages_that_cost_the_same(
    shot: Entity, cast: Cast, sign_in: SignIn, htmx: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast["viewer"])
    NoteFactory(entity=shot, body="0 @viewer")
    body(client)
    with django_assert_max_num_queries(20) as few:
        body(client)
    for number in range(50):
        NoteFactory(entity=shot, body=f"{number} @viewer")
    catch_up()
    with django_assert_max_num_queries(len(few)):
        first = body(client)
    assert first.count('class="item ') == 30
    before = first.partition("?before=")[2].partition("&")[0]
    assert client.get(LIST, {"before": before}, headers=htmx).content.decode().count('class="item ') == 21


def test_following_is_private(shot: Entity, cast: Cast, sign_in: SignIn, htmx: dict[str, str]) -> None:
    url = reverse("inbox:entity-watch", args=["ark", shot.pk])
    client = sign_in(cast["viewer"])
    answer = client.post(url, {"choice": "follow"}, headers=htmx)
    assert b"Following" in answer.content and "undo_url" in answer["HX-Trigger"]
    assert Event.objects.latest("pk").project_id is None
    assert Watch.objects.get().choice == "follow"
    assert "SQ010_SH0010" in body(client, reverse("inbox:settings"))
    assert "Following" not in sign_in(cast["owner"]).get(url, headers=htmx).content.decode()
    assert client.post(url, {"choice": "nonsense"}, headers=htmx).status_code == 200
    client.post(url, {"choice": ""}, headers=htmx)
    assert "SQ010_SH0010" not in body(client, reverse("inbox:settings"))


MORNING = datetime.datetime(2026, 11, 20, 6, 30, tzinfo=datetime.UTC)


@pytest.fixture
def _mail(settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True


@pytest.mark.usefixtures("_mail")
def test_the_digest_is_mailed_once_in_the_morning(shot: Entity, cast: Cast) -> None:
    User.objects.filter(username="viewer").update(email="vera@example.com", time_zone="Europe/Berlin")
    settings_update(actor=cast["viewer"], wants_digest=True)
    with clock.at(MORNING - datetime.timedelta(hours=1)):
        NoteFactory(entity=shot, body="Softer, @viewer & <b>")
        call_command("mail_digest", url="https://tracktor.example.com", verbosity=0)
        assert not mail.outbox
    for _ in range(2):
        with clock.at(MORNING):
            call_command("mail_digest", url="https://tracktor.example.com", verbosity=0)
    (sent,) = mail.outbox
    assert sent.to == ["vera@example.com"] and "mentioned you on SQ010_SH0010" in sent.subject
    assert "https://tracktor.example.com/inbox/items/" in sent.body and "& <b>" in sent.body
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    assert "&amp; &lt;b&gt;" in html and "/inbox/settings/" in html
    with clock.at(MORNING + datetime.timedelta(days=1)):
        call_command("mail_digest", url="https://tracktor.example.com", verbosity=0)
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("_mail")
def test_a_mail_that_fails_is_tried_again(shot: Entity, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.filter(username="viewer").update(email="vera@example.com")
    settings_update(actor=cast["viewer"], wants_digest=True)
    NoteFactory(entity=shot, body="Softer, @viewer")
    noon = MORNING + datetime.timedelta(hours=5)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: (_ for _ in ()).throw(OSError("no")))
        with clock.at(noon), pytest.raises(CommandError, match="1 not sent"):
            call_command("mail_digest", verbosity=0)
    with clock.at(noon):
        call_command("mail_digest", verbosity=0)
    assert len(mail.outbox) == 1 and Settings.objects.get().digest_on == noon.date()


def test_without_mail_there_is_no_digest(cast: Cast, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = False
    with pytest.raises(CommandError, match="No mail"):
        call_command("mail_digest")
