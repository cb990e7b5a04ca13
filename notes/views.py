"""Notes on shots, assets and their tasks: the thread, the composer, one note."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.errors import Refused
from core.htmx import is_fragment, render_page, trigger
from core.http import UserRequest
from events.answers import done, say_done
from projects.access import Access, open_project
from projects.permissions import require
from projects.roles import NOTE
from shots.models import Entity
from shots.trash import is_in_trash

from . import services
from .forms import NoteBodyForm, NoteForm, NoteStateForm, ThreadFilter
from .models import Note, NoteState
from .selectors import rows_of, thread_of


def _entity(request: UserRequest, access: Access, pk: int) -> Entity:
    rows = Entity.objects.visible_to(request.user).select_related("project")
    return get_object_or_404(rows, pk=pk, project=access.project)


def _note(request: UserRequest, access: Access, pk: int) -> Note:
    rows = Note.objects.visible_to(request.user).select_related(
        "project", "author", "task__task_type", "task__entity", "subject_entity__project", "parent"
    )
    return get_object_or_404(rows, pk=pk, project=access.project)


@login_required
@require_safe
def thread(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """The notes of a shot or asset; the page of the entity for a browser without scripts."""
    access = open_project(request, code)
    if is_fragment(request) and is_in_trash(request.user, access.project, pk):
        # The page is about to leave; what it shows stays until then.
        return HttpResponse(status=204)
    entity = _entity(request, access, pk)
    if not is_fragment(request):
        return HttpResponseRedirect(f"{entity.get_absolute_url()}?{request.GET.urlencode()}")
    filters = ThreadFilter(request.GET, viewer=request.user, entity=entity)
    context = thread_context(request, access, entity, filters)
    return render(request, "notes/_notes.html" if filters.cleaned_data.get("before") else "notes/_thread.html", context)


def thread_context(request: UserRequest, access: Access, entity: Entity, filters: ThreadFilter) -> dict[str, Any]:
    data = filters.cleaned_data
    found = thread_of(
        access,
        request.user,
        entity,
        task=data.get("task"),
        state=data.get("state") or "",
        before=data.get("before"),
    )
    return access.context(f"{entity.kind}s", entity=entity, thread=found, filters=filters, narrow=_narrow(data))


def _narrow(data: dict[str, Any]) -> str:
    """The filter as it goes on in the address of the next page."""
    task, state = data.get("task"), data.get("state")
    return (f"&task={task.pk}" if task else "") + (f"&state={state}" if state else "")


@login_required
@require_POST
def note_create(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Write a note. The answer is a fresh composer; the thread hears of it and reads itself anew."""
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    form = NoteForm(request.POST, viewer=request.user, entity=entity)
    if form.is_valid():
        data, parent = form.cleaned_data, form.reply_to
        given = services.NoteInput(
            body=data["body"],
            entity=entity,
            task=parent.task if parent else data["task"],
            parent=parent,
            is_client_visible=data["is_client_visible"],
        )
        try:
            services.note_create(actor=request.user, given=given, uid=data["submit_id"])
        except Refused as refused:
            form.refuse(refused)
    if form.errors:
        return _composer(request, access, entity, form, status=422)
    if not is_fragment(request):
        return say_done(request, HttpResponseRedirect(entity.get_absolute_url()), "Note written")
    fresh = NoteForm(viewer=request.user, entity=entity, initial={"task": form.cleaned_data["task"]})
    response = _composer(request, access, entity, fresh)
    return done(trigger(response, f"note:changed-{entity.pk}"), "Note written")


def _composer(
    request: UserRequest, access: Access, entity: Entity, form: NoteForm, *, status: int = 200
) -> HttpResponse:
    context = access.context(f"{entity.kind}s", entity=entity, **composer_context(access, form))
    return render_page(request, "notes/note_form.html", "notes/_composer.html", context, status=status)


def composer_context(access: Access, form: NoteForm) -> dict[str, Any]:
    """The composer, with the choice to show a note to clients where the project has any."""
    if access.is_client or not access.may_note:
        return {"composer": form, "has_clients": False}
    clients = access.project.memberships.filter(is_client=True)
    return {"composer": form, "has_clients": clients.exists()}


@login_required
@require_http_methods(["GET", "POST"])
def note_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    note = _note(request, access, pk)
    services.require_author(request.user, note)
    form = NoteBodyForm(request.POST or None, initial={"body": note.body}, auto_id=f"note-{pk}-%s")
    if request.method == "POST" and form.is_valid():
        try:
            services.note_update(actor=request.user, note=note, body=form.cleaned_data["body"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return _changed(request, access, note, "Note edited")
    context = access.context(f"{note.subject_entity.kind}s", entity=note.subject_entity, note=note, form=form)
    status = 422 if form.errors else 200
    return render_page(request, "notes/note_form.html", "notes/_note_edit.html", context, status=status)


@login_required
@require_POST
def note_trash(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    note = _note(request, access, pk)
    services.note_trash(actor=request.user, note=note)
    if not is_fragment(request):
        goal = note.subject_entity.get_absolute_url()
        return say_done(request, HttpResponseRedirect(goal), "Note moved to the trash")
    response = trigger(HttpResponse(), f"note:changed-{note.subject_entity_id}")
    return done(response, "Note moved to the trash")


@login_required
@require_http_methods(["GET", "POST"])
def note_set_state(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """GET is the menu of states, POST sets one."""
    access = open_project(request, code)
    note = _note(request, access, pk)
    require(request.user, NOTE, access.project)
    form = NoteStateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        state = form.cleaned_data["state"]
        services.note_set_state(actor=request.user, note=note, state=state)
        return _changed(request, access, note, f"Note {NoteState(state).label.lower()}")
    context = access.context(f"{note.subject_entity.kind}s", note=note, entity=note.subject_entity, form=form)
    status = 422 if form.errors else 200
    return render_page(request, "notes/state_form.html", "notes/_state_menu.html", context, status=status)


def _changed(request: UserRequest, access: Access, note: Note, message: str) -> HttpResponse:
    """The thread that the note stands in, as it is now: its first note with the answers."""
    if not is_fragment(request):
        return say_done(request, HttpResponseRedirect(note.subject_entity.get_absolute_url()), message)
    root = _note(request, access, note.parent_id or note.pk)
    context = access.context("", entity=note.subject_entity, row=rows_of(access, request.user, [root])[0])
    return done(render(request, "notes/_note.html", context), message)


@login_required
@require_safe
def mention_list(request: UserRequest, code: str) -> HttpResponse:
    """The project's members, for the completion of @ in the composer."""
    access = open_project(request, code)
    members = User.objects.visible_to(request.user).active().filter(memberships__project=access.project)
    people = [
        {"username": user.username, "name": user.display_name, "initials": user.initials, "colour": user.colour}
        for user in members.order_by("full_name", "username")
    ]
    return JsonResponse({"people": people})
