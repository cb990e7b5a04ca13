"""What notes are narrowed by, in a thread and on the page of a project's notes."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from projects.models import Project

from .models import Attachment, Note, NoteState
from .querysets import NoteQuerySet

UNSETTLED = ("open", "in_progress")
STATES = [("", "Any state"), ("unsettled", "Open and in progress"), *NoteState.choices]


class NoteFilter(forms.Form):
    """The conditions that threads and the page of notes share. They speak of first notes; answers come along."""

    state = forms.ChoiceField(required=False, choices=STATES)
    author = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Everybody")
    attached = forms.BooleanField(required=False, label="Has attachments")
    mine = forms.BooleanField(required=False, label="Mentions me")
    client = forms.BooleanField(required=False, label="Clients see it")
    versions = forms.BooleanField(required=False, label="On versions")

    def __init__(self, *args: Any, viewer: User, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        people = User.objects.filter(memberships__project=project).order_by("full_name", "username")
        self.fields["author"].queryset = people  # type: ignore[attr-defined]

    @property
    def more_count(self) -> int:
        """How many conditions are set in the menu of further ones."""
        return sum(bool(self.cleaned_data.get(name)) for name in ("author", "attached", "mine", "client", "versions"))

    def narrow(self, rows: NoteQuerySet) -> NoteQuerySet:
        """First notes that fit. An attachment or a mention may stand in an answer."""
        data = self.cleaned_data
        state = data.get("state")
        if state:
            rows = rows.filter(state__in=UNSETTLED if state == "unsettled" else [state])
        if data.get("author"):
            rows = rows.filter(author=data["author"])
        if data.get("attached"):
            held = Attachment.objects.filter(file__trashed_at=None)
            rows = self._anywhere(rows, Q(pk__in=held.values("note")))
        if data.get("mine"):
            rows = self._anywhere(rows, Q(mentions=self.viewer))
        if data.get("client"):
            rows = rows.filter(is_client_visible=True)
        return rows.filter(version__isnull=False) if data.get("versions") else rows

    def _anywhere(self, rows: NoteQuerySet, condition: Q) -> NoteQuerySet:
        found = Note.objects.visible_to(self.viewer).filter(condition)
        return rows.filter(Q(pk__in=found.values("pk")) | Q(pk__in=found.filter(parent__isnull=False).values("parent")))

    def address(self, *names: str) -> str:
        """The conditions as they go on in an address, each behind an &."""
        parts = []
        for name in names or self.fields:
            value = self.cleaned_data.get(name)
            if value:
                plain = getattr(value, "pk", value)
                parts.append(f"&{name}={'on' if plain is True else plain}")
        return "".join(parts)
