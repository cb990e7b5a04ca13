"""Two people at the same table of shots: what one does, the other sees."""

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .conftest import Visit, Visitor

Production = dict[str, Any]


def table(visitor: Visitor, production: Production, query: str = "") -> Page:
    """The shots page, once its stream is open."""
    page = visitor.go(f"/projects/{production['code']}/shots/{query}")
    expect(page.locator("#live-state")).to_have_attribute("data-live", "on")
    return page


def cell(page: Page, production: Production, name: str) -> Locator:
    return page.locator(f"#task-{production['tasks'][name]}")


def choose(page: Page, production: Production, name: str, letters: str) -> None:
    """As one does who knows the keys: the letters and Enter at once, without waiting for the menu."""
    cell(page, production, name).focus()
    page.keyboard.type(letters)
    page.keyboard.press("Enter")


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
