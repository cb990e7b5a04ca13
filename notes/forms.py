from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from core.forms import TracktorForm
from projects.models import Project, TaskStatus, TaskType
from shots.models import Entity, Task, Version
from shots.querysets import TaskQuerySet
from shots.services.statuses import pipeline_statuses

from .filters import NoteFilter
from .models import Note, NoteState
from .services import MOST_FILES, NOTE_LENGTH

ORDERS = {"": "Newest first", "old": "Oldest first", "answer": "Last answer first"}


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files: the value is their list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        many: Iterable[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        files = [file for each in many if (file := super(FilesField, self).clean(each, initial)) is not None]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"A note has {MOST_FILES} attachments at most; zip them.")
        return files


class NoteForm(TracktorForm):
    """A note on an entity, a task or a version of it; only what belongs to that entity is known to it.

    `status` is what the task is set to in the same act; which statuses the person may set, the service says.
    """

    body = forms.CharField(
        label="Note", max_length=NOTE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    task = forms.ModelChoiceField(Task.objects.none(), required=False, label="Task", empty_label="No task")
    status = forms.ModelChoiceField(
        TaskStatus.objects.none(), required=False, label="Set the task to", empty_label="Keep status"
    )
    attachments = FilesField(required=False, allow_empty_file=True, label="Attachments")
    parent = forms.ModelChoiceField(Note.objects.none(), required=False, widget=forms.HiddenInput)
    version = forms.ModelChoiceField(Version.objects.none(), required=False, widget=forms.HiddenInput)
    is_client_visible = forms.BooleanField(required=False, label="Client sees it")

    def __init__(self, *args: Any, viewer: User, entity: Entity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_tasks(self.fields["task"], viewer, entity)
        notes = Note.objects.visible_to(viewer).filter(subject_entity=entity)
        notes = notes.select_related("parent", "task", "version__task")
        self.fields["parent"].queryset = notes  # type: ignore[attr-defined]
        versions = Version.objects.visible_to(viewer).filter(entity=entity).select_related("task", "entity")
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["status"].queryset = pipeline_statuses(entity.project)  # type: ignore[attr-defined]

    @property
    def tasks(self) -> TaskQuerySet:
        """The tasks that it offers."""
        found: TaskQuerySet = self.fields["task"].queryset  # type: ignore[attr-defined]
        return found

    @property
    def of_version(self) -> Version | None:
        """The version that the composer stands beside."""
        found: Version | None = (self.cleaned_data if self.is_bound else self.initial).get("version")
        return found

    @property
    def reply_to(self) -> Note | None:
        """The first note of the thread that is answered."""
        parent: Note | None = self.cleaned_data["parent"]
        return parent.parent or parent if parent else None


def _offer_tasks(field: Any, viewer: User, entity: Entity) -> None:
    tasks = Task.objects.visible_to(viewer).filter(entity=entity).select_related("task_type", "entity", "project")
    field.queryset = tasks.order_by("task_type__order", "pk")
    field.label_from_instance = task_label


def task_label(task: Task) -> str:
    return task.task_type.name if task.name == "main" else f"{task.task_type.name} {task.name}"


class NoteBodyForm(TracktorForm):
    body = forms.CharField(
        label="Note", max_length=NOTE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    attachments = FilesField(required=False, allow_empty_file=True, label="Add attachments")


class NoteStateForm(forms.Form):
    state = forms.ChoiceField(choices=NoteState.choices)


class ClientForm(forms.Form):
    is_client_visible = forms.BooleanField(required=False)


class CheckForm(forms.Form):
    """The number of the line that is to be done (`on`) or not done (`off`)."""

    on = forms.IntegerField(required=False, min_value=0, max_value=10_000)
    off = forms.IntegerField(required=False, min_value=0, max_value=10_000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("on") is None) == (data.get("off") is None):
            raise forms.ValidationError("Choose a line of the list.")
        return data


class StartForm(forms.Form):
    """With what a composer opens: a task, and the status that it is to get."""

    task = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    status = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def initial_values(self) -> dict[str, int]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


class ThreadFilter(NoteFilter):
    """`before` is the id of the oldest note that is shown already, `note` one that has to be on the page."""

    task = forms.ModelChoiceField(Task.objects.none(), required=False, empty_label="All tasks")
    version = forms.ModelChoiceField(Version.objects.none(), required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    note = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: User, entity: Entity, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, project=entity.project, **({"auto_id": "thread-%s"} | kwargs))
        _offer_tasks(self.fields["task"], viewer, entity)
        versions = Version.objects.visible_to(viewer).filter(entity=entity)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def narrowing(self) -> str:
        """The filter as it goes on in the address of the next page."""
        return self.address("task", "version", "state", "author", "attached", "mine", "client", "versions")


class NoteListFilter(NoteFilter):
    """The page of a project's notes: those that are not settled, unless told else."""

    q = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "Find in notes", "data-find": ""}),
    )
    task_type = forms.ModelChoiceField(TaskType.objects.none(), required=False, empty_label="All departments")
    order = forms.ChoiceField(required=False, choices=list(ORDERS.items()))

    def __init__(self, *args: Any, viewer: User, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, project=project, **kwargs)
        self.fields["task_type"].queryset = TaskType.objects.in_pipeline(project)  # type: ignore[attr-defined]
        # All states are asked for by name here: an empty choice is a page nobody has filtered yet.
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", "Open and in progress"),
            ("any", "Any state"),
            *NoteState.choices,
        ]
        self.is_valid()
        state = self.cleaned_data.get("state")
        self.cleaned_data["state"] = {"": "unsettled", "any": "", None: "unsettled"}.get(state, state)
