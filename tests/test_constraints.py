"""The lasting truths are the database's own: raw writes that pass every service by are refused on both databases."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import Department, Invitation, User
from inbox.models import Item, Settings, Watch
from notes.models import Attachment
from projects.models import (
    AssetType,
    Favourite,
    Membership,
    NamingRule,
    PipelineAssetType,
    PipelineStatus,
    PipelineTaskType,
    Project,
    StudioTemplate,
    TaskStatus,
    TaskType,
)
from shots.models import Assignment, Casting, CutItem, Entity, Kind, Task, Version, VersionFile

from .guards.tree import ranks
from .world import World, make_world

pytestmark = [pytest.mark.on_both, pytest.mark.django_db]
Break = Callable[[World], object]
NEW = {"name_key": "another", "code_key": "another"}
BACKWARDS = {"due_date": date(2026, 1, 1), "start_date": date(2026, 1, 2)}


def again(row: Any, **changes: Any) -> Any:
    """The row once more, raw, with some columns changed."""
    clone = type(row).objects.get(pk=row.pk)
    clone.pk, clone._state.adding = None, True
    for name, value in changes.items():
        setattr(clone, name, value)
    clone.save(force_insert=True)
    return clone


def item(world: World) -> CutItem:
    frames = {"record_in": 0, "record_out": 9, "source_in": 0, "source_out": 9}
    return CutItem.objects.create(cut=world.cut, order=99, **frames)


def lead(world: World) -> Assignment:
    return Assignment.objects.create(task=world.task, user=world.project.owner, is_lead=True)


def casting(world: World) -> Casting:
    held = Casting.objects.filter(entity=world.shot, asset=world.asset).first()
    return held or Casting.objects.create(project=world.project, entity=world.shot, asset=world.asset)


def version(world: World) -> Version:
    return Version.objects.create(
        uid=uuid.uuid4(),
        project=world.project,
        entity=world.shot,
        task=world.task,
        number=900,
        author=world.project.owner,
    )


def plate(world: World) -> Version:
    """A version of the shot itself: its task is NULL, which counts as one and not as different from everything."""
    return again(version(world), uid=uuid.uuid4(), task=None)  # type: ignore[no-any-return]


def watch(world: World, entity: Entity | None) -> Watch:
    return Watch.objects.create(user=world.project.owner, project=world.project, entity=entity, choice="follow")


def inbox_item(world: World) -> Item:
    return Item.objects.create(
        user=world.project.owner,
        change_set=world.change_set,
        project=world.project,
        reason="note",
        title="A note",
        at=timezone.now(),
    )


def naming_rule(world: World, **given: Any) -> NamingRule:
    held = NamingRule.objects.filter(project=world.project, kind="asset").first()
    return held or NamingRule.objects.create(project=world.project, kind="asset", pattern="*", **given)


def studio_template(world: World) -> StudioTemplate:
    return StudioTemplate.objects.create(
        name="Spot", name_key="spot", content={}, source_id=world.project.pk, created_by=world.project.owner
    )


def membership(world: World, role: str) -> Membership:
    return Membership.objects.filter(project=world.project, role=role)[0]


def email(world: World) -> None:
    User.objects.filter(pk=world.project.owner_id).update(email="Ana@Studio.example")
    again(world.member.user, username="ana2", email="ana@studio.EXAMPLE")


BREAKS: dict[str, list[Break]] = {
    "user_email_unique": [email],
    "change_set_uid_per_actor": [lambda world: again(world.change_set)],
    "project_name_per_owner": [lambda world: again(world.project, code_key="other", share_code=None)],
    "project_fps_in_range": [
        lambda world: again(world.project, **NEW, share_code=None, fps=Decimal(0)),
        lambda world: again(world.project, **NEW, share_code=None, fps=Decimal("-24")),
        lambda world: again(world.project, **NEW, share_code=None, fps=Decimal("1000.001")),
    ],
    "project_dates_ordered": [lambda world: again(world.project, **NEW, **BACKWARDS, share_code=None)],
    "project_resolution": [
        lambda world: again(world.project, **NEW, share_code=None, width=0),
        lambda world: again(world.project, **NEW, share_code=None, height=65_537),
    ],
    "membership_once": [lambda world: again(world.member)],
    "membership_clients_view": [
        lambda world: Membership.objects.filter(pk=membership(world, "contributor").pk).update(is_client=True)
    ],
    "task_type_name": [lambda world: again(TaskType.objects.studio()[0])],
    "task_status_name": [lambda world: again(TaskStatus.objects.studio()[0])],
    "asset_type_name": [lambda world: again(AssetType.objects.studio()[0])],
    "pipeline_task_type_once": [lambda world: again(PipelineTaskType.objects.all()[0])],
    "pipeline_status_once": [lambda world: again(PipelineStatus.objects.all()[0])],
    "pipeline_asset_type_once": [lambda world: again(PipelineAssetType.objects.all()[0])],
    "entity_name_in_parent": [
        lambda world: again(world.shot, code_key="another"),
        # Without a parent: NULL counts as one group, not as different from everything.
        lambda world: again(world.asset, code_key="another"),
    ],
    "entity_code_in_project": [lambda world: again(world.shot, name_key="another")],
    "entity_frames_ordered": [
        lambda world: again(world.shot, **NEW, frame_in=1010, frame_out=1009),
        lambda world: again(world.shot, **NEW, frame_in=-1, frame_out=1009),
        lambda world: again(world.shot, **NEW, frame_in=None, frame_out=1009),
        lambda world: again(world.shot, **NEW, frame_in=1001, frame_out=None),
    ],
    "entity_frames_on_shots": [
        lambda world: again(world.asset, **NEW, frame_in=1, frame_out=2),
        lambda world: again(world.sequence, **NEW, handles=8),
    ],
    "entity_asset_type": [lambda world: again(world.shot, **NEW, asset_type=AssetType.objects.all()[0])],
    "entity_sequence_of_shot": [lambda world: again(world.asset, **NEW, sequence=world.sequence)],
    "task_name_once": [lambda world: again(world.task)],
    "task_dates_ordered": [lambda world: again(world.task, name_key="another", **BACKWARDS)],
    "assignment_once": [lambda world: again(lead(world), is_lead=False)],
    "assignment_one_lead": [lambda world: again(lead(world), user=world.member.user)],
    "cut_number_once": [lambda world: again(world.cut)],
    "cut_item_order_once": [lambda world: again(item(world))],
    "cut_item_record_ordered": [lambda world: again(item(world), order=100, record_in=10)],
    "note_one_subject": [
        lambda world: again(world.note, uid=uuid.uuid4(), entity=world.shot),
        lambda world: again(world.note, uid=uuid.uuid4(), task=None),
    ],
    "note_uid_per_author": [lambda world: again(world.note)],
    "attachment_once": [
        lambda world: again(Attachment.objects.create(note=world.note, file=world.stored)),
    ],
    "favourite_once": [
        lambda world: again(Favourite.objects.create(project=world.project, user=world.project.owner)),
    ],
    "naming_rule_once": [lambda world: again(naming_rule(world))],
    "naming_rule_steps": [lambda world: NamingRule.objects.filter(pk=naming_rule(world).pk).update(step=0)],
    "studio_template_name": [lambda world: again(studio_template(world))],
    "watch_entity_once": [lambda world: again(watch(world, world.shot))],
    "watch_project_once": [lambda world: again(watch(world, None))],
    "item_one_line_an_act": [lambda world: again(inbox_item(world))],
    "casting_once": [lambda world: again(casting(world))],
    "casting_count": [
        lambda world: Casting.objects.filter(pk=casting(world).pk).update(count=0),
        lambda world: Casting.objects.filter(pk=casting(world).pk).update(count=10_000),
    ],
    "casting_not_itself": [lambda world: Casting.objects.filter(pk=casting(world).pk).update(asset=world.shot)],
    "version_number_once": [
        lambda world: again(version(world), uid=uuid.uuid4()),
        lambda world: again(plate(world), uid=uuid.uuid4()),
    ],
    "version_uid_per_author": [lambda world: again(version(world), number=901)],
    "version_number_range": [lambda world: again(version(world), uid=uuid.uuid4(), number=1_000_000)],
    "version_file_once": [
        lambda world: again(VersionFile.objects.create(version=version(world), file=world.stored)),
    ],
}
UNIQUE_COLUMNS: dict[str, Break] = {
    "accounts.Invitation.token_hash": lambda world: again(Invitation.objects.all()[0]),
    "inbox.Settings.user": lambda world: again(Settings.objects.create(user=world.project.owner)),
    "accounts.Department.name_key": lambda world: again(Department.objects.all()[0]),
    "accounts.User.username": lambda world: again(world.member.user, email=""),
    "files.StoredFile.uid": lambda world: again(world.stored),
    # For ever: a project in the trash keeps its code.
    "projects.Project.code_key": lambda world: again(
        world.project, name_key="another", share_code=None, trashed_at=timezone.now()
    ),
    "projects.Project.share_code": lambda world: again(world.project, **NEW),
}


@pytest.fixture
def world(project: Project) -> World:
    return make_world(project, author=project.owner)


def _own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ranks() and not model._meta.proxy]


def test_every_constraint_is_tried_here() -> None:
    named = {constraint.name for model in _own_models() for constraint in model._meta.constraints}
    columns = {field_name(field) for model in _own_models() for field in model._meta.local_fields if field.unique} - {
        field_name(model._meta.pk) for model in _own_models()
    }
    assert named == set(BREAKS)
    assert columns == set(UNIQUE_COLUMNS)


def field_name(field: Any) -> str:
    return f"{field.model._meta.label}.{field.name}"


def test_the_database_keeps_every_constraint(world: World) -> None:
    """One world for all: each try is rolled back."""
    kept = {
        f"{name} {number}": _refusal(world, try_) for name, all_ in BREAKS.items() for number, try_ in enumerate(all_)
    }
    for name, message in kept.items():
        assert message, f"{name} was written"
        # SQLite names the columns of a unique constraint, not the constraint.
        if connection.vendor == "postgresql" or "CHECK" in message:
            assert name.split()[0] in message


def test_the_database_keeps_every_unique_column(world: World) -> None:
    assert not [name for name, try_ in UNIQUE_COLUMNS.items() if not _refusal(world, try_)]


def _refusal(world: World, try_: Break) -> str:
    try:
        with transaction.atomic():
            try_(world)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("thing", ["shot", "asset", "task"])
def test_the_trash_holds_no_name(thing: str, world: World) -> None:
    row = getattr(world, thing)
    type(row).objects.filter(pk=row.pk).update(trashed_at=timezone.now())
    assert again(row, trashed_at=None).pk != row.pk


def test_a_name_may_stand_in_other_groups(world: World) -> None:
    made = [
        again(world.shot, parent=None, sequence=None, code_key="sh0010"),
        again(world.asset, kind=Kind.EPISODE, asset_type=None),
    ]
    assert Entity.objects.filter(pk__in=[row.pk for row in made]).count() == 2


def test_a_row_in_use_is_not_deleted(world: World) -> None:
    for row in (world.task.status, world.task.task_type, world.asset.asset_type, world.sequence, world.project.owner):
        with pytest.raises(models.ProtectedError):
            row.delete()
    assert Task.objects.filter(pk=world.task.pk).exists()
