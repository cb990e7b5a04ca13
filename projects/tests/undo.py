"""Undo as a person presses it: `activity` stands above this app, so only its address is used."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from events.models import ChangeSet


def take_back(actor: User, changes: ChangeSet | None = None) -> int:
    """Take the change set back (the latest one unless named; an undo is redone so); the status of the answer."""
    client = Client(headers={"HX-Request": "true"})
    client.force_login(actor)
    row = changes or ChangeSet.objects.latest("pk")
    return client.post(reverse("activity:change-set-undo", args=[row.pk])).status_code
