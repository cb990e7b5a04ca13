"""Lists pasted from a spreadsheet: what is read, what is planned, what is written."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activity.services import change_set_undo
from core.errors import Conflict, Forbidden, Refused
from events.models import ChangeSet
from projects.models import Project
from shots.models import Entity, Kind
from shots.pasted import decode, read_list
from shots.services.pasted import PasteInput, list_apply, paste_plan
from shots.services.trash import entity_trash

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def shots(text: str, **more: bool) -> PasteInput:
    return PasteInput(Kind.SHOT, text, **more)


def results(project: Project, text: str, **more: bool) -> list[str]:
    return [row.result for row in paste_plan(project=project, given=shots(text, **more)).rows]


@pytest.mark.parametrize(
    ("text", "columns", "first"),
    [
        ("Sequence\tShot\nSQ1\tA", ["sequence", "shot"], {"sequence": "SQ1", "shot": "A"}),
        (
            "seq;SHOT CODE;In;Out\nS;A;1;2",
            ["sequence", "shot", "frame_in", "frame_out"],
            {"sequence": "S", "shot": "A"},
        ),
        (
            'shot,description\nA,"two, ""quoted""\nlines"',
            ["shot", "description"],
            {"description": 'two, "quoted"\nlines'},
        ),
        ("SQ1\tA\tWords\t1001\t1010\t4", ["sequence", "shot", "description", "frame_in", "frame_out", "handles"], {}),
        ("A\nB", ["shot"], {"shot": "A"}),
        ("\ufeffShot\r\nA\r\n\r\n", ["shot"], {"shot": "A"}),
    ],
)
def test_columns_are_known_by_their_names_or_their_order(text: str, columns: list[str], first: dict[str, str]) -> None:
    found = read_list(text, Kind.SHOT)
    assert found.columns == columns
    assert first.items() <= found.rows[0].cells.items()


def test_files_of_every_spreadsheet_are_decoded() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert decode("Größe\tÉclair".encode(encoding)) == "Größe\tÉclair"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Paste some lines"),
        ("\n \t\n", "Paste some lines"),
        ("a\n" * 5001, "5,000 is the most"),
        ("x" * 2_000_001, "2 million"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_list(text, Kind.SHOT)


def test_rows_are_new_changed_the_same_or_wrong(project: Project) -> None:
    text = (
        "Sequence\tShot\tFrame in\tFrame out\n"
        "SQ010\tSH0010\t1001\t1010\n"
        "SQ010\tSH0020\t1001\t1050\n"
        "SQ020\tSH0010\t\t\n"
        "SQ020\tSH0010\t\t\n"
        "SQ020\tSH0020\t1010\t1001\n"
        "SQ020\t\t1\t2\n"
        "SQ020\tSH0030\tx\t2\n"
    )
    assert results(project, text) == ["same", "changed", "new", "wrong", "wrong", "wrong", "wrong"]
    rows = paste_plan(project=project, given=shots(text)).rows
    assert rows[1].changes == {"frame_out": (1020, 1050)}
    assert [list(row.errors) for row in rows[3:]] == [["shot"], ["frame_out"], ["shot"], ["frame_in"]]


def test_a_code_may_name_its_sequence(project: Project) -> None:
    assert results(project, "SQ010_SH0010", splits=True) == ["same"]
    plan = paste_plan(project=project, given=shots("SQ077_SH0010", splits=True))
    assert (plan.new_sequences, plan.rows[0].code) == (["SQ077"], "SQ077_SH0010")
    assert paste_plan(project=project, given=shots("KES_0010")).new_sequences == []


def test_a_length_makes_a_range_at_the_first_frame(project: Project) -> None:
    row = paste_plan(project=project, given=shots("Shot,Duration\nA,48")).rows[0]
    assert (row.values["frame_in"], row.values["frame_out"]) == (1001, 1048)


def test_a_list_is_one_act_and_one_undo(project: Project) -> None:
    text = "SQ010\tSH0010\t=cmd|' /C calc'!A0\nSQ030\tSH0010\t🦊 مشهد\nSQ030\tSH0020\t<script>"
    done = list_apply(actor=project.owner, project=project, given=shots(text))
    assert (done.made, done.changed) == (2, 1)
    changed = Entity.objects.get(project=project, code="SQ010_SH0010")
    assert changed.description == "=cmd|' /C calc'!A0"
    assert Entity.objects.get(code="SQ030_SH0010").tasks.count() == 5
    change_set_undo(actor=project.owner, changes=ChangeSet.objects.latest("pk"))
    changed.refresh_from_db()
    assert changed.description == ""
    assert not Entity.objects.present().filter(code__startswith="SQ030").exists()


def test_wrong_lines_write_nothing_unless_they_are_left_out(project: Project) -> None:
    text = "SQ030\tSH0010\nSQ030\tSH0010\n"
    with pytest.raises(Refused, match="1 line is wrong; mend it"):
        list_apply(actor=project.owner, project=project, given=shots(text))
    assert not Entity.objects.filter(code="SQ030_SH0010").exists()
    done = list_apply(actor=project.owner, project=project, given=shots(text, leaves_wrong_out=True))
    assert (done.made, done.left_out) == (1, 1)


def test_a_list_whose_project_has_changed_is_shown_again(project: Project) -> None:
    given = shots("SQ010\tSH0010\tWords")
    mark = paste_plan(project=project, given=given).mark
    entity_trash(actor=project.owner, entities=[Entity.objects.get(project=project, code="SQ010_SH0010")])
    with pytest.raises(Conflict):
        list_apply(actor=project.owner, project=project, given=given, mark=mark)


def test_assets_need_a_type_that_the_project_uses(project: Project) -> None:
    text = "Name,Type\nOwl,creature\nBell,Props\nGhost,Spirit\nNobody,\nFox,Prop\n"
    plan = paste_plan(project=project, given=PasteInput(Kind.ASSET, text))
    assert [row.result for row in plan.rows] == ["new", "new", "wrong", "wrong", "changed"]
    given = PasteInput(Kind.ASSET, text, leaves_wrong_out=True)
    list_apply(actor=project.owner, project=project, given=given)
    assert [row.name for row in Entity.objects.filter(project=project, kind=Kind.ASSET).in_order()][-1] in {
        "Fox",
        "Bell",
    }


def test_five_thousand_lines_are_planned_in_few_queries(
    project: Project, django_assert_max_num_queries: object
) -> None:
    text = "\n".join(f"SQ{number // 50:04d}\tSH{number:05d}\tWords" for number in range(5000))
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        plan = paste_plan(project=project, given=shots(text))
    assert plan.count("new") == 5000


def test_the_page_shows_faults_at_their_cells_and_leads_to_the_table(
    project: Project, cast: Cast, sign_in: SignIn
) -> None:
    url, client = reverse("shots:list-paste", args=[project.code]), sign_in(cast["contributor"])
    data = {"kind": "shot", "text": "Shot\tIn\tOut\nA\tx\t1\n<b>\t1\t2", "act": "check"}
    page = client.post(url, data)
    assert page.status_code == 200
    assert "x is no number of frames." in page.content.decode() and "<b></td>" not in page.content.decode()
    assert client.post(url, data | {"act": "apply"}).status_code == 422
    assert client.post(url, data | {"act": "apply", "leaves_wrong_out": "on"}).status_code == 302
    assert Entity.objects.filter(project=project, name="<b>").exists()


def test_a_viewer_pastes_nothing(project: Project, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        list_apply(actor=cast["viewer"], project=project, given=shots("A"))
