"""Without scripts: one reads, makes a shot, sets a status and writes a note."""

from playwright.sync_api import expect

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
