"""What a person may see of the log."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import User
from events.models import Audience, ChangeSet, Event
from events.querysets import EventQuerySet
from projects.models import Membership, Project, TaskType
from shots.models import Task

PAGE = 30
# Of each verb of a change set so many events are read: an import of 500 shots is one row of the history.
SAMPLES = 6


def events_visible_to(viewer: User | AnonymousUser) -> EventQuerySet:
    """Events of projects that the person sees, and one's own ones outside projects; clients: what is meant for them."""
    rows = Event.objects.all()
    if not viewer.is_authenticated:
        return rows.none()
    if viewer.is_superuser:
        return rows
    mine = Membership.objects.filter(user=viewer)
    rows = rows.filter(
        Q(project_id__in=Project.objects.visible_to(viewer).values("pk"))
        | Q(project_id=None, change_set__actor=viewer)
        # A project that one trashed oneself: its trashing can be taken back.
        | Q(verb="project.trashed", project_id__in=mine.values("project_id"))
    )
    return rows.exclude(
        Q(audience=Audience.INTERNAL) & Q(project_id__in=mine.filter(is_client=True).values("project_id"))
    )


def change_set_visible_to(viewer: User, pk: int) -> ChangeSet | None:
    """The act, if the person sees something of it."""
    seen = events_visible_to(viewer).filter(change_set=OuterRef("pk"))
    return ChangeSet.objects.filter(Exists(seen), pk=pk).select_related("actor", "undoes__undoes").first()


def events_of(viewer: User, changes: ChangeSet) -> EventQuerySet:
    """All events of an act that the person sees, in the order they were recorded."""
    return events_visible_to(viewer).filter(change_set=changes).order_by("id")


@dataclass(frozen=True)
class Wanted:
    """What the history is filtered by; days as the person's time zone has them, both ends inclusive."""

    person: User | None = None
    verbs: Q | None = None
    task_type: TaskType | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    before: int | None = None

    def events(self, rows: EventQuerySet) -> EventQuerySet:
        if self.verbs is not None:
            rows = rows.filter(self.verbs)
        if self.task_type is not None:
            rows = rows.filter(task_id__in=Task.objects.filter(task_type=self.task_type).values("pk"))
        return rows

    def moments(self, field: str) -> Q:
        """The days as a condition on a moment."""
        condition = Q()
        if self.since is not None:
            condition &= Q(**{f"{field}__gte": _midnight(self.since)})
        if self.until is not None:
            condition &= Q(**{f"{field}__lt": _midnight(self.until + datetime.timedelta(days=1))})
        return condition


EVERYTHING = Wanted()


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def project_change_sets(viewer: User, project: Project, wanted: Wanted = EVERYTHING) -> list[ChangeSet]:
    """A page of the project's acts, newest first, as far as the person sees them; one more than PAGE if there is."""
    seen = wanted.events(events_visible_to(viewer).filter(change_set=OuterRef("pk")))
    rows = ChangeSet.objects.filter(Exists(seen), wanted.moments("at"), project_id=project.pk)
    if wanted.person is not None:
        rows = rows.filter(actor=wanted.person)
    return _page(rows, wanted.before)


def entity_change_sets(viewer: User, entity_id: int, wanted: Wanted = EVERYTHING) -> list[ChangeSet]:
    """A page of the acts that touched an entity, its tasks or its notes, newest first."""
    ids = wanted.events(events_visible_to(viewer).filter(wanted.moments("at"), entity_id=entity_id))
    if wanted.person is not None:
        ids = ids.filter(change_set__actor=wanted.person)
    if wanted.before is not None:
        ids = ids.filter(change_set_id__lt=wanted.before)
    newest = ids.order_by("-change_set_id").values_list("change_set_id", flat=True).distinct()[: PAGE + 1]
    return _page(ChangeSet.objects.filter(pk__in=list(newest)), None)


def _page(rows: QuerySet[ChangeSet], before: int | None) -> list[ChangeSet]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("actor", "undoes__undoes").order_by("-pk")[: PAGE + 1])


def sampled_events(viewer: User, changes: list[ChangeSet], *, entity_id: int | None = None) -> list[Event]:
    """The first SAMPLES events of each verb of the change sets, those that the person sees."""
    rows = _of_sets(viewer, changes, entity_id)
    place = Window(RowNumber(), partition_by=[F("change_set_id"), F("verb")], order_by="id")
    return list(rows.annotate(place=place).filter(place__lte=SAMPLES).order_by("id"))


def verb_counts(viewer: User, changes: list[ChangeSet], *, entity_id: int | None = None) -> dict[tuple[int, str], int]:
    """How many events of each verb a change set has, by (change set, verb), in the order they were recorded."""
    rows = _of_sets(viewer, changes, entity_id).order_by().values("change_set_id", "verb")
    return {(row["change_set_id"], row["verb"]): row["count"] for row in rows.annotate(count=Count("id"))}


def _of_sets(viewer: User, changes: list[ChangeSet], entity_id: int | None) -> EventQuerySet:
    rows = events_visible_to(viewer).filter(change_set__in=[row.pk for row in changes])
    return rows.filter(entity_id=entity_id) if entity_id is not None else rows
