"""What tests do at the table of shots."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from .conftest import Visitor

Production = dict[str, Any]


def table(visitor: Visitor, production: Production, query: str = "") -> Page:
    """The shots page, once its stream is open."""
    page = visitor.go(f"/projects/{production['code']}/shots/{query}")
    is_live(page)
    return page


def is_live(page: Page) -> None:
    expect(page.locator("#live-state")).to_have_attribute("data-live", "on")


def cell(page: Page, production: Production, name: str) -> Locator:
    """`cell(page, production, "SH0010 ANM")`."""
    return page.locator(f"#task-{production['tasks'][name]}")


def chip(page: Page, production: Production, name: str) -> Locator:
    return cell(page, production, name).locator(".st")


def choose(page: Page, production: Production, name: str, letters: str) -> None:
    """As one does who knows the keys: the letters and Enter at once, without waiting for the menu."""
    cell(page, production, name).focus()
    page.keyboard.type(letters)
    page.keyboard.press("Enter")


def toast(page: Page, text: str) -> Locator:
    return page.locator("#toasts [data-toast]", has_text=text)
