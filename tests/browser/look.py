"""Pictures of the demo production for eyes: `python -m tests.browser.look FOLDER [part of a name …]`.

The data folder of the environment must hold the demo (`manage.py demo`). Nothing of it is changed but two sessions.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from activity.tests.live.harness import Server

from .conftest import FLAGS, chromium_path
from .site import Scenes

SIZES = {"390": (390, 844), "1440": (1440, 900), "2560": (2560, 1440)}
THEMES = {"dark": "tracktor-dark", "light": "tracktor-light"}
TALL = {"390"}


def pictures(browser: Browser, folder: Path, wanted: list[str]) -> Iterator[str]:
    environment = dict(os.environ)
    scenes, server = Scenes(environment), Server(environment)
    try:
        demo = scenes("demo")
        for theme, stored in THEMES.items():
            scenes("look", username=demo["username"], theme=stored)
            for size, (width, height) in SIZES.items():
                context = browser.new_context(
                    base_url=f"http://127.0.0.1:{server.port}", viewport={"width": width, "height": height}
                )
                cookie = {"name": "sessionid", "value": demo["session"], "url": f"http://127.0.0.1:{server.port}"}
                context.add_cookies([cookie])
                for name, path in demo["pages"].items():
                    if not wanted or any(part in name for part in wanted):
                        yield picture(context.new_page(), path, folder / f"{name}_{size}_{theme}.png")
                context.close()
        scenes("look", username=demo["username"], theme=THEMES["dark"])
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
    page.screenshot(path=file, full_page=file.stem.split("_")[-2] in TALL)
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
