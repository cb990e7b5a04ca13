"""From an empty installation to two people in a project."""

import re

from playwright.sync_api import Page, expect

from .conftest import Visit
from .site import Site

PASSWORD = "a long enough secret"


def test_first_visit_leads_to_a_project_and_a_second_person_joins_it(own_site: Site, visit: Visit) -> None:
    ada = visit(at=own_site).go("/my-tasks/")
    expect(ada).to_have_url(re.compile("/welcome/$"))
    ada.get_by_label("Full name").fill("Ada Løvelace")
    ada.get_by_label("Username").fill("ada")
    ada.get_by_label("Password", exact=True).fill(PASSWORD)
    ada.get_by_role("button", name="Continue").click()
    expect(ada).to_have_url(re.compile("/projects/new/$"))
    ada.get_by_label("Name", exact=True).fill("The Lantern Tide")
    expect(ada.locator("#id_code")).not_to_have_value("")
    ada.locator(".templates .choice").first.click()
    ada.get_by_role("button", name="Create project").click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("The Lantern Tide")
    code = _share_code(ada)

    ben = visit(at=own_site).go("/")
    ben.get_by_role("link", name=re.compile("account", re.IGNORECASE)).first.click()
    ben.get_by_label("Username").fill("ben")
    ben.get_by_label("Password", exact=True).fill(PASSWORD)
    ben.get_by_role("button", name="Make my account").click()
    ben.get_by_label("Share code").fill(code)
    ben.get_by_role("button", name="Join project").click()
    expect(ben.locator("body")).to_contain_text("The Lantern Tide")
    ada.reload()
    expect(ada.locator("#main")).to_contain_text("ben")


def _share_code(page: Page) -> str:
    """Made by the owner on the page of the team."""
    page.get_by_role("link", name="Team").first.click()
    page.get_by_role("button", name=re.compile("code", re.IGNORECASE)).first.click()
    shown = page.locator("#share-code")
    expect(shown).to_be_visible()
    return shown.inner_text().strip()


def test_two_presses_make_one_project(site: Site, visit: Visit) -> None:
    page = visit(site.scenes("person", username="dora", full_name="Dora Double")).go("/projects/new/")
    page.get_by_label("Name", exact=True).fill("Pressed twice")
    expect(page.locator("#id_code")).not_to_have_value("")
    page.locator(".templates .choice").first.click()
    page.get_by_role("button", name="Create project").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pressed twice")
    assert site.scenes("count_projects", name="Pressed twice") == 1
