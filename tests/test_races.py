"""Two people at the same moment, on two real connections: nothing is lost, nothing is made twice, nobody gets a 500."""

import importlib
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from accounts.services import Person, first_administrator_create
from accounts.tests.factories import PASSWORD
from activity.services import change_set_undo
from core.errors import Conflict, Refused
from events.models import ChangeSet, Event
from events.services import AlreadyDone
from projects.defaults import template_of
from projects.models import Membership, Project, Role
from projects.services import ProjectInput, member_join, member_set_role, project_create, share_code_renew
from shots.models import Entity, Kind, Task
from shots.services import ShotInput, sequence_ensure, shot_create, task_set_status
from shots.tests.factories import status, task_of

pytestmark = [pytest.mark.only_postgres, pytest.mark.django_db(transaction=True)]
PATIENCE = 20


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act on a thread and connection of its own, started together; refusals are results too."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            gate.wait(PATIENCE)
            return act()
        except (Refused, AlreadyDone) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result(PATIENCE) for future in [threads.submit(run, act) for act in acts]]


@contextmanager
def meeting(where: str) -> Iterator[None]:
    """Let the two meet behind a function: both have passed it before either goes on."""
    gate = threading.Barrier(2)
    module, _, name = where.rpartition(".")
    original = getattr(importlib.import_module(module), name)

    def passed(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        gate.wait(PATIENCE)
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, passed)
        yield


def one_refused(results: list[Any], kind: type[Exception] = Refused) -> Exception:
    refused = [result for result in results if isinstance(result, Exception)]
    assert len(refused) == 1 and isinstance(refused[0], kind), results
    return refused[0]


def test_two_statuses_at_once_are_both_recorded_in_their_order(cast: dict[str, User], project: Project) -> None:
    shot = Entity.objects.filter(kind=Kind.SHOT)[0]
    first, wip, review = task_of(shot), status("wip"), status("review")
    with meeting("shots.services.statuses._check_in_pipeline"):
        at_once(
            lambda: task_set_status(actor=cast["owner"], task=first, status=wip),
            lambda: task_set_status(actor=cast["contributor"], task=task_of(shot), status=review),
        )
    one, two = Event.objects.filter(verb="task.status_changed")
    assert one.before["status"] == first.status_id and one.after["status"] == two.before["status"]
    assert two.after["status"] == Task.objects.get(pk=first.pk).status_id
    assert (one.rev, two.rev) == (first.rev + 1, first.rev + 2)


def test_of_two_who_saw_the_same_status_the_second_is_told(cast: dict[str, User], project: Project) -> None:
    task = task_of(Entity.objects.filter(kind=Kind.SHOT)[0])
    wip, review = status("wip"), status("review")
    results = at_once(
        lambda: task_set_status(actor=cast["owner"], task=task, status=wip, seen_rev=task.rev),
        lambda: task_set_status(actor=cast["contributor"], task=task, status=review, seen_rev=task.rev),
    )
    assert "changed it meanwhile" in str(one_refused(results, Conflict))


def test_the_same_shot_made_twice_at_once_is_there_once(cast: dict[str, User], project: Project) -> None:
    made = ShotInput(name="SH0500", sequence=Entity.objects.get(kind=Kind.SEQUENCE))
    with meeting("shots.services.insert._refuse_taken"):
        results = at_once(
            lambda: shot_create(actor=cast["owner"], project=project, given=made),
            lambda: shot_create(actor=cast["contributor"], project=project, given=made),
        )
    assert "at the same moment" in str(one_refused(results, Conflict))
    assert (
        Entity.objects.filter(name="SH0500").count()
        == Event.objects.filter(title="SQ010_SH0500").filter(verb="shot.created").count()
        == 1
    )


def test_shots_made_at_once_have_different_places(cast: dict[str, User], project: Project) -> None:
    sequence = Entity.objects.get(kind=Kind.SEQUENCE)
    at_once(
        *[
            lambda name=name: shot_create(  # type: ignore[misc]
                actor=cast["owner"], project=project, given=ShotInput(name=name, sequence=sequence)
            )
            for name in ("SH0901", "SH0902", "SH0903", "SH0904")
        ]
    )
    keys = list(Entity.objects.filter(parent=sequence).values_list("sort_key", flat=True))
    assert len(set(keys)) == len(keys) == 7


def test_a_double_submit_at_once_has_one_result(cast: dict[str, User], project: Project) -> None:
    uid, before = uuid.uuid4(), ChangeSet.objects.count()
    act = lambda: shot_create(actor=cast["owner"], project=project, given=ShotInput(name="SH0500"), uid=uid)  # noqa: E731
    done = one_refused(at_once(act, act), AlreadyDone)
    assert isinstance(done, AlreadyDone) and done.change_set.uid == uid
    assert ChangeSet.objects.count() == before + 1 and Entity.objects.filter(name="SH0500").count() == 1


def test_two_projects_of_one_code_at_once(cast: dict[str, User], project: Project) -> None:
    def make(name: str) -> Callable[[], Project]:
        given = ProjectInput(name=name, code="same")
        return lambda: project_create(actor=cast["owner"], given=given, template=template_of("short"))

    with meeting("projects.services.projects._refuse_taken"):
        one_refused(at_once(make("One"), make("Two")))
    assert Project.objects.filter(code="same").count() == 1


def test_two_owners_who_demote_each_other_leave_one(cast: dict[str, User], project: Project) -> None:
    held = {
        row.user.username: row for row in Membership.objects.filter(project=project).select_related("user", "project")
    }
    member_set_role(actor=cast["owner"], membership=held["contributor"], role=Role.OWNER)
    held["contributor"].refresh_from_db()
    with meeting("projects.services.members.require"):
        results = at_once(
            lambda: member_set_role(actor=cast["owner"], membership=held["contributor"], role=Role.VIEWER),
            lambda: member_set_role(actor=cast["contributor"], membership=held["owner"], role=Role.VIEWER),
        )
    one_refused(results, Conflict)
    assert Membership.objects.filter(project=project, role=Role.OWNER).count() == 1


def test_joining_twice_at_once_is_one_membership(cast: dict[str, User], project: Project) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    join = lambda: member_join(actor=cast["stranger"], share_code=code)  # noqa: E731
    at_once(join, join)
    assert Membership.objects.filter(project=project, user=cast["stranger"]).count() == 1
    assert Event.objects.filter(verb="member.added", after__user=cast["stranger"].pk).count() == 1


def test_an_act_is_taken_back_once(cast: dict[str, User], project: Project) -> None:
    sequence_ensure(actor=cast["owner"], project=project, name="SQ900")
    changes = ChangeSet.objects.latest("id")
    one_refused(
        at_once(
            lambda: change_set_undo(actor=cast["owner"], changes=changes),
            lambda: change_set_undo(actor=cast["contributor"], changes=changes),
        ),
        Conflict,
    )
    assert ChangeSet.objects.filter(undoes=changes).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_first_visitors_make_one_administrator() -> None:
    def press(name: str) -> Callable[[], User]:
        return lambda: first_administrator_create(person=Person(username=name, password=PASSWORD))

    one_refused(at_once(press("ana"), press("ben")), Conflict)
    assert User.objects.count() == 1
