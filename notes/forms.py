from typing import Any

from django import forms

from accounts.models import User
from core.forms import TracktorForm
from shots.models import Entity, Task

from .models import Note, NoteState
from .services import NOTE_LENGTH


class NoteForm(TracktorForm):
    """A note on an entity or on one of its tasks; only tasks and notes of that entity are known to it."""

    body = forms.CharField(
        label="Note",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write something first."},
    )
    task = forms.ModelChoiceField(Task.objects.none(), required=False, label="Task", empty_label="No task")
    parent = forms.ModelChoiceField(Note.objects.none(), required=False, widget=forms.HiddenInput)
    is_client_visible = forms.BooleanField(required=False, label="Client sees it")

    def __init__(self, *args: Any, viewer: User, entity: Entity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks = Task.objects.visible_to(viewer).filter(entity=entity).select_related("task_type")
        task = self.fields["task"]
        task.queryset = tasks.order_by("task_type__order", "pk")  # type: ignore[attr-defined]
        task.label_from_instance = task_label  # type: ignore[attr-defined]
        notes = Note.objects.visible_to(viewer).filter(subject_entity=entity).select_related("parent", "task")
        self.fields["parent"].queryset = notes  # type: ignore[attr-defined]

    @property
    def reply_to(self) -> Note | None:
        """The first note of the thread that is answered."""
        parent: Note | None = self.cleaned_data["parent"]
        return parent.parent or parent if parent else None


def task_label(task: Task) -> str:
    return task.task_type.name if task.name == "main" else f"{task.task_type.name} {task.name}"


class NoteBodyForm(TracktorForm):
    body = forms.CharField(label="Note", max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))


class NoteStateForm(forms.Form):
    state = forms.ChoiceField(choices=NoteState.choices)


class ThreadFilter(forms.Form):
    """`before` is the id of the oldest note that is shown already; `reply` the note that the composer answers."""

    task = forms.ModelChoiceField(Task.objects.none(), required=False, empty_label="All tasks")
    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *NoteState.choices])
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: User, entity: Entity, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "thread-%s"} | kwargs))
        tasks = Task.objects.visible_to(viewer).filter(entity=entity).select_related("task_type")
        task = self.fields["task"]
        task.queryset = tasks.order_by("task_type__order", "pk")  # type: ignore[attr-defined]
        task.label_from_instance = task_label  # type: ignore[attr-defined]
        self.is_valid()
