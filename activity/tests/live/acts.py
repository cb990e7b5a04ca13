# ruff: noqa: E402 - Django stands before its models are imported
"""A process of its own that writes through the services: `python -m activity.tests.live.acts`, one JSON line a call.

The tests of the stream need writers in other processes, on the database that the server under test has.
"""

import json
import os
import sys
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracktor.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from accounts.models import User
from accounts.tests.factories import UserFactory
from events.models import Event
from events.services import AlreadyDone, change_set, record
from notes.models import Note
from notes.tests.factories import NoteFactory
from projects.models import Membership, Project, Role, TaskStatus
from projects.services import member_remove
from projects.tests.factories import MembershipFactory, ProjectFactory
from shots.models import Task
from shots.services import task_set_status, tasks_set_status
from shots.tests.factories import SequenceFactory, ShotFactory, task_of

SHOTS = 12


def seed() -> dict[str, Any]:
    """`ark` with owner, contributor, viewer and client; `canary` of a stranger; two hundred people more in `ark`."""
    call_command("migrate", verbosity=0)
    # Made by the services, two hundred people would take half a minute for their passwords alone.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    names = ("owner", "contributor", "viewer", "client", "stranger")
    people = {name: UserFactory(username=name, full_name=f"{name.title()} Person") for name in names}
    people["administrator"] = UserFactory(username="administrator", is_superuser=True)
    ark = ProjectFactory(owner=people["owner"], name="The Ark", code="ark")
    MembershipFactory(project=ark, user=people["contributor"], role=Role.CONTRIBUTOR)
    MembershipFactory(project=ark, user=people["viewer"], role=Role.VIEWER)
    MembershipFactory(project=ark, user=people["client"], role=Role.VIEWER, is_client=True)
    canary = ProjectFactory(owner=people["stranger"], name="CANARY", code="canary")
    ids: dict[str, Any] = {"ark": ark.pk, "canary": canary.pk}
    for project in (ark, canary):
        sequence = SequenceFactory(project=project, name=f"SQ_{project.code}")
        shots = [ShotFactory(sequence=sequence, name=f"SH{number:04d}") for number in range(SHOTS)]
        ids[f"{project.code}_shots"] = [shot.pk for shot in shots]
        ids[f"{project.code}_tasks"] = [task_of(shot).pk for shot in shots]
        ids[f"{project.code}_sequence"] = sequence.pk
    crowd = User.objects.bulk_create(User(username=f"crowd{number}") for number in range(200))
    Membership.objects.bulk_create(
        Membership(project=ark, user=user, role=Role.VIEWER, added_by=people["owner"]) for user in crowd
    )
    ids["statuses"] = [
        TaskStatus.objects.get(project=None, short_name=short_name).pk for short_name in ("WIP", "Review")
    ]
    ids["sessions"] = {user.username: _session(user) for user in [*people.values(), *crowd]}
    ids["people"] = {name: user.pk for name, user in people.items()}
    return ids


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _user(name: str) -> User:
    return User.objects.get(username=name)


def flip(task: int, by: str = "owner") -> float:
    """Give the task the other of two statuses; answers when it was committed."""
    row = Task.objects.select_related("project", "entity", "task_type").get(pk=task)
    other = TaskStatus.objects.exclude(pk=row.status_id).get(
        project=None, short_name="Review" if row.status.short_name == "WIP" else "WIP"
    )
    task_set_status(actor=_user(by), task=row, status=other)
    return time.monotonic()


def flip_all(project: int, by: str = "owner") -> int:
    """All tasks of a project in one change set; answers how many."""
    rows = list(Task.objects.filter(project=project).select_related("project", "entity", "task_type"))
    other = TaskStatus.objects.get(project=None, short_name="Review")
    tasks_set_status(actor=_user(by), tasks=rows, status=other)
    return len(rows)


def write_many(project: int, count: int) -> int:
    """So many events of one change set; answers the id of the last event before them."""
    before = last_event()
    row = Project.objects.get(pk=project)
    with change_set(actor=row.owner, label="Much", project_id=project):
        for _ in range(count):
            record("project.updated", on=row, before={}, after={}, title="Much", project_id=project)
    return before


def note(shot: int, visible: bool) -> int:
    made = NoteFactory(entity=_entity(shot), body="A note", is_client_visible=visible)
    assert isinstance(made, Note)
    return made.pk


def _entity(pk: int) -> Any:
    from shots.models import Entity

    return Entity.objects.get(pk=pk)


def remove(project: int, name: str) -> float:
    membership = Membership.objects.get(project=project, user__username=name)
    member_remove(actor=Project.objects.get(pk=project).owner, membership=membership)
    return time.monotonic()


def deactivate(name: str) -> None:
    """No service does this yet; the event beside it is what any will write."""
    user = _user(name)
    with change_set(actor=user, label="Away"):
        record("user.updated", on=user, before={"is_active": True}, after={"is_active": False}, title=name)
        User.objects.filter(pk=user.pk).update(is_active=False)


def sign_out(name: str, session: str) -> None:
    SessionStore(session).delete()
    user = _user(name)
    with change_set(actor=user, label="Profile"):
        record("user.updated", on=user, before={"theme": "a"}, after={"theme": "b"}, title=name)


def last_event() -> int:
    return Event.objects.order_by("-id").values_list("id", flat=True)[0]


class _Held:
    """A change set in a thread that waits at its end until it is told to commit."""

    def __init__(self, project: int, by: str) -> None:
        self._write, self._commit = threading.Event(), threading.Event()
        self.opened, self.written = threading.Event(), threading.Event()
        self.event, self.gives_up = 0, False
        self._thread = threading.Thread(target=self._run, args=(project, by), daemon=True)
        self._thread.start()
        assert self.opened.wait(10)

    def _run(self, project: int, by: str) -> None:
        from django.db import connection, transaction

        user = _user(by)
        with transaction.atomic():
            # A row of its own: PostgreSQL numbers the transaction here.
            connection.cursor().execute("SELECT pg_current_xact_id()")
            self.opened.set()
            self._write.wait()
            row = Project.objects.get(pk=project)
            with change_set(actor=user, label="Held", project_id=project):
                record("project.updated", on=row, before={}, after={}, title="Held", project_id=project)
            self.event = last_event()
            self.written.set()
            self._commit.wait()
            transaction.set_rollback(self.gives_up)
        connection.close()

    def write(self, patience: float = 10) -> bool:
        self._write.set()
        return self.written.wait(patience)

    def commit(self) -> None:
        self._commit.set()
        self._thread.join()


_held: dict[str, _Held] = {}


def hold(name: str, project: int, by: str = "owner") -> None:
    _held[name] = _Held(project, by)


def hold_write(name: str, patience: float = 10) -> int:
    """Write inside the held transaction; answers the event's id, 0 where a lock did not let it."""
    return _held[name].event if _held[name].write(patience) else 0


def hold_commit(name: str) -> int:
    _held[name].commit()
    return _held[name].event


def hold_give_up(name: str) -> None:
    _held[name].gives_up = True
    _held[name].commit()


def submit_twice(uid: str) -> list[str]:
    """The same act from two threads at once; answers what each of them got."""
    together, answers = threading.Barrier(2), []

    def submit() -> None:
        from django.db import connection

        user, row = _user("owner"), Project.objects.get(code="ark")
        together.wait()
        try:
            with change_set(actor=user, label="Twice", project_id=row.pk, uid=uuid.UUID(uid)):
                record("project.updated", on=row, before={}, after={}, title="Twice", project_id=row.pk)
                time.sleep(0.2)
            answers.append("done")
        except AlreadyDone as already:
            answers.append(f"already {already.change_set.label}")
        connection.close()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def count_events(label: str) -> int:
    return Event.objects.filter(change_set__label=label).count()


def settled_after(cursor: int) -> list[int]:
    return list(Event.objects.after(cursor).settled().values_list("id", flat=True))


def main() -> None:
    acts: dict[str, Callable[..., Any]] = {
        name: act for name, act in globals().items() if callable(act) and not name.startswith("_")
    }
    for line in sys.stdin:
        call = json.loads(line)
        sys.stdout.write(json.dumps(acts[call["act"]](**call["with"])) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
