"""Which stored files a person sees because of notes, and which files notes hold."""

from django.db.models import Q, QuerySet

from accounts.models import User

from .models import Attachment, Note


def files_of_notes(viewer: User) -> Q:
    """Exactly who reads the note sees what hangs on it."""
    read = Note.objects.visible_to(viewer).values("pk")
    return Q(pk__in=Attachment.objects.filter(note__in=read).values("file"))


def attached_files() -> QuerySet[Attachment, int]:
    return Attachment.objects.values_list("file", flat=True)
