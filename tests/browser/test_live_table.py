"""Two people at the same table of shots: what one does, the other sees."""

import re
import time

from playwright.sync_api import expect

from .conftest import Visit
from .site import Site
from .table import Production, cell, chip, choose, is_live, table, toast


def test_status_is_set_by_keys_alone_and_seen_by_others(production: Production, visit: Visit) -> None:
    carl = table(visit(production["sessions"]["contributor"]), production)
    olga = table(visit(production["sessions"]["owner"]), production)
    choose(carl, production, "SH0010 ANM", "wip")
    began = time.monotonic()
    seen = cell(olga, production, "SH0010 ANM")
    expect(seen).to_have_class(re.compile("is-flash"))
    expect(seen.locator(".who")).to_have_text("Carl")
    expect(seen.locator(".st")).to_have_text("WIP")
    assert time.monotonic() - began < 1.5
    # One's own change does not flash, and the hand stays where it is, also after the stream has drawn the cell again.
    own = cell(carl, production, "SH0010 ANM")
    expect(own.locator(".st")).to_have_text("WIP")
    expect(own).to_be_focused()
    expect(own.locator(".who")).to_have_count(0)
    carl.keyboard.press("ArrowRight")
    expect(cell(carl, production, "SH0010 FX")).to_be_focused()


def test_menu_shows_first_what_starts_with_the_letters(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    cell(page, production, "SH0010 ANM").focus()
    page.keyboard.press("Enter")
    field = page.locator("[data-menu-filter]")
    expect(field).to_be_focused()
    field.fill("re")
    shown = [
        (option.inner_text(), option.get_attribute("data-short")) for option in page.locator("#menu .opt:visible").all()
    ]
    starts = [any(name.strip().lower().startswith("re") for name in names) for names in shown]
    assert len(starts) > 1
    assert starts[0]
    assert starts == sorted(starts, reverse=True)
    expect(page.locator("#menu .opt:visible").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(cell(page, production, "SH0010 ANM")).to_be_focused()
    expect(page.locator("#menu .pop")).to_have_count(0)


def test_assignee_is_seen_by_others(production: Production, visit: Visit) -> None:
    carl = table(visit(production["sessions"]["contributor"]), production)
    olga = table(visit(production["sessions"]["owner"]), production)
    vera = visit(production["sessions"]["viewer"]).go("/my-tasks/")
    is_live(vera)
    cell(carl, production, "SH0020 FX").locator(".av-none").click()
    carl.locator("[data-menu-filter]").fill("vera")
    carl.keyboard.press("Enter")
    expect(cell(olga, production, "SH0020 FX").get_by_role("button", name="Vera Viewer")).to_be_visible()
    expect(cell(carl, production, "SH0020 FX")).to_be_focused()
    expect(toast(carl, "assigned to Vera Viewer")).to_be_visible()
    # The task is on her day, which did not know it.
    expect(vera.locator("#day-main .taskrow", has_text="SH0020")).to_be_visible()


def test_a_mention_arrives_in_the_open_inbox(production: Production, visit: Visit) -> None:
    carl = visit(production["sessions"]["contributor"]).go(
        f"/projects/{production['code']}/shots/{production['shots']['SH0020']}/"
    )
    olga = visit(production["sessions"]["owner"]).go("/inbox/")
    is_live(olga)
    expect(olga.locator("#inbox")).not_to_contain_text("Lens dirt")
    carl.locator("#composer textarea").fill(f"@{production['code']}.owner Lens dirt on the left?")
    carl.keyboard.press("Control+Enter")
    expect(olga.locator("#inbox")).to_contain_text("Lens dirt", timeout=15_000)


def test_note_appears_on_the_shot_page_of_another(production: Production, visit: Visit) -> None:
    address = f"/projects/{production['code']}/shots/{production['shots']['SH0010']}/"
    carl = visit(production["sessions"]["contributor"]).go(address)
    olga = visit(production["sessions"]["owner"]).go(address)
    is_live(olga)
    olga.locator("#composer textarea").fill("Half written, not sent")
    carl.locator("#composer textarea").fill("Key is **half a stop** hot <script>alert(1)</script> 🦊")
    carl.keyboard.press("Control+Enter")
    for page in (carl, olga):
        note = page.locator("#thread .note")
        expect(note).to_contain_text("half a stop")
        expect(note).to_contain_text("🦊")
    # The other's own words stay in their field.
    expect(olga.locator("#composer textarea")).to_have_value("Half written, not sent")
    expect(carl.locator("#composer textarea")).to_have_value("")


def test_stale_menu_is_refused_with_what_is_there(production: Production, visit: Visit) -> None:
    carl_visitor = visit(production["sessions"]["contributor"])
    carl = table(carl_visitor, production)
    olga = table(visit(production["sessions"]["owner"]), production)
    for page in (carl, olga):
        cell(page, production, "SH0030 LAY").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-menu-filter]")).to_be_focused()
    olga.keyboard.type("retake")
    olga.keyboard.press("Enter")
    expect(chip(olga, production, "SH0030 LAY")).to_have_text("Retake")
    # The cell that is being edited is not overwritten: a corner says that there is something newer.
    held = cell(carl, production, "SH0030 LAY")
    expect(held).to_have_class(re.compile("is-conflict"))
    expect(held.locator(".st")).to_have_text("Todo")
    carl_visitor.allowed.append("409")
    carl.keyboard.type("wip")
    carl.keyboard.press("Enter")
    refusal = carl.locator("#toasts [data-toast][data-stay]")
    expect(refusal).to_contain_text("SH0030")
    expect(chip(carl, production, "SH0030 LAY")).to_have_text("Retake")
    expect(cell(carl, production, "SH0030 LAY")).not_to_have_class(re.compile("is-conflict"))
    # Once more, now knowing.
    choose(carl, production, "SH0030 LAY", "wip")
    expect(chip(olga, production, "SH0030 LAY")).to_have_text("WIP")


def test_cell_left_unchanged_takes_what_came_meanwhile(production: Production, visit: Visit, site: Site) -> None:
    page = table(visit(production["sessions"]["contributor"]), production)
    cell(page, production, "SH0030 CMP").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-menu-filter]")).to_be_focused()
    task = production["tasks"]["SH0030 CMP"]
    site.scenes("set_status", task=task, status="Retake", by=f"{production['code']}.owner")
    expect(cell(page, production, "SH0030 CMP")).to_have_class(re.compile("is-conflict"))
    page.keyboard.press("Escape")
    expect(chip(page, production, "SH0030 CMP")).to_have_text("Retake")
    expect(cell(page, production, "SH0030 CMP")).to_be_focused()


def test_removed_member_is_told_and_sees_no_more(production: Production, visit: Visit, site: Site) -> None:
    visitor = visit(production["sessions"]["contributor"])
    page = table(visitor, production)
    visitor.allowed.append("404")
    site.scenes("remove", code=production["code"], username=f"{production['code']}.contributor")
    expect(page.locator("#main")).to_contain_text("no member of this project any more")
    site.scenes("set_status", task=production["tasks"]["SH0010 ANM"], status="Retake", by=f"{production['code']}.owner")
    assert page.goto(f"/projects/{production['code']}/shots/").status == 404
