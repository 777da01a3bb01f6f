"""Signing in by a passkey, by a directory and at a sign-in page; a leaver is out; sessions end from one's account."""

import json
import os
import re
import socket
from collections.abc import Iterator
from time import monotonic
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stories.organisation import CLERKS, LDAP_PORT, OIDC, OIDC_WISHES, WALL
from tests.stories.staff import PASSWORD, sign_in

URL = os.environ["PEYGIR_STORIES_URL"]
PORT = urlsplit(URL).port
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
    expect(rows.filter(has_text="گذرکلید")).to_have_count(1)
    page.locator("section[aria-labelledby=sessions] tbody button").click()
    expect(rows).to_have_count(1)
    away.goto("/staff/account/")
    assert urlsplit(away.url).path == "/staff/login/"
    other.close()

    page.goto("/staff/account/passkeys/")
    page.locator("main li input[type=password]").fill(PASSWORD)
    page.locator("main li button").click()
    expect(page.locator("main li")).to_have_count(0)


# ── the organisation's own sign-in ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def mapped(browser: Browser) -> None:
    """An administrator proposes what groups give, and the mayor's desk confirms it."""
    with browser.new_context(base_url=URL, locale="en-GB") as context:
        page = context.new_page()
        sign_in(page, "admin")
        page.goto("/desk/admin/sign-in/")
        page.locator("#id_lines").fill(f"{CLERKS} ; clerk ; D-07\n{WALL} ; operator")
        page.locator("#id_why").fill("قرار شورای فناوری")
        page.locator("form:has(#id_lines) button[type=submit]").click()
        page.wait_for_url("**/desk/admin/changes/**")
        address = page.url
    with browser.new_context(base_url=URL, locale="en-GB") as context:
        page = context.new_page()
        sign_in(page, "mayor")
        page.goto(address)
        expect(page.locator("dl.facts")).to_contain_text(CLERKS)
        page.locator("form:has(input[value=confirm]) button").click()
        page.wait_for_url("**/desk/admin/changes/")


def is_led_to_sign_in(page: Page) -> None:
    """The page that was opened is the sign-in page, which says in words why it came."""
    assert urlsplit(page.url).path == "/staff/login/", page.url
    expect(page.locator("body")).to_contain_text("از سامانه بیرون رفته‌اید. دوباره وارد شوید.")


@pytest.mark.skipif(LDAP_PORT not in os.environ, reason="no slapd: apt install slapd")
def test_a_directorys_person_enters_and_is_out_within_minutes_of_leaving(browser: Browser, mapped: None) -> None:
    import ldap3

    with browser.new_context(base_url=URL, locale="fa-IR", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/staff/login/")
        page.locator("#id_username").fill("mina")
        page.locator("#id_password").fill("lanterns-of-golgasht-7")
        page.locator("form:has(#id_password) button[type=submit]").click()
        page.wait_for_url("**/desk/**")
        page.goto("/staff/account/")
        expect(page.locator("h1")).to_contain_text("مینا کریمی")
        server = ldap3.Server("127.0.0.1", port=int(os.environ[LDAP_PORT]), get_info=ldap3.NONE)
        root = "cn=root,dc=golgasht,dc=example"
        directory = ldap3.Connection(server, root, "lanterns-of-golgasht-7", auto_bind=True)
        assert directory.delete("uid=mina,ou=people,dc=golgasht,dc=example")
        directory.unbind()  # `with` would leave open what was bound before it
        opened_until_signed_out(page, "/staff/account/")
        is_led_to_sign_in(page)


def opened_until_signed_out(page: Page, address: str) -> None:
    """Open a page again and again, as somebody at work does, until the sign-in page comes instead."""
    until = monotonic() + 120
    while urlsplit(page.url).path != "/staff/login/":
        assert monotonic() < until, "the leaver is still signed in"
        page.wait_for_timeout(1000)
        page.goto(address)


@pytest.mark.skipif(OIDC not in os.environ, reason="no oidc-provider: apt install nodejs npm")
def test_a_person_of_the_sign_in_page_enters_and_links(browser: Browser, mapped: None) -> None:
    with browser.new_context(base_url=URL, locale="fa-IR") as context:
        page = context.new_page()
        by_provider(page, "omid", page_after="/staff/account/")
        expect(page.locator("section[aria-labelledby=sessions]")).to_contain_text("صفحهٔ ورود سازمان")


def by_provider(page: Page, name: str, *, page_after: str) -> None:
    """Sign in at the organisation's page, which asks for a name and for consent, and come back to a page of ours."""
    page.goto(f"/staff/login/?next={page_after}")
    page.locator("main a[href^='/staff/oidc/']").click()
    page.locator("input[name=login]").fill(f"id-{name}")
    page.locator("input[name=password]").fill("x")
    page.locator("button[type=submit]").click()
    page.locator("form:has(input[value=consent]) button[type=submit]").click()
    page.wait_for_url(f"**{page_after}")


@pytest.mark.skipif(OIDC not in os.environ, reason="no oidc-provider: apt install nodejs npm")
def test_whom_the_provider_removes_sees_it_on_the_open_page_and_does_not_come_back(
    browser: Browser, mapped: None
) -> None:
    """Nobody touches the page: its live stream ends within the time of PEYGIR_LEAVERS_SECONDS, and it says so."""
    with browser.new_context(base_url=URL, locale="fa-IR") as context:
        page = context.new_page()
        by_provider(page, "sima", page_after="/desk/console/")
        expect(page.locator("[data-live-state=open]")).to_have_count(1)
        with socket.create_connection(("127.0.0.1", int(os.environ[OIDC_WISHES])), timeout=30) as provider:
            provider.sendall(b'{"remove": "sima"}\n')
            assert json.loads(provider.makefile().readline()) == {"done": True}
        over = page.locator(".live-over a")
        expect(over).to_be_visible(timeout=120_000)
        expect(over).to_have_text("از سامانه بیرون رفته‌اید. دوباره وارد شوید.")
        over.click()
        page.wait_for_url("**/staff/login/?next=**")
        page.locator("main a[href^='/staff/oidc/']").click()  # the provider knows the browser still, not the person
        page.wait_for_load_state()
        page.goto("/desk/console/")
        assert urlsplit(page.url).path == "/staff/login/"


@pytest.mark.skipif(OIDC not in os.environ, reason="no oidc-provider: apt install nodejs npm")
def test_signing_out_at_the_provider_signs_out_here_and_the_next_page_says_so(browser: Browser, mapped: None) -> None:
    """By back-channel logout: the provider itself posts it to us."""
    with browser.new_context(base_url=URL, locale="fa-IR") as context:
        page = context.new_page()
        by_provider(page, "navid", page_after="/staff/account/")
        away = context.new_page()
        away.goto(f"{os.environ[OIDC]}/session/end")
        away.locator("button[name=logout]").click()
        opened_until_signed_out(page, "/staff/account/")
        is_led_to_sign_in(page)
