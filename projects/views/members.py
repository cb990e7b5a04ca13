"""Who is in a project, its share code, and joining by one."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from core.htmx import is_fragment, render_page
from core.http import UserRequest
from events.answers import done

from .. import services
from ..access import Access, open_project
from ..forms.members import (
    APPROVES,
    MEMBER_SORTS,
    JoinForm,
    MemberAddForm,
    MemberForm,
    MemberListQuery,
    RoleForm,
)
from ..members_page import TeamQuery, addable, team_of
from ..models import Membership, Role
from ..permissions import require
from ..roles import MEMBERS
from .projects import HOME, go


@login_required
@require_safe
def member_list(request: UserRequest, code: str) -> HttpResponse:
    return _members(request, open_project(request, code))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_update(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """A member's departments, approvals, and whether he or she is a client."""
    access = open_project(request, code)
    membership = _membership(request, access, pk)
    require(request.user, MEMBERS, access.project)
    form = MemberForm(request.POST) if request.method == "POST" else MemberForm.of(membership)
    if form.is_bound and form.is_valid():
        try:
            services.member_update(actor=request.user, membership=membership, given=form.given())
        except Refused as refused:
            if refused.field is None:
                raise
            form.refuse(refused)
        else:
            name = membership.user.display_name
            return go(request, reverse("projects:member-list", args=[access.project.code]), f"{name} saved")
    context = access.context("members", form=form, member=membership, approves=APPROVES)
    status = 422 if form.errors else 200
    return render_page(request, "projects/member_detail.html", "projects/_member_detail.html", context, status=status)


@login_required
@require_POST
def member_add(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    form = MemberAddForm(request.POST)
    if not form.is_valid():
        return _members(request, access, form=form, status=422)
    try:
        added = services.members_add(
            actor=request.user,
            project=access.project,
            names=form.names,
            role=form.joins_as,
            is_client=form.is_client,
        )
    except Refused as refused:
        if refused.field is None:
            raise
        form.refuse(refused)
        return _members(request, access, form=form, status=refused.status)
    who = added[0].user.display_name if len(added) == 1 else f"{len(added)} people"
    as_what = "client" if form.is_client else form.joins_as.label.lower()
    return _changed(request, access, f"{who} added as {as_what}")


@login_required
@require_POST
def member_set_role(request: UserRequest, code: str, pk: int) -> HttpResponse:
    access = open_project(request, code)
    membership = _membership(request, access, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _members(request, access, refused=(membership, "Choose a role of the list."), status=422)
    role = form.cleaned_data["role"]
    return _change(
        request,
        access,
        membership,
        act=lambda: services.member_set_role(actor=request.user, membership=membership, role=role),
        message=f"{membership.user.display_name} is {Role(role).label.lower()} now",
    )


@login_required
@require_POST
def member_remove(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Take somebody out; one's own membership too, which leads away from the project."""
    access = open_project(request, code)
    membership = _membership(request, access, pk)
    name = membership.user.display_name
    is_own = membership.user_id == request.user.pk and not request.user.is_superuser
    return _change(
        request,
        access,
        membership,
        act=lambda: services.member_remove(actor=request.user, membership=membership),
        message=f"{name} removed",
        leaves=is_own,
    )


@login_required
@require_POST
def share_code_renew(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    services.share_code_renew(actor=request.user, project=access.project)
    return _changed(request, access, "")


@login_required
@require_POST
def share_code_stop(request: UserRequest, code: str) -> HttpResponse:
    access = open_project(request, code)
    services.share_code_stop(actor=request.user, project=access.project)
    return _changed(request, access, "")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_join(request: UserRequest) -> HttpResponse:
    form = JoinForm(request.POST) if request.method == "POST" else JoinForm.opened(request.GET)
    if form.is_bound and form.is_valid():
        try:
            membership = services.member_join(actor=request.user, share_code=form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            project = membership.project
            return go(request, project.get_absolute_url(), f"You are in {project.name}")
    status = 422 if form.errors else 200
    return render_page(
        request, "projects/member_join.html", "projects/_member_join.html", {"form": form, "nav": "home"}, status=status
    )


def _membership(request: UserRequest, access: Access, pk: int) -> Membership:
    """The membership of the address, or 404 where it belongs to another project."""
    rows = Membership.objects.visible_to(request.user).filter(project=access.project, pk=pk)
    membership = rows.select_related("user", "project").first()
    if membership is None:
        raise Http404("There is no such member.")
    return membership


def _change(
    request: UserRequest,
    access: Access,
    membership: Membership,
    *,
    act: Callable[[], object],
    message: str,
    leaves: bool = False,
) -> HttpResponse:
    """Do something to a member; a refusal that is about the member stands in his or her row."""
    try:
        act()
    except Refused as refused:
        if refused.field is None:
            raise
        return _members(request, access, refused=(membership, refused.message), status=refused.status)
    if leaves:
        return go(request, reverse(HOME), f"You left {access.project.name}")
    return _changed(request, access, message)


def _changed(request: UserRequest, access: Access, message: str) -> HttpResponse:
    if not is_fragment(request):
        return go(request, reverse("projects:member-list", args=[access.project.code]), message)
    # Asked again: the person's own role may be another one now.
    answer = _members(request, open_project(request, access.project.code))
    return done(answer, message) if message else answer


def _members(
    request: UserRequest,
    access: Access,
    *,
    form: MemberAddForm | None = None,
    refused: tuple[Membership, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    project, asked = access.project, _asked(request.GET)
    context = access.context(
        "members",
        team=team_of(request.user, project, asked),
        query=asked,
        sorts=MEMBER_SORTS,
        roles=Role.choices,
        form=form or MemberAddForm(),
        people=addable(request.user, project) if access.may_change_members else [],
        refused_pk=refused[0].pk if refused else None,
        refusal=refused[1] if refused else "",
        join_url=request.build_absolute_uri(reverse("projects:member-join")) + f"?code={project.share_code}",
    )
    return render_page(request, "projects/member_list.html", "projects/_members.html", context, status=status)


def _asked(data: QueryDict) -> TeamQuery:
    form = MemberListQuery(data)
    form.is_valid()
    return TeamQuery(**{name: value for name, value in form.cleaned_data.items() if value})
