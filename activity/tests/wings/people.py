"""People: accounts, sign-in, invitations, avatars."""

from ..stage import Act

ACTS: dict[str, Act] = {}
