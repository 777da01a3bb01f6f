"""A second citizen at the same spot: sees that it was told already, joins, and gets a code of their own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage, shot
from tests.stories.reports import referred_report
from tests.stories.staff import sign_in

LAT, LON = 29.6302, 52.5085
TEXT = "وسط کوچه یه چالهٔ بزرگ افتاده"


def tell(page: Page, *, topic: str = "ASP-01", text: str = TEXT) -> None:
    """The first two steps, with the pin already set, as far as the photos."""
    page.goto("/report/")
    for name, value in (("lat", LAT), ("lon", LON)):
        page.evaluate(f"document.querySelector('input[name={name}]').value = '{value}'")
    page.locator("[data-step=where] [data-next]").click()
    page.locator("#id_text").fill(text)
    box = page.locator(f"input[name=topic][value='{topic}']")
    box.evaluate("box => { box.closest('details').open = true; }")
    box.check()
    with page.expect_response("**/report/known/"):
        page.locator("[data-step=what] [data-next]").click()


def send(page: Page, *, phone: str = "") -> str:
    """The last two steps; returns the tracking code."""
    page.locator("[data-step=photos] [data-next]").click()
    if phone:
        page.locator("#id_phone").fill(phone)
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile(r"/report/done/\d{10}/"))
    found = re.search(r"/report/done/(\d{10})/", page.url)
    assert found
    return found[1]


def told_of_spot(page: Page) -> str:
    """A report at the spot whose case the worker has read; `page` lends its connection."""
    return referred_report(page, text=TEXT, place="", address="", lat=LAT, lon=LON)


@pytest.mark.parametrize(("size", "language"), [("phone", "fa"), ("desk", "fa"), ("desk", "en")])
def test_it_is_shown_before_the_report_is_taken(open_page: OpenPage, size: str, language: str) -> None:
    page = open_page(size, language)
    told_of_spot(page)
    tell(page)
    expect(page.locator("#known-title")).to_be_visible()
    expect(page.locator("input[name=join][value='']")).to_be_checked()
    shot(page, f"report-known-{size}-{language}")
    page.locator("input[name=join]").first.check()
    code = send(page)
    clerk = open_page("desk")
    sign_in(clerk, "supervisor")
    clerk.goto(f"/desk/inbox/?q={code}")
    assert clerk.locator("[data-rows] tbody tr").count() == 1


def test_without_a_script_it_is_a_page_between(open_page: OpenPage) -> None:
    page = open_page("phone", javascript=False)
    page.goto("/report/")
    page.locator("#id_area").select_option("01-05")
    page.locator("#id_text").fill("سه روزه آشغال‌های کوچه رو نبردن")
    page.locator("[data-send]").click()
    page.wait_for_load_state()
    # On a collection day after its hour there is nothing to tell, and the report is taken at once.
    if not re.search(r"/report/done/", page.url):
        expect(page.locator("#known-title")).to_be_visible()
        shot(page, "report-between-phone-fa")
        page.locator("[data-without-script] ~ [data-send], [data-send]").first.click()
        page.wait_for_url(re.compile(r"/report/done/"))


def test_the_clerk_sees_what_a_case_resembles(open_page: OpenPage) -> None:
    page = open_page("desk")
    told_of_spot(page)
    code = told_of_spot(page)
    sign_in(page, "supervisor")
    page.goto(f"/desk/case/{code}/")
    expect(page.locator("#heard")).to_be_visible()
    expect(page.locator("form[action$='/move/merge/'] input[name=into][type=hidden]").first).to_be_attached()
    shot(page, "case-heard-desk-fa")
