# ruff: noqa: E402 - Django stands before its models are imported
"""Productions for the browser tests: `python -m tests.browser.scenes`, one JSON line a call.

A process of its own, since the server has its own database, and since Playwright's event loop forbids the ORM near it.
"""

import datetime
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracktor.settings")
django.setup()

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from notes.tests.factories import NoteFactory
from projects.models import Membership, Project, Role, TaskStatus
from projects.services import member_remove, share_code_renew
from projects.tests.factories import MembershipFactory, ProjectFactory
from shots.models import Cut, Entity, Kind, Task, Version
from shots.services import ShotInput, shots_create_by_pattern, task_assign, task_set_status, task_update
from shots.tests.factories import AssetFactory, SequenceFactory
from tests.matrix import MATRIX, UNLINKED
from tests.posts import INSTEAD
from tests.roles import ROLES
from tests.world import make_world, routes

PEOPLE = {"owner": "Olga Owner", "contributor": "Carl Contributor", "viewer": "Vera Viewer"}


def migrate() -> None:
    call_command("migrate", verbosity=0)


def person(username: str, full_name: str, is_superuser: bool = False) -> str:
    """Their session cookie."""
    return _session(UserFactory(username=username, full_name=full_name, is_superuser=is_superuser))


def production(code: str, shots: int = 3) -> dict[str, Any]:
    """A short film with owner, contributor and viewer; SQ010 with SH0010, SH0020, …; the asset Fox."""
    people = {role: UserFactory(username=f"{code}.{role}", full_name=name) for role, name in PEOPLE.items()}
    project = ProjectFactory(owner=people["owner"], name=f"The {code}", code=code)
    for role in (Role.CONTRIBUTOR, Role.VIEWER):
        MembershipFactory(project=project, user=people[role], role=role)
    sequence = SequenceFactory(project=project, name="SQ010")
    first = ShotInput("SH0010", sequence, "A gull over the harbour", 1001, 1048)
    shots_create_by_pattern(actor=project.owner, project=project, first=first, step=10, count=shots)
    AssetFactory(project=project, name="Fox")
    return {"sessions": {role: _session(user) for role, user in people.items()}} | ids(code)


def ids(code: str) -> dict[str, Any]:
    """What addresses and element ids need: {"project": 7, "shots": {"SH0010": 1}, "tasks": {"SH0010 ANM": 1}}."""
    project = Project.objects.get(code=code)
    tasks = Task.objects.filter(project=project).values_list("entity__name", "task_type__short_name", "pk")
    shots = Entity.objects.present().filter(project=project, kind=Kind.SHOT).values_list("name", "pk")
    return {
        "code": code,
        "project": project.pk,
        "shots": dict(shots),
        "tasks": {f"{name} {kind}": pk for name, kind, pk in tasks},
    }


def many_shots(code: str, sequences: int, each: int) -> None:
    project = Project.objects.get(code=code)
    for number in range(sequences):
        sequence = SequenceFactory(project=project, name=f"SQ{number * 10 + 500:04d}")
        first = ShotInput("SH0010", sequence)
        shots_create_by_pattern(actor=project.owner, project=project, first=first, step=10, count=each)


def set_status(task: int, status: str, by: str) -> None:
    task_set_status(actor=_user(by), task=_task(task), status=TaskStatus.objects.studio().get(name=status))


def assign(task: int, to: list[str], by: str) -> None:
    task_assign(actor=_user(by), task=_task(task), users=[_user(name) for name in to])


def note(shot: int, body: str, by: str) -> None:
    NoteFactory(entity=Entity.objects.get(pk=shot), body=body, author=_user(by))


def remove(code: str, username: str) -> None:
    membership = Membership.objects.get(project__code=code, user__username=username)
    member_remove(actor=membership.project.owner, membership=membership)


def share_code(code: str) -> str:
    project = Project.objects.get(code=code)
    return share_code_renew(actor=project.owner, project=project)


def give_password(username: str) -> None:
    """One that the server can check: it knows no quick hashes."""
    hasher = Argon2PasswordHasher()
    User.objects.filter(username=username).update(password=hasher.encode(PASSWORD, hasher.salt()))


def look(username: str, theme: str) -> None:
    """Light or dark, without the way over the profile page."""
    User.objects.filter(username=username).update(theme=theme)


def task(pk: int) -> dict[str, Any]:
    """How a task stands in the database."""
    row = Task.objects.select_related("status").get(pk=pk)
    return {"status": row.status.name, "people": [user.username for user in row.assignees.all()]}


def pages(code: str) -> list[dict[str, str]]:
    """Every address of the URL conf that answers the owner, or somebody not signed in (who: ""), with a whole page."""
    owner = Project.objects.get(code=code).owner
    world = make_world(Project.objects.get(code=code), author=owner)
    task_assign(actor=owner, task=world.task, users=[owner])
    task_update(actor=owner, task=world.task, changes={"due_date": datetime.date(2020, 1, 1)})
    found = []
    wanted = [route for route in routes() if route.name not in UNLINKED]
    # All before any is visited: a visit may clear away what another address speaks of.
    urls = [route.url(world, **INSTEAD.get(route.name, lambda *_: {})(world, owner)) for route in wanted]
    for route, url in zip(wanted, urls, strict=True):
        for who, role in (("owner", "owner"), ("", "anonymous")):
            if MATRIX[route.name][0][ROLES.index(role)] == 200 and _is_page(url, owner if who else None):
                found.append({"name": route.name, "who": who, "url": url})
    return found


def _versions(code: list[str], shot: Entity) -> dict[str, str]:
    return {
        "versions": reverse("shots:version-list", args=code),
        "version": Version.objects.filter(entity=shot).order_by("pk")[0].get_absolute_url(),
        "publish": reverse("desk:version-create", args=[*code, shot.pk]),
    }


def demo() -> dict[str, Any]:
    """Pages of the demo production for pictures, and who looks at them: name -> [username, address]."""
    code, listing = ["ferry"], reverse("shots:shot-list", args=["ferry"])
    rows = Entity.objects.present().filter(project__code="ferry")
    shot, asset = rows.get(code="SQ010_SH0030"), rows.get(kind=Kind.ASSET, name="Halcyon")
    pages = {
        "dashboard": reverse("desk:project-list"),
        "overview": reverse("desk:project-overview", args=code),
        "shots": listing,
        "shots-none": f"{listing}?q=nothing",
        "shots-wrong": f"{listing}?sequence=99999",
        "assets": reverse("shots:asset-list", args=code),
        "shot": shot.get_absolute_url(),
        "shot-history": f"{shot.get_absolute_url()}?tab=history",
        "shot-edit": reverse("shots:entity-update", args=[*code, shot.pk]),
        "shot-omitted": rows.get(code="SQ010_SH0120").get_absolute_url(),
        "shots-new": reverse("shots:shot-create", args=code),
        "asset": asset.get_absolute_url(),
        "asset-new": reverse("shots:asset-create", args=code),
        "task-new": reverse("shots:task-create", args=[*code, shot.pk]),
        "inbox": reverse("inbox:item-list") + "?view=all",
        "inbox-settings": reverse("inbox:settings"),
        "notes": reverse("notes:note-list", args=code),
        "history": reverse("activity:project-history", args=code),
        "members": reverse("projects:member-list", args=code),
        **_versions(code, shot),
        "cuts": reverse("shots:cut-list", args=code),
        "cut": reverse("shots:cut-detail", args=[*code, Cut.objects.filter(project__code="ferry")[0].pk]),
        "cut-import": reverse("shots:cut-import", args=code),
        **_structure_pages(code, shot, asset),
        "trash": reverse("desk:trash", args=code),
        "trash-empty": reverse("desk:trash-delete", args=code),
        "milestones": f"{reverse('projects:milestone-list', args=code)}?show=all",
        "milestone-new": reverse("projects:milestone-create", args=code),
        "past": reverse("desk:past", args=code),
        "entity-history": reverse("activity:entity-history", args=[*code, shot.pk]),
        "settings": reverse("projects:project-update", args=code),
        "pipeline": reverse("projects:pipeline-list", args=[*code, "task-types"]),
        "statuses": reverse("projects:pipeline-list", args=[*code, "statuses"]),
        "status-new": reverse("projects:pipeline-create", args=[*code, "statuses"]),
        "naming": reverse("projects:naming-update", args=code),
        "catalogue": reverse("projects:catalogue"),
        "project-new": reverse("projects:project-create"),
        "project-from-cut": reverse("shots:project-from-cut"),
        "project-trash": reverse("projects:project-trash-list"),
        **_own_pages(),
        "not-here": "/projects/nowhere/",
    }
    people = {"ana": pages, "admin": _studio_pages(), "chloe": {"my-tasks": reverse("desk:my-tasks")}}
    entrance = {"sign-in": reverse("account_login"), "sign-up": reverse("account_signup")}
    return {
        "sessions": {name: _session(_user(name)) for name in people} | {"": ""},
        "pages": {name: [who, url] for who, own in (people | {"": entrance}).items() for name, url in own.items()},
    }


def _own_pages() -> dict[str, str]:
    return {
        "join": reverse("projects:member-join"),
        "profile": reverse("accounts:profile"),
        "security": reverse("accounts:security"),
        "password": reverse("account_change_password"),
        "sign-out": reverse("account_logout"),
        "search": f"{reverse('search:find')}?q=sq10",
    }


def _studio_pages() -> dict[str, str]:
    return {
        "people": reverse("accounts:person-list"),
        "person": reverse("accounts:person-detail", args=[_user("ana").pk]),
        "invitations": reverse("accounts:invitation-list"),
        "studio": reverse("accounts:studio-update"),
    }


def _structure_pages(code: list[str], shot: Entity, asset: Entity) -> dict[str, str]:
    sequence = Entity.objects.select_related("project").get(pk=shot.parent_id)
    return {
        "structure": reverse("shots:structure", args=code),
        "sequence": sequence.get_absolute_url(),
        "sequence-new": reverse("shots:sequence-create", args=code),
        "casting": reverse("shots:casting-sheet", args=[*code, sequence.pk]),
        "appearances": reverse("shots:appearance-add", args=[*code, asset.pk]),
        "move": f"{reverse('shots:entity-move', args=code)}?pick={shot.pk}",
        "copy": f"{reverse('shots:entity-copy', args=code)}?pick={asset.pk}",
        "bulk-tasks": reverse("shots:bulk-tasks", args=code),
        "list-paste": reverse("shots:list-paste", args=code),
    }


def count_projects(name: str) -> int:
    return Project.objects.filter(name=name).count()


def count_notes(body: str) -> int:
    from notes.models import Note

    return Note.objects.filter(body=body).count()


def _is_page(url: str, user: User | None) -> bool:
    client = Client(SERVER_NAME="localhost")
    if user:
        client.force_login(user)
    return b"<!doctype html" in b"".join(client.get(url))[:200]


def _user(name: str) -> User:
    return User.objects.get(username=name)


def _task(pk: int) -> Task:
    return Task.objects.select_related("project", "entity", "task_type", "status").get(pk=pk)


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def main() -> None:
    scenes: dict[str, Callable[..., Any]] = {
        name: scene
        for name, scene in globals().items()
        if callable(scene) and getattr(scene, "__module__", "") == __name__ and not name.startswith("_")
    }
    # People of scenes sign in by cookie; a slow hash would cost a second for a few of them.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for line in sys.stdin:
        call = json.loads(line)
        try:
            answer = json.dumps(scenes[call["scene"]](**call["with"]))
        except Exception:
            # The one test fails, with this above it; the next ones still have their scenes.
            traceback.print_exc()
            answer = ""
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
