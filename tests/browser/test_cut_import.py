"""A project out of a real edit decision list."""

import re
from pathlib import Path

from playwright.sync_api import expect

from .conftest import Visit
from .site import Site
from .table import Production

EDITORIAL = Path(__file__).resolve().parents[2] / "shots" / "tests" / "data" / "editorial"


def test_project_is_made_from_a_cut(site: Site, visit: Visit) -> None:
    page = visit(site.scenes("person", username="edda", full_name="Edda Editor")).go("/projects/new/from-cut/")
    page.set_input_files("input[type=file]", EDITORIAL / "screening_example.edl")
    page.locator("#id_name").fill("Screening")
    page.get_by_role("button", name="Check the cut").click()
    rows = page.locator(".cut-table tbody tr")
    expect(rows).not_to_have_count(0)
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Screening")


def test_options_change_the_preview_and_the_import_is_one_step(
    production: Production, site: Site, visit: Visit
) -> None:
    page = visit(production["sessions"]["owner"]).go(f"/projects/{production['code']}/cuts/import/")
    page.set_input_files("input[type=file]", EDITORIAL / "speed_effects.edl")
    page.get_by_role("button", name="Check the cut").click()
    create = page.locator("#cut-create")
    expect(create).to_contain_text("Create")
    first = page.locator(".cut-first b")
    page.get_by_label("Steps").check()
    page.locator("#id_start").fill("500")
    expect(first).to_contain_text("500")
    count = int(re.search(r"\d+", create.inner_text())[0])
    create.click()
    shots = f"/projects/{production['code']}/shots/"
    toast = page.locator("#toasts [data-toast]")
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts [data-toast]", has_text="Redo")).to_be_visible()
    assert len(site.scenes("ids", code=production["code"])["shots"]) == 3
    page.locator("#toasts").get_by_role("button", name="Redo").click()
    expect(page.locator("#toasts [data-toast]", has_text="Undo")).to_be_visible()
    page.goto(shots)
    expect(page.locator(".gridfoot")).to_contain_text(f"{3 + count} shots")
