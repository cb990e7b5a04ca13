"""Forms for shots and assets: create one or many, edit, omit, trash, restore."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet, Event
from projects.models import Project
from shots.models import Entity, Kind, Task
from shots.services import entity_trash, entity_update
from shots.tests.factories import ShotFactory

Cast = dict[str, User]
SignIn = Callable[[User], Client]
UID = "7f4b9c3e-58a4-4a0e-9f53-0a7a7f8a3f10"


def new_shots(project: Project) -> str:
    return reverse("shots:shot-create", args=[project.code])


def shot(project: Project, name: str = "SH0010") -> Entity:
    return Entity.objects.filter(project=project, kind=Kind.SHOT, name=name).order_by("pk")[0]


def test_many_shots_by_pattern_are_one_change_set(project: Project, cast: Cast, sign_in: SignIn) -> None:
    data = {"sequence": "SQ020", "first": "SQ020_SH0010", "count": 24, "step": 10, "frame_in": 1001, "frame_out": 1048}
    response = sign_in(cast["contributor"]).post(new_shots(project), data)
    assert response.status_code == 302
    made = Entity.objects.filter(project=project, kind=Kind.SHOT, parent__name="SQ020").in_order()
    assert [*[row.code for row in made][:2], made.last().code] == ["SQ020_SH0010", "SQ020_SH0020", "SQ020_SH0240"]
    assert Task.objects.filter(entity__in=made).count() == 24 * 5
    assert ChangeSet.objects.latest("id").label == "New shots: 24"


def test_a_double_press_makes_the_shots_once(project: Project, cast: Cast, sign_in: SignIn) -> None:
    data = {"sequence": "SQ020", "first": "SH0010", "count": 2, "step": 10, "submit_id": UID}
    client = sign_in(cast["contributor"])
    answers = [client.post(new_shots(project), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entity.objects.filter(parent__name="SQ020").count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first", ""),
        ("first", "x" * 201),
        ("first", "SH\u202e0010"),
        ("first", "SH\x070010"),
        ("first", "SH0010"),
        ("count", "0"),
        ("count", "2001"),
        ("step", "-1"),
        ("frame_in", "-1"),
        ("frame_out", "1000"),
        ("frame_out", "1e9"),
        ("handles", "-5"),
    ],
)
def test_bad_input_is_refused_at_its_field(
    project: Project, cast: Cast, sign_in: SignIn, field: str, value: str
) -> None:
    good = {"sequence": "SQ010", "first": "SH9000", "count": "1", "step": "10", "frame_in": "1001", "frame_out": "1048"}
    events = Event.objects.count()
    response = sign_in(cast["contributor"]).post(new_shots(project), good | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert Event.objects.count() == events


def test_a_duplicate_among_many_names_its_row(project: Project, cast: Cast, sign_in: SignIn) -> None:
    data = {"sequence": "SQ010", "first": "SH0005", "count": 3, "step": 5}
    response = sign_in(cast["contributor"]).post(new_shots(project), data)
    assert response.status_code == 422
    assert "SQ010_SH0010 is there already (row 2)" in str(response.context["form"].errors["first"])


def test_the_title_of_a_page_keeps_odd_names(project: Project, cast: Cast, sign_in: SignIn) -> None:
    for name in ("🦊 fox", "שלום", "Ünïcödé", "a/b:c"):
        data = {"sequence": "SQ010", "first": name, "count": 1, "step": 10}
        assert sign_in(cast["contributor"]).post(new_shots(project), data).status_code == 302
        assert shot(project, name).code == f"SQ010_{name}"


def edit_data(entity: Entity, **changes: object) -> dict[str, object]:
    data = {"rev": entity.rev, "name": entity.name, "parent": entity.parent_id, "description": entity.description}
    frames = {"frame_in": entity.frame_in, "frame_out": entity.frame_out, "handles": ""}
    return data | frames | changes


def edit(entity: Entity) -> str:
    return reverse("shots:entity-update", args=[entity.project.code, entity.pk])


def test_editing_saves_and_leads_to_the_shot(project: Project, cast: Cast, sign_in: SignIn) -> None:
    row = shot(project)
    response = sign_in(cast["contributor"]).post(edit(row), edit_data(row, name="SH0012", frame_out=1100))
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.code, row.frame_out, row.rev) == ("SQ010_SH0012", 1100, 2)


def test_a_stale_form_shows_both_values_and_saves_nothing(project: Project, cast: Cast, sign_in: SignIn) -> None:
    row = shot(project)
    data = edit_data(row, description="mine")
    entity_update(actor=cast["owner"], entity=row, changes={"description": "theirs"})
    response = sign_in(cast["contributor"]).post(edit(row), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "now “theirs”, yours “mine”" in page
    assert shot(project).description == "theirs"


def test_a_stale_form_keeps_what_others_changed_elsewhere(project: Project, cast: Cast, sign_in: SignIn) -> None:
    row = shot(project)
    data = edit_data(row, description="mine")
    entity_update(actor=cast["owner"], entity=row, changes={"frame_out": 1200})
    assert sign_in(cast["contributor"]).post(edit(row), data).status_code == 302
    row.refresh_from_db()
    assert (row.description, row.frame_out) == ("mine", 1200)


def test_another_projects_sequence_is_refused(project: Project, other: Project, cast: Cast, sign_in: SignIn) -> None:
    foreign = Entity.objects.get(project=other, kind=Kind.SEQUENCE)
    response = sign_in(cast["contributor"]).post(edit(shot(project)), edit_data(shot(project), parent=foreign.pk))
    assert response.status_code == 422
    assert response.context["form"].errors["parent"]


def test_trash_and_restore_bring_back_the_tasks(project: Project, cast: Cast, sign_in: SignIn) -> None:
    row, client = shot(project), sign_in(cast["contributor"])
    client.post(reverse("shots:entity-trash", args=[project.code, row.pk]))
    assert not Entity.objects.present().filter(pk=row.pk).exists()
    assert "SQ010_SH0010" in client.get(reverse("desk:trash", args=[project.code])).content.decode()
    client.post(reverse("desk:trash-restore", args=[project.code]), {"item": f"entity-{row.pk}"})
    assert Task.objects.present().filter(entity=row).count() == 5


def test_restoring_into_a_taken_name_asks_for_another(project: Project, cast: Cast, sign_in: SignIn) -> None:
    row = shot(project)
    entity_trash(actor=cast["owner"], entities=[row])
    ShotFactory(sequence=row.parent, name="SH0010")
    client, address = sign_in(cast["contributor"]), reverse("desk:trash-restore", args=[project.code])
    item = {"item": f"entity-{row.pk}"}
    response = client.post(address, item)
    assert response.status_code == 422
    assert "SQ010_SH0010 is there already" in response.content.decode()
    client.post(address, item | {"name": "SH0011"})
    row.refresh_from_db()
    assert (row.code, row.is_trashed) == ("SQ010_SH0011", False)


def test_a_viewer_may_not_open_the_forms(project: Project, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast["viewer"])
    assert client.get(new_shots(project)).status_code == 403
    assert client.get(edit(shot(project))).status_code == 403


def test_a_double_press_adds_a_task_once(project: Project, cast: Cast, sign_in: SignIn) -> None:
    row = shot(project)
    data = {"task_type": row.tasks.first().task_type_id, "name": "second", "submit_id": UID}
    client, address = sign_in(cast["contributor"]), reverse("shots:task-create", args=[project.code, row.pk])
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert Task.objects.filter(entity=row, name="second").count() == 1
