"""The inbox: its list, its count, marking read."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from core.htmx import is_fragment, render_page, toast, trigger
from core.http import UserRequest, back_to
from inbox import selectors, services
from inbox.forms import VIEWS, InboxFilter, MomentForm, ReadForm
from inbox.models import Item
from inbox.presenters import lines_of, place_of, with_what_lines_need


@login_required
@require_safe
def item_list(request: UserRequest) -> HttpResponse:
    services.catch_up()
    return _list(request)


def _list(request: UserRequest) -> HttpResponse:
    filters = InboxFilter(request.GET, viewer=request.user)
    data = filters.cleaned_data
    view, project = data.get("view") or "", data.get("project")
    page = selectors.page_of(request.user, view=view, project=project, before=data.get("before"))
    context: dict[str, Any] = {"nav": "inbox", "page": page, "filters": filters, "view": view, "views": VIEWS}
    context |= {"unread": selectors.unread_count(request.user), "narrow": _narrow(view, project)}
    if is_fragment(request) and data.get("before"):
        return render(request, "inbox/_items.html", context)
    return render_page(request, "inbox/item_list.html", "inbox/_inbox.html", context)


def _narrow(view: str, project: Any) -> str:
    """The filter as it goes on in an address."""
    return urlencode({key: value for key, value in (("view", view), ("project", project and project.code)) if value})


@login_required
@require_safe
def item_count(request: UserRequest) -> HttpResponse:
    """How many are unread, for the bell; the newest one rides along for the browser's notification."""
    if not is_fragment(request):
        return HttpResponseRedirect(reverse("inbox:item-list"))
    services.catch_up()
    count = selectors.unread_count(request.user)
    response = render(request, "inbox/_count.html", {"unread": count})
    line = selectors.newest_unread(request.user) if count else None
    if line is None:
        return trigger(response, "inbox:news", {"count": 0, "newest": 0})
    url = reverse("inbox:item-open", args=[line.item.pk])
    news = {"count": count, "newest": line.item.pk, "text": line.text[:300], "quote": line.quote[:200], "url": url}
    return trigger(response, "inbox:news", news)


def _item(request: UserRequest, pk: int) -> Item:
    return get_object_or_404(with_what_lines_need(Item.objects.visible_to(request.user)), pk=pk)


@login_required
@require_safe
def item_open(request: UserRequest, pk: int) -> HttpResponse:
    """Go to the place; being there, the item is read."""
    item = _item(request, pk)
    services.items_mark_read(actor=request.user, items=[item.pk])
    return HttpResponseRedirect(place_of(item))


@login_required
@require_POST
def item_set_read(request: UserRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = ReadForm(request.POST)
    if form.is_valid() and form.cleaned_data["unread"]:
        services.items_mark_unread(actor=request.user, items=[item.pk])
    else:
        services.items_mark_read(actor=request.user, items=[item.pk])
    if not is_fragment(request):
        return HttpResponseRedirect(back_to(request, reverse("inbox:item-list")))
    context = {"line": lines_of([_item(request, pk)])[0]}
    return trigger(render(request, "inbox/_item.html", context), "inbox:changed")


@login_required
@require_POST
def item_read_all(request: UserRequest) -> HttpResponse:
    """Mark all read, or those of one project; the toast takes it back."""
    filters = InboxFilter(request.GET, viewer=request.user)
    project = filters.cleaned_data.get("project")
    at = services.items_mark_all_read(actor=request.user, project_id=project.pk if project else None)
    if not is_fragment(request):
        return HttpResponseRedirect(back_to(request, reverse("inbox:item-list")))
    response = trigger(_list(request), "inbox:changed")
    if at is None:
        return response
    undo = f"{reverse('inbox:item-unread-all')}?{urlencode({'at': at.isoformat()})}"
    return toast(response, "All marked read", undo_url=undo)


@login_required
@require_POST
def item_unread_all(request: UserRequest) -> HttpResponse:
    """Take back what was marked read together."""
    form = MomentForm(request.GET)
    if form.is_valid():
        services.items_mark_unread(actor=request.user, at=form.cleaned_data["at"])
    if not is_fragment(request):
        return HttpResponseRedirect(reverse("inbox:item-list"))
    return trigger(HttpResponse(status=204), "inbox:changed")
