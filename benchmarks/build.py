"""Builds a production of a given number of shots through the services and prints how to look at it, as JSON."""

import datetime
import json
import os
import sys

import django


def build(shots: int) -> dict[str, object]:
    """20 shots a sequence, every third task assigned, statuses spread, a note on every tenth shot."""
    from django.urls import reverse
    from django.utils import timezone

    from accounts.services import Person, first_administrator_create, user_create
    from notes.services import NoteInput, note_create
    from projects.defaults import template_of
    from projects.services import ProjectInput, member_add, project_create
    from shots.models import Entity, Kind, Task
    from shots.services import (
        ShotInput,
        sequence_ensure,
        settable_statuses,
        shots_create_by_pattern,
        task_assign,
        task_update,
        tasks_set_status,
    )

    owner = first_administrator_create(person=Person("owner", "benchmark-password", "Olga Owner"))
    project = project_create(actor=owner, given=ProjectInput(name="Big", code="big"), template=template_of("short"))
    artists = [
        user_create(actor=owner, person=Person(f"artist{number}", "benchmark-password", f"Artist {number}"))
        for number in range(10)
    ]
    for artist in artists:
        member_add(actor=owner, project=project, username=artist.username, role="contributor")
    for number in range(shots // 20):
        sequence = sequence_ensure(actor=owner, project=project, name=f"SQ{number * 10 + 10:04d}")
        first = ShotInput("SH0010", sequence, "A description of some words", 1001, 1120)
        shots_create_by_pattern(actor=owner, project=project, first=first, step=10, count=20)
    tasks = list(Task.objects.select_related("project", "entity", "task_type", "status").order_by("pk"))
    statuses = settable_statuses(actor=owner, task=tasks[0])
    for index, status in enumerate(statuses):
        tasks_set_status(actor=owner, tasks=tasks[index :: len(statuses) + 3], status=status)
    today = timezone.localdate()
    for index, task in enumerate(tasks[:: max(3, len(tasks) // 700)]):
        task_assign(
            actor=owner, task=task, users=[artists[index % 10], owner] if index % 9 == 0 else [artists[index % 10]]
        )
        due = today + datetime.timedelta(days=index % 40 - 5)
        task_update(actor=owner, task=task, changes={"due_date": due})
    rows = list(Entity.objects.filter(kind=Kind.SHOT).in_order())
    for row in rows[::10]:
        note_create(actor=owner, given=NoteInput(body="Key is half a stop hot on **her cheek**", entity=row))
    middle = rows[len(rows) // 2]
    listing = reverse("shots:shot-list", args=["big"])
    return {
        "cookie": _cookie(owner),
        "pages": {
            "shots, first 100": listing,
            "shots, the rows from the middle on": f"{listing}?after={middle.sort_key}&group=0&number=1",
            "shots, filter: late": f"{listing}?view=late",
            "sums of all shots": reverse("shots:shot-sums", args=["big"]),
            "shot": middle.get_absolute_url(),
            "overview": reverse("desk:project-overview", args=["big"]),
            "dashboard": reverse("desk:project-list"),
            "my tasks": reverse("desk:my-tasks"),
            "history": reverse("activity:project-history", args=["big"]),
        },
    }


def _cookie(user: object) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracktor.settings")
    django.setup()
    sys.stdout.write(json.dumps(build(int(sys.argv[1]))) + "\n")
