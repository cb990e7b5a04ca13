"""Invitations: made, copied or mailed, listed, revoked. For administrators."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refused
from core.http import UserRequest
from core.journal import say_done

from .. import services
from ..forms import InvitationForm
from ..hooks import destination
from ..mails import invitation_mail
from ..models import Invitation
from ..selectors import invitation_list as listed
from .studio import PER_PAGE, administrators_only, fresh_link, keep_fresh_link


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: UserRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, inviter=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, form)
        except Refused as refused:
            form.refuse(refused)
    page = Paginator(listed(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "studio",
        "tab": "invitations",
        "form": form,
        "page": page,
        "rows": [(row, destination().name(row.project_id) if row.project_id else "") for row in page],
        "has_mail": settings.MAIL_IS_SET_UP,
        "fresh_link": fresh_link(request),
    }
    return render(request, "accounts/invitation_list.html", context, status=422 if form.errors else 200)


def _made(request: UserRequest, form: InvitationForm) -> HttpResponse:
    data = form.cleaned_data
    given = services.InvitationInput(
        name=data["name"],
        email=data["email"],
        project_id=data["project"],
        role=data["role"] if data["project"] else "",
    )
    row, token = services.invitation_create(actor=request.user, given=given)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    keep_fresh_link(request, reverse("accounts:invitation-list"), link)
    if row.email and settings.MAIL_IS_SET_UP:
        fault = invitation_mail(row, link)
        if fault:
            messages.error(request, f"Not mailed to {row.email}: {fault} Copy the link.")
        else:
            messages.success(request, f"Mailed to {row.email}")
    return redirect("accounts:invitation-list")


@administrators_only
@require_POST
def invitation_revoke(request: UserRequest, pk: int) -> HttpResponse:
    row: Invitation | None = Invitation.objects.visible_to(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    services.invitation_revoke(actor=request.user, invitation=row)
    return say_done(request, redirect("accounts:invitation-list"), f"Invitation of {row} revoked")
