"""What higher apps do when something happens to an account. They stand above and register themselves when ready."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from .models import User


@dataclass(frozen=True)
class FormerNames:
    """What a person was called until now."""

    username: str
    full_name: str
    email: str

    @property
    def display_name(self) -> str:
        return self.full_name or self.username

    def without_mentions(self, text: str, user: User) -> str:
        """The text with "@ana" under the new name; "@ana.diaz" and "@anabel" are others."""
        return re.sub(rf"@{re.escape(self.username)}(?![\w-]|\.\w)", f"@{user.username}", text)

    def without_mentions_in_lines(self, lines: list[dict[str, Any]], user: User) -> list[dict[str, Any]]:
        """The same for the lines of a checklist."""
        return [line | {"text": self.without_mentions(line["text"], user)} for line in lines]


class Destination(Protocol):
    """Where an invitation leads: projects, seen from below."""

    def choices(self, inviter: User) -> list[tuple[int, str]]:
        """The projects that one may invite to: id and name."""

    def roles(self) -> list[tuple[str, str]]: ...

    def check(self, inviter: User, project_id: int, role: str) -> None:
        """Refuse what the inviter may not give."""

    def name(self, project_id: int) -> str:
        """The project's name, or nothing where it is gone."""

    def enter(self, inviter: User, user: User, project_id: int, role: str) -> str:
        """Make the person a member and give the project's address; nothing where the project is gone."""


_forgetting: list[Callable[[User, FormerNames], None]] = []
_destinations: list[Destination] = []


def register_forgetting(forget: Callable[[User, FormerNames], None]) -> None:
    """`forget` takes the former names of an anonymised person out of what the app keeps."""
    _forgetting.append(forget)


def forget_everywhere(user: User, former: FormerNames) -> None:
    for forget in _forgetting:
        forget(user, former)


def register_destination(destination: Destination) -> None:
    _destinations[:] = [destination]


def destination() -> Destination:
    return _destinations[0]
