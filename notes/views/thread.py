"""The thread of a shot or asset, and the composer below it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from core.errors import Refused
from core.htmx import is_fragment, render_page, trigger
from core.http import UserRequest
from events.answers import done, say_done
from files.keeping import keeping
from files.uploads import raise_upload_fault
from notes import services
from notes.forms import NoteForm, StartForm, ThreadFilter
from notes.models import Note
from notes.selectors import StatusOffer, has_clients, statuses_offered, thread_of
from projects.access import Access, open_project
from projects.permissions import require
from projects.roles import NOTE
from shots.models import Entity
from shots.trash import is_in_trash


def _entity(request: UserRequest, access: Access, pk: int) -> Entity:
    rows = Entity.objects.visible_to(request.user).select_related("project")
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
    context = thread_context(request, access, entity, filters) | {"has_clients": has_clients(access)}
    return render(request, "notes/_notes.html" if filters.cleaned_data.get("before") else "notes/_thread.html", context)


def thread_context(request: UserRequest, access: Access, entity: Entity, filters: ThreadFilter) -> dict[str, Any]:
    found = thread_of(access, request.user, entity, filters)
    return access.context(
        f"{entity.kind}s",
        entity=entity,
        thread=found,
        filters=filters,
        narrow=filters.narrowing,
    )


@login_required
@require_http_methods(["GET", "POST"])
def note_create(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Write a note. The answer is a fresh composer; the thread hears of it and reads itself anew.

    GET opens a composer by itself, as a dialog over a table or as a page.
    """
    access = open_project(request, code)
    entity = _entity(request, access, pk)
    if request.method != "POST":
        require(request.user, NOTE, access.project)
        form = NoteForm(viewer=request.user, entity=entity, initial=StartForm(request.GET).initial_values())
        return _composer(request, access, entity, form)
    raise_upload_fault(request)
    form = NoteForm(request.POST, request.FILES, viewer=request.user, entity=entity)
    note = _write(request.user, entity, form) if form.is_valid() else None
    if note is None:
        return _composer(request, access, entity, form, status=422)
    return _written(request, access, entity, note)


def _write(user: User, entity: Entity, form: NoteForm) -> Note | None:
    data, parent = form.cleaned_data, form.reply_to
    try:
        with keeping(data["attachments"], field="attachments") as kept:
            given = services.NoteInput(
                body=data["body"],
                entity=entity,
                task=parent.task if parent else data["task"],
                version=parent.version if parent else data["version"],
                parent=parent,
                status=data["status"],
                files=kept,
                is_client_visible=data["is_client_visible"],
            )
            return services.note_create(actor=user, given=given, uid=data["submit_id"])
    except Refused as refused:
        form.refuse(refused)
        return None


def _written(request: UserRequest, access: Access, entity: Entity, note: Note) -> HttpResponse:
    message = f"Note written, set to {note.status.name}" if note.status else "Note written"
    if not is_fragment(request):
        return say_done(request, HttpResponseRedirect((note.version or entity).get_absolute_url()), message)
    if _is_dialog(request):
        response = trigger(HttpResponse(status=204), "modal:close")
    else:
        fresh = NoteForm(viewer=request.user, entity=entity, initial={"task": note.task_id, "version": note.version})
        response = _composer(request, access, entity, fresh)
    task_id = note.version.task_id if note.version else note.task_id
    if note.status and task_id:
        trigger(response, f"task:changed-{task_id}")
    return done(trigger(response, f"note:changed-{entity.pk}"), message)


def _is_dialog(request: UserRequest) -> bool:
    return request.headers.get("HX-Target") == "modal"


def _composer(
    request: UserRequest, access: Access, entity: Entity, form: NoteForm, *, status: int = 200
) -> HttpResponse:
    context = access.context(f"{entity.kind}s", entity=entity, **composer_context(access, form))
    fragment = "notes/_composer_dialog.html" if _is_dialog(request) else "notes/_composer.html"
    return render_page(request, "notes/note_form.html", fragment, context, status=status)


def composer_context(access: Access, form: NoteForm) -> dict[str, Any]:
    """The composer with what it offers: the statuses that the person may set, showing the note to clients."""
    if not access.may_note:
        return {"composer": form, "has_clients": False, "offer": StatusOffer()}
    version = form.of_version
    if version is None:
        offer = statuses_offered(access, form.tasks)
    else:
        offer = statuses_offered(access, [version.task]) if version.task else StatusOffer()
    return {"composer": form, "has_clients": has_clients(access), "offer": offer}
