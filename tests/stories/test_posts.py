"""A post is handed over to a successor, who acts in it; the past is asked as it is known now and was known then."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from peygir.core.jalali import format_numeric
from peygir.core.persian import fa_digits
from tests.stories.conftest import OpenPage
from tests.stories.staff import sign_in

QUESTION = "/desk/admin/posts/?unit=D-09"


def written(day: date) -> str:
    return fa_digits(format_numeric(day))


def today_of(page: Page) -> date:
    return date.fromisoformat(page.locator("[data-date-shape]").first.get_attribute("data-today") or "")


def ask(page: Page, on: date, known: date | None = None) -> None:
    page.goto(QUESTION)
    page.locator("#id_on").fill(written(on))
    if known is not None:
        page.locator("#id_known").fill(written(known))
    page.locator("main form[method=get] button[type=submit]").first.click()
    page.wait_for_load_state()


def test_a_post_is_handed_over_and_the_past_is_asked(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    sign_in(page, "admin")
    page.goto(QUESTION)
    today = today_of(page)
    first = today - timedelta(days=10)
    old, new = "مدیر نمونه، شهرداری منطقه ۹", "کارشناس نمونه، شهرداری منطقه ۹"
    answer = page.locator("section[aria-labelledby=answer]")
    expect(answer).to_contain_text(old)
    row = page.locator("section[aria-labelledby=leading] tbody tr", has_text=old)
    row.locator("a[href*='/admin/posts/']").click()
    form = page.locator("form[aria-labelledby=hand-over]")
    form.locator("#id_over-successor").fill("clerk-d09")
    form.locator("#id_over-from_on").fill(written(first))
    form.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("پایان‌یافته")
    for day, name in ((first - timedelta(days=1), old), (first, new), (today, new)):
        ask(page, day)
        expect(answer).to_contain_text(name)
    # What was on record yesterday knew nothing of it.
    ask(page, today, known=today - timedelta(days=1))
    expect(answer).to_contain_text(old)
    # The successor leads now, and whoever led before is told that no post is left.
    successor = open_page("desk", "fa")
    sign_in(successor, "clerk-d09")
    successor.goto("/desk/unit/")
    expect(successor.locator("h1")).to_be_visible()
    before = open_page("phone", "fa")
    before.goto("/staff/login/")
    before.locator("#id_username").fill("manager-d09")
    before.locator("#id_password").fill("nemune-137-shiraz")
    before.locator("main button[type=submit]").click()
    expect(before.locator("main")).to_contain_text("امروز سمتی ندارید")
    before.goto("/staff/account/")
    expect(before.locator("main")).to_contain_text("امروز سمتی ندارید")


def test_who_has_two_posts_acts_in_the_other(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    sign_in(page, "manager-d01")
    page.goto("/staff/account/")
    own = page.locator("section[aria-labelledby=posts]")
    expect(own).to_contain_text("جانشین")
    own.locator("form[action*='/posts/'] button").click()
    expect(page.locator(".page-lead").first).to_contain_text("منطقه ۲")
    own.locator("form[action*='/posts/'] button").click()
    expect(page.locator(".page-lead").first).to_contain_text("منطقه ۱")
