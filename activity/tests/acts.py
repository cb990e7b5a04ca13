"""One act for every verb of the log that can be taken back."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from accounts.models import Department
from accounts.services import profile_update, user_set_departments
from files.models import StoredFile
from files.services import file_restore, file_trash, image_store
from notes.models import Note
from notes.services import note_restore, note_set_state, note_trash, note_update
from notes.tests.factories import NoteFactory
from projects.models import Role
from projects.services import (
    member_add,
    member_remove,
    member_set_role,
    project_restore,
    project_set_thumbnail,
    project_trash,
    project_update,
)
from projects.tests.factories import ProjectFactory
from shots import services as shots
from shots.editorial import CutOptions
from shots.models import Cut
from shots.services.cuts import CutInput, cut_import, cut_read, cut_restore, cut_trash
from shots.tests.factories import AssetFactory, SequenceFactory, ShotFactory, status
from tests.world import png

from .stage import Act, Stage
from .wings import WINGS

EDL = b"""TITLE: REEL_1
FCM: NON-DROP FRAME
001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: SQ900_SH0010
002  AX       V     C        00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
* FROM CLIP NAME: SQ900_SH0020
"""


def _picture(stage: Stage) -> StoredFile:
    return image_store(actor=stage.owner, name="still.png", data=png(), project_id=stage.project.pk)


def _import(stage: Stage) -> Cut:
    cut = cut_read(data=EDL, file_name="reel_1.edl", rate=Decimal(24))
    given = CutInput(name="Reel 1", file_name="reel_1.edl", cut=cut, options=CutOptions())
    return cut_import(actor=stage.owner, project=stage.project, given=given).cut


def _note(stage: Stage) -> Note:
    return NoteFactory(task=stage.task, body="Softer, @contributor", author=stage.owner)


def _fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def _entity_acts(kind: str, make: Callable[[Stage], Any], change: dict[str, Any]) -> dict[str, Act]:
    def omit(stage: Stage, *, is_omitted: bool = True) -> None:
        shots.entity_set_omitted(actor=stage.owner, entities=[stage.entity(kind)], is_omitted=is_omitted)

    def trash(stage: Stage) -> None:
        entity = stage.keep("entity", stage.entity(kind))
        shots.entity_trash(actor=stage.owner, entities=[entity])

    def restore(stage: Stage) -> None:
        shots.entity_restore(actor=stage.owner, entity=_fresh(stage.extra["entity"]))

    def update(stage: Stage) -> None:
        shots.entity_update(actor=stage.owner, entity=stage.entity(kind), changes=change)

    return {
        f"{kind}.created": Act(make),
        f"{kind}.updated": Act(update, prepare=lambda stage: stage.entity(kind)),
        f"{kind}.omitted": Act(omit, prepare=lambda stage: stage.entity(kind)),
        f"{kind}.brought_back": Act(lambda stage: omit(stage, is_omitted=False), prepare=omit),
        f"{kind}.trashed": Act(trash, prepare=lambda stage: stage.entity(kind)),
        f"{kind}.restored": Act(restore, prepare=trash),
    }


def _trashed_task(stage: Stage) -> None:
    shots.task_trash(actor=stage.owner, task=stage.keep("task", stage.task))


def _trashed_note(stage: Stage) -> None:
    note_trash(actor=stage.owner, note=stage.keep("note", _note(stage)))


def _trash_note(stage: Stage) -> None:
    note_trash(actor=stage.owner, note=stage.extra["note"])


_SPINE: dict[str, Act] = {
    "user.updated": Act(lambda s: profile_update(actor=s.owner, changes={"full_name": "Olga O.", "theme": "system"})),
    "user.departments_changed": Act(
        lambda s: user_set_departments(
            actor=s.administrator, user=s.contributor, departments=list(Department.objects.order_by("pk")[:2])
        ),
        by="administrator",
    ),
    "file.stored": Act(_picture),
    "file.trashed": Act(
        lambda s: file_trash(actor=s.owner, stored=s.extra["file"]), prepare=lambda s: s.keep("file", _picture(s))
    ),
    "file.restored": Act(
        lambda s: file_restore(actor=s.owner, stored=_fresh(s.extra["file"])),
        prepare=lambda s: file_trash(actor=s.owner, stored=s.keep("file", _picture(s))),
    ),
    "project.created": Act(lambda s: ProjectFactory(owner=s.owner, name="Second", code="second")),
    "project.updated": Act(
        lambda s: project_update(
            actor=s.owner,
            project=s.project,
            changes={"fps": Decimal("23.976"), "due_date": datetime.date(2027, 1, 31), "viewers_may_note": True},
        )
    ),
    "project.thumbnail_changed": Act(
        lambda s: project_set_thumbnail(actor=s.owner, project=s.project, stored=s.extra["file"]),
        prepare=lambda s: s.keep("file", _picture(s)),
    ),
    "project.trashed": Act(lambda s: project_trash(actor=s.owner, project=s.project)),
    "project.restored": Act(
        lambda s: project_restore(actor=s.owner, project=_fresh(s.project)),
        prepare=lambda s: project_trash(actor=s.owner, project=s.project),
    ),
    "member.added": Act(
        lambda s: member_add(actor=s.owner, project=s.project, username="stranger", role=Role.CONTRIBUTOR)
    ),
    "member.role_changed": Act(lambda s: member_set_role(actor=s.owner, membership=s.member, role=Role.VIEWER)),
    "member.removed": Act(
        lambda s: member_remove(actor=s.owner, membership=s.member),
        prepare=lambda s: s.member.approves.add(s.task.task_type.department),
    ),
    **_entity_acts("episode", Stage.make_episode, {"description": "Pilot"}),
    **_entity_acts("sequence", lambda s: SequenceFactory(project=s.project, name="SQ020"), {"name": "SQ011"}),
    **_entity_acts(
        "shot",
        lambda s: ShotFactory(sequence=s.sequence, name="SH0015", frame_in=1001, frame_out=1010),
        {"name": "SH0011", "frame_in": 1003, "frame_out": 1050, "parent": None},
    ),
    **_entity_acts("asset", lambda s: AssetFactory(project=s.project, name="Owl"), {"name": "Vixen"}),
    "shot.recoded": Act(
        lambda s: shots.entity_update(actor=s.owner, entity=s.entity("sequence"), changes={"name": "SQ012"})
    ),
    "task.created": Act(
        lambda s: shots.task_create(actor=s.owner, entity=s.shot, task_type=s.task.task_type, name="second pass")
    ),
    "task.status_changed": Act(lambda s: shots.task_set_status(actor=s.owner, task=s.task, status=status("retake"))),
    "task.assigned": Act(
        lambda s: shots.task_assign(actor=s.owner, task=s.task, users=[s.contributor]),
        prepare=lambda s: shots.task_assign(actor=s.owner, task=s.task, users=[s.owner, s.contributor]),
    ),
    "task.updated": Act(
        lambda s: shots.task_update(
            actor=s.owner, task=s.task, changes={"due_date": datetime.date(2026, 12, 1), "priority": 2, "bid": 480}
        )
    ),
    "task.trashed": Act(_trashed_task),
    "task.restored": Act(
        lambda s: shots.task_restore(actor=s.owner, task=_fresh(s.extra["task"])), prepare=_trashed_task
    ),
    "cut.imported": Act(_import),
    "cut.trashed": Act(
        lambda s: cut_trash(actor=s.owner, cut=s.extra["cut"]), prepare=lambda s: s.keep("cut", _import(s))
    ),
    "cut.restored": Act(
        lambda s: cut_restore(actor=s.owner, cut=_fresh(s.extra["cut"])),
        prepare=lambda s: cut_trash(actor=s.owner, cut=s.keep("cut", _import(s))),
    ),
    "note.created": Act(_note),
    "note.updated": Act(
        lambda s: note_update(actor=s.owner, note=s.extra["note"], body="Harder, @viewer"),
        prepare=lambda s: s.keep("note", _note(s)),
    ),
    "note.state_changed": Act(
        lambda s: note_set_state(actor=s.owner, note=s.extra["note"], state="resolved"),
        prepare=lambda s: s.keep("note", _note(s)),
    ),
    "note.trashed": Act(_trash_note, prepare=lambda s: s.keep("note", _note(s))),
    "note.restored": Act(lambda s: note_restore(actor=s.owner, note=_fresh(s.extra["note"])), prepare=_trashed_note),
}
ACTS = _SPINE | {verb: act for wing in WINGS for verb, act in wing.items()}
