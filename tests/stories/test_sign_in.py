"""Signing in by a passkey: added on the account's page, used instead of a password, and sessions ended from there."""

import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stories.staff import PASSWORD

PORT = urlsplit(os.environ["PEYGIR_STORIES_URL"]).port
HERE = f"http://localhost:{PORT}"  # browsers allow passkeys under this name, and under no number
WHO = "clerk-d07"  # nobody else's story signs in as this one


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with a fingerprint reader: Chromium's own authenticator, behind the browser's real interface."""
    context = browser.new_context(base_url=HERE, viewport={"width": 390, "height": 844}, locale="fa-IR")
    context.set_default_navigation_timeout(90_000)
    context.add_cookies([{"name": "django_language", "value": "fa", "url": HERE}])
    yield context
    context.close()


def with_authenticator(page: Page) -> str:
    """Give the page's browser an authenticator; returns its id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
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
    return str(made["authenticatorId"])


def by_password(page: Page) -> None:
    page.goto("/staff/login/")
    page.locator("#id_username").fill(WHO)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form:has(#id_password) button[type=submit]").click()
    page.wait_for_url(re.compile(r"/(desk|staff/code)/"))


def test_a_passkey_replaces_the_password_and_sessions_end(browser: Browser, device: BrowserContext) -> None:
    page = device.new_page()
    with_authenticator(page)
    by_password(page)
    page.goto("/staff/account/passkeys/")
    page.locator("#id_name").fill("گوشی من")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form[data-passkey=create] button").click()
    page.wait_for_url("**/staff/account/recovery/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator("main ol code")).to_have_count(10)
    spare = page.locator("main ol code").first.inner_text()

    page.goto("/staff/account/")
    page.locator("form[data-sign-out] button").first.click()
    page.goto("/staff/login/")
    page.locator("form[data-passkey=get] button").click()
    page.wait_for_url("**/desk/**")

    # Elsewhere, without the phone: the password and one of the codes.
    other = browser.new_context(base_url=HERE, locale="fa-IR")
    away = other.new_page()
    by_password(away)
    assert urlsplit(away.url).path == "/staff/code/"
    away.locator("#id_code").fill(spare)
    away.locator("form:has(#id_code) button").click()
    away.wait_for_url("**/desk/**")

    page.goto("/staff/account/")
    rows = page.locator("section[aria-labelledby=sessions] tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("گذرکلید")
    page.locator("section[aria-labelledby=sessions] tbody button").click()
    expect(rows).to_have_count(1)
    away.goto("/staff/account/")
    assert urlsplit(away.url).path == "/staff/login/"
    other.close()

    page.goto("/staff/account/passkeys/")
    page.locator("main li input[type=password]").fill(PASSWORD)
    page.locator("main li button").click()
    expect(page.locator("main li")).to_have_count(0)
