"""Debian's Chromium in front of the real server: one browser and one site a worker, a production for each test."""

import asyncio
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from .site import Site, site_in

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium's own name of a broken policy, and ours for where the console does not tell.
REPORT_POLICY = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}`));
"""


# htmx tells the console of requests that end because the page is left.
QUIET = ("htmx:sendAbort", "htmx:afterRequest")


@dataclass
class Visitor:
    """A person at a browser of their own. What the console complains of fails the test, unless it is `allowed`."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=lambda: [*QUIET])

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def unexpected(self) -> list[str]:
        return [text for text in self.complaints if not any(part in text for part in self.allowed)]


Visit = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


def _need_chromium() -> str:
    found = chromium_path()
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium must be there in CI")
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    return found


@dataclass
class _Loop:
    """Playwright leaves its event loop running in this thread, where Django would refuse the queries of other tests."""

    kept: Any = None

    def put_away(self) -> None:
        self.kept = asyncio._get_running_loop()
        asyncio._set_running_loop(None)

    def take_out(self) -> None:
        asyncio._set_running_loop(self.kept)


@pytest.fixture(scope="session")
def _chromium() -> Iterator[tuple[Browser, _Loop]]:
    path, loop = _need_chromium(), _Loop()
    expect.set_options(timeout=10_000)
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    loop.put_away()
    yield browser, loop
    loop.take_out()
    browser.close()
    playwright.stop()


@pytest.fixture
def chromium(_chromium: tuple[Browser, _Loop]) -> Iterator[Browser]:
    browser, loop = _chromium
    loop.take_out()
    yield browser
    loop.put_away()


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def site(_chromium: object, _shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Shared by the tests of a worker: each makes a production of its own."""
    with site_in(tmp_path_factory.mktemp("site"), _shared) as site:
        yield site


@pytest.fixture
def own_site(_chromium: object, _shared: Path, tmp_path: Path) -> Iterator[Site]:
    """For a test that needs an empty installation, or kills the server."""
    with site_in(tmp_path, _shared) as site:
        yield site


_numbers = itertools.count(1)


@pytest.fixture
def production(site: Site) -> dict[str, Any]:
    """`scenes.production` with three shots, under a code of its own."""
    made: dict[str, Any] = site.scenes("production", code=f"film{next(_numbers)}")
    return made


@pytest.fixture
def visit(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """`visit(session)` opens a window for somebody; without a session it is a stranger's."""
    visitors: list[Visitor] = []

    def visit(session: str = "", *, at: Site | None = None, **options: Any) -> Visitor:
        url = (at or request.getfixturevalue("site")).url
        context = chromium.new_context(**{"base_url": url, "viewport": {"width": 1440, "height": 900}} | options)
        context.set_default_timeout(15_000)
        context.add_init_script(REPORT_POLICY)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        visitor = Visitor(context, context.new_page())
        visitor.watch(visitor.page)
        visitors.append(visitor)
        return visitor

    yield visit
    complaints = [text for visitor in visitors for text in visitor.unexpected()]
    for visitor in visitors:
        visitor.context.close()
    assert not complaints, "\n".join(complaints)
