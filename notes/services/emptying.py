"""Deleting for good the notes that lie in the trash."""

from collections.abc import Sequence

from accounts.models import User
from events.models import Audience
from events.registry import Verb
from events.services import change_set, record
from projects.models import Project
from projects.permissions import require
from projects.roles import EDIT, MANAGE

from ..models import Note

VERB = Verb("note.deleted", "deleted a note on {title} for good", irreversible="What was deleted for good is gone.")


def notes_delete(*, actor: User, project: Project, notes: Sequence[Note]) -> int:
    """Delete trashed notes, and their answers with them; their files become orphans, which the sweep takes."""
    require(actor, EDIT, project)
    require(actor, MANAGE, project)
    label = "Delete a note" if len(notes) == 1 else f"Delete {len(notes)} notes"
    with change_set(actor=actor, label=label, project_id=project.pk):
        held = Note.objects.in_trash().filter(pk__in=[note.pk for note in notes], project=project)
        rows = list(held.select_related("subject_entity", "task__entity", "task__task_type").order_by("pk"))
        for row in rows:
            record(
                "note.deleted",
                on=row,
                before={"trashed": True},
                after={},
                title=str(row.task) if row.task else row.subject_entity.code,
                project_id=project.pk,
                entity_id=row.subject_entity_id,
                task_id=row.task_id,
                audience=Audience.ALL if row.is_client_visible else Audience.INTERNAL,
            )
        Note.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
