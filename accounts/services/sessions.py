"""Open log-ins, and their end."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from core.errors import Missing
from core.journal import journal

from ..models import User


def session_end(*, actor: User, pk: int) -> bool:
    """Sign out one other computer of the actor's; says whether it was the present one."""
    with transaction.atomic():
        found = UserSession.objects.filter(user=actor, pk=pk).first()
        if found is None:
            raise Missing("This log-in has ended already.")
        is_present: bool = found.is_current()
        found.end()
        _told(actor, "Sign out a computer", count=1)
    return is_present


def sessions_end_others(*, actor: User, request: HttpRequest) -> int:
    """Sign out everywhere but here, also where no list knows of; says how many were listed."""
    with transaction.atomic():
        others = [held for held in UserSession.objects.filter(user=actor) if not held.is_current()]
        for held in others:
            held.end()
        row = User.objects.select_for_update().get(pk=actor.pk)
        row.sessions_epoch += 1
        row.save(update_fields=["sessions_epoch"])
        update_session_auth_hash(request, row)
        # The session has a new key; the list shall know it at once.
        UserSession.objects.filter(user=actor).delete()
        UserSession.objects.create_from_request(request)
        _told(actor, "Sign out everywhere else", count=len(others))
    return len(others)


def end_all_sessions(user: User) -> None:
    """For services that close an account; `user` is saved by them."""
    for held in UserSession.objects.filter(user=user):
        held.end()
    user.sessions_epoch += 1


def _told(actor: User, label: str, *, count: int) -> None:
    with journal().change_set(actor=actor, label=label):
        journal().record("user.sessions_ended", on=actor, before={}, after={"count": count}, title=actor.display_name)
