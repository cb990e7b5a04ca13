"""A person's favourites: private acts, which the log keeps outside the project, for their owner only."""

from collections.abc import Sequence

from accounts.models import User
from events.models import Event
from events.registry import Verb
from events.services import change_set, record

from ..models import Favourite, Project
from ..permissions import require
from ..roles import VIEW


def favourite_set(*, actor: User, project: Project, is_favourite: bool) -> None:
    """Put a project on top of the actor's own list, or take it off. Archived ones too: nothing in them changes."""
    require(actor, VIEW, project)
    _write(actor, project, is_favourite=is_favourite)


def _write(actor: User, project: Project, *, is_favourite: bool, pk: int | None = None) -> None:
    label = f"{'Favourite' if is_favourite else 'No favourite'}: {project.name}"
    with change_set(actor=actor, label=label):
        held = Favourite.objects.filter(project=project, user=actor).first()
        if is_favourite and held is None:
            # By undo it comes back under its old id, by which the log knows it.
            _record("favourite.added", Favourite.objects.create(pk=pk, project=project, user=actor))
        elif held is not None and not is_favourite:
            _record("favourite.removed", held)
            held.delete()


def _record(verb: str, row: Favourite) -> None:
    is_added = verb == "favourite.added"
    record(
        verb,
        on=row,
        before={} if is_added else {"project": row.project_id},
        after={"project": row.project_id} if is_added else {},
        title=row.project.name,
    )


def undo_added(actor: User, events: Sequence[Event]) -> None:
    _again(actor, events, is_favourite=False)


def undo_removed(actor: User, events: Sequence[Event]) -> None:
    _again(actor, events, is_favourite=True)


def _again(actor: User, events: Sequence[Event], *, is_favourite: bool) -> None:
    for event in events:
        held = event.before or event.after
        project = Project.objects.get(pk=held["project"])
        require(actor, VIEW, project)
        _write(actor, project, is_favourite=is_favourite, pk=event.target_id)


VERBS = (
    Verb("favourite.added", "made {title} a favourite", inverse=undo_added),
    Verb("favourite.removed", "took {title} off the favourites", inverse=undo_removed),
)
