"""The demo production as people find it after `run.py --demo`."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from activity.services import latest_undoable
from core.errors import Conflict
from events.models import ChangeSet, Event, Source
from events.registry import verb_of
from notes.models import Note, NoteState
from projects.models import Category, Membership, Project
from shots.models import Cut, Entity, Kind, Task
from tracktor.demo.drawings import SCENES, as_bytes, asset_picture, shot_picture
from tracktor.demo.production import make_production
from tracktor.demo.still_lifes import MODELS
from tracktor.demo.story import ASSETS, KESTREL, PASSWORD, SEQUENCES
from tracktor.serve import DEMO_PASSWORD, DEMO_PEOPLE

# The mark is needed though the production is made outside of it: it tells pytest-django to make a test database.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
SHOTS = [shot for sequence in SEQUENCES for shot in sequence.shots]


@pytest.fixture(scope="module", autouse=True)
def _production(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once for all tests of this file, which only read; taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def test_the_people_are_those_that_the_launcher_names() -> None:
    roles = dict(Membership.objects.filter(project__code="ferry").values_list("user__username", "role"))
    named = {
        name: "administrator" if User.objects.get(username=name).is_superuser else roles[name] for name in DEMO_PEOPLE
    }
    assert named == DEMO_PEOPLE
    assert PASSWORD == DEMO_PASSWORD


def test_everybody_signs_in_with_the_password() -> None:
    request = RequestFactory().post("/")
    for username in User.objects.values_list("username", flat=True):
        assert authenticate(request, username=username, password=PASSWORD)


def test_the_film_has_its_sequences_shots_and_assets() -> None:
    project = Project.objects.get(code="ferry")
    kinds = Counter(Entity.objects.present().filter(project=project).values_list("kind", flat=True))
    assert kinds == {Kind.SEQUENCE: 3, Kind.SHOT: 60, Kind.ASSET: 15}
    shots = Entity.objects.present().filter(project=project, kind=Kind.SHOT)
    assert not shots.filter(description="").exists()
    assert not shots.filter(frame_in=None).exists()
    assert shots.filter(is_omitted=True).count() == 1


def test_every_shot_and_asset_shows_a_picture_of_its_own() -> None:
    rows = Entity.objects.present().filter(kind__in=[Kind.SHOT, Kind.ASSET])
    assert not rows.filter(thumbnail=None).exists()
    assert len(set(rows.values_list("thumbnail__sha256", flat=True))) == rows.count()
    assert not Project.objects.filter(thumbnail=None).exists()


def test_tasks_stand_in_every_kind_of_status() -> None:
    counts = Counter(Task.objects.present().values_list("status__category", flat=True))
    assert set(counts) == set(Category.values)


def test_some_work_is_late_and_some_is_due_today() -> None:
    today, due = timezone.localdate(), Counter[str]()
    for task in Task.objects.present().exclude(entity__is_omitted=True).select_related("status"):
        due["late"] += task.is_late
        due["today"] += task.due_date == today and not task.is_closed
        due["ahead"] += task.due_date is not None and task.due_date > today
    assert due["late"] >= 10
    assert due["today"] >= 5
    assert due["ahead"] >= 50


def test_the_contributor_finds_work_of_the_day() -> None:
    mine = Task.objects.visible_to(User.objects.get(username="ben")).open().filter(assignees__username="ben")
    assert mine.filter(due_date__lt=timezone.localdate()).exists()
    assert mine.filter(due_date=timezone.localdate()).exists()
    assert mine.filter(status__category=Category.RETAKE).exists()


def test_notes_are_answered_call_people_and_stand_in_every_state() -> None:
    assert Note.objects.filter(parent__isnull=True).count() >= 30
    assert Note.objects.filter(parent__isnull=False).count() >= 25
    assert set(Note.objects.values_list("state", flat=True)) == set(NoteState.values)
    assert Note.objects.filter(mentions__username="ben").exists()
    assert not Note.objects.exclude(mentions=None).filter(body__contains="@").filter(mentions=F("author")).exists()


def test_a_call_in_a_note_reaches_somebody() -> None:
    for note in Note.objects.filter(body__contains="@").prefetch_related("mentions"):
        assert note.mentions.all(), note.body


def test_the_history_goes_back_some_weeks_in_its_order() -> None:
    times = list(Event.objects.order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
    assert (timezone.now() - times[0]).days >= 40
    assert times[-1] < timezone.now()
    assert len({at.date() for at in times}) >= 25


def test_rows_have_the_times_of_their_events() -> None:
    for event in Event.objects.filter(verb="note.created"):
        assert Note.objects.get(pk=event.target_id).created_at == event.at
    assert (
        Project.objects.get(code="ferry").created_at
        == Event.objects.get(verb="project.created", title="The Long Ferry").at
    )


def test_every_act_is_in_the_log_as_done_on_a_page() -> None:
    for verb in set(Event.objects.values_list("verb", flat=True)):
        assert verb_of(verb)
    assert set(ChangeSet.objects.values_list("source", flat=True)) == {Source.PAGE, Source.UNDO}
    logged = set(Event.objects.filter(verb="task.created").values_list("target_id", flat=True))
    assert set(Task.objects.values_list("pk", flat=True)) == logged


def test_a_slip_was_taken_back() -> None:
    undone = ChangeSet.objects.get(undone_at__isnull=False)
    assert undone.actor.username == "ben"
    assert undone.undone_by.count() == 1


def test_a_cut_of_the_first_sequence_is_there_and_made_a_shot_longer() -> None:
    cut = Cut.objects.get()
    assert cut.items.count() == cut.items.exclude(shot=None).count() == len(SEQUENCES[0].shots) - 1
    longer = Event.objects.get(verb="shot.updated", change_set__label="Import ferry_reel1_v7.edl")
    assert (longer.title, longer.after) == ("SQ010_SH0040", {"frame_out": 1149})


def test_the_trash_holds_a_shot_with_its_tasks() -> None:
    shot = Entity.objects.in_trash().get()
    assert shot.code == "SQ030_SH0185"
    assert Task.objects.in_trash().filter(entity=shot, trashed_in=shot.trashed_in).exists()


def test_the_second_project_is_not_for_the_viewer() -> None:
    seen = {
        name: set(Project.objects.visible_to(User.objects.get(username=name)).values_list("code", flat=True))
        for name in ("ana", "vic")
    }
    assert seen == {"ana": {"ferry", "kestrel"}, "vic": {"ferry"}}


def test_the_last_act_of_the_owner_can_be_taken_back() -> None:
    assert latest_undoable(actor=User.objects.get(username="ana")) is not None


def test_a_database_with_people_is_refused_and_left_alone() -> None:
    before = ChangeSet.objects.count()
    with pytest.raises(CommandError, match="empty database"):
        call_command("demo")
    with pytest.raises(Conflict):
        make_production()
    assert ChangeSet.objects.count() == before


def test_a_drawing_is_always_the_same() -> None:
    first, again = (as_bytes(shot_picture(SHOTS[0].picture, 7)) for _ in range(2))
    assert first == again
    assert first != as_bytes(shot_picture(SHOTS[0].picture, 8))
    assert as_bytes(asset_picture("gull", 1)) == as_bytes(asset_picture("gull", 1))


def test_the_story_uses_every_scene_and_known_models() -> None:
    assert {shot.picture.scene for shot in (*SHOTS, *KESTREL)} == set(SCENES)
    assert {asset.model for asset in ASSETS} <= set(MODELS)
