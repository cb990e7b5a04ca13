"""What a member is besides the role: the departments in this project, who approves what, who is a client."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Department, User
from core.errors import Conflict, Refused
from events.models import Event
from events.registry import Verb
from events.services import change_set, record

from ..models import Membership, Role
from ..permissions import require
from ..roles import MEMBERS


@dataclass(frozen=True)
class MemberInput:
    """`approves` counts where `approves_all` is False; empty approves nothing."""

    departments: Sequence[Department] = ()
    approves_all: bool = False
    approves: Sequence[Department] = ()
    is_client: bool = False


def member_update(*, actor: User, membership: Membership, given: MemberInput) -> Membership:
    """All of it as one act."""
    require(actor, MEMBERS, membership.project)
    with change_set(actor=actor, label=f"Edit {membership.user.display_name}", project_id=membership.project_id):
        member_set_client(actor=actor, membership=membership, is_client=given.is_client)
        member_set_departments(actor=actor, membership=membership, departments=given.departments)
        return member_set_approvals(
            actor=actor, membership=membership, approves_all=given.approves_all, departments=given.approves
        )


def member_set_departments(*, actor: User, membership: Membership, departments: Sequence[Department]) -> Membership:
    """The departments that the person works in here, whatever he or she does elsewhere."""
    require(actor, MEMBERS, membership.project)
    with change_set(
        actor=actor, label=f"Departments of {membership.user.display_name}", project_id=membership.project_id
    ):
        row = _locked(membership)
        before, after = list(row.departments.order_by("order", "pk")), _in_order(departments)
        if before != after:
            row.departments.set(after)
            _record(
                "member.departments_changed",
                row,
                before={"departments": _ids(before)},
                after={"departments": _ids(after)},
                shown={"works_in": [_names(before), _names(after)]},
            )
    return row


def member_set_approvals(
    *, actor: User, membership: Membership, approves_all: bool, departments: Sequence[Department] = ()
) -> Membership:
    """For whose tasks the person may set the statuses that are closed to artists: all, some departments', nobody's.

    Refused for viewers, who set no statuses.
    """
    require(actor, MEMBERS, membership.project)
    with change_set(
        actor=actor, label=f"Approvals of {membership.user.display_name}", project_id=membership.project_id
    ):
        row = _locked(membership)
        before = (row.approves_all, list(row.approves.order_by("order", "pk")))
        after = (approves_all, [] if approves_all else _in_order(departments))
        if before == after:
            return row
        if row.role == Role.VIEWER and (approves_all or after[1]):
            raise Refused(
                f"{row.user.display_name} is a viewer, who sets no statuses; choose another role first.",
                field="approves",
            )
        row.approves_all = approves_all
        row.save(update_fields=["approves_all"])
        row.approves.set(after[1])
        _record(
            "member.approvals_changed",
            row,
            before={"approves_all": before[0], "approves": _ids(before[1])},
            after={"approves_all": after[0], "approves": _ids(after[1])},
            shown={"may_approve": [_approval(*before), _approval(*after)]},
        )
    return row


def member_set_client(*, actor: User, membership: Membership, is_client: bool) -> Membership:
    """A client is a viewer who sees only what is meant for clients. Refused for other roles."""
    require(actor, MEMBERS, membership.project)
    with change_set(actor=actor, label=f"Client {membership.user.display_name}", project_id=membership.project_id):
        row = _locked(membership)
        if row.is_client == is_client:
            return row
        if is_client and row.role != Role.VIEWER:
            raise Refused(
                f"{row.user.display_name} is {row.get_role_display().lower()}; clients are viewers, so choose that"
                " role first.",
                field="is_client",
            )
        row.is_client = is_client
        row.save(update_fields=["is_client"])
        _record(
            "member.client_changed",
            row,
            before={"is_client": not is_client},
            after={"is_client": is_client},
            shown={"client": ["no", "yes"] if is_client else ["yes", "no"]},
        )
    return row


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "project")
    row = rows.filter(pk=membership.pk).first()
    if row is None:
        raise Conflict(f"{membership.user.display_name} is no member any more.")
    return row


def _in_order(departments: Sequence[Department]) -> list[Department]:
    return sorted({row.pk: row for row in departments}.values(), key=lambda row: (row.order, row.pk))


def _ids(departments: Sequence[Department]) -> list[int]:
    return sorted(row.pk for row in departments)


def _names(departments: Sequence[Department]) -> str:
    return ", ".join(row.name for row in departments) or "none"


def _approval(approves_all: bool, departments: Sequence[Department]) -> str:
    return "everything" if approves_all else _names(departments)


def _record(
    verb: str, row: Membership, *, before: dict[str, Any], after: dict[str, Any], shown: dict[str, Any]
) -> None:
    record(
        verb,
        on=row,
        before=before,
        after=after,
        title=row.user.display_name,
        project_id=row.project_id,
        shown=shown,
    )


def _undo(back: Callable[[User, Membership, dict[str, Any]], object]) -> Callable[[User, Sequence[Event]], None]:
    def inverse(actor: User, events: Sequence[Event]) -> None:
        for event in events:
            rows = Membership.objects.filter(pk=event.target_id).select_related("user", "project")
            membership = rows.first()
            if membership is None:
                raise Conflict(f"{event.title} is no member any more.")
            back(actor, membership, event.before)

    return inverse


def _departments(pks: Sequence[int]) -> list[Department]:
    return list(Department.objects.filter(pk__in=pks))


undo_departments = _undo(
    lambda actor, membership, held: member_set_departments(
        actor=actor, membership=membership, departments=_departments(held["departments"])
    )
)
undo_approvals = _undo(
    lambda actor, membership, held: member_set_approvals(
        actor=actor,
        membership=membership,
        approves_all=held["approves_all"],
        departments=_departments(held["approves"]),
    )
)
undo_client = _undo(
    lambda actor, membership, held: member_set_client(actor=actor, membership=membership, is_client=held["is_client"])
)
VERBS = (
    Verb("member.departments_changed", "changed the departments of {title}", inverse=undo_departments),
    Verb("member.approvals_changed", "changed what {title} approves", inverse=undo_approvals),
    Verb("member.client_changed", "changed whether {title} is a client", inverse=undo_client),
)
