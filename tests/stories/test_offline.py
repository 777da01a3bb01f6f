"""The line goes away half-way: the report with its photo is kept on the phone, sent later, and received once."""

import re
import secrets

from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import OpenPage
from tests.stories.staff import sign_in
from tests.stories.test_whole_life import photo_of_street

PATIENCE = 30_000  # ms, of a machine that has more to do
CODE = re.compile(r"\d{10}")
# Whether the form was kept after a moment (ms): what was typed is written a little after the last key.
DRAFT_IS_KEPT = """since => new Promise(resolve => {
  const asked = indexedDB.open("peygir");
  asked.onsuccess = () => {
    const found = asked.result.transaction("draft").objectStore("draft").get("current");
    found.onsuccess = () => { asked.result.close(); resolve((found.result?.at ?? 0) >= since); };
  };
})"""
ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def new_mark() -> str:
    """A word that nobody has said on this demo: a story that is tried once more must not find its first attempt."""
    return "".join(secrets.choice("بتجدرسشفکلمن") for _ in range(10))


def words_with(mark: str) -> str:
    return f"نشتی آب از حوضچهٔ پیاده‌رو، کنار درخت نارنج {mark}"


def installed(page: Page) -> None:
    """The worker has what it keeps, and has this page in its hands."""
    page.set_default_timeout(3 * PATIENCE)
    page.goto("/report/")
    page.evaluate(
        "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ? 0 : new Promise("
        "done => navigator.serviceWorker.addEventListener('controllerchange', done)))"
    )


def fill_in(page: Page, text: str) -> None:
    """Where, what and a photo, up to the last step."""
    page.locator("#id_address").fill("خیابان ارم، کوچهٔ ۷")
    page.locator("#id_area").select_option("01-01")
    page.locator("[data-step=where] [data-next]").click()
    page.locator("#id_text").fill(text)
    page.locator("[data-step=what] [data-next]").click()
    page.locator("#id_photos").set_input_files([photo_of_street("#3c4043")])
    expect(page.locator("[data-photo-shelf] img")).to_have_count(1)
    page.locator("[data-step=photos] [data-next]").click()


def kept_code(page: Page) -> str:
    """The code that stands in the list once the report is sent."""
    sent = page.locator("[data-waiting-list] [data-state=sent]")
    expect(sent).to_be_visible(timeout=PATIENCE)
    found = CODE.search(sent.locator("[data-put=code]").inner_text().translate(ASCII))
    assert found
    return found[0]


def received(open_page: OpenPage, text: str) -> list[str]:
    """The codes of the cases with these words, as the centre's inbox finds them."""
    desk = open_page("desk", "fa")
    desk.set_default_timeout(3 * PATIENCE)
    sign_in(desk, "supervisor")
    codes: list[str] = []
    for _ in range(200):  # the worker reads it, and from then on it is found
        desk.goto(f"/desk/inbox/?q={text}")
        links = desk.locator('main a[href^="/desk/case/"]').evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        )
        if codes := sorted({found[0] for link in links if (found := CODE.search(link))}):
            break
        desk.wait_for_timeout(150)
    if codes:
        desk.goto(f"/desk/case/{codes[0]}/")
        for _ in range(200):  # the worker makes the photo ready
            if desk.locator("main img").count():
                break
            desk.wait_for_timeout(150)
            desk.reload()
        expect(desk.locator("main img").first).to_be_visible()
    return codes


def offline(page: Page, is_lost: bool) -> BrowserContext:
    """Take the line away, or give it back."""
    page.context.set_offline(is_lost)
    return page.context


def test_the_line_is_lost_before_sending(open_page: OpenPage) -> None:
    """Kept, honestly said so, and sent by itself when the line is back: one case, with its photo."""
    page, report_text = open_page("phone", "fa"), words_with(new_mark())
    installed(page)
    fill_in(page, report_text)
    offline(page, True)
    page.locator("[data-send]").click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=PATIENCE)
    waiting = page.locator("[data-waiting-list] [data-state=waiting]")
    expect(waiting).to_contain_text("هنوز فرستاده نشده")
    expect(waiting).to_contain_text(report_text)
    page.locator("[data-try]").click()
    expect(waiting).to_be_visible()
    offline(page, False)
    code = kept_code(page)
    page.goto("/")  # and the next visit sends nothing twice
    page.goto("/report/waiting/")
    assert kept_code(page) == code
    assert received(open_page, report_text) == [code]
    page.locator("[data-drop]").click()
    expect(page.locator("[data-waiting-list] li")).to_have_count(0)


def test_a_report_begun_without_a_line_at_all(open_page: OpenPage) -> None:
    """The form opens from the phone's own store, and what it holds outlives the page."""
    page, unique_word = open_page("phone", "fa"), new_mark()
    page.add_init_script("console.error = () => undefined")  # htmx tells of the hint that it could not ask for
    installed(page)
    offline(page, True)
    page.goto("/report/")
    expect(page.locator("form[data-shell]")).to_be_visible(timeout=PATIENCE)
    fill_in(page, words_with(unique_word))
    page.locator("[data-send]").click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=PATIENCE)
    page.goto("/track/")
    expect(page.locator("h1")).to_have_text("اینترنت قطع است")
    expect(page.locator("[data-waiting-list] [data-state=waiting]")).to_have_count(1)
    offline(page, False)
    code = kept_code(page)
    assert received(open_page, unique_word) == [code]


def test_an_answer_that_was_lost_makes_no_second_case(open_page: OpenPage) -> None:
    """The report arrived, its answer did not: sent again under the same key, it is the same report."""
    page, unique_word = open_page("phone", "fa"), new_mark()
    page.add_init_script("console.error = () => undefined")  # htmx tells it of the lost answer, as it should
    installed(page)
    fill_in(page, words_with(unique_word))

    def swallow(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort("connectionreset")  # type: ignore[attr-defined]

    page.route("**/report/", swallow, times=1)
    page.locator("[data-send]").click()
    code = kept_code(page)
    assert received(open_page, unique_word) == [code]


def test_what_was_begun_outlives_a_reload(open_page: OpenPage) -> None:
    """Words and photos come back; the phone number does not."""
    page, report_text = open_page("phone", "fa"), words_with(new_mark())
    installed(page)
    fill_in(page, report_text)
    page.locator("#id_phone").fill("09171370009")
    typed_at = page.evaluate("Date.now()")
    for _ in range(PATIENCE // 100):
        if page.evaluate(DRAFT_IS_KEPT, typed_at):
            break
        page.wait_for_timeout(100)
    page.reload()
    expect(page.locator("[data-draft-back]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#id_text")).to_have_value(report_text)
    expect(page.locator("[data-photo-shelf] img")).to_have_count(1)
    expect(page.locator("#id_phone")).to_have_value("")
    page.locator("[data-draft-drop]").click()
    expect(page.locator("[data-draft-back]")).to_be_hidden()
    expect(page.locator("#id_text")).to_have_value("")
