"""The overview of one project."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from projects.models import Category, Project
from projects.services import project_update
from projects.tests.factories import ProjectFactory
from shots.models import Task
from shots.tests.factories import ShotFactory, status

Cast = dict[str, User]
SignIn = Callable[[User], Client]


def path(project: Project) -> str:
    return reverse("desk:project-overview", args=[project.code])


@pytest.mark.parametrize(
    ("who", "code"), [("stranger", 404), ("client", 200), ("viewer", 200), ("owner", 200), ("administrator", 200)]
)
def test_members_see_it_and_strangers_do_not(
    cast: Cast, project: Project, sign_in: SignIn, who: str, code: int
) -> None:
    assert sign_in(cast[who]).get(path(project)).status_code == code


def test_an_anonymous_visitor_signs_in_first(client: Client, project: Project) -> None:
    assert client.get(path(project))["Location"].startswith(reverse("account_login"))


def test_the_code_is_found_in_any_case(cast: Cast, project: Project, sign_in: SignIn) -> None:
    assert sign_in(cast["owner"]).get("/projects/ARK/").status_code == 200


@pytest.mark.parametrize("code", ["nothing", "%00", "%E2%80%AE", "x" * 500, "..%2f"])
def test_a_code_that_is_none_is_not_found(cast: Cast, project: Project, sign_in: SignIn, code: str) -> None:
    assert sign_in(cast["owner"]).get(f"/projects/{code}/").status_code == 404


def test_the_figures_count(cast: Cast, project: Project, sign_in: SignIn) -> None:
    first, second, _ = project.entities.filter(kind="shot").order_by("sort_key")
    Task.objects.filter(entity=first).update(status=status(Category.DONE))
    Task.objects.filter(entity=second).update(
        status=status(Category.REVIEW), due_date=timezone.localdate() - datetime.timedelta(2)
    )
    context = sign_in(cast["owner"]).get(path(project)).context
    figures, progress = context["figures"], context["progress"]
    assert (figures.shots, figures.approved, figures.percent, figures.assets) == (3, 1, 33, 1)
    assert (progress.review, progress.late, progress.latest_department.late) == (5, 5, 1)


def test_a_shot_without_tasks_or_with_all_omitted_is_not_approved(cast: Cast, sign_in: SignIn) -> None:
    project = ProjectFactory(owner=cast["owner"])
    for name in ("S1", "S2"):
        ShotFactory(project=project, name=name)
    Task.objects.filter(entity__name="S1").delete()
    Task.objects.filter(entity__name="S2").update(status=status(Category.OMITTED))
    assert sign_in(cast["owner"]).get(path(project)).context["figures"].approved == 0


def test_departments_stand_in_the_pipelines_order_with_assets_apart(
    cast: Cast, project: Project, sign_in: SignIn
) -> None:
    progress = sign_in(cast["owner"]).get(path(project)).context["progress"]
    assert [row.name for row in progress.shot_bars] == ["Layout", "Animation", "Effects", "Lighting", "Comp"]
    assert [row.short_name for row in progress.asset_bars] == ["ART", "MOD", "RIG", "SRF"]


def test_the_feed_is_asked_for(cast: Cast, project: Project, sign_in: SignIn) -> None:
    page = sign_in(cast["owner"]).get(path(project)).content.decode()
    assert f'hx-get="{reverse("activity:feed", args=["ark"])}"' in page


def test_an_empty_project_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast["owner"]).get(path(ProjectFactory(owner=cast["owner"]))).content.decode()
    assert "No tasks yet" in page
    assert "Import a cut" in page


def test_only_owners_find_the_settings(cast: Cast, project: Project, sign_in: SignIn) -> None:
    settings = reverse("projects:project-update", args=["ark"])
    assert settings in sign_in(cast["owner"]).get(path(project)).content.decode()
    assert settings not in sign_in(cast["contributor"]).get(path(project)).content.decode()


def test_an_archived_project_says_so(cast: Cast, project: Project, sign_in: SignIn) -> None:
    project_update(actor=cast["owner"], project=project, changes={"status": "archived"})
    page = sign_in(cast["contributor"]).get(path(project)).content.decode()
    assert "archived, so it is read-only" in page
    assert "Import a cut" not in page


def test_text_of_people_is_escaped(cast: Cast, sign_in: SignIn) -> None:
    project = ProjectFactory(owner=cast["owner"], name="<script>alert(1)</script>", description="<img src=x onerror=y>")
    page = sign_in(cast["owner"]).get(path(project)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_page_costs_the_same_for_more_shots(cast: Cast, project: Project, sign_in: SignIn) -> None:
    client = sign_in(cast["owner"])
    client.get(path(project))
    with CaptureQueriesContext(connection) as few:
        client.get(path(project))
    for number in range(20):
        ShotFactory(project=project, name=f"X{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(path(project))
    assert len(many) == len(few) <= 17
