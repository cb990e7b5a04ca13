"""What the page of a sequence or an episode shows besides: what stands in it, and the sums of that."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from accounts.models import User
from desk.entity_page import Summary, length_text, summary_of
from projects.bars import Bar
from shots.models import Entity, Kind, Task
from shots.models.task import CLOSED
from shots.tree import children_of, following_of, lines_of, page_of, pictures_of, steps_of

HOLDING = (Kind.SEQUENCE, Kind.EPISODE)


@dataclass(frozen=True)
class Below:
    """Sums of the shots in a sequence or episode; `due` is the latest of their open tasks."""

    sequences: int
    shots: int
    frames: int
    length: str
    bar: Bar
    summary: Summary | None
    due: datetime.date | None
    late: int


def below_of(viewer: User, entity: Entity, number: str) -> dict[str, Any]:
    rows = children_of(viewer, entity)
    page = page_of(rows, int(number) if number.isdecimal() and len(number) < 7 else 1)
    following = following_of(page)
    until = following.pk if following else None
    return {
        "below": _sums(entity),
        "children": steps_of(lines_of(page.object_list), until=until),
        "children_page": page,
        "children_until": until,
        "faces": pictures_of(viewer, entity) if entity.thumbnail_id is None else [],
    }


def _sums(entity: Entity) -> Below:
    line = lines_of([entity])[0]
    column = "episode" if entity.kind == Kind.EPISODE else "sequence"
    is_open = ~Q(status__category__in=CLOSED)
    tasks = Task.objects.counted().filter(**{f"entity__{column}": entity}, entity__kind=Kind.SHOT)
    late = is_open & Q(due_date__lt=timezone.localdate())
    dates = tasks.aggregate(due=Max("due_date", filter=is_open), late=Count("pk", filter=late))
    return Below(
        sequences=line.sequences,
        shots=line.shots,
        frames=line.frames,
        length=length_text(line.frames, entity.project.frame_rate) if line.frames else "",
        bar=line.bar,
        summary=summary_of(entity, Counter(line.bar.counts)),
        due=dates["due"],
        late=dates["late"],
    )
