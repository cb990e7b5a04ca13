"""Mentions of an anonymised person, in notes that others wrote."""

from accounts.hooks import FormerNames
from accounts.models import User

from .models import Note


def forget_mentions(user: User, former: FormerNames) -> None:
    changed = []
    for note in Note.objects.filter(body__contains=f"@{former.username}").iterator(chunk_size=500):
        body = former.without_mentions(note.body, user)
        if body != note.body:
            note.body = body
            changed.append(note)
    Note.objects.bulk_update(changed, ["body"], batch_size=500)
