"""The departments of the studio: kept by administrators, and what a removed one had goes to another one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Department, User
from core.errors import Conflict, Forbidden, Refused
from projects.models import Membership, Project, TaskType
from projects.services.departments import (
    DepartmentInput,
    department_create,
    department_order,
    department_remove,
    department_update,
    use_words,
)
from projects.tests.undo import take_back

SignIn = Callable[[User], Client]


def named(short_name: str) -> Department:
    return Department.objects.get(short_name=short_name)


def held(row: Department) -> dict[str, Any]:
    return {
        "types": set(TaskType.objects.filter(department=row).values_list("short_name", flat=True)),
        "people": set(row.people.values_list("username", flat=True)),
        "members": set(Membership.objects.filter(departments=row).values_list("pk", flat=True)),
        "approves": set(Membership.objects.filter(approves=row).values_list("pk", flat=True)),
    }


def staff(project: Project, cast: dict[str, User]) -> Membership:
    """The contributor works in both, and approves one of them here; the viewer works in that one."""
    cast["contributor"].departments.set([named("ANM"), named("LAY")])
    cast["viewer"].departments.set([named("ANM")])
    member = Membership.objects.get(project=project, user=cast["contributor"])
    member.departments.set([named("ANM")])
    member.approves.set([named("ANM")])
    return member


def test_everybody_reads_them_without_counts(project: Project, cast: dict[str, User], sign_in: SignIn) -> None:
    page = sign_in(cast["stranger"]).get(reverse("projects:department-list")).content
    assert b"Animation" in page and b'shelf-uses"></span>' in page and b"New department" not in page


def test_only_administrators_change_them(project: Project, cast: dict[str, User]) -> None:
    with pytest.raises(Forbidden):
        department_create(actor=cast["owner"], given=DepartmentInput("Editorial", "EDIT"))
    with pytest.raises(Forbidden):
        department_remove(actor=cast["owner"], row=named("ANM"), goal=named("LAY"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (DepartmentInput("animation", "XX"), "name"),
        (DepartmentInput("Editorial", "anm"), "short_name"),
        (DepartmentInput("Editorial", "EDIT", "#ff0000"), "colour"),
        (DepartmentInput(" ", "EDIT"), "name"),
    ],
)
def test_names_are_taken_once_and_colours_are_tokens(
    project: Project, cast: dict[str, User], given: DepartmentInput, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        department_create(actor=cast["administrator"], given=given)
    assert refused.value.field == field


def test_a_form_makes_one_and_tells_what_is_wrong(project: Project, cast: dict[str, User], sign_in: SignIn) -> None:
    client, url = sign_in(cast["administrator"]), reverse("projects:department-create")
    data = {"name": "Éditorial 🎬", "short_name": "EDIT", "colour": "rig"}
    assert client.post(url, data).status_code == 302
    assert "Éditorial 🎬" in client.get(reverse("projects:department-list")).content.decode()
    assert client.post(url, data).status_code == 422


def test_an_edit_on_an_old_page_is_told_about_the_new_one(
    project: Project, cast: dict[str, User], sign_in: SignIn
) -> None:
    row = named("ANM")
    department_update(actor=cast["administrator"], row=row, changes={"name": "Character"})
    data = {"name": "Motion", "short_name": "ANM", "colour": "anm", "rev": row.rev}
    answer = sign_in(cast["administrator"]).post(reverse("projects:department-update", args=[row.pk]), data)
    assert answer.status_code == 422 and b"It is Character now." in answer.content


def test_they_take_another_order_and_the_old_one_again(project: Project, cast: dict[str, User]) -> None:
    before = list(Department.objects.order_by("order", "pk"))
    department_order(actor=cast["administrator"], row=named("CMP"), before=named("LAY"))
    assert next(iter(Department.objects.order_by("order", "pk"))).short_name == "CMP"
    assert take_back(cast["administrator"]) == 204
    assert list(Department.objects.order_by("order", "pk")) == before


def test_one_in_use_goes_only_with_another_one_for_what_it_has(project: Project, cast: dict[str, User]) -> None:
    staff(project, cast)
    assert use_words(named("ANM")) == "1 task type, 2 people"
    with pytest.raises(Refused) as refused:
        department_remove(actor=cast["administrator"], row=named("ANM"))
    assert refused.value.field == "goal"
    with pytest.raises(Refused):
        department_remove(actor=cast["administrator"], row=named("ANM"), goal=named("ANM"))


def test_a_removal_moves_types_people_members_and_approvals_and_comes_back(
    project: Project, cast: dict[str, User]
) -> None:
    member = staff(project, cast)
    gone = named("ANM")
    before = (held(gone), held(named("LAY")))
    department_remove(actor=cast["administrator"], row=gone, goal=named("LAY"))
    assert held(named("LAY")) == {
        "types": {"LAY", "ANM"},
        "people": {cast["contributor"].username, cast["viewer"].username},
        "members": {member.pk},
        "approves": {member.pk},
    }
    assert take_back(cast["administrator"]) == 204
    assert (held(named("ANM")), held(named("LAY"))) == before and named("ANM").pk == gone.pk


def test_what_was_given_on_meanwhile_stays_where_it_is(project: Project, cast: dict[str, User]) -> None:
    staff(project, cast)
    department_remove(actor=cast["administrator"], row=named("ANM"), goal=named("LAY"))
    changes = cast["administrator"].change_sets.latest("pk")
    TaskType.objects.filter(short_name="ANM").update(department=named("CMP"))
    assert take_back(cast["administrator"], changes) == 204
    assert held(named("ANM"))["types"] == set() and "ANM" in held(named("CMP"))["types"]


def test_it_comes_back_only_to_a_free_name(project: Project, cast: dict[str, User]) -> None:
    row = department_create(actor=cast["administrator"], given=DepartmentInput("Editorial", "EDIT"))
    department_remove(actor=cast["administrator"], row=row)
    changes = cast["administrator"].change_sets.latest("pk")
    department_create(actor=cast["administrator"], given=DepartmentInput("editorial", "ED"))
    assert take_back(cast["administrator"], changes) == 422
    with pytest.raises(Conflict):
        department_update(actor=cast["administrator"], row=row, changes={"name": "Cut"})


def test_the_page_of_removal_says_what_moves(project: Project, cast: dict[str, User], sign_in: SignIn) -> None:
    client, gone, goal = sign_in(cast["administrator"]), named("ANM"), named("LAY")
    url = reverse("projects:department-remove", args=[gone.pk])
    assert b"1 task type" in client.get(url).content
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"goal": goal.pk}).status_code == 302
    assert client.get(url).status_code == 404


def test_the_list_costs_the_same_for_many(
    project: Project, cast: dict[str, User], sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, url = sign_in(cast["administrator"]), reverse("projects:department-list")
    client.get(url)
    with django_assert_max_num_queries(60) as few:
        client.get(url)
    for number in range(50):
        department_create(actor=cast["administrator"], given=DepartmentInput(f"Room {number}", f"R{number}"))
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url)
