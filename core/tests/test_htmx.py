"""Page or fragment, and what rides along in the headers."""

import json
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core.htmx import is_fragment, toast, trigger
from core.http import back_to


@pytest.mark.parametrize(
    ("htmx", "expected"),
    [
        (None, False),
        (SimpleNamespace(boosted=False, history_restore_request=False), True),
        (SimpleNamespace(boosted=True, history_restore_request=False), False),
        # After "back" htmx puts the answer in place of the whole page.
        (SimpleNamespace(boosted=False, history_restore_request=True), False),
    ],
)
def test_a_fragment_is_for_htmx_that_swaps_a_part(htmx: object, expected: bool) -> None:
    request = RequestFactory().get("/")
    request.htmx = htmx  # type: ignore[attr-defined]
    assert is_fragment(request) is expected


def test_events_add_up_and_carry_any_text() -> None:
    response = trigger(HttpResponse(), "task:changed", {"pk": 1})
    toast(response, "狐 “set” to\nRetake", undo_url="/changes/7/undo/")
    events = json.loads(response["HX-Trigger"])
    assert events["task:changed"] == {"pk": 1}
    assert events["toast"]["message"] == "狐 “set” to\nRetake" and events["toast"]["undo_url"] == "/changes/7/undo/"
    assert "\n" not in response["HX-Trigger"]


@pytest.mark.django_db
def test_a_cached_fragment_is_never_shown_as_a_page(project: object, cast: dict[str, object]) -> None:
    client = Client()
    client.force_login(cast["viewer"])  # type: ignore[arg-type]
    assert "HX-Request" in client.get("/")["Vary"]


@pytest.mark.parametrize(
    ("referer", "goal"),
    [
        ("http://testserver/projects/ark/", "http://testserver/projects/ark/"),
        ("https://evil.example/", "/home"),
        ("//evil.example/", "/home"),
        ("javascript:alert(1)", "/home"),
        ("", "/home"),
    ],
)
def test_the_way_back_stays_on_this_site(referer: str, goal: str) -> None:
    request = RequestFactory().get("/", headers={"Referer": referer})
    assert back_to(request, "/home") == goal


def test_a_long_message_is_cut_to_what_headers_hold() -> None:
    response = toast(HttpResponse(), "😀" * 5000)
    assert len(response["HX-Trigger"]) < 4000
    assert json.loads(response["HX-Trigger"])["toast"]["message"].endswith("…")
