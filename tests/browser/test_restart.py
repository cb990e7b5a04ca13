"""The server dies and comes back: the page says so, and nothing that happened is missed."""

from playwright.sync_api import expect

from .conftest import Visit
from .site import Site
from .table import chip, is_live, table


def test_page_survives_a_killed_server_and_catches_up(own_site: Site, visit: Visit) -> None:
    production = own_site.scenes("production", code="ark")
    visitor = visit(production["sessions"]["owner"], at=own_site)
    page = table(visitor, production)
    visitor.allowed += ["net::ERR", "htmx:sendError"]
    own_site.server.kill()
    expect(page.locator("#live-state")).to_have_text("Reconnecting")
    task = production["tasks"]["SH0010 ANM"]
    own_site.scenes("set_status", task=task, status="Retake", by="ark.owner")
    own_site.server.start()
    is_live(page)
    expect(chip(page, production, "SH0010 ANM")).to_have_text("Retake")
    page.reload()
    expect(chip(page, production, "SH0010 ANM")).to_have_text("Retake")
