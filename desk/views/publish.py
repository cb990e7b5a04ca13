"""Publishing a version, together with the status of its task and a note: one act, one undo."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.errors import Refused
from core.htmx import is_fragment, render_page, trigger
from core.http import UserRequest, takes_uploads
from events.answers import done, say_done
from events.services import AlreadyDone, change_set
from files.keeping import keeping
from files.uploads import raise_upload_fault
from notes.selectors import status_choices
from notes.services import NoteInput, note_create
from projects.access import Access, open_project
from projects.models import Category
from projects.permissions import require
from projects.roles import PUBLISH
from shots.forms.versions import PublishForm
from shots.models import Entity, Task, Version
from shots.services import settable_statuses, task_set_status
from shots.services.versions import VersionInput, version_publish
from shots.version_lists import next_numbers


@login_required
@takes_uploads
@require_http_methods(["GET", "POST"])
def version_create(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Publish on a shot or asset (`pk`); `?task=` chooses the task."""
    access = open_project(request, code)
    rows = Entity.objects.visible_to(request.user).select_related("project")
    entity = get_object_or_404(rows, pk=pk, project=access.project)
    require(request.user, PUBLISH, access.project)
    if request.method != "POST":
        return _page(request, access, entity, _fresh_form(request, access, entity))
    raise_upload_fault(request)
    form = _form(request, access, entity, request.POST, request.FILES)
    if form.is_valid():
        try:
            version = _publish(request, entity, form)
        except AlreadyDone:
            return _after(request, entity, None)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _after(request, entity, version)
    return _page(request, access, entity, form, status=422)


def _form(request: UserRequest, access: Access, entity: Entity, *args: Any, **kwargs: Any) -> PublishForm:
    form = PublishForm(*args, entity=entity, viewer=request.user, may_note=access.may_note, **kwargs)
    # Offered is what the person may set; what is sent is judged by the service, task by task.
    offered = [(row.pk, row) for row in status_choices(access)]
    form.fields["task_status"].choices = [("", "Leave as it is"), *offered]  # type: ignore[attr-defined]
    return form


def _fresh_form(request: UserRequest, access: Access, entity: Entity) -> PublishForm:
    """The form as it opens: on the wished task, or on the person's own; ready to send it to review."""
    tasks = _tasks(request, entity)
    wished = request.GET.get("task", "")
    task = tasks.filter(pk=wished).first() if wished.isdecimal() and len(wished) < 19 else None
    task = task or tasks.filter(assignments__user=request.user).first()
    initial: dict[str, Any] = {"task": task}
    if task is not None and task.status.category not in {Category.REVIEW, Category.DONE}:
        settable = settable_statuses(actor=request.user, task=task)
        initial["task_status"] = next((row.pk for row in settable if row.category == Category.REVIEW), None)
    return _form(request, access, entity, initial=initial)


def _tasks(request: UserRequest, entity: Entity) -> QuerySet[Task]:
    tasks = Task.objects.visible_to(request.user).filter(entity=entity)
    return tasks.select_related("task_type", "status", "project", "entity").order_by("task_type__order", "pk")


def _publish(request: UserRequest, entity: Entity, form: PublishForm) -> Version:
    data, user = form.cleaned_data, request.user
    task: Task | None = data["task"]
    posters = [data["poster"]] if data["poster"] else []
    # The bytes first: the transaction must not wait for them.
    with (
        keeping(data["uploads"]) as files,
        keeping(posters, field="poster") as poster,
        change_set(actor=user, label=f"Publish on {task or entity.code}", uid=data["submit_id"]),
    ):
        given = VersionInput(
            task=task,
            stream=data["stream"],
            number=data["number"],
            path=data["path"],
            description=data["description"],
            status=data["status"],
            files=files,
            poster=poster[0] if poster else None,
        )
        version = version_publish(actor=user, entity=entity, given=given, uid=data["submit_id"])
        if task is not None and data["task_status"] is not None:
            task_set_status(actor=user, task=task, status=data["task_status"])
        if data.get("note"):
            # The status is set by now; the note says that it goes with it.
            status = data["task_status"] if task else None
            note = NoteInput(body=data["note"], entity=entity, version=version, status=status)
            note_create(actor=user, given=note)
    return version


def _after(request: UserRequest, entity: Entity, version: Version | None) -> HttpResponse:
    """Published: the dialog closes and the page reads itself anew, or the page of the entity comes."""
    message = f"{version} published" if version else ""
    if not is_fragment(request):
        answer = HttpResponseRedirect(f"{entity.get_absolute_url()}#versions")
        return say_done(request, answer, message) if version else answer
    response = trigger(HttpResponse(), "modal:close")
    trigger(response, f"versions:changed-{entity.pk}")
    if version is not None and version.task_id:
        trigger(response, f"task:changed-{version.task_id}")
    return done(response, message) if version else response


def _page(
    request: UserRequest, access: Access, entity: Entity, form: PublishForm, *, status: int = 200
) -> HttpResponse:
    context = access.context(f"{entity.kind}s", entity=entity, form=form, numbers=next_numbers(entity))
    return render_page(request, "desk/publish.html", "desk/_publish_dialog.html", context, status=status)
