"""Reading the trash: the things that were trashed as such, with who did it; their children come along with them."""

from dataclasses import dataclass

from django.db.models import F, Q

from accounts.models import User
from events.models import ChangeSet
from projects.models import Project

from .models import Entity
from .querysets import EntityQuerySet


def is_in_trash(viewer: User, project: Project, pk: int) -> bool:
    """Whether the page of this shot or asset is still open somewhere, though it was thrown away."""
    return Entity.objects.trash_visible_to(viewer).filter(project=project, pk=pk).exists()


@dataclass(frozen=True)
class TrashRow:
    entity: Entity
    by: ChangeSet | None


def trash_page(rows: EntityQuerySet, limit: int) -> list[TrashRow]:
    """The latest `limit` rows that lie in the trash by themselves, not because their parent does."""
    own = rows.exclude(Q(parent__isnull=False) & Q(parent__trashed_in=F("trashed_in")))
    found = list(own.select_related("parent").order_by("-trashed_at", "-pk")[:limit])
    acts = ChangeSet.objects.select_related("actor").in_bulk({row.trashed_in for row in found if row.trashed_in})
    return [TrashRow(row, acts.get(row.trashed_in or 0)) for row in found]
