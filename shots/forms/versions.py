"""What is asked when a version is published, edited, looked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from core.forms import TracktorForm
from files.services import IMAGE_BYTES
from projects.models import Project, TaskStatus, TaskType
from shots.models import Entity, Task, VersionStatus
from shots.services.versions import MOST_NUMBER, PATH_LENGTH, STREAM_LENGTH
from shots.version_lists import ORDERS

MOST_FILES = 100


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files: the value is their list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        many: Iterable[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        return [file for each in many if (file := super(FilesField, self).clean(each, initial)) is not None]


def task_name(task: Task) -> str:
    return task.task_type.name if task.name == "main" else f"{task.task_type.name} {task.name}"


class PublishForm(TracktorForm):
    """A version of a task or of the entity itself, with what goes with it: the task's status, a note.

    `poster` is a frame of the movie, drawn by the page.
    """

    uploads = FilesField(label="Files", required=False, allow_empty_file=True)
    poster = forms.FileField(required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"hidden": True}))
    task = forms.ModelChoiceField(Task.objects.none(), required=False, label="Task", empty_label="No task")
    description = forms.CharField(
        label="What is new", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    status = forms.ChoiceField(label="Version is", initial=VersionStatus.REVIEW)
    task_status = forms.ModelChoiceField(
        TaskStatus.objects.none(), required=False, label="Set the task to", empty_label="Leave as it is"
    )
    note = forms.CharField(label="Note", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}))
    stream = forms.CharField(
        label="Stream", required=False, max_length=STREAM_LENGTH, widget=forms.TextInput(attrs={"placeholder": "main"})
    )
    number = forms.IntegerField(label="Number", required=False, min_value=0, max_value=MOST_NUMBER)
    path = forms.CharField(label="Path in the studio", required=False, max_length=PATH_LENGTH)

    def __init__(self, *args: Any, entity: Entity, viewer: User, may_note: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks = Task.objects.visible_to(viewer).filter(entity=entity).select_related("task_type")
        task, status = self.fields["task"], self.fields["task_status"]
        task.queryset = tasks.order_by("task_type__order", "pk")  # type: ignore[attr-defined]
        task.label_from_instance = task_name  # type: ignore[attr-defined]
        # Which of them this person may set the service says; a form for all tasks can't.
        status.queryset = TaskStatus.objects.in_pipeline(entity.project)  # type: ignore[attr-defined]
        self.fields["status"].choices = VersionStatus.choices  # type: ignore[attr-defined]
        if not may_note:
            del self.fields["note"]

    def clean_uploads(self) -> list[UploadedFile[Any]]:
        files: list[UploadedFile[Any]] = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"At most {MOST_FILES} files at once; zip a sequence, or give its path.")
        return files

    def clean_poster(self) -> UploadedFile[Any] | None:
        poster: UploadedFile[Any] | None = self.cleaned_data["poster"]
        # It is a comfort: one that makes no sense is left out.
        return poster if poster and poster.size and poster.size <= IMAGE_BYTES else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("task_status") and not data.get("task") and "task" in data:
            self.add_error("task_status", "Choose the task whose status it is.")
        return data


class VersionForm(TracktorForm):
    """Edit a version's words. `rev` is the revision that the person opened."""

    rev = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.CharField(label="Name", required=False, max_length=200)
    description = forms.CharField(
        label="Description", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    path = forms.CharField(label="Path in the studio", required=False, max_length=PATH_LENGTH)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "description", "path")}


class VersionStatusForm(forms.Form):
    status = forms.ChoiceField(choices=VersionStatus.choices)


class PictureUseForm(forms.Form):
    """Whose picture the version's becomes."""

    target = forms.ChoiceField(choices=[("entity", "Shot or asset"), ("project", "Project")])


class VersionFileForm(forms.Form):
    file = forms.UUIDField()


class VersionFilterForm(forms.Form):
    """What of a project's versions is shown; a value that is none is left out."""

    q = forms.CharField(required=False, max_length=200)
    task_type = forms.ModelChoiceField(TaskType.objects.none(), required=False, empty_label="All departments")
    status = forms.ChoiceField(required=False, choices=[("", "Any status"), *VersionStatus.choices])
    author = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Everybody")
    order = forms.ChoiceField(required=False, choices=list(ORDERS.items()))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task_type"].queryset = TaskType.objects.in_pipeline(project)  # type: ignore[attr-defined]
        authors = User.objects.filter(versions__project=project).distinct().order_by("full_name", "username")
        self.fields["author"].queryset = authors  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data
