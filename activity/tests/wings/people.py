"""People: accounts, sign-in, invitations, avatars."""

from accounts.models import Invitation, User
from accounts.services import (
    InvitationInput,
    StudioInput,
    invitation_create,
    invitation_restore,
    invitation_revoke,
    studio_update,
    user_deactivate,
    user_reactivate,
    user_set_administrator,
)
from files.avatars import avatar_set
from tests.world import png

from ..stage import Act, Stage


def _invite(stage: Stage) -> Invitation:
    given = InvitationInput("Noor", "noor@studio.example", stage.project.pk, "viewer")
    return stage.keep("invitation", invitation_create(actor=stage.administrator, given=given)[0])


def _revoke(stage: Stage) -> None:
    invitation_revoke(actor=stage.administrator, invitation=_invite(stage))


def _close(stage: Stage) -> User:
    return user_deactivate(actor=stage.administrator, user=stage.contributor)


ACTS: dict[str, Act] = {
    "user.avatar_changed": Act(lambda s: avatar_set(actor=s.owner, data=png())),
    "user.administrator_changed": Act(
        lambda s: user_set_administrator(actor=s.administrator, user=s.contributor, is_administrator=True),
        by="administrator",
    ),
    "user.deactivated": Act(_close, by="administrator"),
    "user.reactivated": Act(
        lambda s: user_reactivate(actor=s.administrator, user=s.contributor), prepare=_close, by="administrator"
    ),
    "invitation.created": Act(_invite, by="administrator"),
    "invitation.revoked": Act(
        lambda s: invitation_revoke(actor=s.administrator, invitation=s.extra["invitation"]),
        prepare=_invite,
        by="administrator",
    ),
    "invitation.restored": Act(
        lambda s: invitation_restore(actor=s.administrator, invitation=s.extra["invitation"]),
        prepare=_revoke,
        by="administrator",
    ),
    "studio.updated": Act(
        lambda s: studio_update(actor=s.administrator, given=StudioInput("Harbour Light", "closed", 14)),
        by="administrator",
    ),
}
