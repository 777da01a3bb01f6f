"""Staff in a cellar: an entry in a case is kept, outlives the session, holds up signing out, and comes once."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage
from tests.stories.phones import Phone, a_phone
from tests.stories.staff import PASSWORD, sign_in
from tests.stories.test_offline import PATIENCE
from tests.stories.test_outbox import CONTROLLED, COUNT, waiting

NOTE = f"در زیرزمین آنتن نبود؛ کنتور شمارهٔ {os.getpid()} دیده شد"
FAILS = (500, "text/html", "")
COMMANDS = "/outbox/commands/"
phone = pytest.fixture(a_phone)


def enter(page: Page, username: str) -> None:
    """Sign in at the page that is open."""
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def test_an_entry_outlives_the_session_and_a_kill_and_comes_once(phone: Phone, open_page: OpenPage) -> None:
    """Kept offline, not taken by the server at first, then the session ends: it waits for its person."""
    link = phone.link
    page = phone.start("/staff/login/?next=/desk/inbox/")
    page.evaluate(CONTROLLED)
    enter(page, "supervisor")
    page.wait_for_url("**/desk/**")
    address = page.locator('main a[href^="/desk/case/"]').first.get_attribute("href")
    assert address
    phone.go(page, address)
    page.context.set_offline(True)
    link.is_cut = True
    page.locator("#note").fill(NOTE)
    page.locator("form[data-command=note] button[type=submit]").click()
    expect(page.locator("[data-said]")).to_contain_text("روی این گوشی", timeout=PATIENCE)
    expect(page.locator("#note")).to_have_value("")
    phone.kill()

    # The server is there and does not take it: signing out would leave it behind.
    link.answers[COMMANDS] = FAILS
    link.is_cut = False
    page = phone.start("/staff/account/")
    page.locator("form[data-sign-out] button").first.click()
    expect(page.locator("[data-leaving]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-export]")).to_be_visible()
    expect(waiting(page)).to_contain_text(NOTE)

    # The session ends: nothing is dropped, and the page says what is to be done.
    page.context.clear_cookies(name="sessionid")
    link.answers = {}
    page.locator("[data-try]").click()
    way_in = page.locator("[data-waiting-list] a[data-when=signin]")
    expect(way_in).to_be_visible(timeout=PATIENCE)
    way_in.click()
    enter(page, "supervisor")
    page.wait_for_url("**/report/waiting/**")
    expect(page.locator("[data-waiting-list] [data-state=sent]")).to_have_count(1, timeout=3 * PATIENCE)
    assert page.evaluate(COUNT, "items") == 1

    desk = open_page("desk", "fa")
    sign_in(desk, "supervisor")
    desk.goto(address)
    expect(desk.get_by_text(NOTE)).to_have_count(1)
    page.locator("[data-drop]").click()
    phone.go(page, "/staff/account/")
    page.locator("form[data-sign-out] button").first.click()
    page.wait_for_url(f"{link.url}/")
