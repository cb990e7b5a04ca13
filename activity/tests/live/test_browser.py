"""The stream in a real browser: several tabs, one connection; nobody's typing is written over."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .harness import Site

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.proof,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


@pytest.fixture(scope="module")
def backend() -> str:
    return "sqlite"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=f"http://127.0.0.1:{site.server.port}")
    made.add_cookies(
        [
            {
                "name": "sessionid",
                "value": site.ids["sessions"]["contributor"],
                "url": f"http://127.0.0.1:{site.server.port}",
            }
        ]
    )
    yield made
    made.close()


@pytest.fixture
def tab(context: BrowserContext) -> Callable[[], Page]:
    def tab() -> Page:
        page = context.new_page()
        page.goto("/projects/ark/shots/")
        expect(page.locator("#live-state")).to_have_attribute("data-live", "on")
        return page

    return tab


def _chip(page: Page, task: int) -> str:
    return page.locator(f"#task-{task} .st").inner_text().strip()


def test_a_change_by_somebody_else_is_drawn_with_the_name(site: Site, tab: Callable[[], Page]) -> None:
    page, task = tab(), site.ids["ark_tasks"][0]
    site.act("flip", task=task)
    expect(page.locator(f"#task-{task} .st")).to_have_text("WIP")
    expect(page.locator(f"#task-{task}.is-flash .who")).to_have_text("Owner")
    expect(page.locator(f"#task-{task} .who")).to_have_count(0)


def test_tabs_share_one_connection_and_hand_it_on(site: Site, tab: Callable[[], Page], context: BrowserContext) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    first, second = tab(), tab()
    tasks = site.ids["ark_tasks"]
    site.act("flip", task=tasks[0])
    for page in (first, second):
        expect(page.locator(f"#task-{tasks[0]} .st")).to_have_text("WIP")
    assert len(asked) == 1
    first.close()
    site.act("flip", task=tasks[1])
    expect(second.locator(f"#task-{tasks[1]} .st")).to_have_text("WIP")
    assert len(asked) == 2 and "after=" in asked[1]


def test_an_open_cell_keeps_what_it_shows_until_it_is_left(site: Site, tab: Callable[[], Page]) -> None:
    page, task = tab(), site.ids["ark_tasks"][0]
    before = _chip(page, task)
    page.locator(f"#task-{task}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#task-{task}.is-open, #task-{task} .is-open").first).to_be_visible()
    site.act("flip", task=task)
    expect(page.locator(f"#task-{task}.is-conflict")).to_have_count(1)
    assert _chip(page, task) == before
    page.keyboard.press("Escape")
    expect(page.locator(f"#task-{task} .st")).to_have_text("WIP")
    expect(page.locator(f"#task-{task}")).to_be_focused()


def test_the_focus_stays_in_a_cell_that_changes(site: Site, tab: Callable[[], Page]) -> None:
    page, task = tab(), site.ids["ark_tasks"][0]
    page.locator(f"#task-{task}").focus()
    site.act("flip", task=task)
    expect(page.locator(f"#task-{task} .st")).to_have_text("WIP")
    expect(page.locator(f"#task-{task}")).to_be_focused()


def test_a_server_that_was_away_is_caught_up_with(site: Site, tab: Callable[[], Page]) -> None:
    page, task = tab(), site.ids["ark_tasks"][0]
    site.server.kill()
    expect(page.locator("#live-state")).to_have_text("Reconnecting")
    site.act("flip", task=task)
    site.server.start()
    expect(page.locator(f"#task-{task} .st")).to_have_text("WIP", timeout=15_000)
    expect(page.locator("#live-state")).to_have_text("Live")


def test_who_is_removed_reads_it_on_the_page(site: Site, tab: Callable[[], Page]) -> None:
    page = tab()
    site.act("remove", project=site.ids["ark"], name="contributor")
    expect(page.locator("#live-banner")).to_contain_text("no member of this project")


def test_without_locks_every_tab_listens_for_itself(
    site: Site, tab: Callable[[], Page], context: BrowserContext
) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    pages = [tab(), tab()]
    task = site.ids["ark_tasks"][0]
    site.act("flip", task=task)
    for page in pages:
        expect(page.locator(f"#task-{task} .st")).to_have_text("WIP")
