"""Members: a Membership and its guardian grants are written here and nowhere else, always together."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db import transaction

from accounts.models import Department, User
from core.errors import Conflict, Missing, Refused
from core.text import name_key
from events.models import Event
from events.services import change_set, record

from ..models import Membership, Project, Role
from ..permissions import require, write_grants
from ..roles import MEMBERS
from .owners import owner_step_back

# No 0/O, 1/I/L: the code is read aloud.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class MemberMore:
    """What a member is besides the role; departments by id. It grants nothing by itself."""

    approves_all: bool = False
    approves: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()

    @classmethod
    def of(cls, membership: Membership) -> Self:
        approves = sorted(row.pk for row in membership.approves.all())
        departments = sorted(row.pk for row in membership.departments.all())
        return cls(membership.approves_all, tuple(approves), tuple(departments))

    def logged(self) -> dict[str, Any]:
        """As an event stores it, which knows lists only."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def member_write(
    *,
    actor: User,
    project: Project,
    user: User,
    role: str,
    is_client: bool | None = None,
    more: MemberMore | None = None,
    pk: int | None = None,
) -> Membership:
    """Write membership and grants, and the event. Its callers have asked for the right.

    `is_client` None keeps what the person is; only viewers are clients. `more` is for who is new. `pk` gives a member
    who comes back by undo the old id, by which the log knows the membership.
    """
    membership, is_new = Membership.objects.get_or_create(
        project=project, user=user, defaults={"pk": pk, "role": role, "added_by": actor}
    )
    before: dict[str, Any] = {} if is_new else {"role": membership.role, "is_client": membership.is_client}
    membership.role = role
    membership.is_client = role == Role.VIEWER and (membership.is_client if is_client is None else is_client)
    after = {"role": membership.role, "is_client": membership.is_client}
    if before == after:
        return membership
    if is_new and more is not None:
        membership.approves_all = more.approves_all
        membership.approves.set(more.approves)
        membership.departments.set(more.departments)
    membership.save()
    write_grants(user=user, project=project, role=role)
    record(
        "member.added" if is_new else "member.role_changed",
        on=membership,
        before=before,
        after=after | {"user": user.pk},
        title=user.display_name,
        project_id=project.pk,
        shown={"role": [Role(before["role"]).label if before else "", Role(role).label]},
    )
    return membership


def member_add(*, actor: User, project: Project, username: str, role: str) -> Membership:
    """Add a person by username. Refused (field "username"): nobody of that name, or a member already."""
    require(actor, MEMBERS, project)
    user = User.objects.active().filter(username=username.strip().lower().removeprefix("@")).first()
    if user is None:
        raise Refused(f"Nobody here is called {username.strip()[:40]}.", field="username")
    if Membership.objects.filter(project=project, user=user).exists():
        raise Refused(f"{user.display_name} is a member already.", field="username")
    with change_set(actor=actor, label=f"Add {user.display_name}", project_id=project.pk):
        return member_write(actor=actor, project=project, user=user, role=Role(role))


def members_add(
    *, actor: User, project: Project, names: Sequence[str], role: str, is_client: bool = False
) -> list[Membership]:
    """Add several people at once, by username or, where only one is called so, by name. All or none.

    Names are looked for among the people whom the actor knows; usernames among all. Who is a member already is left
    alone. Refused (field "username"): a name that nobody or more than one has, and nobody new at all. Clients are
    viewers from their first moment: an hour as plain viewer would show them everything.
    """
    require(actor, MEMBERS, project)
    found, unknown = _people_called(actor, names)
    if unknown:
        raise Refused(f"Nobody here is called {', '.join(unknown)}. Nobody was added.", field="username")
    held = set(Membership.objects.filter(project=project, user__in=found).values_list("user", flat=True))
    new = [user for user in found if user.pk not in held]
    if not new:
        who = found[0].display_name if len(found) == 1 else "Everybody of the list"
        raise Refused(f"{who} is a member already." if found else "Type a username.", field="username")
    label = f"Add {new[0].display_name}" if len(new) == 1 else f"Add {len(new)} people"
    with change_set(actor=actor, label=label, project_id=project.pk):
        return [
            member_write(actor=actor, project=project, user=user, role=Role(role), is_client=is_client) for user in new
        ]


def _people_called(actor: User, names: Sequence[str]) -> tuple[list[User], list[str]]:
    """The people, each once, and the names that fit nobody or more than one."""
    keys = {name: name_key(name.strip().removeprefix("@")) for name in names if name.strip()}
    by_username = {user.username: user for user in User.objects.active().filter(username__in=set(keys.values()))}
    by_name: dict[str, list[User]] = {}
    if set(keys.values()) - set(by_username):
        for user in User.objects.visible_to(actor).active():
            by_name.setdefault(name_key(user.full_name), []).append(user)
    found: dict[int, User] = {}
    unknown = []
    for name, key in keys.items():
        fitting = [by_username[key]] if key in by_username else by_name.get(key, [])
        if len(fitting) == 1:
            found[fitting[0].pk] = fitting[0]
        else:
            unknown.append(name.strip()[:40])
    return list(found.values()), unknown


def member_join(*, actor: User, share_code: str) -> Membership:
    """Join a project by its share code, as contributor. A member who joins again keeps the role."""
    code = share_code.strip().upper().replace("-", "").replace(" ", "")
    project = Project.objects.present().filter(share_code=code).first() if code else None
    if project is None:
        raise Missing("No project has this code; ask for a new one.", field="share_code")
    if project.is_read_only:
        raise Conflict(f"{project.name} is archived; nobody can join.", field="share_code")
    held = Membership.objects.filter(project=project, user=actor).first()
    if held:
        return held
    with change_set(actor=actor, label=f"Join {project.name}", project_id=project.pk):
        return member_write(actor=actor, project=project, user=actor, role=Role.CONTRIBUTOR)


def member_set_role(*, actor: User, membership: Membership, role: str) -> Membership:
    """Change a member's role; refused when the project would be left without an owner."""
    return _set_role(actor, membership, role, is_client=None)


def _set_role(actor: User, membership: Membership, role: str, *, is_client: bool | None) -> Membership:
    project = membership.project
    require(actor, MEMBERS, project)
    with change_set(actor=actor, label=f"Role of {membership.user.display_name}", project_id=project.pk):
        _keep_an_owner(membership, role)
        if role != Role.OWNER:
            owner_step_back(actor=actor, membership=membership)
        return member_write(actor=actor, project=project, user=membership.user, role=Role(role), is_client=is_client)


def member_remove(*, actor: User, membership: Membership) -> None:
    """Take a person out of the project: membership, grants, and with them every page and the live stream."""
    project = membership.project
    if membership.user_id != actor.pk:
        require(actor, MEMBERS, project)
    elif project.is_read_only:
        raise Conflict(f"{project.name} is archived: its members stay as they are until it is active again.")
    with change_set(actor=actor, label=f"Remove {membership.user.display_name}", project_id=project.pk):
        _keep_an_owner(membership, None)
        if project.owner_id == membership.user_id:
            owner_step_back(actor=actor, membership=membership)
        record(
            "member.removed",
            on=membership,
            before=_all_of(membership),
            after={},
            title=membership.user.display_name,
            project_id=project.pk,
            shown={"role": [membership.get_role_display(), ""]},
        )
        write_grants(user=membership.user, project=project, role=None)
        membership.delete()


def _all_of(membership: Membership) -> dict[str, Any]:
    """What a removal takes away and its undo gives back."""
    return {
        "user": membership.user_id,
        "role": membership.role,
        "is_client": membership.is_client,
    } | MemberMore.of(membership).logged()


def _keep_an_owner(membership: Membership, role: str | None) -> None:
    if role == Role.OWNER:
        return
    # Lock the project: two owners who demote each other at once would leave none.
    Project.objects.locked().get(pk=membership.project_id)
    # Read now: the membership in hand may be older than the one that made this person the last owner.
    owners = set(
        Membership.objects.filter(project_id=membership.project_id, role=Role.OWNER).values_list("pk", flat=True)
    )
    if owners == {membership.pk}:
        raise Conflict("A project needs an owner: make somebody else owner first.", field="role")


def share_code_renew(*, actor: User, project: Project) -> str:
    """Open the project to who has the code, or replace the code that is known too widely."""
    require(actor, MEMBERS, project)
    return _share_code_write(actor, project, "".join(secrets.choice(_CODE_LETTERS) for _ in range(8)))


def share_code_stop(*, actor: User, project: Project) -> None:
    require(actor, MEMBERS, project)
    _share_code_write(actor, project, None)


def _share_code_write(actor: User, project: Project, code: str | None) -> str:
    with change_set(actor=actor, label=f"Share code of {project.name}", project_id=project.pk):
        row = Project.objects.locked().get(pk=project.pk)
        # The log says that there was a code, never which: members read the log, and a code lets people in.
        record(
            "project.share_code_changed",
            on=row,
            before={"open": row.share_code is not None},
            after={"open": code is not None},
            title=row.name,
            project_id=row.pk,
        )
        row.share_code = project.share_code = code
        row.save(update_fields=["share_code"])
    return code or ""


def undo_added(actor: User, events: Sequence[Event]) -> None:
    for membership in Membership.objects.filter(pk__in=[event.target_id for event in events]):
        member_remove(actor=actor, membership=membership)


def undo_removed(actor: User, events: Sequence[Event]) -> None:
    with transaction.atomic():
        for event in events:
            _give_back(actor, event)


def _give_back(actor: User, event: Event) -> None:
    project, held = Project.objects.get(pk=event.project_id or 0), event.before
    require(actor, MEMBERS, project)
    user = User.objects.get(pk=held["user"])
    # Of departments those that are still there.
    known = set(Department.objects.values_list("pk", flat=True))
    more = MemberMore(
        held["approves_all"],
        tuple(pk for pk in held["approves"] if pk in known),
        tuple(pk for pk in held["departments"] if pk in known),
    )
    member_write(
        actor=actor,
        project=project,
        user=user,
        role=held["role"],
        is_client=held["is_client"],
        more=more,
        pk=event.target_id,
    )


def undo_role_changed(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        membership = Membership.objects.filter(pk=event.target_id).first()
        if membership is None:
            raise Conflict(f"{event.title} is no member any more.")
        _set_role(actor, membership, event.before["role"], is_client=event.before["is_client"])
