"""What the tables of shots and assets can be filtered by; the API's filters are made of the same set."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from core.text import name_key
from projects.models import AssetType, Category, Project, TaskStatus, TaskType

from .models import Entity, Kind, Task
from .querysets import EntityQuerySet
from .services.casting import castable_assets

VIEWS = {
    "review": "To review",
    "retakes": "Retakes",
    "late": "Late",
    "mine": "Mine",
}


class EntityFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Task conditions speak of one and the same task: `task_type=CMP&status=Retake` is a Comp that is a Retake."""

    # Bounded: each word is a condition, and SQLite takes a thousand of them.
    q = django_filters.CharFilter(method="keep", label="Find", max_length=200)
    sequence = django_filters.ModelChoiceFilter(method="keep", queryset=Entity.objects.none(), label="Sequence")
    episode = django_filters.ModelChoiceFilter(method="keep", queryset=Entity.objects.none(), label="Episode")
    asset = django_filters.ModelChoiceFilter(method="keep", queryset=Entity.objects.none(), label="Asset")
    asset_type = django_filters.ModelChoiceFilter(method="keep", queryset=AssetType.objects.none(), label="Type")
    task_type = django_filters.ModelChoiceFilter(method="keep", queryset=TaskType.objects.none(), label="Department")
    status = django_filters.ModelChoiceFilter(method="keep", queryset=TaskStatus.objects.none(), label="Status")
    assignee = django_filters.ChoiceFilter(method="keep", label="Assignee", empty_label="Anybody")
    view = django_filters.ChoiceFilter(method="keep", choices=list(VIEWS.items()), label="View")

    class Meta:
        model = Entity
        fields: list[str] = []

    def __init__(self, data: Any, *, project: Project, kind: Kind, viewer: User, queryset: EntityQuerySet) -> None:
        super().__init__(data, queryset=queryset)
        self.viewer = viewer
        kinds = {f"for_{kind}s": True}
        fields = self.form.fields
        fields["sequence"].queryset = Entity.objects.present().filter(project=project, kind=Kind.SEQUENCE).in_order()
        fields["episode"].queryset = Entity.objects.present().filter(project=project, kind=Kind.EPISODE).in_order()
        fields["asset"].queryset = castable_assets(viewer, project)
        fields["asset_type"].queryset = AssetType.objects.in_pipeline(project)
        fields["task_type"].queryset = TaskType.objects.in_pipeline(project).filter(**kinds)
        fields["status"].queryset = TaskStatus.objects.in_pipeline(project)
        members = User.objects.active().filter(memberships__project=project).order_by("full_name", "username")
        fields["assignee"].choices = [
            ("none", "Nobody"),
            *((str(person.pk), person.display_name) for person in members),
        ]
        for name, empty in (
            ("sequence", "All sequences"),
            ("episode", "All episodes"),
            ("asset_type", "All types"),
            ("task_type", "Any department"),
            ("status", "Any status"),
        ):
            fields[name].empty_label = empty
        fields["q"].widget = forms.TextInput(attrs={"placeholder": "Find in view", "data-find": ""})

    def keep(self, queryset: EntityQuerySet, name: str, value: Any) -> EntityQuerySet:  # noqa: ARG002
        """Each field is read in `filter_queryset`, where conditions on one task belong together."""
        return queryset

    def filter_queryset(self, queryset: EntityQuerySet) -> EntityQuerySet:
        data = self.form.cleaned_data
        if data["q"]:
            # Names are compared by their keys; words of the description as the database compares them.
            for word in data["q"].split():
                queryset = queryset.filter(Q(code_key__contains=name_key(word)) | Q(description__icontains=word))
        columns = {"sequence": "sequence", "episode": "episode", "asset": "castings__asset", "asset_type": "asset_type"}
        queryset = queryset.filter(**{column: data[name] for name, column in columns.items() if data[name]})
        condition = self._task_condition()
        if condition is None:
            return queryset
        return queryset.filter(Exists(Task.objects.present().filter(condition, entity=OuterRef("pk"))))

    def _task_condition(self) -> Q | None:
        data = self.form.cleaned_data
        condition = Q()
        if data["task_type"]:
            condition &= Q(task_type=data["task_type"])
        if data["status"]:
            condition &= Q(status=data["status"])
        if data["assignee"]:
            person = None if data["assignee"] == "none" else int(data["assignee"])
            condition &= Q(assignments__user=person) if person else Q(assignments=None)
        condition &= self._view_condition(data["view"])
        return condition if condition else None

    def _view_condition(self, view: str) -> Q:
        if view == "review":
            return Q(status__category=Category.REVIEW)
        if view == "retakes":
            return Q(status__category=Category.RETAKE)
        if view == "mine":
            return Q(assignments__user=self.viewer)
        if view == "late":
            closed = Q(status__category__in=(Category.DONE, Category.OMITTED))
            return Q(due_date__lt=timezone.localdate()) & ~closed
        return Q()

    @property
    def of_episode(self) -> Entity | None:
        return self._chosen("episode")

    @property
    def of_asset(self) -> Entity | None:
        return self._chosen("asset")

    def _chosen(self, name: str) -> Entity | None:
        """What a link from another page asked for; the bar has no menu for it, only a way out."""
        return self.form.cleaned_data.get(name) if self.form.is_valid() else None

    @property
    def is_active(self) -> bool:
        return any(self.form.data.get(name) for name in self.form.fields)
