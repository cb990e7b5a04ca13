"""Mentions of an anonymised person, in notes that others wrote."""

from django.db.models import Q

from accounts.hooks import FormerNames
from accounts.models import User

from .models import Note


def forget_mentions(user: User, former: FormerNames) -> None:
    changed = []
    rows = Note.objects.filter(Q(body__contains=f"@{former.username}") | ~Q(checklist=[]))
    for note in rows.iterator(chunk_size=500):
        was = (note.body, note.checklist)
        note.body = former.without_mentions(note.body, user)
        note.checklist = former.without_mentions_in_lines(note.checklist, user)
        if was != (note.body, note.checklist):
            changed.append(note)
    Note.objects.bulk_update(changed, ["body", "checklist"], batch_size=500)
