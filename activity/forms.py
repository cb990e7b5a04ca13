"""What the history is filtered by, and which project an undo means."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from projects.models import Project, TaskType

from .selectors import Wanted

_KINDS = {
    "status": ("Statuses", Q(verb="task.status_changed")),
    "task": ("Assigning and planning", Q(verb__startswith="task.") & ~Q(verb="task.status_changed")),
    "thing": (
        "Shots and assets",
        Q(verb__startswith="shot.")
        | Q(verb__startswith="asset.")
        | Q(verb__startswith="sequence.")
        | Q(verb__startswith="episode."),
    ),
    "note": ("Notes", Q(verb__startswith="note.")),
    "version": ("Versions", Q(verb__startswith="version.")),
    "cut": ("Cuts", Q(verb__startswith="cut.")),
    "milestone": ("Milestones", Q(verb__startswith="milestone.")),
    "project": (
        "Project and team",
        Q(verb__startswith="project.") | Q(verb__startswith="member.") | Q(verb__startswith="pipeline."),
    ),
}


class HistoryFilter(forms.Form):
    """`before` is the id of the last act that is shown already."""

    person = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Everybody")
    kind = forms.ChoiceField(
        required=False, choices=[("", "Everything"), *((key, label) for key, (label, _) in _KINDS.items())]
    )
    department = forms.ModelChoiceField(TaskType.objects.none(), required=False, empty_label="Any department")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__project=project).order_by("full_name", "username")
        self.fields["person"].queryset = members  # type: ignore[attr-defined]
        used = project.pipeline_task_types.values("task_type")
        self.fields["department"].queryset = TaskType.objects.filter(pk__in=used)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What the selector takes; what can't be understood filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        kind = data.get("kind")
        return Wanted(
            person=data.get("person"),
            verbs=_KINDS[kind][1] if kind else None,
            task_type=data.get("department"),
            since=_sane(data.get("since")),
            until=_sane(data.get("until")),
            before=data.get("before"),
        )

    @property
    def is_active(self) -> bool:
        return any(self.data.get(name) for name in ("person", "kind", "department", "since", "until"))


def _sane(date: datetime.date | None) -> datetime.date | None:
    """The first and the last days of the calendar have no midnight in every time zone."""
    return date if date and 1900 <= date.year <= 9000 else None


class UndoForm(forms.Form):
    """The code of the project that the person is in: undo then leaves the others alone."""

    project = forms.CharField(required=False, max_length=20)
