"""Making the demo production: every write by its service, in the order of the days, each at its own time."""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import Department
from accounts.services import Person, first_administrator_create, user_create, user_set_departments
from activity.services import change_set_undo, latest_undoable
from events.origin import Origin, origin
from events.services import change_set
from files.avatars import avatar_set
from files.services import image_store
from projects.defaults import ProjectTemplate, template_of
from projects.models import AssetType, Project, ProjectKind
from projects.services import ProjectInput, member_add, project_create, project_upload_thumbnail
from shots.models import Entity
from shots.services import (
    AssetInput,
    ShotInput,
    asset_create,
    entity_set_omitted,
    entity_set_thumbnail,
    entity_trash,
    entity_update,
    sequence_ensure,
    shot_create,
    shots_create_by_pattern,
    task_assign,
    task_trash,
    task_update,
    tasks_set_status,
)

from . import plan, story
from .casting import plan_casting
from .drawings import BANNER, Picture, as_bytes, asset_picture, shot_picture
from .making import Making
from .milestones import plan_milestones
from .reel import import_reel
from .talk import plan_talk
from .versions import publish_for_review, say_of_versions

# The feature template without plates: an animated film tracks nothing and paints nothing out.
PIPELINE = ProjectTemplate("feature", "Feature VFX", ProjectKind.FEATURE, tuple(plan.LEAD))
FIRST_DAY = -47
FIRST_FRAME = 1001
FERRY = Picture("ferry", "violet", {"x": 70, "scale": 0.8, "sun_x": 128, "sun_y": 54})
RIDGE = Picture("islands", "dawn", {"boat": 0, "layers": 6, "sun_x": 60})


@transaction.atomic
def make_production() -> Making:
    """Refused (409) when anybody has an account.

    One transaction: half a demo could not be made again, since its people would be there already.
    """
    making = Making(now=timezone.now())
    making.plan(FIRST_DAY, 9, partial(_people, making))
    making.plan(FIRST_DAY, 10, partial(_ferry, making))
    making.plan(FIRST_DAY + 1, 9, partial(_assets, making))
    for sequence in story.SEQUENCES:
        making.plan(sequence.start - 8, 10, partial(_sequence, making, sequence))
    making.plan(-21, 9, partial(_kestrel, making))
    _plan_incidents(making)
    plan_milestones(making, FIRST_DAY + 1)
    plan_casting(making)
    plan_talk(making)
    with origin(Origin(source="page")):
        making.run()
    return making


def _people(making: Making) -> None:
    admin = first_administrator_create(person=_person(story.ADMINISTRATOR))
    making.people[admin.username] = admin
    for row in (story.OWNER, *story.MEMBERS):
        making.people[row.username] = user_create(actor=admin, person=_person(row))
    for number, (username, (scene, palette, how)) in enumerate(story.PORTRAITS.items()):
        avatar_set(actor=making.people[username], data=as_bytes(shot_picture(Picture(scene, palette, how), number)))


def _person(row: story.DemoPerson) -> Person:
    return Person(username=row.username, password=story.PASSWORD, full_name=row.full_name)


def _ferry(making: Making) -> None:
    ana = making.people["ana"]
    given = ProjectInput(
        name="The Long Ferry",
        code="ferry",
        kind=ProjectKind.FEATURE,
        width=4096,
        height=2048,
        planned_shots=60,
        start_date=making.date(FIRST_DAY),
        due_date=making.date(75),
        description="A ferry, a return ticket, and an island on the wrong side. Animated feature, act one.",
    )
    project = making.projects["ferry"] = project_create(actor=ana, given=given, template=PIPELINE)
    for row in story.MEMBERS:
        member_add(actor=ana, project=project, username=row.username, role=row.role)
    # The first project has made the studio's catalogue, and with it the departments.
    departments = {row.short_name: row for row in Department.objects.all()}
    for row in story.MEMBERS:
        if row.departments:
            user_set_departments(
                actor=making.people["admin"],
                user=making.people[row.username],
                departments=[departments[name] for name in row.departments],
            )
    _banner(making, project, FERRY)


def _banner(making: Making, project: Project, picture: Picture) -> None:
    data = as_bytes(shot_picture(picture, project.pk, BANNER))
    project_upload_thumbnail(actor=making.people["ana"], project=project, name=f"{project.code}.bmp", data=data)


def _assets(making: Making) -> None:
    ana, project = making.people["ana"], making.projects["ferry"]
    types = {row.name: row for row in AssetType.objects.visible_to(ana)}
    for row in story.ASSETS:
        given = AssetInput(name=row.name, asset_type=types[row.asset_type], description=row.description)
        making.entities[row.name] = asset_create(actor=ana, project=project, given=given)
    with change_set(actor=ana, label="Pictures of the assets", project_id=project.pk):
        for number, row in enumerate(story.ASSETS):
            _show(making, making.entities[row.name], as_bytes(asset_picture(row.model, number)))
    making.load(project)
    names = {row.name for row in story.ASSETS}
    _schedule(making, "the assets", names, plan.asset_plans())


def _show(making: Making, entity: Entity, data: bytes) -> None:
    ana = making.people["ana"]
    stored = image_store(actor=ana, name=f"{entity.code}.bmp", data=data, project_id=entity.project_id)
    entity_set_thumbnail(actor=ana, entity=entity, stored=stored)


def _sequence(making: Making, row: story.DemoSequence) -> None:
    """Make the shots by pattern, then say what each is about, as people do."""
    ana, tomas, project = making.people["ana"], making.people["tomas"], making.projects["ferry"]
    sequence = sequence_ensure(actor=ana, project=project, name=row.name)
    entity_update(actor=ana, entity=sequence, changes={"description": row.description})
    first = ShotInput(name="SH0010", sequence=sequence)
    shots = shots_create_by_pattern(actor=ana, project=project, first=first, step=10, count=len(row.shots))
    with change_set(actor=tomas, label=f"Story of {row.name}", project_id=project.pk):
        for shot, told in zip(shots, row.shots, strict=True):
            frames = {"frame_in": FIRST_FRAME, "frame_out": FIRST_FRAME + told.frames - 1}
            entity_update(actor=tomas, entity=shot, changes={"description": told.description} | frames)
    with change_set(actor=ana, label=f"Board of {row.name}", project_id=project.pk):
        for shot, told in zip(shots, row.shots, strict=True):
            _show(making, shot, as_bytes(shot_picture(told.picture, shot.pk)))
    making.load(project)
    codes = {shot.code for shot in shots}
    _schedule(making, row.name, codes, [line for line in plan.shot_plans() if line.key[0] in codes])


def _schedule(making: Making, what: str, codes: set[str], lines: list[plan.TaskPlan]) -> None:
    """Drop the tasks that nobody needs, give out the others, and plan how they go on."""
    ana, project_id = making.people["ana"], making.entities[next(iter(codes))].project_id
    wanted = {line.key for line in lines}
    with change_set(actor=ana, label=f"Trim the tasks of {what}", project_id=project_id):
        for key in [key for key in making.tasks if key[0] in codes and key not in wanted]:
            task_trash(actor=ana, task=making.tasks.pop(key))
    with change_set(actor=ana, label=f"Plan {what}", project_id=project_id):
        for line in lines:
            _give_out(making, line)
    for step, keys in plan.by_step(lines).items():
        making.plan(step.day, step.hour, partial(_set_status, making, step.by, step.status, keys))


def _give_out(making: Making, line: plan.TaskPlan) -> None:
    task = making.tasks[line.key]
    changes = {
        "start_date": making.date(line.due - line.days),
        "due_date": making.date(line.due),
        "bid": line.minutes,
        "priority": line.priority,
    }
    task_update(actor=making.people["ana"], task=task, changes=changes)
    # Far ahead nobody is named yet.
    if line.due <= 14:
        task_assign(actor=making.people["ana"], task=task, users=[making.people[line.artist]])


def _set_status(making: Making, by: str, status: str, keys: Iterable[tuple[str, str]]) -> None:
    keys = list(keys)
    publish_for_review(making, status, keys)
    say_of_versions(making, status, keys)
    tasks = [making.tasks[key] for key in keys]
    tasks_set_status(actor=making.people[by], tasks=tasks, status=making.statuses[status])


def _plan_incidents(making: Making) -> None:
    """What does not go by plan: an omitted shot, a slip that is taken back, a new cut, a trashed idea."""
    making.plan(-25, 10.5, partial(_omit, making))
    making.plan(-12, 15, partial(_idea, making))
    making.plan(-6, 16, partial(_slip, making))
    making.plan(-6, 16.05, partial(_take_back, making))
    making.plan(-5, 11, lambda: import_reel(making, making.projects["ferry"]))
    making.plan(-3, 16, lambda: entity_trash(actor=making.people["ana"], entities=[making.entities["SQ030_SH0185"]]))


def _omit(making: Making) -> None:
    ana = making.people["ana"]
    entity_set_omitted(actor=ana, entities=[making.entities[plan.OMITTED]], is_omitted=True)
    keys = [line.key for line in plan.shot_plans() if line.key[0] == plan.OMITTED and not line.steps]
    _set_status(making, "ana", "Omitted", keys)


def _slip(making: Making) -> None:
    keys = [(f"SQ020_SH{number:04d}", "ANM") for number in range(10, 70, 10)]
    _set_status(making, "ben", plan.HOLD, keys)


def _take_back(making: Making) -> None:
    ben = making.people["ben"]
    changes = latest_undoable(actor=ben, project_id=making.projects["ferry"].pk)
    if changes is not None:
        change_set_undo(actor=ben, changes=changes)


def _idea(making: Making) -> None:
    given = ShotInput(
        name="SH0185",
        sequence=making.entities["SQ030"],
        description="Other ending: Noor stays aboard",
        frame_in=FIRST_FRAME,
        frame_out=FIRST_FRAME + 119,
    )
    shot = shot_create(actor=making.people["tomas"], project=making.projects["ferry"], given=given)
    making.entities[shot.code] = shot


def _kestrel(making: Making) -> None:
    """A small second project, without sequences, that not everybody is in."""
    ana = making.people["ana"]
    given = ProjectInput(
        name="Kestrel",
        code="kestrel",
        kind=ProjectKind.COMMERCIAL,
        fps=Decimal(25),
        planned_shots=len(story.KESTREL),
        start_date=making.date(-21),
        due_date=making.date(9),
        description="Forty seconds for a rain jacket. One ridge, one bird, no voice.",
    )
    project = project_create(actor=ana, given=given, template=template_of("commercial"))
    making.projects["kestrel"] = project
    for row in story.MEMBERS:
        if row.on_kestrel:
            member_add(actor=ana, project=project, username=row.username, role=row.role)
    for number, told in enumerate(story.KESTREL, start=1):
        shot = shot_create(
            actor=ana,
            project=project,
            given=ShotInput(
                name=f"KES_{number * 10:04d}",
                description=told.description,
                frame_in=FIRST_FRAME,
                frame_out=FIRST_FRAME + told.frames - 1,
            ),
        )
        _show(making, shot, as_bytes(shot_picture(told.picture, shot.pk)))
    _banner(making, project, RIDGE)
    making.load(project)
    lines = plan.kestrel_plans()
    _schedule(making, "the spot", {line.key[0] for line in lines}, lines)
