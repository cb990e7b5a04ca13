"""One note: its words, its state, its checklist, its attachments, who reads it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.errors import Refused
from core.htmx import is_fragment, render_page, toast, trigger
from core.http import UserRequest
from events.answers import done, say_done
from files.keeping import keeping
from files.models import StoredFile
from files.uploads import raise_upload_fault
from notes import services
from notes.checklist import joined
from notes.forms import CheckForm, ClientForm, NoteBodyForm, NoteStateForm
from notes.models import Note, NoteState
from notes.selectors import has_clients, rows_of, with_all
from projects.access import Access, open_project
from projects.permissions import require
from projects.roles import NOTE


def _note(request: UserRequest, access: Access, pk: int) -> Note:
    rows = with_all(Note.objects.visible_to(request.user)).select_related(
        "project", "author", "status", "task__task_type", "task__entity", "subject_entity__project", "parent",
        "version__task__task_type", "version__entity",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk, project=access.project)


@login_required
@require_http_methods(["GET", "POST"])
def note_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    note = _note(request, access, pk)
    services.require_author(request.user, note)
    initial = {"body": joined(note.body, note.checklist)}
    raise_upload_fault(request)
    form = NoteBodyForm(request.POST or None, request.FILES or None, initial=initial, auto_id=f"note-{pk}-%s")
    if request.method == "POST" and form.is_valid():
        try:
            with keeping(form.cleaned_data["attachments"], field="attachments") as kept:
                services.note_update(actor=request.user, note=note, body=form.cleaned_data["body"], files=kept)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _changed(request, access, note, "Note edited")
    context = access.context(f"{note.subject_entity.kind}s", entity=note.subject_entity, note=note, form=form)
    context["files"] = rows_of(access, request.user, [note])[0].files
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


@login_required
@require_POST
def note_set_client_visible(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    note = _note(request, access, pk)
    form = ClientForm(request.POST)
    is_shown = form.is_valid() and form.cleaned_data["is_client_visible"]
    services.note_set_client_visible(actor=request.user, note=note, is_client_visible=is_shown)
    return _changed(request, access, note, "Clients see the note" if is_shown else "Clients see the note no more")


@login_required
@require_POST
def note_check(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Tick or untick one line."""
    access = open_project(request, code)
    note = _note(request, access, pk)
    require(request.user, NOTE, access.project)
    form = CheckForm(request.POST)
    if not form.is_valid():
        response = HttpResponse("Choose a line of the list.", status=422, content_type="text/plain")
        response["HX-Reswap"] = "none"
        return toast(response, "Choose a line of the list.", tone="danger")
    is_done = form.cleaned_data["on"] is not None
    line = form.cleaned_data["on" if is_done else "off"]
    services.note_check(actor=request.user, note=note, line=line, is_done=is_done)
    return _changed(request, access, note, "Ticked" if is_done else "Unticked")


@login_required
@require_POST
def attachment_remove(request: UserRequest, code: str, pk: int, uid: uuid.UUID) -> HttpResponse:
    access = open_project(request, code)
    note = _note(request, access, pk)
    held = StoredFile.objects.visible_to(request.user).filter(pk__in=note.links.values("file"))
    stored = get_object_or_404(held, uid=uid)
    services.note_detach(actor=request.user, note=note, stored=stored)
    return _changed(request, access, note, f"{stored.name} removed")


def _changed(request: UserRequest, access: Access, note: Note, message: str) -> HttpResponse:
    """The thread that the note stands in, as it is now: its first note with the answers."""
    if not is_fragment(request):
        goal = f"{note.subject_entity.get_absolute_url()}?note={note.pk}#note-{note.pk}"
        return say_done(request, HttpResponseRedirect(goal), message)
    root = _note(request, access, note.parent_id or note.pk)
    context = access.context("", entity=note.subject_entity, row=rows_of(access, request.user, [root])[0])
    context["has_clients"] = has_clients(access)
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
