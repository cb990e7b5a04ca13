"""Taking back: from the toast, by keys, in the history, and when somebody was there meanwhile."""

from playwright.sync_api import expect

from .conftest import Visit
from .site import Site
from .table import Production, chip, choose, table, toast


def test_toast_takes_back_and_does_again(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    choose(page, production, "SH0010 ANM", "wip")
    toast(page, "SH0010").get_by_role("button", name="Undo").click()
    expect(chip(page, production, "SH0010 ANM")).to_have_text("Todo")
    page.locator("#toasts").get_by_role("button", name="Redo").click()
    expect(chip(page, production, "SH0010 ANM")).to_have_text("WIP")


def test_keys_take_back_and_do_again(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    other = table(visit(production["sessions"]["contributor"]), production)
    choose(page, production, "SH0020 FX", "wip")
    expect(chip(other, production, "SH0020 FX")).to_have_text("WIP")
    page.keyboard.press("Control+z")
    expect(chip(other, production, "SH0020 FX")).to_have_text("Todo")
    expect(chip(page, production, "SH0020 FX")).to_have_text("Todo")
    page.keyboard.press("Control+Shift+Z")
    expect(chip(other, production, "SH0020 FX")).to_have_text("WIP")


def test_history_takes_back(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    choose(page, production, "SH0030 CMP", "wip")
    expect(toast(page, "SH0030")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("h")
    entry = page.locator("#history > li").first
    expect(entry).to_contain_text("SH0030")
    entry.get_by_role("button", name="Undo").click()
    expect(page.locator("#history > li.is-undone").first).to_contain_text("SH0030")
    table_page = page.context.new_page()
    table_page.goto(f"/projects/{production['code']}/shots/")
    expect(chip(table_page, production, "SH0030 CMP")).to_have_text("Todo")


def test_undo_is_refused_when_somebody_changed_it_later(production: Production, visit: Visit, site: Site) -> None:
    visitor = visit(production["sessions"]["contributor"])
    page = table(visitor, production)
    choose(page, production, "SH0010 LAY", "wip")
    undo = toast(page, "SH0010").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    task = production["tasks"]["SH0010 LAY"]
    site.scenes("set_status", task=task, status="Retake", by=f"{production['code']}.owner")
    expect(chip(page, production, "SH0010 LAY")).to_have_text("Retake")
    visitor.allowed.append("409")
    undo.click()
    refusal = page.locator("#toasts [data-toast][data-stay]")
    expect(refusal).to_contain_text("later")
    expect(chip(page, production, "SH0010 LAY")).to_have_text("Retake")
