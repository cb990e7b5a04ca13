"""Finding, making, changing and throwing away shots."""

import re

from playwright.sync_api import Page, expect

from .conftest import Visit
from .site import Site
from .table import Production, table


def rows(page: Page) -> int:
    return page.locator("tbody tr[id^=shot-]").count()


def test_scrolling_brings_the_next_hundred_rows(production: Production, visit: Visit, site: Site) -> None:
    site.scenes("many_shots", code=production["code"], sequences=6, each=40)
    page = table(visit(production["sessions"]["owner"]), production)
    assert rows(page) == 100
    expect(page.locator(".gridfoot")).to_contain_text("243 shots")
    box = page.locator(".gridscroll")
    box.evaluate("box => box.scrollTo(0, box.scrollHeight)")
    expect(page.locator("tbody tr[id^=shot-]").nth(199)).to_be_attached()
    box.evaluate("box => box.scrollTo(0, box.scrollHeight)")
    expect(page.locator("tbody tr[id^=shot-]").nth(242)).to_be_attached()
    expect(page.locator("#grid-more")).to_have_count(0)
    assert rows(page) == 243
    numbers = page.locator("tbody .rownum").all_inner_texts()
    assert numbers == [str(number) for number in range(1, 244)]
    heads = page.locator("tbody tr.grp .title").all_inner_texts()
    assert len(heads) == len(set(heads)) == 7


def test_filter_by_keys_keeps_its_address(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    page.locator("#main").focus()
    page.keyboard.press("/")
    page.keyboard.type("SH0020")
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=SH0020"))
    page.reload()
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(1)
    expect(page.locator("#main [name=q]")).to_have_value("SH0020")
    page.locator("tbody a.code").click()
    expect(page.locator("#main")).to_contain_text("SH0020")
    page.go_back()
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(1)
    page.go_back()
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(3)


def test_shots_are_made_by_a_pattern_changed_and_thrown_away(production: Production, visit: Visit) -> None:
    page = table(visit(production["sessions"]["owner"]), production)
    page.get_by_role("link", name="New shots").click()
    for name, value in {"sequence": "SQ020", "first": "SH0100", "count": "4", "step": "5"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("#main form button.btn-primary").click()
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(7)
    expect(page.locator("tbody")).to_contain_text("SH0115")
    page.locator("tbody a.code", has_text="SH0105").click()
    shot = page.url
    page.get_by_role("link", name="Edit").first.click()
    page.locator("[name=description]").fill("The gull lands")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#main")).to_contain_text("The gull lands")
    for act in ("Omit", "Bring back", "Move to the trash"):
        page.locator("summary", has_text="More for").click()
        page.get_by_role("button", name=act).click()
        expect(page.locator("#toasts [data-toast]")).to_have_count(1)
        page.locator("#toasts [data-close]").click()
    page.goto(f"/projects/{production['code']}/trash/")
    row = page.locator("#trash .listrow", has_text="SH0105")
    row.get_by_role("button", name="Restore").click()
    expect(row).to_have_count(0)
    assert page.goto(shot).ok


def test_new_shots_of_another_appear_on_reload_of_the_table(production: Production, visit: Visit, site: Site) -> None:
    page = table(visit(production["sessions"]["viewer"]), production)
    site.scenes("many_shots", code=production["code"], sequences=1, each=2)
    expect(page.locator("tbody tr[id^=shot-]")).to_have_count(5)
