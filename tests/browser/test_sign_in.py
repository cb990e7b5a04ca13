"""Passkeys and the second step in a real browser, with Chromium's virtual authenticator."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.tests.factories import PASSWORD

from .conftest import Visit, Visitor
from .site import Site

AXE = {"resultTypes": ["violations"], "preload": False}


def local(site: Site) -> str:
    """Passkeys are for names, not for 127.0.0.1."""
    return site.url.replace("127.0.0.1", "localhost")


def is_sound(page: Page) -> None:
    # A colour that is still on its way has the contrast of neither end.
    page.emulate_media(reduced_motion="reduce")
    violations = Axe().run(page, options=AXE).response["violations"]
    nodes = [f"{each['id']}: {node['html'][:200]}" for each in violations for node in each["nodes"]]
    assert not nodes, f"{page.url}\n" + "\n".join(nodes)


def with_authenticator(visitor: Visitor) -> None:
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username or e-mail").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation(url=lambda url: "/accounts/login/" not in url or url.endswith("/code/")):
        page.get_by_role("button", name="Sign in").click()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Confirm it is you")).to_be_visible()
    is_sound(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_added_and_opens_the_account_alone(site: Site, visit: Visit) -> None:
    site.scenes("person", username="pia", full_name="Pia Passkey")
    site.scenes("give_password", username="pia")
    visitor = visit(base_url=local(site))
    with_authenticator(visitor)
    page = visitor.page
    sign_in(page, "pia")
    expect(page.locator(".avbtn")).to_be_visible()
    page.goto("/profile/security/")
    page.get_by_role("link", name="Add passkey").click()
    confirm(page)
    page.get_by_label("Name, to tell it from others").fill("Key of the studio")
    is_sound(page)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    is_sound(page)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Key of the studio")).to_be_visible()
    is_sound(page)

    visitor.context.clear_cookies()
    page.goto("/accounts/login/")
    is_sound(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".avbtn")).to_be_visible()
    page.goto("/profile/security/")
    expect(page.get_by_text("used")).to_be_visible()


def test_the_code_of_an_app_is_asked_for_after_the_password(site: Site, visit: Visit) -> None:
    site.scenes("person", username="tom.totp", full_name="Tom Totp")
    site.scenes("give_password", username="tom.totp")
    visitor = visit(base_url=local(site))
    page = visitor.page
    sign_in(page, "tom.totp")
    page.goto("/accounts/app/add/")
    confirm(page)
    secret = page.get_by_label("No camera? Type this key").input_value()
    is_sound(page)
    assert page.locator(".qr").evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Code that the app shows").fill(code_of(secret))
    page.get_by_role("button", name="Add app").click()
    code = page.locator(".codes li").first.inner_text()

    visitor.context.clear_cookies()
    sign_in(page, "tom.totp")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    is_sound(page)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".avbtn")).to_be_visible()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_administrators_pages_are_sound(site: Site, visit: Visit) -> None:
    session = site.scenes("person", username="ada.admin", full_name="Ada Admin", is_superuser=True)
    for size in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
        page = visit(session, viewport=size).page
        for path in ("people/", "invitations/", "settings/"):
            page.goto(f"/studio/{path}")
            is_sound(page)
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        page.goto("/studio/people/?q=ada.admin")
        page.get_by_role("link", name="Ada Admin").click()
        expect(page.get_by_role("heading", name="Ada Admin")).to_be_visible()
        is_sound(page)
