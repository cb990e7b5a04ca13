"""What a person may see of the log."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from events.models import Audience, Event
from events.querysets import EventQuerySet
from projects.models import Membership, Project


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
