"""The palette with the keyboard, on a phone, and on its page."""

import re

from playwright.sync_api import expect

from .conftest import Visit
from .site import Site
from .table import Production, cell, table


def test_a_code_and_enter_lead_to_the_shot(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    page.keyboard.press("Control+k")
    # As a quick hand does: Enter before any answer is there.
    page.keyboard.type("sq10 sh 20")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/shots/{production['shots']['SH0020']}/$"))
    page.keyboard.press("Control+k")
    recent = page.locator("#palette-results .palette-group", has_text="Recent")
    expect(recent.locator("[role=option]").first).to_contain_text("SQ010_SH0020")


def test_escape_gives_the_focus_back_and_arrows_choose(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    cell(page, production, "SH0010 ANM").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("sh")
    options = page.locator("#palette-results [role=option]")
    # The answer to the whole word, which takes the place of that to its first letter.
    expect(page.locator("#palette-results")).to_contain_text("Find “sh” in assets")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.locator("#palette [name=q]")).to_have_attribute("aria-activedescendant", "palette-option-0")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(cell(page, production, "SH0010 ANM")).to_be_focused()


def test_control_enter_opens_a_new_tab(production: Production, visit: Visit) -> None:
    visitor = visit(production["sessions"]["owner"])
    page = table(visitor, production)
    page.locator(".top-search").click()
    page.keyboard.type("fox")
    expect(page.locator("#palette-results [role=option]").first).to_contain_text("Fox")
    with visitor.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    expect(opened.value).to_have_url(re.compile(r"/assets/\d+/$"))
    expect(page).to_have_url(re.compile("/shots/$"))


def test_an_action_sets_the_theme_and_undo_comes_as_a_toast(production: Production, visit: Visit, site: Site) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    site.scenes("set_status", task=production["tasks"]["SH0010 ANM"], status="Retake", by=f"{production['code']}.owner")
    page.keyboard.press("Control+k")
    page.keyboard.type("> undo")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts [data-toast]")).to_contain_text("Undone")
    page.keyboard.press("Control+k")
    page.keyboard.type("> light")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "tracktor-light")
    expect(page).to_have_url(re.compile("/shots/$"))


def test_a_viewer_is_offered_nothing_to_change(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["viewer"]), production)
    page.keyboard.press("Control+k")
    page.keyboard.type(">")
    expect(page.locator("#palette-results")).to_contain_text("New project")
    expect(page.locator("#palette-results")).not_to_contain_text("New shots")


def test_a_phone_has_a_sheet_for_what_its_bar_has_no_room_for(production: Production, visit: Visit) -> None:
    size = {"width": 360, "height": 740}
    page = table(visit(production["sessions"]["owner"], viewport=size, has_touch=True), production)
    assert page.locator(".rail > .rail-item:visible, .rail-more:visible").count() <= 5
    page.locator(".rail-more > summary").tap()
    page.locator(".rail-more").get_by_role("link", name="Team").tap()
    expect(page).to_have_url(re.compile("/members/$"))
    page.locator(".top-search").tap()
    page.locator("#palette").get_by_role("button", name="Close").tap()
    expect(page.locator("#palette")).to_be_hidden()


def test_keys_are_found_by_what_they_do(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    page.keyboard.press("?")
    page.keyboard.type("undo")
    rows = page.locator("#keys [data-key]:visible")
    expect(rows.first).to_contain_text("Undo my last change")
    page.locator("[data-find-key]").fill("nothing does this")
    expect(page.locator("[data-no-key]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
