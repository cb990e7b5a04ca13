"""Every verb of the log, with the service that takes it back.

An app registers its verbs in `AppConfig.ready()`. `record()` refuses a verb that nobody registered, so a write
without an inverse can't be made by forgetting it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

    from .models import Event

# Takes back a run of events of one verb, newest first, with the rights of the person who undoes.
Inverse = Callable[["User", Sequence["Event"]], None]


@dataclass(frozen=True)
class Verb:
    """`phrase` goes on behind a person's name in the feed: "Ana moved SQ010_SH0010". {title} is the thing's name.

    `covers` says what a creation takes along when it is taken back: "project" (all of its change set that belongs
    to the project) or "entity" (what hangs on the shot or asset); those events need no undoing of their own.
    """

    name: str
    phrase: str
    inverse: Inverse | None = None
    irreversible: str = ""
    covers: str = ""


_verbs: dict[str, Verb] = {}


def register(*verbs: Verb) -> None:
    for verb in verbs:
        if verb.name in _verbs:
            raise ValueError(f"{verb.name} is registered twice.")
        if (verb.inverse is None) == (not verb.irreversible):
            raise ValueError(f"{verb.name} needs an inverse, or the reason why it has none.")
        _verbs[verb.name] = verb


def verb_of(name: str) -> Verb:
    return _verbs[name]


def all_verbs() -> list[Verb]:
    return list(_verbs.values())
