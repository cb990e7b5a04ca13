"""Without scripts: every page is read, and a day's work is done by forms."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .site import Site
from .table import Production


def test_day_without_scripts(production: Production, visit: Visit, site: Site) -> None:
    page = visit(production["sessions"]["owner"], java_script_enabled=False).go(
        f"/projects/{production['code']}/shots/"
    )
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(3)
    page.get_by_role("link", name="New shots").click()
    for name, value in {"sequence": "SQ010", "first": "SH0500", "count": "1"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("#main form button.btn-primary").click()
    page.locator("tbody a.code", has_text="SH0500").click()
    page.locator("tr", has_text="Animation").get_by_role("link", name="Change").first.click()
    page.get_by_role("button", name="In progress").click()
    expect(page.locator("tr", has_text="Animation").locator(".st")).to_have_text("WIP")
    expect(page.locator("#toasts")).to_contain_text("In progress")
    page.locator("#composer textarea").fill("Written without scripts")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#thread .note")).to_contain_text("Written without scripts")
    assert site.scenes("count_notes", body="Written without scripts") == 1


def test_a_project_is_made_and_a_member_added_without_scripts(production: Production, visit: Visit) -> None:
    page = visit(production["sessions"]["owner"], java_script_enabled=False).go("/projects/new/")
    page.get_by_label("Name", exact=True).fill("Made by a form")
    page.locator("#id_code").fill(f"{production['code']}plain")
    page.locator(".templates .choice").first.click()
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Made by a form")
    page.get_by_role("link", name="Team").first.click()
    page.locator("[name=username]").fill(f"{production['code']}.viewer")
    page.locator("form", has=page.locator("[name=username]")).get_by_role("button").first.click()
    expect(page.locator("#main")).to_contain_text("Vera Viewer")


def test_a_shot_goes_to_the_trash_and_comes_back_without_scripts(production: Production, visit: Visit) -> None:
    shot = f"/projects/{production['code']}/entities/{production['shots']['SH0030']}/edit/"
    page = visit(production["sessions"]["owner"], java_script_enabled=False).go(shot)
    page.get_by_role("button", name="to the trash").click()
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(2)
    page.locator(".rail-more > summary").click()
    page.locator(".rail-more").get_by_role("link", name="Trash", exact=True).click()
    page.get_by_role("button", name="Restore").first.click()
    page.goto(f"/projects/{production['code']}/shots/")
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(3)


def test_the_search_is_a_page_without_scripts(production: Production, visit: Visit) -> None:
    page = visit(production["sessions"]["owner"], java_script_enabled=False).go(
        f"/projects/{production['code']}/shots/"
    )
    page.locator(".top-search").click()
    page.locator("#main [name=q]").fill("sq10 20")
    page.get_by_role("button", name="Search").click()
    page.locator("#main").get_by_role("link", name="SQ010_SH0020").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SH0020")
    page.goto(f"/search/?q=%3E+light&project={production['code']}")
    page.get_by_role("button", name="Light theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "tracktor-light")


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Any]:
    production = site.scenes("production", code="plain")
    return production | {"pages": site.scenes("pages", code="plain")}


def test_every_page_is_read_without_scripts(pages: dict[str, Any], visit: Visit) -> None:
    visitor = visit(pages["sessions"]["owner"], java_script_enabled=False)
    visitor.allowed.append("Failed to load resource")
    found = [fault for at in pages["pages"] if at["who"] for fault in faults(visitor.go(at["url"]), at["name"])]
    assert not found, "\n".join(found)


def faults(page: Page, name: str) -> list[str]:
    """A page without its heading, a form that only scripts send."""
    found = [] if page.locator("h1").count() else [f"{name}: no heading"]
    lost = page.locator("form[hx-post]:not([action]), form[hx-post]:not([method=post])").count()
    return [*found, f"{name}: {lost} forms are sent by scripts only"] if lost else found
