"""The naming rules where names are given: suggested, told as a warning, or refused at the field where strict."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activity.services import change_set_undo
from core.errors import Refused
from events.models import ChangeSet
from projects.models import Project
from projects.services.naming import NamingInput, naming_set
from shots.models import Entity, Kind
from shots.paste_preview import preview_of
from shots.services import entity_update
from shots.services.pasted import PasteInput, list_apply, paste_plan

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def rule(project: Project, *, is_strict: bool, **patterns: str) -> None:
    rules = {kind: NamingInput(pattern, 10, 10, is_strict) for kind, pattern in patterns.items()}
    naming_set(actor=project.owner, project=project, rules=rules)


def url(project: Project, name: str) -> str:
    return reverse(f"shots:{name}", args=[project.code])


def shot(project: Project) -> Entity:
    return Entity.objects.select_related("project").get(project=project, kind=Kind.SHOT, code="SQ010_SH0010")


def told(client: Client, answer_url: str) -> str:
    return client.get(answer_url).content.decode()


@pytest.mark.parametrize(
    ("page", "kind", "pattern", "field", "wanted"),
    [
        ("shot-create", "shot", "SH####", "first", "SH0010"),
        ("asset-create", "asset", "as###", "name", "as010"),
        ("sequence-create", "sequence", "SQ###", "name", "SQ020"),
        ("episode-create", "episode", "EP##", "name", "EP10"),
    ],
)
def test_forms_open_with_the_next_name_and_say_the_rule(
    project: Project, cast: Cast, sign_in: SignIn, page: str, kind: str, pattern: str, field: str, wanted: str
) -> None:
    rule(project, is_strict=False, **{kind: pattern})
    answer = sign_in(cast["contributor"]).get(url(project, page))
    assert answer.context["form"][field].value() == wanted
    assert f"{pattern}, such as" in answer.content.decode()


def test_a_pattern_is_shown_as_it_was_typed(project: Project, cast: Cast, sign_in: SignIn) -> None:
    rule(project, is_strict=False, shot="<b>SH##")
    assert "&lt;b&gt;SH##, such as" in told(sign_in(cast["contributor"]), url(project, "shot-create"))


POSTS = [
    ("shot-create", "shot", "SH####", "first", {"first": "odd7", "count": 1, "step": 10}),
    ("asset-create", "asset", "as###", "name", {"name": "odd7", "asset_type": "*"}),
    ("sequence-create", "sequence", "SQ###", "name", {"name": "odd7"}),
    ("shot-create", "sequence", "SQ###", "sequence", {"sequence": "odd7", "first": "SH0990", "count": 1, "step": 10}),
]


def data(project: Project, given: dict[str, object]) -> dict[str, object]:
    line = project.pipeline_asset_types.order_by("order")[0]
    return {name: line.asset_type_id if value == "*" else value for name, value in given.items()}


@pytest.mark.parametrize(("page", "kind", "pattern", "field", "given"), POSTS)
def test_a_strict_rule_refuses_at_the_field(
    project: Project,
    cast: Cast,
    sign_in: SignIn,
    page: str,
    kind: str,
    pattern: str,
    field: str,
    given: dict[str, object],
) -> None:
    rule(project, is_strict=True, **{kind: pattern})
    answer = sign_in(cast["contributor"]).post(url(project, page), data(project, given))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field][0].startswith(f"odd7 does not follow {pattern}")


@pytest.mark.parametrize(("page", "kind", "pattern", "field", "given"), POSTS[:3])
def test_another_rule_makes_it_and_warns(
    project: Project,
    cast: Cast,
    sign_in: SignIn,
    page: str,
    kind: str,
    pattern: str,
    field: str,
    given: dict[str, object],
) -> None:
    rule(project, is_strict=False, **{kind: pattern})
    client = sign_in(cast["contributor"])
    answer = client.post(url(project, page), data(project, given))
    assert answer.status_code == 302
    assert f"odd7 created. odd7 does not follow {pattern}" in told(client, answer["Location"])


def test_many_odd_names_are_told_in_one_sentence(project: Project, cast: Cast, sign_in: SignIn) -> None:
    rule(project, is_strict=False, shot="SH####")
    client = sign_in(cast["contributor"])
    answer = client.post(url(project, "shot-create"), {"first": "x7", "count": 3, "step": 1})
    assert "3 shots created. x7 does not follow SH####, such as SH0010. 2 more do not either." in told(
        client, answer["Location"]
    )


def test_a_strict_rule_holds_for_renames_by_people_but_not_for_their_undo(project: Project, cast: Cast) -> None:
    actor = cast["contributor"]
    entity_update(actor=actor, entity=shot(project), changes={"name": "odd7"})
    odd = Entity.objects.select_related("project").get(project=project, name="odd7")
    rule(project, is_strict=True, shot="SH####")
    entity_update(actor=actor, entity=odd, changes={"name": "odd7", "description": "kept"})
    with pytest.raises(Refused, match="odd8 does not follow"):
        entity_update(actor=actor, entity=odd, changes={"name": "odd8"})
    entity_update(actor=actor, entity=odd, changes={"name": "SH0015"})
    renamed = ChangeSet.objects.latest("pk")
    change_set_undo(actor=actor, changes=renamed)
    assert Entity.objects.get(pk=odd.pk).name == "odd7"


def test_the_edit_form_says_what_is_wrong_with_the_name(project: Project, cast: Cast, sign_in: SignIn) -> None:
    rule(project, is_strict=True, shot="Q###")
    row = shot(project)
    client, page = sign_in(cast["contributor"]), reverse("shots:entity-update", args=[project.code, row.pk])
    assert "SH0010 does not follow Q###" in told(client, page)
    answer = client.post(page, {"name": "odd7", "rev": row.rev, "parent": row.parent_id})
    assert answer.status_code == 422 and "name" in answer.context["form"].errors


LIST = PasteInput(Kind.SHOT, "Episode\tSequence\tShot\nE1\todd\tSH0010\n\tSQ010\tx1\n\tSQ010\tSH0010")


def test_a_pasted_list_warns_at_the_cells_of_what_is_new(project: Project) -> None:
    rule(project, is_strict=False, shot="SH####", sequence="SQ###", episode="EP##")
    plan = paste_plan(project=project, given=LIST)
    assert [row.result for row in plan.rows] == ["new", "new", "same"]
    assert [sorted(row.warnings) for row in plan.rows] == [["episode", "sequence"], ["shot"], []]
    assert [cell.warning[:19] for cell in preview_of(plan).rows[1].cells] == ["", "", "x1 does not follow "]
    assert list_apply(actor=project.owner, project=project, given=LIST).made == 2


def test_a_strict_rule_makes_lines_of_a_list_wrong(project: Project, cast: Cast, sign_in: SignIn) -> None:
    rule(project, is_strict=True, shot="SH####", sequence="SQ###")
    plan = paste_plan(project=project, given=LIST)
    assert [row.result for row in plan.rows] == ["wrong", "wrong", "same"] and not plan.new_sequences
    sent = {"kind": "shot", "text": LIST.text, "act": "check"}
    page = sign_in(cast["contributor"]).post(url(project, "list-paste"), sent).content
    assert b"x1 does not follow SH####" in page


def test_rules_cost_a_list_one_question(project: Project, django_assert_max_num_queries: Callable[..., object]) -> None:
    rule(project, is_strict=False, shot="SH####")
    lines = "\n".join(f"SQ010\tx{number}" for number in range(200))
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        paste_plan(project=project, given=PasteInput(Kind.SHOT, lines))
