"""Pictures of the demo production for eyes: `python -m tests.browser.look FOLDER [part of a name …]`.

The data folder of the environment must hold the demo (`manage.py demo`). Only sessions and themes of it change.
"""

import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from activity.tests.live.harness import Server

from .conftest import FLAGS, chromium_path
from .site import Scenes

# The phone is held up high, to see more of each page at once.
SIZES: dict[str, ViewportSize] = {
    "390": {"width": 390, "height": 1600},
    "1440": {"width": 1440, "height": 900},
    "2560": {"width": 2560, "height": 1440},
}
THEMES: dict[Literal["dark", "light"], str] = {"dark": "tracktor-dark", "light": "tracktor-light"}


def pictures(browser: Browser, folder: Path, wanted: list[str]) -> Iterator[str]:
    environment = dict(os.environ)
    scenes, server = Scenes(environment), Server(environment)
    url = f"http://127.0.0.1:{server.port}"
    try:
        demo = scenes("demo")
        for theme, size in itertools.product(THEMES, SIZES):
            contexts = {}
            for who, session in demo["sessions"].items():
                scenes("look", username=who, theme=THEMES[theme])
                contexts[who] = browser.new_context(base_url=url, viewport=SIZES[size], color_scheme=theme)
                if who:
                    contexts[who].add_cookies([{"name": "sessionid", "value": session, "url": url}])
            for name, (who, path) in demo["pages"].items():
                if not wanted or any(part in name for part in wanted):
                    yield picture(contexts[who].new_page(), path, folder / f"{name}_{size}_{theme}.png")
            for context in contexts.values():
                context.close()
    finally:
        server.stop()
        scenes.stop()


def picture(page: Page, path: str, file: Path) -> str:
    page.goto(path)
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    # Eyes may wait for what the page fetches by itself.
    page.wait_for_timeout(600)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.screenshot(path=file)
    page.close()
    return f"{file.name}{f' is {wide} px too wide' if wide > 0 else ''}"


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for line in pictures(browser, folder, sys.argv[2:]):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
