"""Members: the membership and the grants that guardian keeps say the same after every act, its undo and its redo."""

import pytest

from accounts.models import User
from accounts.tests.factories import UserFactory
from core.errors import Conflict, Forbidden, Missing, Refused
from events.models import ChangeSet
from projects import roles
from projects.models import Membership, Project, ProjectUserObjectPermission, Role
from projects.services import (
    member_add,
    member_join,
    member_remove,
    member_set_role,
    project_update,
    share_code_renew,
    share_code_stop,
)
from projects.tests.undo import take_back

Cast = dict[str, User]


def assert_grants_equal_roles(project: Project) -> None:
    project.refresh_from_db()
    held: dict[int, set[str]] = {}
    for user_id, grant in ProjectUserObjectPermission.objects.filter(content_object=project).values_list(
        "user", "permission__codename"
    ):
        held.setdefault(user_id, set()).add(grant)
    wanted = {
        row.user_id: set(roles.grants_of_role(row.role, viewers_may_note=project.viewers_may_note))
        for row in Membership.objects.filter(project=project)
    }
    assert held == wanted


def assert_undo_and_redo_keep_grants(actor: User, project: Project) -> None:
    assert_grants_equal_roles(project)
    before = set(Membership.objects.filter(project=project).values_list("user", "role"))
    assert take_back(actor) == 204
    assert_grants_equal_roles(project)
    assert take_back(actor) == 204
    assert_grants_equal_roles(project)
    assert set(Membership.objects.filter(project=project).values_list("user", "role")) == before


def of(project: Project, user: User) -> Membership:
    return Membership.objects.get(project=project, user=user)


@pytest.mark.parametrize("role", list(Role))
def test_adding_writes_membership_and_grants(cast: Cast, project: Project, role: str) -> None:
    member_add(actor=cast["owner"], project=project, username="@Stranger ", role=role)
    assert of(project, cast["stranger"]).role == role
    assert_undo_and_redo_keep_grants(cast["owner"], project)
    assert of(project, cast["stranger"]).role == role


@pytest.mark.parametrize("role", list(Role))
def test_changing_the_role_rewrites_the_grants(cast: Cast, project: Project, role: str) -> None:
    member_set_role(actor=cast["owner"], membership=of(project, cast["contributor"]), role=role)
    assert_grants_equal_roles(project)


def test_a_changed_role_is_undone_and_redone(cast: Cast, project: Project) -> None:
    member_set_role(actor=cast["owner"], membership=of(project, cast["contributor"]), role=Role.VIEWER)
    assert_undo_and_redo_keep_grants(cast["owner"], project)
    assert of(project, cast["contributor"]).role == Role.VIEWER


def test_removing_takes_membership_and_grants(cast: Cast, project: Project) -> None:
    member_remove(actor=cast["owner"], membership=of(project, cast["contributor"]))
    assert not Project.objects.visible_to(cast["contributor"]).exists()
    assert_undo_and_redo_keep_grants(cast["owner"], project)
    assert not Membership.objects.filter(project=project, user=cast["contributor"]).exists()


def test_a_removed_client_comes_back_as_a_client(cast: Cast, project: Project) -> None:
    member_remove(actor=cast["owner"], membership=of(project, cast["client"]))
    assert take_back(cast["owner"]) == 204
    assert of(project, cast["client"]).is_client


def test_joining_by_code_writes_membership_and_grants(cast: Cast, project: Project) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    member_join(actor=cast["stranger"], share_code=f" {code[:4].lower()}-{code[4:]}")
    assert of(project, cast["stranger"]).role == Role.CONTRIBUTOR
    assert_undo_and_redo_keep_grants(cast["owner"], project)


def test_joining_again_keeps_the_role(cast: Cast, project: Project) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    member_join(actor=cast["viewer"], share_code=code)
    assert of(project, cast["viewer"]).role == Role.VIEWER


def test_a_stopped_or_replaced_code_lets_nobody_in(cast: Cast, project: Project) -> None:
    old = share_code_renew(actor=cast["owner"], project=project)
    share_code_renew(actor=cast["owner"], project=project)
    with pytest.raises(Missing):
        member_join(actor=cast["stranger"], share_code=old)
    share_code_stop(actor=cast["owner"], project=project)
    for code in ("", "-", old, "None"):
        with pytest.raises(Missing):
            member_join(actor=cast["stranger"], share_code=code)


def test_the_log_never_holds_a_share_code(cast: Cast, project: Project) -> None:
    code = share_code_renew(actor=cast["owner"], project=project)
    events = ChangeSet.objects.latest("pk").events.values_list("before", "after", "shown", "title")
    assert code not in str(list(events))


def test_viewers_may_note_rewrites_the_grants_of_viewers(cast: Cast, project: Project) -> None:
    project_update(actor=cast["owner"], project=project, changes={"viewers_may_note": True})
    assert_undo_and_redo_keep_grants(cast["owner"], project)


def test_the_last_owner_stays(cast: Cast, project: Project) -> None:
    with pytest.raises(Conflict, match="make somebody else owner first"):
        member_remove(actor=cast["owner"], membership=of(project, cast["owner"]))
    with pytest.raises(Conflict, match="make somebody else owner first"):
        member_set_role(actor=cast["owner"], membership=of(project, cast["owner"]), role=Role.VIEWER)
    assert_grants_equal_roles(project)


def test_an_undo_does_not_take_the_last_owner(cast: Cast, project: Project) -> None:
    member_set_role(actor=cast["owner"], membership=of(project, cast["contributor"]), role=Role.OWNER)
    made = ChangeSet.objects.latest("pk")
    member_remove(actor=cast["contributor"], membership=of(project, cast["owner"]))
    assert take_back(cast["contributor"], made) == 409
    assert_grants_equal_roles(project)


def test_a_member_may_leave_but_remove_nobody_else(cast: Cast, project: Project) -> None:
    with pytest.raises(Forbidden):
        member_remove(actor=cast["contributor"], membership=of(project, cast["viewer"]))
    member_remove(actor=cast["contributor"], membership=of(project, cast["contributor"]))
    assert_grants_equal_roles(project)


def test_nobody_is_added_twice_or_made_up(cast: Cast, project: Project) -> None:
    for username in ("viewer", "nobody.here", "", "<script>"):
        with pytest.raises(Refused) as refused:
            member_add(actor=cast["owner"], project=project, username=username, role=Role.VIEWER)
        assert refused.value.field == "username"


def test_a_deactivated_person_is_not_added(cast: Cast, project: Project) -> None:
    gone = UserFactory(username="gone")
    User.objects.active().filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(Refused):
        member_add(actor=cast["owner"], project=project, username="gone", role=Role.VIEWER)


@pytest.mark.parametrize("who", ["contributor", "viewer", "client"])
def test_only_owners_change_members(cast: Cast, project: Project, who: str) -> None:
    with pytest.raises(Forbidden):
        member_add(actor=cast[who], project=project, username="stranger", role=Role.OWNER)
    with pytest.raises(Forbidden):
        member_set_role(actor=cast[who], membership=of(project, cast[who]), role=Role.OWNER)
    with pytest.raises(Forbidden):
        share_code_renew(actor=cast[who], project=project)
    assert_grants_equal_roles(project)


def test_a_client_made_contributor_is_a_client_again_after_undo(cast: Cast, project: Project) -> None:
    member_set_role(actor=cast["owner"], membership=of(project, cast["client"]), role=Role.CONTRIBUTOR)
    assert not of(project, cast["client"]).is_client
    assert take_back(cast["owner"]) == 204
    assert of(project, cast["client"]).is_client


def test_a_membership_read_before_it_became_the_last_owner_counts_as_it_is_now(cast: Cast, project: Project) -> None:
    read_early = of(project, cast["contributor"])
    member_set_role(actor=cast["owner"], membership=of(project, cast["contributor"]), role=Role.OWNER)
    member_set_role(actor=cast["contributor"], membership=of(project, cast["owner"]), role=Role.VIEWER)
    with pytest.raises(Conflict):
        member_set_role(actor=cast["contributor"], membership=read_early, role=Role.VIEWER)
    with pytest.raises(Conflict):
        member_remove(actor=cast["contributor"], membership=read_early)
    assert Membership.objects.get(project=project, role=Role.OWNER).user == cast["contributor"]
