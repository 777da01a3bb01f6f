"""Two at their desks: what one does, the other sees without a reload, also after a lost line; no words are lost."""

import re

from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage, messages_to, shot
from tests.stories.reports import referred_report, wait_until_referred
from tests.stories.staff import sign_in
from tests.stories.test_heard import send
from tests.stories.test_whole_life import press, wait_for_state


def report_with_phone(open_page: OpenPage, phone: str) -> str:
    """A citizen's report from the first district whose case the worker has brought to its unit."""
    page = open_page("phone")
    page.goto("/report/")
    page.locator("#id_address").fill("شیراز، بلوار چمران، روبه‌روی نانوایی")
    page.locator("#id_area").select_option("01-05")
    page.locator("[data-step=where] [data-next]").click()
    page.locator("#id_text").fill("وسط کوچه یه چالهٔ بزرگ افتاده")
    box = page.locator("input[name=topic][value='ASP-01']")
    box.evaluate("box => { box.closest('details').open = true; }")
    box.check()
    page.locator("[data-step=what] [data-next]").click()
    code = send(page, phone=phone)
    wait_until_referred(page, code)
    return code


def line_is(page: Page, state: str) -> None:
    """The live line is open, or cut."""
    expect(page.locator("[data-live-state]")).to_have_attribute("data-live-state", state, timeout=30_000)


def row(page: Page, code: str) -> str:
    return f"[data-rows] tr:has(a.row-link[href*='/case/{code}/'])"


def put_on_wait(page: Page) -> None:
    """For the weather, on the case's page."""
    page.locator("#move-wait").locator("xpath=ancestor::details[1]/summary").click()
    page.locator("#wait-wait_reason").select_option("weather")
    press(page, "wait", {"until": "1405/12/20", "note": "منتظر هوای خشک"})


def test_an_open_inbox_keeps_up(open_page: OpenPage) -> None:
    first, second = open_page("desk", "fa"), open_page("desk", "fa")
    code = referred_report(first)
    sign_in(first, "clerk-d01")
    sign_in(second, "manager-d01")
    second.goto("/desk/inbox/?order=new")  # by due date it may stand on the second page
    line_is(second, "open")
    expect(second.locator(row(second, code))).to_contain_text("ارجاع شد")

    first.goto(f"/desk/case/{code}/")
    press(first, "accept")
    expect(second.locator(row(second, code))).to_contain_text("در دست اقدام", timeout=10_000)
    expect(second.locator(row(second, code))).to_have_class(re.compile("is-news"))

    # The line is lost; meanwhile the case moves on and a new one comes.
    second.context.set_offline(True)
    line_is(second, "cut")
    put_on_wait(first)
    other = referred_report(first)
    expect(second.locator(row(second, code))).to_contain_text("در دست اقدام")
    second.context.set_offline(False)
    expect(second.locator(row(second, code))).to_contain_text("در انتظار", timeout=30_000)
    bar = second.locator(".live-bar")
    expect(bar).to_contain_text("پروندهٔ تازه", timeout=30_000)
    expect(second.locator(row(second, other))).to_have_count(0)  # nothing moves under the eye
    shot(second, "inbox-live-desk-fa", full=False)
    bar.get_by_role("button").click()
    expect(second.locator(row(second, other))).to_have_count(1)


def test_two_at_one_case(open_page: OpenPage) -> None:
    first, second = open_page("desk", "fa"), open_page("desk", "fa")
    code = referred_report(first)
    for page, name in ((first, "clerk-d01"), (second, "manager-d01")):
        sign_in(page, name)
        page.goto(f"/desk/case/{code}/")
    expect(first.locator("[data-present]")).to_contain_text("مدیر نمونه", timeout=15_000)
    press(first, "accept")

    # The manager has written an answer; the clerk declines first.
    second.goto(f"/desk/case/{code}/")
    second.locator("#move-decline").locator("xpath=ancestor::details[1]/summary").click()
    with second.expect_response(re.compile(r"/draft/decline/")):
        second.locator("#decline-note").fill("کارشناس ما محل را دید و چیزی نبود.")
    put_on_wait(first)
    expect(second.locator(".live-bar")).to_contain_text("کارشناس نمونه", timeout=15_000)
    shot(second, "case-live-desk-fa", full=False)
    second.locator("#move-decline button.btn-primary").click()
    conflict = second.locator("section:has(#conflict)")
    expect(conflict).to_contain_text("منتظر هوای خشک")
    expect(conflict).to_contain_text("کارشناس ما محل را دید و چیزی نبود.")
    shot(second, "case-conflict-desk-fa", full=False)

    # A page that is closed loses no word.
    second.goto("/desk/inbox/")
    second.goto(f"/desk/case/{code}/")
    expect(second.locator("#decline-note")).to_have_value("کارشناس ما محل را دید و چیزی نبود.")
    second.locator("#move-decline button.btn-primary").click()
    expect(second.locator("main")).to_contain_text("نیاز به اقدام نیست")


def test_a_template_is_seen_as_the_citizen_will_read_it(open_page: OpenPage) -> None:
    code = report_with_phone(open_page, "09171370444")
    page = open_page("phone", "fa")
    sign_in(page, "clerk-d01")
    page.goto(f"/desk/case/{code}/")
    press(page, "accept")
    page.goto(f"/desk/case/{code}/")
    page.locator("#move-finish").locator("xpath=ancestor::details[1]/summary").click()
    page.locator("#finish-template").select_option(index=1)
    expect(page.locator("#finish-note")).to_have_value(re.compile("سپاسگزاریم"), timeout=15_000)
    expect(page.locator("#preview-finish .phone-words")).to_contain_text("سپاسگزاریم", timeout=15_000)
    expect(page.locator("#preview-finish")).to_contain_text("پیامک")
    page.locator("#move-finish").scroll_into_view_if_needed()
    shot(page, "case-answer-phone-fa")
    page.locator("#finish-form").fill("آسفالت گرم، دو متر مربع")
    page.locator("#move-finish button.btn-primary").click()
    wait_for_state(open_page("phone", "fa"), code, "انجام شد")
    for _ in range(300):  # what was previewed goes out
        if any("سپاسگزاریم" in line["text"] for line in messages_to("+989171370444")):
            return
        page.wait_for_timeout(100)
    raise AssertionError(messages_to("+989171370444"))


def test_a_colleague_is_named(open_page: OpenPage) -> None:
    first, second = open_page("desk", "fa"), open_page("desk", "fa")
    code = referred_report(first)
    sign_in(second, "manager-d01")
    second.goto("/desk/inbox/")
    line_is(second, "open")
    sign_in(first, "clerk-d01")
    first.goto(f"/desk/case/{code}/")
    first.locator("#note").fill("لطفاً فردا سر بزنید @man")
    first.locator("#note").press_sequentially("a")
    first.locator("[data-mention=manager-d01]").click()
    expect(first.locator("#note")).to_have_value("لطفاً فردا سر بزنید @manager-d01 ")
    first.get_by_role("button", name="ثبت یادداشت").click()
    expect(second.locator("[data-notices]").first).to_be_visible(timeout=15_000)
    own = second.locator(".notice-row", has_text="لطفاً فردا سر بزنید").first  # the newest comes first
    for _ in range(60):  # other notices may have been there before
        second.goto("/desk/notices/")
        if own.count():
            break
        second.wait_for_timeout(500)
    shot(second, "notices-desk-fa", full=False)
    own.get_by_role("button", name=re.compile("رفتن به پرونده")).click()
    second.wait_for_url(f"**/desk/case/{code}/")
