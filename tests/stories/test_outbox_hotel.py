"""A hotel's network answers in the server's place: nothing leaves the phone, and each report is in the city once."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage
from tests.stories.link import Link
from tests.stories.phones import Phone, a_phone
from tests.stories.test_offline import PATIENCE, fill_in, received
from tests.stories.test_outbox import CONTROLLED, COUNT, codes_of, kept, wait_until

HOTEL = (200, "text/html", "<h1>Welcome to the hotel</h1>")
TOKEN, REPORT = ("GET", "/report/token/"), ("POST", "/report/")
phone = pytest.fixture(a_phone)


def tried_in_vain(page: Page, link: Link, request: tuple[str, str]) -> None:
    """Try to send while something else answers this request: the entry waits as before, with its photo."""
    before = link.given.count(request)
    page.locator("[data-try]").click()
    wait_until(page, lambda: link.given.count(request) > before)
    expect(page.locator("[data-try]")).not_to_have_class(re.compile("htmx-request"))  # the round is over
    expect(page.locator("[data-waiting-list] [data-state=waiting]")).to_have_count(1)
    assert page.evaluate(COUNT, "photos") == 1


def test_a_hotel_takes_nothing_that_waits(phone: Phone, open_page: OpenPage) -> None:
    """A sign-in page for each request in turn, and JSON that says nothing."""
    link, word = phone.link, secrets.token_hex(8)
    page = phone.start("/report/")
    page.evaluate(CONTROLLED)
    link.is_cut = True
    kept(page, f"آب‌گرفتگی زیر پل {word}")
    link.answers = {"/report/token/": HOTEL}
    link.is_cut = False
    tried_in_vain(page, link, TOKEN)
    link.answers = {"/report/": HOTEL}
    tried_in_vain(page, link, REPORT)
    link.answers = {"/report/": (200, "application/json", "{}")}
    tried_in_vain(page, link, REPORT)
    link.answers = {}
    page.locator("[data-try]").click()
    assert codes_of(page, 1) == received(open_page, word)


@pytest.mark.parametrize("status", [200, 429, 503])
def test_the_open_form_takes_no_foreign_answer_for_the_servers(phone: Phone, open_page: OpenPage, status: int) -> None:
    """Sent while a hotel's page, a front that asks for patience, or a fault answers: kept, and recorded once."""
    link, word = phone.link, secrets.token_hex(8)
    page = phone.start("/report/")
    fill_in(page, f"زبالهٔ جامانده پشت بازارچه {word}")
    link.answers = {"/report/": (status, *HOTEL[1:])}
    page.locator("[data-send]").click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("form[data-report]")).to_be_hidden()
    assert "hotel" not in page.locator("main").inner_text()
    assert page.evaluate(COUNT, "draft") == 0
    link.answers = {}
    page.locator("[data-try]").click()
    assert codes_of(page, 1) == received(open_page, word)
