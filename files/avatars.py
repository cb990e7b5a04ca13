"""Pictures of people: stored here, linked by a plain uid on the account, which lies below files."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.hooks import FormerNames
from accounts.models import User
from core.errors import Forbidden
from events.models import Event
from events.services import change_set, record

from .keeping import size_path
from .models import StoredFile
from .services import image_store


def avatars_of_people(viewer: User) -> Q:
    """Who sees the person sees the picture."""
    people = User.objects.visible_to(viewer).filter(avatar_uid__isnull=False)
    return Q(project_id=None, uid__in=people.values("avatar_uid"))


def avatar_files() -> QuerySet[StoredFile, Any]:
    held = User.objects.get_queryset().filter(avatar_uid__isnull=False).values("avatar_uid")
    return StoredFile.objects.filter(uid__in=held).values_list("pk", flat=True)


def avatar_set(*, actor: User, data: bytes) -> User:
    """Give oneself a picture. Refused at "image" where it is none."""
    with change_set(actor=actor, label="Picture of the profile"):
        stored = image_store(actor=actor, name="Avatar", data=data)
        return _link(actor, stored.uid)


def avatar_remove(*, actor: User) -> User:
    """Go back to the initials."""
    with change_set(actor=actor, label="No picture in the profile"):
        return _link(actor, None)


def _link(actor: User, uid: uuid.UUID | None) -> User:
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=actor.pk)
        if row.avatar_uid == uid:
            return row
        before, row.avatar_uid = row.avatar_uid, uid
        row.rev += 1
        row.save(update_fields=["avatar_uid", "rev"])
        record(
            "user.avatar_changed",
            on=row,
            before={"avatar_uid": str(before) if before else None},
            after={"avatar_uid": str(uid) if uid else None},
            title=row.display_name,
            shown={"avatar_uid": ["a picture" if before else "", "a picture" if uid else ""]},
        )
    return row


def undo_avatar(actor: User, events: Sequence[Event]) -> None:
    for event in events:
        _require_own(actor, event)
        before = event.before["avatar_uid"]
        _link(actor, uuid.UUID(before) if before else None)


def _require_own(actor: User, event: Event) -> None:
    if event.target_id != actor.pk:
        raise Forbidden("Only the person can take back a change of the own picture.")


def forget_avatars(user: User, _former: FormerNames) -> None:
    """Every picture that an anonymised person ever had, the bytes too."""
    uids = {str(user.avatar_uid)} if user.avatar_uid else set()
    for event in Event.objects.of_target("user", user.pk).filter(verb="user.avatar_changed"):
        uids |= {value["avatar_uid"] for value in (event.before, event.after) if value["avatar_uid"]}
    for stored in StoredFile.objects.filter(uid__in=uids, uploader=user):
        paths = [stored.place, *(size_path(stored.place, name) for name in stored.sizes)]
        stored.delete()
        for path in paths:
            transaction.on_commit(partial(default_storage.delete, path))
