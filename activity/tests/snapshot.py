"""The state that undo gives back: every row that is not in the trash, without what only counts writes."""

from typing import Any

from django.db.models import Model

from accounts.models import Invitation, Studio, User
from files.models import StoredFile
from inbox.models import Settings, Watch
from notes.models import Note
from projects.models import (
    Favourite,
    Membership,
    Milestone,
    Project,
    ProjectUserObjectPermission,
    StudioTemplate,
)
from projects.tests.pipelines import pipelines
from shots.models import Casting, Cut, Entity, Task, Version

_COUNTS = {
    "rev",
    "joined_at",
    "added_by",
    "trashed_at",
    "trashed_in",
    "edited_at",
    "status_changed_at",
    "done_at",
    "password",
    "last_login",
    "sessions_epoch",
}


def snapshot() -> dict[str, Any]:
    return {
        "users": [
            _row(row) | {"departments": sorted(row.departments.values_list("pk", flat=True))}
            for row in User.objects.order_by("pk")
        ],
        # Of the studio the settings that nobody changed are those of no row.
        "studio": [_row(row) | {"id": 0} for row in Studio.objects.all() or [Studio()]],
        "invitations": _rows(Invitation.objects.filter(revoked_at=None).order_by("pk")),
        "projects": _rows(Project.objects.present().order_by("pk")),
        "members": [
            _row(row)
            | {"approves": sorted(row.approves.values_list("pk", flat=True))}
            | {"departments": sorted(row.departments.values_list("pk", flat=True))}
            for row in Membership.objects.filter(project__trashed_at=None).order_by("pk")
        ],
        "templates": _rows(StudioTemplate.objects.present().order_by("pk")),
        "favourites": _rows(Favourite.objects.order_by("pk")),
        "grants": sorted(
            ProjectUserObjectPermission.objects.filter(content_object__trashed_at=None).values_list(
                "user", "content_object", "permission__codename"
            )
        ),
        "entities": _rows(Entity.objects.present().filter(project__trashed_at=None).order_by("pk")),
        "tasks": [
            _row(row) | {"assignees": [line.user_id for line in row.assignments.all()]}
            for row in Task.objects.present().filter(project__trashed_at=None, entity__trashed_at=None).order_by("pk")
        ],
        "castings": _rows(Casting.objects.filter(entity__trashed_at=None, asset__trashed_at=None).order_by("pk")),
        "notes": [
            _row(row) | {"mentions": sorted(row.mentions.values_list("pk", flat=True))}
            for row in Note.objects.present().filter(subject_entity__trashed_at=None).order_by("pk")
        ],
        "versions": [
            _row(row) | {"files": list(row.files.values_list("file", flat=True))}
            for row in Version.objects.present().filter(entity__trashed_at=None).order_by("pk")
        ],
        "watches": _rows(Watch.objects.made().order_by("pk")),
        "inboxes": _rows(Settings.objects.filter(wants_digest=True).order_by("pk")),
        "cuts": _rows(Cut.objects.present().filter(project__trashed_at=None).order_by("pk")),
        "milestones": _rows(Milestone.objects.present().filter(project__trashed_at=None).order_by("pk")),
        "files": _rows(StoredFile.objects.present().order_by("pk")),
        **pipelines(),
    }


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Model) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in _COUNTS
    }


def difference(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """What two snapshots don't share, for a message that can be read."""
    return {
        name: [row for row in left[name] if row not in right[name]]
        + ["->"]
        + [row for row in right[name] if row not in left[name]]
        for name in left
        if left[name] != right[name]
    }
