"""Every page of the URL conf: axe finds nothing, the policy is kept, the console is silent, nothing sticks out."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import QUIET, Visit, Visitor
from .site import Site
from .table import Production, cell, table

# Without its preloading, which puts style elements of its own into the page, where the policy forbids them.
AXE = {"resultTypes": ["violations"], "preload": False}
LOOKS = {
    f"{theme}-{width}": (theme, width, height)
    for theme in ("dark", "light")
    for width, height in ((1440, 900), (390, 844), (2560, 1440))
}
# Two quarters of the pages in the daily suite, in looks that differ most; all of them in all looks as a proof.
QUARTERS = 4
DAILY = [("dark-1440", 0), ("light-390", 1)]
PROOFS = [(look, quarter) for look in LOOKS for quarter in range(QUARTERS) if (look, quarter) not in DAILY]

# The pages look the same whatever database stands behind them.
ONLY_PROOF = [pytest.mark.proof, pytest.mark.only_sqlite]


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[str, Any]:
    production = site.scenes("production", code="pages")
    found = site.scenes("pages", code="pages")
    extra = {
        "nothing found": "/projects/pages/shots/?q=nothing",
        "a filter that is wrong": "/projects/pages/shots/?sequence=999999",
        "not here": "/projects/nowhere/",
    }
    found += [{"name": name, "who": "owner", "url": url} for name, url in extra.items()]
    return production | {"pages": found}


def complaints(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with the page as it stands now."""
    page = visitor.page
    found = [
        f"{name}: {violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for violation in Axe().run(page, options=AXE).response["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{name}: wider than the window")
    return found + [f"{name}: {text}" for text in visitor.unexpected()]


@pytest.mark.parametrize(("look", "quarter"), [*DAILY, *[pytest.param(*proof, marks=ONLY_PROOF) for proof in PROOFS]])
def test_every_page_is_sound(look: str, quarter: int, pages: dict[str, Any], site: Site, visit: Visit) -> None:
    theme, width, height = LOOKS[look]
    size = {"width": width, "height": height}
    site.scenes("look", username="pages.owner", theme=f"tracktor-{theme}")
    visitors = {
        who: visit(session, viewport=size, reduced_motion="reduce")
        for who, session in {"owner": pages["sessions"]["owner"], "": ""}.items()
    }
    found: list[str] = []
    for at in pages["pages"][quarter::QUARTERS]:
        visitor = visitors[at["who"]]
        refused = ["404", "422"] if at["name"] in {"a filter that is wrong", "not here"} else []
        visitor.allowed = [*QUIET, *refused]
        visitor.complaints.clear()
        visitor.go(at["url"])
        settle(visitor.page)
        found += complaints(visitor, f"{at['name']} {look}")
        visitor.complaints.clear()
    assert not found, "\n".join(found)


def settle(page: Page) -> None:
    """What the page asks for by itself is there. The stream never ends, so the network is never idle."""
    expect(page.locator(".htmx-request, .htmx-settling")).to_have_count(0)


def complaints_of_keys_and_palette(visitor: Visitor) -> list[str]:
    page, found = visitor.page, []
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    found += complaints(visitor, "keys")
    page.keyboard.press("Escape")
    for typed in ("", "sh", "> th", "nothing has this name"):
        page.keyboard.press("Control+k")
        page.keyboard.type(typed)
        expect(page.locator("#palette-results")).to_contain_text("this project" if typed == "sh" else re.compile("."))
        found += complaints(visitor, f"palette {typed}")
        page.keyboard.press("Escape")
    return found


@pytest.mark.parametrize("look", ["dark-1440", pytest.param("light-390", marks=pytest.mark.proof)])
def test_what_opens_over_a_page_is_sound(look: str, production: Production, site: Site, visit: Visit) -> None:
    theme, width, height = LOOKS[look]
    site.scenes("look", username=f"{production['code']}.owner", theme=f"tracktor-{theme}")
    size = {"width": width, "height": height}
    visitor = visit(production["sessions"]["owner"], viewport=size, reduced_motion="reduce")
    page = table(visitor, production)
    found = []
    cell(page, production, "SH0010 ANM").focus()
    page.keyboard.press("Enter")
    page.locator("#menu .pop").wait_for()
    found += complaints(visitor, "status menu")
    page.keyboard.type("wip")
    page.keyboard.press("Enter")
    page.locator("#toasts [data-toast]").wait_for()
    found += complaints(visitor, "toast")
    if width > 760:
        # On a phone people are assigned on the page of the shot.
        cell(page, production, "SH0020 ANM").locator(".av-none").click()
        page.locator("#menu .pop").wait_for()
        found += complaints(visitor, "assignee menu")
        page.keyboard.press("Escape")
    found += complaints_of_keys_and_palette(visitor)
    for summary in page.locator("summary:visible").all():
        summary.click()
        found += complaints(visitor, "menu of the top bar")
        page.keyboard.press("Escape")
    assert not found, "\n".join(found)
