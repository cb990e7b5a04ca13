from typing import Any

from django import forms

from accounts.models import User
from core.forms import TracktorForm
from projects.models import Project, TaskStatus, TaskType
from shots.models import Kind


class StatusForm(forms.Form):
    """`rev` is the revision of the task that the person looked at."""

    status = forms.ModelChoiceField(TaskStatus.objects.none())
    rev = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].queryset = TaskStatus.objects.in_pipeline(project)  # type: ignore[attr-defined]


class AssigneesForm(forms.Form):
    """One press adds or takes away one person (`toggle`), or makes the task nobody's (`clear`)."""

    toggle = forms.ModelChoiceField(User.objects.none(), required=False)
    clear = forms.BooleanField(required=False)
    rev = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.active().filter(memberships__project=project)
        self.fields["toggle"].queryset = members  # type: ignore[attr-defined]


class TaskDatesForm(forms.Form):
    due_date = forms.DateField(required=False)
    rev = forms.IntegerField(required=False, min_value=0)


class TaskForm(TracktorForm):
    """A further task of a type of the pipeline; another one of the same type needs a name."""

    task_type = forms.ModelChoiceField(TaskType.objects.none(), label="Department")
    name = forms.CharField(label="Name", max_length=60, initial="main")

    def __init__(self, *args: Any, project: Project, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fits = {f"for_{kind}s": True}
        self.fields["task_type"].queryset = TaskType.objects.in_pipeline(project).filter(**fits)  # type: ignore[attr-defined]
