"""The parts that move: the calendar by keyboard and against core/jalali, photos large, before and after, the dialog."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from peygir.core import jalali
from peygir.core.persian import ascii_digits, fa_digits
from tests.stories.axe import violations
from tests.stories.conftest import OpenPage
from tests.stories.staff import sign_in

# All days that a calendar shows, month after month, as (ISO day, number in its cell, heading of its month).
ALL_DAYS = """async ([months]) => {
  const dialog = document.querySelector(".date-dialog");
  const next = dialog.querySelector('[data-step="1"]');
  const found = [];
  for (let month = 0; month < months; month += 1) {
    const heading = dialog.querySelector("[data-date-month]").textContent;
    const columns = [...dialog.querySelectorAll("tbody tr")].map((row) => [...row.children]);
    for (const row of columns) row.forEach((cell, column) => {
      const button = cell.querySelector("button");
      if (button) found.push([button.dataset.day, button.textContent, heading, column]);
    });
    next.click();
  }
  return found;
}"""


def calendar_of(page: Page, box: str = "#id_day") -> None:
    """Open the design system's page and the calendar beside a box."""
    page.goto("/ui")
    page.locator(f".date-box:has({box}) .date-button").click()
    expect(page.locator(".date-dialog")).to_be_visible()


def at(page: Page) -> str:
    """The day that has the focus."""
    return str(page.evaluate("document.activeElement.dataset.day"))


def test_every_day_of_forty_years_is_the_day_that_the_server_counts(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    page.goto("/ui")
    page.locator("#id_day").fill("۱۳۸۰/۰۱/۱۵")
    page.locator(".date-box:has(#id_day) .date-button").click()
    shown = page.evaluate(ALL_DAYS, [12 * 40])
    assert len(shown) > 14_600
    expected = jalali.to_gregorian(1380, 1, 1)
    for iso, number, heading, column in shown:
        day = date.fromisoformat(iso)
        assert day == expected
        told = jalali.to_jalali(day)
        assert ascii_digits(number) == str(told.day), iso
        assert ascii_digits(heading) == f"{jalali.jalali_months('fa')[told.month - 1]} {told.year}", iso
        assert column == (day.weekday() + 2) % 7, iso  # Saturday stands first
        expected += timedelta(days=1)


@pytest.mark.parametrize("year", [1201, 1403, 1501, 1502, 1503, 1598])
def test_the_years_at_the_edges_and_leap_years_too(open_page: OpenPage, year: int) -> None:
    page = open_page("desk", "fa")
    refused: list[str] = []  # the days off of years that the server does not know are not asked for
    page.on("response", lambda answer: None if answer.ok else refused.append(answer.url))
    page.goto("/ui")
    page.locator("#id_day").fill(f"{year}/12/29")
    page.locator(".date-box:has(#id_day) .date-button").click()
    assert at(page) == jalali.to_gregorian(year, 12, 29).isoformat()
    shown = page.evaluate(ALL_DAYS, [2])
    for iso, number, _heading, _column in shown:
        assert ascii_digits(number) == str(jalali.to_jalali(date.fromisoformat(iso)).day)
    assert refused == []


@pytest.mark.parametrize(
    ("language", "onward", "back"), [("fa", "ArrowLeft", "ArrowRight"), ("en", "ArrowRight", "ArrowLeft")]
)
def test_the_calendar_by_keyboard(open_page: OpenPage, language: str, onward: str, back: str) -> None:
    page = open_page("desk", language)
    calendar_of(page)
    today = date.fromisoformat(at(page))
    press = page.keyboard.press
    press(onward)
    assert at(page) == (today + timedelta(days=1)).isoformat()
    press(back)
    press("ArrowDown")
    assert at(page) == (today + timedelta(days=7)).isoformat()
    press("ArrowUp")
    press("Home")
    assert date.fromisoformat(at(page)).weekday() == 5  # Saturday
    press("End")
    assert date.fromisoformat(at(page)).weekday() == 4  # Friday
    month = page.locator("[data-date-month]").text_content()
    press("PageDown")
    assert page.locator("[data-date-month]").text_content() != month
    press("PageUp")
    press("Shift+PageDown")
    press("Shift+PageUp")
    assert page.locator("[data-date-month]").text_content() == month
    for _ in range(12):  # the focus stays inside
        press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    press("Escape")
    expect(page.locator(".date-dialog")).to_be_hidden()
    assert page.locator("#id_day").input_value() == ""
    expect(page.locator(".date-box:has(#id_day) .date-button")).to_be_focused()
    press("Enter")
    page.locator(".date-dialog button[tabindex='0']").press("Enter")
    written = fa_digits(jalali.format_numeric(today)) if language == "fa" else today.isoformat()
    expect(page.locator("#id_day")).to_have_value(written)
    name = page.locator(".date-box:has(#id_day) .date-button").get_attribute("aria-label") or ""
    assert jalali.weekday_name(today, language) in name


def test_a_range_is_asked_for_in_one_go(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    calendar_of(page, "#id_begin")
    expect(page.locator("[data-date-asked]")).to_contain_text("آغاز")
    first = date.fromisoformat(at(page))
    page.keyboard.press("Enter")
    expect(page.locator("[data-date-asked]")).to_contain_text("پایان")
    page.keyboard.press("ArrowUp")  # before the first day there is nothing to choose
    assert at(page) == first.isoformat()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".date-dialog")).to_be_hidden()
    ends = [jalali.parse_jalali(page.locator(box).input_value()) for box in ("#id_begin", "#id_end")]
    assert ends == [first, first + timedelta(days=7)]
    page.locator(".date-box:has(#id_end) .date-button").click()
    assert page.locator(".date-dialog .is-between").count() in range(7)
    assert page.locator(".date-dialog [aria-selected=true]").count() in (1, 2)


def test_holidays_are_marked_and_named(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    page.goto("/ui")
    page.locator("#id_day").fill("1405/01/10")
    with page.expect_response("**/days.json*"):
        page.locator(".date-box:has(#id_day) .date-button").click()
    holiday = page.locator("[data-day='2026-03-21'].is-holiday")
    expect(holiday).to_be_visible()
    assert "نوروز" in (holiday.get_attribute("aria-label") or "")
    expect(page.locator("[data-date-offs]")).to_contain_text("نوروز")
    expect(page.locator("[data-day='2026-04-10'].is-off")).to_be_attached()  # a Friday
    assert violations(page) == []


@pytest.mark.parametrize(("size", "language"), [("phone", "fa"), ("desk", "en")])
def test_photos_one_after_the_other(open_page: OpenPage, size: str, language: str) -> None:
    page = open_page(size, language)
    page.goto("/ui")
    page.locator("[data-viewer][data-ready] a.photo").first.click()  # until its script is there, it leaves the page
    viewer = page.locator("dialog[data-viewer-dialog]")
    expect(viewer).to_have_attribute("data-state", "there")
    count = page.locator("[data-viewer-count]")
    onward, back = ("ArrowLeft", "ArrowRight") if language == "fa" else ("ArrowRight", "ArrowLeft")
    for key, number in ((onward, 2), (onward, 3), (onward, 3), (back, 2), ("Home", 1), ("End", 3)):
        page.keyboard.press(key)
        expect(count).to_contain_text(fa_digits(number) if language == "fa" else str(number))
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator("a.photo").first).to_be_focused()


def test_before_and_after_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    page.goto("/ui")
    handle = page.locator("[data-compare][data-ready] .compare-range")
    handle.focus()
    before = page.locator(".compare-before")
    clip = before.evaluate("one => getComputedStyle(one).clipPath")
    page.keyboard.press("Home")
    assert handle.input_value() == "0"
    assert before.evaluate("one => getComputedStyle(one).clipPath") != clip
    assert "۰" in (handle.get_attribute("aria-valuetext") or "")


def test_the_dialog_holds_the_focus_and_gives_it_back(open_page: OpenPage) -> None:
    page = open_page("desk", "en")
    page.goto("/ui")
    opener = page.locator("[data-opens][data-ready]")  # its script is fetched only where a dialog is
    opener.focus()
    page.keyboard.press("Space")
    dialog = page.locator("#sample-dialog")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    assert not re.search("#sample-dialog", page.url)


def test_without_a_script_everything_is_there(open_page: OpenPage) -> None:
    page = open_page("phone", "fa", javascript=False)
    page.goto("/ui#sample-dialog")
    expect(page.locator("#sample-dialog")).to_be_visible()  # the link leads to the words
    page.locator("#id_day").fill("۱۴۰۵/۰۹/۰۳")
    assert page.locator(".date-button").count() == 0
    assert page.locator(".compare-photo img").count() == 2
    assert all(link.get_attribute("href") for link in page.locator("a.photo").all())
    page.locator(".chart-behind > summary").first.click()
    expect(page.locator(".chart-behind table").first).to_be_visible()


def test_the_tab_of_the_page_is_in_sight(open_page: OpenPage) -> None:
    """Of seventeen tabs on a phone the one of this page is seen at once, in either direction of writing."""
    for language in ("fa", "en"):
        page = open_page("phone", language)
        sign_in(page, "admin")
        page.goto("/desk/admin/import/")
        expect(page.locator(".tabs-plain [aria-current]")).to_be_in_viewport(ratio=1)


def test_an_empty_box_begins_where_lines_begin(open_page: OpenPage) -> None:
    """A box that follows its words is Persian while it is empty, and turns with the first word."""
    page = open_page("phone", "fa")
    page.goto("/report/")
    box = page.locator("#id_address")
    box.focus()
    expect(box).to_have_css("direction", "rtl")
    box.fill("Eram St.")
    expect(box).to_have_css("direction", "ltr")
    box.fill("")
    expect(box).to_have_css("direction", "rtl")
