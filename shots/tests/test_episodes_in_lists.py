"""Episodes where shots are made: in the form, and as a column of a pasted list."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activity.services import change_set_undo
from events.models import ChangeSet
from projects.models import Project, ProjectKind
from shots.models import Entity, Kind
from shots.services import GroupInput, episode_ensure, group_create, sequence_ensure
from shots.services.pasted import PasteInput, PastePlan, list_apply, paste_plan

Cast = dict[str, User]
SignIn = Callable[[User], Client]
LIST = "Episode\tSequence\tShot\nEP01\tSQ500\tSH0010\nEP01\tSQ500\tEP01_SQ500_SH0020\nEP02\tSQ500\tSH0010"


def plan(project: Project, text: str) -> PastePlan:
    return paste_plan(project=project, given=PasteInput(Kind.SHOT, text))


def apply(project: Project, text: str) -> None:
    list_apply(actor=project.owner, project=project, given=PasteInput(Kind.SHOT, text))


def codes(project: Project, kind: Kind) -> set[str]:
    return set(Entity.objects.present().filter(project=project, kind=kind).values_list("code", flat=True))


def test_the_form_asks_for_an_episode_only_where_there_are_some(project: Project, cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast["contributor"]), reverse("shots:shot-create", args=[project.code])
    assert b'name="episode"' not in client.get(url).content
    episode = episode_ensure(actor=project.owner, project=project, name="EP01")
    assert b'name="episode"' in client.get(url).content
    Entity.objects.filter(pk=episode.pk).delete()
    Project.objects.filter(pk=project.pk).update(kind=ProjectKind.SERIES)
    assert b'name="episode"' in client.get(url).content


def test_the_form_makes_episode_sequence_and_shots_in_one_act(project: Project, cast: Cast, sign_in: SignIn) -> None:
    Project.objects.filter(pk=project.pk).update(kind=ProjectKind.SERIES)
    data = {"episode": "EP09", "sequence": "SQ500", "first": "SH0010", "count": 2, "step": 10}
    url = reverse("shots:shot-create", args=[project.code])
    assert sign_in(cast["contributor"]).post(url, data).status_code == 302
    assert {"EP09_SQ500_SH0010", "EP09_SQ500_SH0020"} <= codes(project, Kind.SHOT)
    change_set_undo(actor=cast["contributor"], changes=ChangeSet.objects.latest("pk"))
    assert "EP09" not in codes(project, Kind.EPISODE) and "EP09_SQ500" not in codes(project, Kind.SEQUENCE)


def test_an_episode_without_a_sequence_is_told_at_the_field(project: Project, cast: Cast, sign_in: SignIn) -> None:
    Project.objects.filter(pk=project.pk).update(kind=ProjectKind.SERIES)
    data = {"episode": "EP09", "sequence": "", "first": "SH0010", "count": 1, "step": 10}
    answer = sign_in(cast["contributor"]).post(reverse("shots:shot-create", args=[project.code]), data)
    assert answer.status_code == 422 and "sequence" in answer.context["form"].errors
    assert "EP09" not in codes(project, Kind.EPISODE)


def test_a_list_makes_what_is_missing_and_undo_takes_all_of_it(project: Project) -> None:
    before = {kind: codes(project, kind) for kind in (Kind.EPISODE, Kind.SEQUENCE, Kind.SHOT)}
    found = plan(project, LIST)
    assert [row.result for row in found.rows] == ["new", "new", "new"]
    assert (found.new_episodes, found.new_sequences) == (["EP01", "EP02"], ["EP01_SQ500", "EP02_SQ500"])
    apply(project, LIST)
    assert codes(project, Kind.SHOT) - before[Kind.SHOT] == {
        "EP01_SQ500_SH0010",
        "EP01_SQ500_SH0020",
        "EP02_SQ500_SH0010",
    }
    change_set_undo(actor=project.owner, changes=ChangeSet.objects.latest("pk"))
    assert {kind: codes(project, kind) for kind in before} == before


def test_a_list_pasted_again_finds_what_it_made(project: Project) -> None:
    apply(project, LIST)
    found = plan(project, LIST)
    assert [row.result for row in found.rows] == ["same", "same", "same"]
    assert not found.new_episodes and not found.new_sequences


def test_a_sequence_of_another_episode_is_another_one(project: Project) -> None:
    episode = episode_ensure(actor=project.owner, project=project, name="EP01")
    given = GroupInput("SQ500", episode=episode)
    group_create(actor=project.owner, project=project, kind=Kind.SEQUENCE, given=given)
    assert plan(project, LIST).new_sequences == ["EP02_SQ500"]


def test_a_name_that_several_episodes_have_needs_its_episode(project: Project) -> None:
    apply(project, LIST)
    row = plan(project, "Sequence\tShot\nSQ500\tSH0030").rows[0]
    assert row.result == "wrong" and "name the episode too" in row.errors["sequence"]
    assert plan(project, "Sequence\tShot\nEP02_SQ500\tSH0030").rows[0].code == "EP02_SQ500_SH0030"


@pytest.mark.parametrize("text", ["Episode\tShot\nEP01\tSH0990", "Episode\tSequence\tShot\nEP01\t\tSH0990"])
def test_a_line_with_an_episode_names_its_sequence(project: Project, text: str) -> None:
    row = plan(project, text).rows[0]
    assert row.result == "wrong" and "Name the sequence too" in row.errors["episode"]


def test_the_preview_shows_new_episodes(project: Project, cast: Cast, sign_in: SignIn) -> None:
    url = reverse("shots:list-paste", args=[project.code])
    page = sign_in(cast["contributor"]).post(url, {"kind": "shot", "text": LIST, "act": "check"}).content
    assert b"New episodes: EP01, EP02" in page and b"New sequences: EP01_SQ500, EP02_SQ500" in page


def test_sequences_outside_of_episodes_go_on_as_they_were(project: Project) -> None:
    sequence = sequence_ensure(actor=project.owner, project=project, name="SQ600")
    apply(project, "Episode\tSequence\tShot\nEP01\tSQ600\tSH0010\n\tSQ600\tSH0010")
    assert Entity.objects.get(project=project, code="SQ600_SH0010").parent == sequence
    assert Entity.objects.get(project=project, code="EP01_SQ600_SH0010").parent != sequence
