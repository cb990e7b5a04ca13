"""Projects: create, edit, trash, restore."""

import datetime
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from core.errors import Conflict, Refused
from core.models import field_values
from core.text import clean_name, clean_text, name_key
from events.models import Event
from events.services import change_set, merge_stale, record
from files.models import StoredFile
from files.services import image_store

from ..defaults import ProjectTemplate
from ..models import Membership, Project, ProjectKind, ProjectStatus, Role
from ..permissions import require, write_grants
from ..roles import DELETE, MANAGE, VIEW
from .catalogue import pipeline_apply_template, studio_catalogue_ensure
from .copies import SetUp, members_copy, pipeline_apply_setup, setup_of
from .members import member_write

_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,19}\Z")
MAX_FRAME = 9_999_999
# /projects/new/ and its like are pages: a project of that code could not be opened.
RESERVED_CODES = frozenset({"new", "trash"})


@dataclass(frozen=True)
class ProjectInput:
    """What a project is made of. fps in frames a second, sizes in pixels, frames and handles in frames."""

    name: str
    code: str
    kind: str = ProjectKind.SHORT
    status: str = ProjectStatus.ACTIVE
    fps: Decimal = Decimal(24)
    width: int = 1920
    height: int = 1080
    first_frame: int = 1001
    handles: int = 8
    planned_shots: int | None = None
    start_date: datetime.date | None = None
    due_date: datetime.date | None = None
    description: str = ""
    viewers_may_note: bool = False
    is_library: bool = False


EDITABLE = tuple(ProjectInput.__dataclass_fields__)


def project_create(
    *, actor: User, given: ProjectInput, template: ProjectTemplate | SetUp, uid: uuid.UUID | None = None
) -> Project:
    """Make a project with the pipeline of a template or of a set-up; the actor becomes its owner. Everybody may."""
    with change_set(actor=actor, label=f"New project {given.name}", uid=uid):
        studio_catalogue_ensure(actor=actor)
        project = Project(owner=actor, **asdict(_cleaned(given)))
        project.name_key, project.code_key = name_key(project.name), name_key(project.code)
        if project.code_key in RESERVED_CODES:
            raise Refused(f"{project.code} is the name of a page; choose another code.", field="code")
        _refuse_taken(project)
        _save_unique(project)
        record(
            "project.created",
            on=project,
            before={},
            after=field_values(project, EDITABLE),
            title=project.name,
            project_id=project.pk,
        )
        member_write(actor=actor, project=project, user=actor, role=Role.OWNER)
        if isinstance(template, SetUp):
            pipeline_apply_setup(actor=actor, project=project, setup=template)
        else:
            pipeline_apply_template(actor=actor, project=project, template=template)
    return project


def project_copy(
    *, actor: User, given: ProjectInput, source: Project, with_members: bool, uid: uuid.UUID | None = None
) -> Project:
    """Make a project with the set-up of one that the actor sees: its pipeline, and its members if asked."""
    require(actor, VIEW, source)
    with change_set(actor=actor, label=f"New project {given.name}", uid=uid):
        project = project_create(actor=actor, given=given, template=setup_of(source))
        if with_members:
            members_copy(actor=actor, source=source, project=project)
    return project


def project_update(*, actor: User, project: Project, changes: dict[str, Any], seen_rev: int | None = None) -> Project:
    """Change some fields of EDITABLE; what is not named stays. The code is for ever: it stands in addresses.

    `seen_rev` is the revision the person looked at: `Stale` is raised where somebody changed the same field
    since, and what somebody else changed and this person did not touch stays theirs. Of an archived project only the
    status may change, and whatever changes with it.
    """
    require(actor, MANAGE, project)
    if "code" in changes and name_key(str(changes["code"])) != project.code_key:
        raise Refused("A project keeps its code: it stands in addresses and file names.", field="code")
    with change_set(actor=actor, label=f"Edit {project.name}", project_id=project.pk):
        row = Project.objects.locked().get(pk=project.pk)
        before = field_values(row, EDITABLE)
        for field, value in _merged(row, changes, seen_rev).items():
            setattr(row, field, value)
        row.name_key = name_key(row.name)
        changed = [name for name, value in field_values(row, EDITABLE).items() if value != before[name]]
        if not changed:
            return row
        if before["status"] == ProjectStatus.ARCHIVED and row.is_read_only:
            raise Conflict(archived(row))
        _refuse_taken(row)
        row.rev += 1
        _save_unique(row)
        if "viewers_may_note" in changed:
            _rewrite_viewers(row)
        record(
            "project.updated",
            on=row,
            before={name: before[name] for name in changed},
            after=field_values(row, changed),
            title=row.name,
            project_id=row.pk,
        )
    return row


def project_set_archived(*, actor: User, project: Project, is_archived: bool) -> Project:
    """Make a project read-only for everybody, or active again."""
    require(actor, MANAGE, project)
    if project.is_read_only == is_archived:
        return project
    status = ProjectStatus.ARCHIVED if is_archived else ProjectStatus.ACTIVE
    return project_update(actor=actor, project=project, changes={"status": status})


def archived(project: Project) -> str:
    return f"{project.name} is archived, so it is read-only; make it active again first."


def _merged(row: Project, changes: dict[str, Any], seen_rev: int | None) -> dict[str, Any]:
    """All of EDITABLE as it shall be: the row's values, and over them what may be changed of `changes`."""
    current = {field: getattr(row, field) for field in EDITABLE}
    wanted = asdict(_cleaned(ProjectInput(**(current | changes))))
    if seen_rev is None:
        return wanted
    sent = {name: wanted[name] for name in changes}
    kept = merge_stale(target_type="project", row=row, seen_rev=seen_rev, sent=sent)
    # Once more: another's start date and this person's delivery may not fit together.
    return asdict(_cleaned(ProjectInput(**(current | kept))))


def _save_unique(project: Project) -> None:
    """Save; of two people who take the same name at once, the second is told as if he had come later."""
    try:
        # A savepoint: PostgreSQL would refuse the look-up below in a broken transaction.
        with transaction.atomic():
            project.save()
    except IntegrityError:
        _refuse_taken(project)
        raise


def _rewrite_viewers(project: Project) -> None:
    for membership in Membership.objects.filter(project=project, role=Role.VIEWER).select_related("user"):
        write_grants(user=membership.user, project=project, role=Role.VIEWER)


def _cleaned(given: ProjectInput) -> ProjectInput:
    values = asdict(given)
    values["name"] = clean_name(given.name)
    values["code"] = given.code.strip()
    values["description"] = clean_text(given.description, field="description", label="The description")
    if not _CODE.match(values["code"]):
        raise Refused("The code is 1 to 20 letters, digits, dashes or underscores.", field="code")
    values["fps"] = _cleaned_rate(given.fps)
    _check_figures(given)
    if given.start_date and given.due_date and given.due_date < given.start_date:
        raise Refused(f"Delivery must not be before the start, {given.start_date:%d %b %Y}.", field="due_date")
    ProjectKind(given.kind)
    ProjectStatus(given.status)
    return ProjectInput(**values)


def _cleaned_rate(fps: Decimal) -> Decimal:
    # Of three decimals, as it is stored: 24 and 24.000 would look like a change to the log.
    rate = fps.quantize(Decimal("0.001")) if fps.is_finite() and abs(fps) <= 1000 else Decimal(0)
    if rate <= 0:
        raise Refused("The frame rate is over 0 and at most 1000 frames a second.", field="fps")
    return rate


def _check_figures(given: ProjectInput) -> None:
    for field, label in (("width", "The width"), ("height", "The height")):
        if not 1 <= getattr(given, field) <= 65_536:
            raise Refused(f"{label} is 1 to 65,536 pixels.", field=field)
    if not 0 <= given.first_frame <= MAX_FRAME:
        raise Refused("The first frame is 0 to 9,999,999.", field="first_frame")
    if not 0 <= given.handles <= 1000:
        raise Refused("Handles are 0 to 1000 frames.", field="handles")
    if given.planned_shots is not None and not 0 <= given.planned_shots <= 1_000_000:
        raise Refused("Planned shots are 0 to 1,000,000.", field="planned_shots")


def _refuse_taken(project: Project) -> None:
    others = Project.objects.exclude(pk=project.pk)
    if others.filter(code_key=project.code_key).exists():
        # Also for projects in the trash or of other people: the code is unique for ever.
        raise Refused(f"The code {project.code} is taken; choose another one.", field="code")
    if others.present().filter(owner=project.owner, name_key=project.name_key).exists():
        raise Refused(f"You have a project called {project.name} already.", field="name")


def project_set_thumbnail(*, actor: User, project: Project, stored: StoredFile | None) -> Project:
    """Show a stored picture on the project's card; None shows the drawn placeholder again."""
    require(actor, MANAGE, project)
    if project.is_read_only:
        raise Conflict(archived(project))
    if stored is not None and stored.project_id != project.pk:
        raise Refused("The picture belongs to another project.", field="image")
    with change_set(actor=actor, label=f"Picture of {project.name}", project_id=project.pk):
        row = Project.objects.locked().get(pk=project.pk)
        before, row.thumbnail = row.thumbnail_id, stored
        row.rev += 1
        row.save(update_fields=["thumbnail", "rev"])
        record(
            "project.thumbnail_changed",
            on=row,
            before={"thumbnail": before},
            after={"thumbnail": row.thumbnail_id},
            title=row.name,
            project_id=row.pk,
        )
    return row


def project_upload_thumbnail(*, actor: User, project: Project, name: str, data: bytes) -> Project:
    """Store an uploaded picture and show it on the project's card, as one act."""
    require(actor, MANAGE, project)
    if project.is_read_only:
        raise Conflict(archived(project))
    with change_set(actor=actor, label=f"Picture of {project.name}", project_id=project.pk):
        stored = image_store(actor=actor, name=name, data=data, project_id=project.pk)
        return project_set_thumbnail(actor=actor, project=project, stored=stored)


def project_trash(*, actor: User, project: Project) -> None:
    require(actor, DELETE, project)
    with change_set(actor=actor, label=f"Trash {project.name}", project_id=project.pk) as changes:
        row = Project.objects.locked().get(pk=project.pk)
        row.trashed_at, row.trashed_in, row.rev = clock.now(), changes.pk, row.rev + 1
        row.save(update_fields=["trashed_at", "trashed_in", "rev"])
        _record_trash(row, "project.trashed", away=True)


def project_restore(*, actor: User, project: Project, name: str | None = None) -> None:
    """Take a project out of the trash, under another name where its own is taken meanwhile."""
    require(actor, DELETE, project)
    with change_set(actor=actor, label=f"Restore {project.name}", project_id=project.pk):
        row = Project.objects.locked().get(pk=project.pk)
        if name is not None and name != row.name:
            row = _rename(row, name)
        _refuse_taken(row)
        row.trashed_at, row.trashed_in, row.rev = None, None, row.rev + 1
        row.save(update_fields=["trashed_at", "trashed_in", "rev"])
        _record_trash(row, "project.restored", away=False)


def _rename(row: Project, name: str) -> Project:
    """Another name on the way out of the trash, which an archived project may get too."""
    before, row.name = row.name, clean_name(name)
    row.name_key = name_key(row.name)
    row.rev += 1
    _refuse_taken(row)
    row.save()
    record(
        "project.updated",
        on=row,
        before={"name": before},
        after={"name": row.name},
        title=row.name,
        project_id=row.pk,
    )
    return row


def _record_trash(row: Project, verb: str, *, away: bool) -> None:
    record(
        verb,
        on=row,
        before={"trashed": not away},
        after={"trashed": away},
        title=row.name,
        project_id=row.pk,
    )


def undo_created(actor: User, events: Sequence[Event]) -> None:
    for project in _targets(events):
        if not project.is_trashed:
            project_trash(actor=actor, project=project)


def undo_trashed(actor: User, events: Sequence[Event]) -> None:
    for project in _targets(events):
        if project.is_trashed:
            project_restore(actor=actor, project=project)


def undo_updated(actor: User, events: Sequence[Event]) -> None:
    projects = {project.pk: project for project in _targets(events)}
    for event in events:
        changes = {name: _from_log(name, value) for name, value in event.before.items()}
        project_update(actor=actor, project=projects[event.target_id], changes=changes)


def _from_log(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "fps":
        return Decimal(value)
    return datetime.date.fromisoformat(value) if name in {"start_date", "due_date"} else value


def undo_thumbnail(actor: User, events: Sequence[Event]) -> None:
    projects = {project.pk: project for project in _targets(events)}
    for event in events:
        stored = StoredFile.objects.filter(pk=event.before["thumbnail"]).first()
        project_set_thumbnail(actor=actor, project=projects[event.target_id], stored=stored)


def _targets(events: Sequence[Event]) -> list[Project]:
    return list(Project.objects.filter(pk__in=[event.target_id for event in events]))
