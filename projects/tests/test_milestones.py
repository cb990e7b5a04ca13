"""Milestones: made, edited, reached and trashed from the page, refused in words."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.errors import Forbidden, Refused, Stale
from projects.models import Milestone, Project
from projects.models.project import distance_in_words
from projects.services import project_update
from projects.services.milestones import milestone_create, milestone_update

Cast = dict[str, User]
SignIn = Callable[[User], Client]
DAY = datetime.date(2027, 1, 29)


def make(project: Project, name: str = "Picture lock") -> Milestone:
    return milestone_create(actor=project.owner, project=project, name=name, date=DAY)


def address(name: str, *args: object) -> str:
    return reverse(f"projects:milestone-{name}", args=["ark", *args])


def test_the_form_makes_one_milestone_however_often_it_is_sent(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client, sent = sign_in(cast["contributor"]), {"name": "Lock 🔒", "date": "2027-01-29", "submit_id": uuid.uuid4()}
    for _ in range(2):
        assert client.post(address("create"), sent)["Location"].endswith("#deadlines")
    assert [(row.name, row.date) for row in Milestone.objects.all()] == [("Lock 🔒", DAY)]


@pytest.mark.parametrize(
    "sent", [{}, {"name": "Lock"}, {"name": "Lock", "date": "soon"}, {"name": "\u202e", "date": DAY}]
)
def test_what_is_wrong_is_said_at_the_field(
    cast: Cast, project: Project, sign_in: SignIn, sent: dict[str, str]
) -> None:
    response = sign_in(cast["owner"]).post(address("create"), sent)
    assert response.status_code == 422 and not Milestone.objects.exists()
    assert 'class="error"' in response.content.decode()


def test_a_button_answers_htmx_with_an_event_and_plain_forms_with_a_page(
    cast: Cast, project: Project, sign_in: SignIn, htmx: dict[str, str]
) -> None:
    row, client = make(project), sign_in(cast["owner"])
    answer = client.post(address("reach", row.pk), {"reached": "1"}, headers=htmx)
    assert answer.status_code == 204 and "milestone:changed" in answer["HX-Trigger"] and "toast" in answer["HX-Trigger"]
    row.refresh_from_db()
    assert row.is_reached
    assert client.post(address("trash", row.pk)).status_code == 302
    assert client.post(address("reach", row.pk)).status_code == 404


def test_two_who_change_the_same_see_both_values(project: Project) -> None:
    row = make(project)
    milestone_update(actor=project.owner, milestone=row, changes={"date": DAY + datetime.timedelta(1)}, seen_rev=1)
    milestone_update(actor=project.owner, milestone=row, changes={"name": "Lock", "date": DAY}, seen_rev=1)
    with pytest.raises(Stale):
        milestone_update(actor=project.owner, milestone=row, changes={"name": "Other"}, seen_rev=1)


def test_the_stale_form_comes_back_and_is_taken_the_second_time(cast: Cast, project: Project, sign_in: SignIn) -> None:
    row, client = make(project), sign_in(cast["owner"])
    milestone_update(actor=project.owner, milestone=row, changes={"name": "Lock"})
    first = client.post(address("update", row.pk), {"name": "Final lock", "date": DAY, "rev": 1})
    assert first.status_code == 409 and "Final lock" in first.content.decode()
    assert client.post(address("update", row.pk), {"name": "Final lock", "date": DAY, "rev": 2}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Final lock"


def test_viewers_and_archives_are_refused(cast: Cast, project: Project) -> None:
    with pytest.raises(Forbidden):
        milestone_create(actor=cast["viewer"], project=project, name="Lock", date=DAY)
    project_update(actor=project.owner, project=project, changes={"status": "archived"})
    project.refresh_from_db()
    with pytest.raises(Refused):
        make(project)


def test_names_are_escaped_and_lists_say_what_to_do(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    assert "Add a milestone" in client.get(address("list")).content.decode()
    make(project, "<script>alert(1)</script>")
    for page in (address("list"), reverse("desk:project-overview", args=["ark"])):
        text = client.get(page).content.decode()
        assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_the_list_costs_the_same_for_one_and_fifty(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    make(project)
    client.get(address("list"))
    with CaptureQueriesContext(connection) as few:
        client.get(address("list"))
    for number in range(50):
        make(project, f"M{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address("list"))
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day"), (14, "14 days"), (21, "3 weeks"), (-1, "1 day late"), (-30, "4 weeks late")],
)
def test_distances_are_said_in_words(days: int, words: str) -> None:
    assert distance_in_words(days) == words
