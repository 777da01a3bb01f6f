"""A citizen reports by keyboard alone, and in the order and words in which a screen reader says each step."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage
from tests.stories.test_whole_life import photo_of_street

SAID = re.compile(
    r"""^\s*- '?(heading|textbox|searchbox|combobox|checkbox|radiogroup|button|status|list|group) "(.*?)"(?: |:|'|$)"""
)
MORE_THAN_ENOUGH = 60


def step_texts(page: Page, step: str) -> list[str]:
    """What has a role and a name in one step, in the order of the accessibility tree."""
    tree = page.locator(f"section[data-step={step}]").aria_snapshot()
    return [f"{found[1]} {found[2]}" for found in map(SAID.match, tree.splitlines()) if found]


def tab_to(page: Page, what: str, *, within: str = "form[data-report] ") -> None:
    """Press Tab until the element has the focus; it must be seen there."""
    for _ in range(MORE_THAN_ENOUGH):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement?.matches(what) ?? false", within + what):
            # The box for files is drawn as its label, which carries the ring of the focus.
            expect(page.locator("label.dropzone:has(:focus), :focus").first).to_be_in_viewport()
            return
    raise AssertionError(f"Tab never came to {what}")


def onward(page: Page, step: str) -> None:
    """Enter on the step's button; the next step's heading has the focus, so that it is read."""
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    expect(page.locator(f"#step-{step}")).to_be_focused()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_whole_report_by_keyboard(open_page: OpenPage, size: str) -> None:
    """No pointer is used from the first page to the tracking code."""
    page = open_page(size, "fa")
    page.on("filechooser", lambda chooser: None)  # asked for from the start, so that no window opens unheard
    page.goto("/")
    tab_to(page, "a[href='/report/'].btn", within="main ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    expect(page.locator("form.is-stepped")).to_be_visible()

    # Where: nothing said is told at once, and the focus is where it can be mended; then a place out of the list.
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="نشانی را بنویسید")).to_be_visible()
    expect(page.locator("#id_address")).to_be_focused()
    with page.expect_response("**/report/places/**"):
        page.keyboard.type("بلوار چمران")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_address")).to_have_attribute("aria-expanded", "false")
    onward(page, "what")

    # What: words, then a topic that is found by its name and chosen by Space.
    tab_to(page, "#id_text")
    page.keyboard.type("روشنایی پیاده‌رو خراب شده و شب‌ها تاریک است")
    tab_to(page, "#topic-search")
    page.keyboard.type("پیاده‌رو")
    tab_to(page, "input[name=topic]")
    page.keyboard.press("Space")
    expect(page.locator("input[name=topic]:focus")).to_be_checked()
    expect(page.locator("[data-topic-chosen]")).not_to_be_empty()
    tab_to(page, "[data-next]")
    with page.expect_response("**/report/known/"):
        page.keyboard.press("Enter")

    # Photos: whatever is known already comes first, then the box for files.
    tab_to(page, "#id_photos")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([photo_of_street("#555a5e")])
    expect(page.locator("[data-photo-shelf] li")).to_have_count(1)
    onward(page, "you")

    # You: a number, and off it goes.
    tab_to(page, "#id_phone")
    page.keyboard.type("09171370099")
    tab_to(page, "[data-send]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/report/done/\d{10}/"))


def test_the_map_by_keyboard(open_page: OpenPage) -> None:
    """The map opens, says how it is moved, takes the focus, and Enter marks its middle."""
    page = open_page("phone", "en")
    page.goto("/report/")
    expect(page.locator("form.is-stepped")).to_be_visible()
    tab_to(page, "[data-map-open]")
    page.keyboard.press("Enter")
    canvas = page.locator("[data-map] canvas")
    expect(canvas).to_be_focused(timeout=30_000)
    assert canvas.get_attribute("aria-label") == "Map of the city: choose the place"
    expect(page.locator(f"#{canvas.get_attribute('aria-describedby')}")).to_contain_text("Enter marks the middle")
    page.keyboard.press("Enter")
    expect(page.locator("[data-map-said]")).not_to_contain_text("No place is marked")
    assert page.locator("input[name=lat]").input_value()


ORDER = {
    "en": {
        "where": [
            "heading Step 1 of 4: Where is it?",
            "combobox Address in words",
            "button My location",
            "group Map of the city: choose the place",
            "button Open the map",
            "combobox Neighbourhood (optional)",
            "checkbox It is not about a place",
            "button Next",
        ],
        "what": [
            "heading Step 2 of 4: What is it?",
            "textbox What is wrong?",
            "heading Topic (optional; we find it for you)",
            "searchbox Search the topics",
            "radiogroup Topic (optional; we find it for you)",
            "button Back",
            "button Next",
        ],
        "photos": [
            "heading Step 3 of 4: Photos (optional)",
            "button Take or choose photos",
            "button Back",
            "button Next",
        ],
        "you": [
            "heading Step 4 of 4: You (optional)",
            "textbox Your mobile number (optional)",
            "textbox Your name (optional)",
            "checkbox Everybody may read my words on the public page",
            "button Back",
            "button Send the report",
        ],
    },
    "fa": {
        "where": [
            "heading گام ۱ از ۴: کجاست؟",
            "combobox نشانی",
            "button مکان من",
            "group نقشهٔ شهر: محل را انتخاب کنید",
            "button باز کردن نقشه",
            "combobox محله (دلخواه)",
            "checkbox به جای خاصی مربوط نیست",
            "button بعدی",
        ],
        "what": [
            "heading گام ۲ از ۴: چیست؟",
            "textbox چه مشکلی هست؟",
            "heading موضوع (دلخواه؛ ما پیدایش می‌کنیم)",
            "searchbox جست‌وجوی موضوع",
            "radiogroup موضوع (دلخواه؛ ما پیدایش می‌کنیم)",
            "button قبلی",
            "button بعدی",
        ],
        "photos": [
            "heading گام ۳ از ۴: عکس (دلخواه)",
            "button عکس بگیرید یا انتخاب کنید",
            "button قبلی",
            "button بعدی",
        ],
        "you": [
            "heading گام ۴ از ۴: شما (دلخواه)",
            "textbox شمارهٔ همراه شما (دلخواه)",
            "textbox نام شما (دلخواه)",
            "checkbox همه می‌توانند نوشتهٔ مرا در صفحهٔ همگانی بخوانند",
            "button قبلی",
            "button فرستادن گزارش",
        ],
    },
}


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_order_of_a_screen_reader(open_page: OpenPage, language: str) -> None:
    """Every step begins with its heading; each box has one short name; the button onward comes last."""
    page = open_page("phone", language)
    page.goto("/report/")
    expect(page.locator("form.is-stepped")).to_be_visible()
    texts_by_step = {"where": step_texts(page, "where")}
    tab_to(page, "#id_no_place")
    page.keyboard.press("Space")
    for step in ("what", "photos", "you"):
        tab_to(page, "[data-next]")
        page.keyboard.press("Enter")
        expect(page.locator(f"#step-{step}")).to_be_focused()
        texts_by_step[step] = step_texts(page, step)
        if step == "what":
            tab_to(page, "#id_text")
            page.keyboard.type("xyz")
    assert texts_by_step == ORDER[language]
    assert page.locator("[data-stepper] [aria-current=step]").count() == 1
