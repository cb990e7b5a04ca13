"""Following and muting, and how a person wants to be told."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.errors import Refused
from core.htmx import is_fragment, render_page
from core.http import UserRequest, back_to
from events.answers import done, say_done
from inbox import selectors, services
from inbox.digest import can_mail
from inbox.forms import SettingsForm, WatchForm
from inbox.models import Choice, Watch
from projects.access import Access, open_project
from shots.models import Entity

_SAID = {
    Choice.FOLLOW: "You follow {name}",
    Choice.MUTE: "{name} is muted",
    Choice.NONE: "You hear of {name} as usual",
}


@login_required
@require_http_methods(["GET", "POST"])
def project_watch(request: UserRequest, code: str) -> HttpResponse:
    return _watch(request, open_project(request, code), None)


@login_required
@require_http_methods(["GET", "POST"])
def entity_watch(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    rows = Entity.objects.visible_to(request.user).select_related("project")
    return _watch(request, access, get_object_or_404(rows, pk=pk, project=access.project))


def _watch(request: UserRequest, access: Access, entity: Entity | None) -> HttpResponse:
    """GET is the button as it stands (a page without scripts), POST sets the choice."""
    thing, url = (entity.code, entity.get_absolute_url()) if entity else (access.project.name, "")
    form, message = WatchForm(request.POST), ""
    if request.method == "POST" and form.is_valid():
        choice = form.cleaned_data["choice"]
        services.watch_set(actor=request.user, project=access.project, entity=entity, choice=choice)
        message = _SAID[Choice(choice)].format(name=thing)
        if not is_fragment(request):
            goal = url or access.project.get_absolute_url()
            return say_done(request, HttpResponseRedirect(back_to(request, goal)), message)
    choice = selectors.choice_of(request.user, project=access.project, entity_id=entity.pk if entity else None)
    context = access.context("", entity=entity, thing=thing, choice=choice)
    response = render_page(request, "inbox/watch.html", "inbox/_watch.html", context)
    return done(response, message) if message else response


@login_required
@require_http_methods(["GET", "POST"])
def settings_update(request: UserRequest) -> HttpResponse:
    initial = {"wants_digest": selectors.wants_digest(request.user)}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.settings_update(actor=request.user, wants_digest=form.cleaned_data["wants_digest"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return say_done(request, HttpResponseRedirect(reverse("inbox:settings")), "Inbox settings saved")
    watches = Watch.objects.visible_to(request.user).made().select_related("project", "entity__project")
    context = {
        "nav": "inbox",
        "form": form,
        "can_mail": can_mail(),
        "watches": watches.order_by("project__name", "entity__sort_key")[:500],
    }
    return render(request, "inbox/settings.html", context, status=422 if form.errors else 200)
