"""A clerk's morning by keyboard: walks down the list, takes twenty in hand at once, searches, keeps a view."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage, shot
from tests.stories.reports import received_report
from tests.stories.staff import sign_in

MANY = 20


def reported(page: Page, count: int) -> None:
    """So many new cases in the first district, waiting to be taken in hand."""
    for number in range(count):
        received_report(
            text=f"لکه‌گیری آسفالت روبه‌روی نانوایی شمارهٔ {number}",
            address=f"کوچهٔ {number + 1}",
            reporter={"phone": f"0997137{number:04d}", "name": "رهگذر نمونه"},
        )
    for _ in range(300):
        page.goto("/desk/inbox/?state=referred")
        if page.locator("[data-rows] tbody tr").count() >= count:
            return
        page.wait_for_timeout(200)
    raise AssertionError("the worker did not route the reports")


def test_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("desk")
    sign_in(page, "clerk-d01")
    reported(page, MANY)
    page.goto("/desk/inbox/?state=referred")
    rows = page.locator("[data-rows] tbody tr")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_class("is-at")
    expect(rows.nth(0).locator("a.row-link")).to_be_focused()
    page.keyboard.press("x")
    expect(rows.nth(0).locator("input[name=case]")).to_be_checked()
    expect(page.locator("[data-bulk]")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    shot(page, "inbox-keys-desk-fa", full=False)
    page.keyboard.press("Escape")
    for number in range(MANY):
        if number:
            page.keyboard.press("j")
        page.keyboard.press("x")
    shot(page, "inbox-picked-desk-fa", full=False)
    page.keyboard.press("a")
    page.wait_for_url("**/desk/bulk/")
    shot(page, "bulk-desk-fa", full=False)
    lines = page.locator(".bulk-lines > li")
    expect(lines).to_have_count(MANY)
    page.locator("button[value=go]").press("Enter")
    expect(page.locator("[data-outcome=done]")).to_have_count(MANY)
    expect(page.locator("[data-outcome=refused]")).to_have_count(0)
    shot(page, "bulk-done-desk-fa", full=False)
    page.keyboard.press("/")
    page.keyboard.type("لکهگیری نانوایی")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search/**")
    assert page.locator("[data-rows] tbody tr").count() >= MANY
    shot(page, "search-desk-fa", full=False)


def test_keys_can_be_switched_off(open_page: OpenPage) -> None:
    page = open_page("desk", "en")
    sign_in(page, "clerk-d01")
    page.goto("/desk/inbox/")
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("tr.is-at")).to_have_count(0)


def test_a_phone_number_does_not_stand_in_the_address(open_page: OpenPage) -> None:
    page = open_page("desk", "en")
    sign_in(page, "supervisor")
    page.goto("/desk/inbox/")
    page.locator("#head-q").fill("۰۹۹۷۱۳۷۰۰۰۱")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search/")
    expect(page.get_by_text("This access is recorded")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_without_a_script_boxes_and_buttons_do_it(open_page: OpenPage, size: str) -> None:
    page = open_page(size, "en", javascript=False)
    sign_in(page, "clerk-d01")
    page.goto("/desk/inbox/")
    box = page.locator("input[name=case]").first
    box.check()
    page.locator("#bulk button[value=accept]").click()
    page.wait_for_url("**/desk/bulk/")
    expect(page.locator(".bulk-lines > li")).to_have_count(1)
    shot(page, f"bulk-{size}-en")
    # Each walk keeps other filters: what is kept already is not offered again.
    page.goto(f"/desk/inbox/?colour={'red' if size == 'phone' else 'orange'}")
    page.locator("details.keep > summary").click()
    page.locator("#view-name").fill(f"Late on a {size}")
    page.locator(".keep-form button").click()
    expect(page.get_by_role("link", name=f"Late on a {size}")).to_be_visible()
    page.goto("/desk/views/")
    shot(page, f"views-{size}-en")
