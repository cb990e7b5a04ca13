"""The tables as they were: at every recorded moment of any history, the log gives back the state of that moment."""

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activity.services import change_set_undo
from core import clock
from core.errors import Refused
from core.models import field_values
from desk.past import ENTITY_FIELDS, TASK_FIELDS, entities_then, past_page, tasks_then
from events.models import ChangeSet, Event
from notes.tests.factories import NoteFactory
from projects.models import Project
from shots import services as shots
from shots.models import Entity, Kind, Task
from shots.services.emptying import entities_delete
from shots.tests.factories import ShotFactory, status, task_of

Cast = dict[str, User]
SignIn = Callable[[User], Client]
State = tuple[dict[int, Any], dict[int, Any]]


def now_state(project: Project) -> State:
    """What the tables hold now, without what lies in the trash."""
    entities = Entity.objects.present().filter(project=project, kind__in=(Kind.SHOT, Kind.SEQUENCE))
    tasks = Task.objects.present().filter(entity__in=entities.filter(kind=Kind.SHOT)).order_by("pk")
    return (
        {row.pk: field_values(row, ENTITY_FIELDS) for row in entities},
        {
            row.pk: field_values(row, TASK_FIELDS) | {"assignees": [line.user_id for line in row.assignments.all()]}
            for row in tasks
        },
    )


def then_state(viewer: User, project: Project, moment: datetime.datetime) -> State:
    things = entities_then(viewer, project, Kind.SHOT, moment)
    entities = {pk: {name: thing.then.get(name) for name in ENTITY_FIELDS} for pk, thing in things.items()}
    ids = [pk for pk, thing in things.items() if thing.then["kind"] == Kind.SHOT]
    wanted = (*TASK_FIELDS, "assignees")
    tasks = tasks_then(viewer, ids, moment)
    return entities, {pk: {name: task.then.get(name) for name in wanted} for pk, task in tasks.items()}


class History:
    """Chance does something to the project, by the services, as people would."""

    def __init__(self, project: Project, people: list[User], seed: int) -> None:
        self.project, self.owner, self.people = project, project.owner, people
        self.random = random.Random(seed)
        self.made = 0

    def act(self) -> None:
        acts = (self.status, self.status, self.assign, self.plan, self.edit, self.make, self.omit)
        rare = (self.trash, self.restore, self.trash_task, self.add_task, self.undo, self.rename, self.delete)
        try:
            self.random.choice(acts if self.random.random() < 0.6 else rare)()
        except (Refused, IndexError):
            # Chance has thrown away everything there was.
            return

    def shot(self) -> Entity:
        rows = Entity.objects.present().filter(project=self.project, kind=Kind.SHOT).select_related("project")
        return self.random.choice(list(rows.order_by("pk")))

    def task(self) -> Task:
        rows = Task.objects.visible_to(self.owner).filter(project=self.project, entity__kind=Kind.SHOT)
        rows = rows.select_related("project", "entity", "task_type", "status")
        return self.random.choice(list(rows.order_by("pk")))

    def status(self) -> None:
        tasks = [self.task() for _ in range(self.random.randint(1, 4))]
        wanted = status(self.random.choice(["wip", "review", "retake", "done"]))
        shots.tasks_set_status(actor=self.owner, tasks=tasks, status=wanted)

    def assign(self) -> None:
        users = self.random.sample(self.people, self.random.randint(0, len(self.people)))
        shots.task_assign(actor=self.owner, task=self.task(), users=users)

    def plan(self) -> None:
        due = datetime.date(2027, 1, self.random.randint(1, 28)) if self.random.random() < 0.8 else None
        shots.task_update(actor=self.owner, task=self.task(), changes={"due_date": due})

    def edit(self) -> None:
        frames = self.random.randint(1001, 1200)
        changes = {"frame_in": 1001, "frame_out": frames, "description": f"Take {frames}"}
        shots.entity_update(actor=self.owner, entity=self.shot(), changes=changes)

    def rename(self) -> None:
        self.made += 1
        shots.entity_update(actor=self.owner, entity=self.shot(), changes={"name": f"N{self.made:03d}"})

    def make(self) -> None:
        self.made += 1
        sequence = Entity.objects.present().filter(project=self.project, kind=Kind.SEQUENCE).first()
        ShotFactory(project=self.project, sequence=sequence, name=f"M{self.made:03d}")

    def omit(self) -> None:
        shot = self.shot()
        shots.entity_set_omitted(actor=self.owner, entities=[shot], is_omitted=not shot.is_omitted)

    def trash(self) -> None:
        shots.entity_trash(actor=self.owner, entities=[self.shot()])

    def restore(self) -> None:
        rows = list(Entity.objects.in_trash().filter(project=self.project).order_by("pk").select_related("project"))
        if rows:
            shots.entity_restore(actor=self.owner, entity=self.random.choice(rows))

    def trash_task(self) -> None:
        shots.task_trash(actor=self.owner, task=self.task())

    def add_task(self) -> None:
        self.made += 1
        task = self.task()
        shots.task_create(actor=self.owner, entity=task.entity, task_type=task.task_type, name=f"pass {self.made}")

    def undo(self) -> None:
        recent = ChangeSet.objects.filter(project_id=self.project.pk).select_related("undoes__undoes").order_by("-pk")
        change_set_undo(actor=self.owner, changes=self.random.choice(list(recent[:4])))

    def delete(self) -> None:
        rows = list(Entity.objects.in_trash().filter(project=self.project, kind=Kind.SHOT).order_by("pk"))
        if rows:
            entities_delete(actor=self.owner, project=self.project, entities=[self.random.choice(rows)])


@pytest.mark.parametrize("seed", range(4))
def test_the_log_gives_back_every_recorded_moment(cast: Cast, project: Project, seed: int) -> None:
    history = History(project, [cast["owner"], cast["contributor"], cast["viewer"]], seed)
    start = timezone.now() + datetime.timedelta(hours=1)
    taken: list[tuple[datetime.datetime, State]] = []
    for hour in range(60):
        moment = start + datetime.timedelta(hours=hour)
        with clock.at(moment):
            history.act()
        taken.append((moment + datetime.timedelta(minutes=30), now_state(project)))
    for moment, state in taken:
        assert then_state(cast["viewer"], project, moment) == state, moment


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def on(day: datetime.date) -> dict[str, str]:
    return {"on": day.isoformat()}


def address() -> str:
    return reverse("desk:past", args=["ark"])


@pytest.fixture
def changed(project: Project) -> Project:
    """Made ten days ago; yesterday a status was set, a shot renamed, another trashed, one made."""
    moment = timezone.now() - days(10)
    Event.objects.filter(project_id=project.pk).update(at=moment)
    owner = project.owner
    first, second, third = Entity.objects.filter(project=project, kind=Kind.SHOT).select_related("project").in_order()
    with clock.at(timezone.now() - days(1)):
        shots.task_set_status(actor=owner, task=task_of(first), status=status("retake"))
        shots.entity_update(actor=owner, entity=second, changes={"name": "SH0021"})
        shots.entity_trash(actor=owner, entities=[third])
        ShotFactory(project=project, name="SH0900")
    return project


def test_what_differs_from_today_is_marked(changed: Project) -> None:
    page = past_page(changed.owner, changed, Kind.SHOT, timezone.localdate() - days(3))
    first, second, third = [row for group in page.groups for row in group.rows]
    assert [group.title for group in page.groups] == ["SQ010"]
    assert (first.code, first.changed) == ("SQ010_SH0010", frozenset())
    assert [cell.is_changed for cell in first.cells if cell] == [False, True, False, False, False]
    assert (second.code, second.changed) == ("SQ010_SH0020", {"code"})
    assert (third.code, third.is_gone, third.url) == ("SQ010_SH0030", True, "")
    assert (page.count, page.gone, page.since) == (3, 1, 1)


def test_the_page_says_the_day_and_leads_day_by_day(cast: Cast, changed: Project, sign_in: SignIn) -> None:
    day = timezone.localdate() - days(3)
    text = sign_in(cast["viewer"]).get(address(), on(day)).content.decode()
    assert f"As it was on {day.day} {day:%b %Y}" in text and "SQ010_</span>SH0020" in text
    for other in (day - days(1), day + days(1)):
        assert f"?on={other.isoformat()}" in text
    assert '<form method="post"' not in text.partition('id="past"')[2]


@pytest.mark.parametrize("wish", ["", "soon", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_any_day_gives_a_page(cast: Cast, project: Project, sign_in: SignIn, wish: str) -> None:
    assert sign_in(cast["viewer"]).get(address(), {"on": wish, "page": "99", "kind": "x"}).status_code == 200


def test_assets_have_a_past_too(cast: Cast, project: Project, sign_in: SignIn) -> None:
    text = sign_in(cast["viewer"]).get(address(), {"kind": "asset", **on(timezone.localdate())}).content.decode()
    assert "Fox" in text and "Character" in text


def test_a_word_finds_names_of_that_day(cast: Cast, changed: Project, sign_in: SignIn) -> None:
    client, day = sign_in(cast["viewer"]), timezone.localdate() - days(3)
    assert "SH0020" in client.get(address(), {"q": "sh0020", **on(day)}).content.decode()
    assert "Nothing of that name" in client.get(address(), {"q": "sh0021", **on(day)}).content.decode()


def test_the_day_ends_where_the_person_lives(cast: Cast, project: Project) -> None:
    shot = Entity.objects.select_related("project").get(project=project, name="SH0010")
    noon = timezone.now().replace(hour=12, minute=0) - days(2)
    with clock.at(noon.replace(hour=23)):
        shots.entity_update(actor=project.owner, entity=shot, changes={"description": "Late at night"})

    def told(zone: str) -> str:
        with timezone.override(zone):
            page = past_page(project.owner, project, Kind.SHOT, noon.date())
        return page.groups[0].rows[0].description if page.groups else ""

    Event.objects.filter(project_id=project.pk).exclude(verb="shot.updated").update(at=noon - days(5))
    assert (told("UTC"), told("Asia/Tokyo")) == ("Late at night", "")


def test_names_are_escaped_and_notes_do_not_show(cast: Cast, project: Project, sign_in: SignIn) -> None:
    shot = ShotFactory(project=project, name="<script>alert(1)</script>")
    NoteFactory(entity=shot, body="Between us")
    text = sign_in(cast["client"]).get(address(), on(timezone.localdate())).content.decode()
    assert "<script>alert" not in text and "Between us" not in text and "&lt;script&gt;" in text


def test_the_page_costs_the_same_for_more_shots_and_events(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client, day = sign_in(cast["viewer"]), on(timezone.localdate() - days(1))
    client.get(address(), day)
    with CaptureQueriesContext(connection) as few:
        client.get(address(), day)
    for number in range(15):
        shot = ShotFactory(project=project, name=f"X{number:03d}")
        shots.task_set_status(actor=project.owner, task=task_of(shot), status=status("wip"))
    with CaptureQueriesContext(connection) as many:
        client.get(address(), day)
    assert len(few) == len(many) <= 20
