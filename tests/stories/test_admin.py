"""The administrator changes a deadline from next Saturday; what was reported before keeps what it was promised."""

import secrets
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from peygir.core.jalali import format_day, format_numeric
from peygir.core.persian import fa_digits
from tests.stories.conftest import OpenPage, shot
from tests.stories.second_person import confirmed_by_another
from tests.stories.staff import sign_in
from tests.stories.test_manager import fits
from tests.stories.walk import ADMIN

PAGES = {
    name: ADMIN[name]
    for name in (
        "topics",
        "topic-new",
        "topic",
        "calendar",
        "office",
        "ladders",
        "texts",
        "text",
        "seasons",
        "season-new",
        "season",
    )
}


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_fits(open_page: OpenPage, size: str, language: str) -> None:
    page = open_page(size, language)
    sign_in(page, "admin")
    for address in PAGES.values():
        fits(page, address)


def choose_next_saturday(page: Page, box: str) -> str:
    """Open the calendar beside a box by keyboard and take the next Saturday; gives the day as the page writes it."""
    frame = page.locator(".date-box", has=page.locator(box))
    frame.locator("[data-date-open]").click()
    dialog = page.locator("dialog.date-dialog[open]")
    expect(dialog).to_be_visible()
    today = date.fromisoformat(page.locator("[data-date-shape]").first.get_attribute("data-today") or "")
    saturday = today + timedelta(days=(5 - today.weekday() - 1) % 7 + 1)
    for _step in range((saturday - today).days):
        page.keyboard.press("ArrowLeft")  # right to left: the next day lies on the left
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(box)).to_have_value(fa_digits(format_numeric(saturday)))
    return fa_digits(format_day(saturday))


def test_a_deadline_changes_from_next_saturday(open_page: OpenPage) -> None:
    hours = fa_digits(str(100 + secrets.randbelow(800)))  # others than those of an earlier try
    page = open_page("desk", "fa")
    sign_in(page, "admin")
    page.goto("/desk/admin/terms/?group=ASP&topic=ASP-01")
    row = page.locator("main tbody tr", has=page.locator("a[href*='topic=ASP-01']")).first
    before = row.locator("td").nth(3).inner_text()
    page.locator("#due_hours").fill(hours)
    page.locator("#why").fill("قرار شورای شهر")
    day = choose_next_saturday(page, "#since")
    page.locator("button[value=preview]").click()
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("section[aria-labelledby=preview] strong")).to_contain_text(hours)
    shot(page, "deadline-desk-fa", full=False)
    page.locator("button[value=do]").click()
    confirmed_by_another(open_page, page)
    page.goto("/desk/admin/terms/?group=ASP&topic=ASP-01")
    # What is reported today is promised as before; from Saturday on the new hours stand written.
    row = page.locator("main tbody tr", has=page.locator("a[href*='topic=ASP-01']")).first
    expect(row.locator("td").nth(3)).to_have_text(before)
    expect(row).to_contain_text(hours)
    expect(row).to_contain_text(day)
    page.locator("form[action*='/undo/'] button").first.click()
    expect(page.locator("body")).to_contain_text("نفر دوم باید تأیید کند")


def test_words_of_a_message_are_seen_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    sign_in(page, "admin")
    page.goto("/desk/admin/texts/done/fa/")
    bubble = page.locator(".handset-bubble")
    expect(bubble).to_contain_text("آیا مشکل برطرف شده است؟")
    page.locator("#id_body").fill("گزارش {code} تمام شد.")
    expect(bubble).to_contain_text("تمام شد.")
    expect(page.locator("#handset")).to_contain_text("«{link}» در متن نیست")
    page.locator("#id_body").fill("گزارش {code} تمام شد. پاسخ شما: {link}")
    expect(page.locator("#handset")).not_to_contain_text("در متن نیست")
    shot(page, "text-phone-fa", full=False)
