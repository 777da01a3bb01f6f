"""An operator's call by keyboard alone: the card opens, words fill the form, Enter keeps it, the code is read aloud."""

import re
from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from peygir.core.persian import ascii_digits
from tests.stories.axe import violations
from tests.stories.conftest import EXPECTED, SIZES, OpenPage, messages_to, shot, sideways
from tests.stories.ringing import ring
from tests.stories.staff import sign_in

MOST_KEYS: Final = 12
SAID: Final = "سطل زباله سر کوچهٔ ۵ بلوار چمران روبه‌روی بیمارستان نمازی پر است و بو می‌دهد"
LONG: Final = 180_000  # ms: a machine that is shared takes its time


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """What is expected may take its time on a machine that is shared."""
    expect.set_options(timeout=LONG)
    yield
    expect.set_options(timeout=EXPECTED)


class Hands:
    """The keyboard, which counts what is pressed beyond the text."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.pressed += 1
        self.page.keyboard.press(key)

    def say(self, text: str) -> None:
        """The text itself, as fast as a good typist."""
        self.page.keyboard.type(text, delay=60)


def seated(page: Page, username: str, extension: str) -> None:
    """Signed in, at a phone that only the story rings, with nothing in hand."""
    sign_in(page, username)
    page.goto("/desk/calls/")
    page.locator("#seat").fill(extension)
    page.locator("#seat").press("Enter")
    expect(page.locator("button[value=leave]")).to_be_visible()
    page.goto("/desk/console/")
    while page.locator("[data-open]").count():  # a made-up call that came to the phone of before
        page.locator(".console-rare > summary").click()
        page.locator("[name=outcome][value=wrong_number]").check()
        page.locator("[data-send]").click()
        page.locator("[data-next]").click()
        expect(page.locator("[data-idle], [data-console-form]")).to_be_visible()
    expect(page.locator("[data-idle]")).to_be_visible()


def until(what: Callable[[], bool]) -> None:
    """Until it is so, or LONG has passed."""
    end = monotonic() + LONG / 1000
    while not what():
        assert monotonic() < end, "it never came"
        sleep(0.1)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_simple_request_by_keyboard(open_page: OpenPage, language: str) -> None:
    """From the ring to the code in a few keys beyond the text, and the code goes out by SMS."""
    caller = "09171370201" if language == "fa" else "09171370202"
    page = open_page("desk", language)
    seated(page, "operator1", "107")
    assert violations(page) == []
    shot(page, f"console-quiet-desk-{language}")
    hands, at = Hands(page), monotonic()
    ring(caller, extension="107")
    expect(page.locator("[data-open] [data-card]")).to_be_visible(timeout=LONG)
    carded, begun = monotonic() - at, monotonic()
    expect(page.locator("[name=text]")).to_be_focused()
    hands.say(SAID)
    hands.press("Enter")
    expect(page.locator("[data-send]")).to_be_focused(timeout=LONG)
    expect(page.locator("[name=address]")).to_have_value(re.compile("کوچهٔ ۵ بلوار چمران"), timeout=LONG)
    if page.locator("[data-pick-topic][aria-pressed=true]").count() == 0:
        hands.press("1")
    expect(page.locator("[data-pick-topic][aria-pressed=true]")).to_be_visible()
    expect(page.locator("[data-read-back]")).to_contain_text("کوچهٔ ۵ بلوار چمران")
    assert violations(page) == []
    shot(page, f"console-form-desk-{language}", full=False)
    hands.press("Enter")
    expect(page.locator("[data-code]")).to_be_visible(timeout=LONG)
    seconds = monotonic() - begun
    code = page.locator("[data-code]").get_attribute("data-code") or ""
    spoken = page.locator("[data-code] .code-big > span").all_inner_texts()
    assert ascii_digits("".join(spoken)) == code
    assert len(spoken) > 1, "read aloud in groups"
    assert violations(page) == []
    shot(page, f"console-code-desk-{language}")
    hands.press("Enter")
    expect(page.locator("[data-idle]")).to_be_visible(timeout=LONG)
    until(lambda: any(code in ascii_digits(one["text"]).replace(" ", "") for one in messages_to(f"+98{caller[1:]}")))
    print(
        f"{language}: card {carded:.2f} s after the ring; {hands.pressed} keys beyond the text; {seconds:.1f} s of work"
    )
    assert hands.pressed <= MOST_KEYS


def test_two_calls_and_a_colleague(open_page: OpenPage) -> None:
    """Two calls at once keep what was typed of each; a half-filled form goes to a colleague with its contact."""
    page, other = open_page("desk", "fa"), open_page("desk", "fa")
    seated(page, "operator1", "107")
    seated(other, "operator2", "108")
    ring("09171370203", extension="107")
    expect(page.locator("[data-open]")).to_be_visible(timeout=LONG)
    expect(page.locator("[name=text]")).to_be_focused()
    page.keyboard.type("چالهٔ بزرگ در محلهٔ ارم", delay=30)
    ring("09171370204", extension="107")
    expect(page.locator("a[data-contact]")).to_have_count(2, timeout=LONG)
    expect(page.locator("[name=text]")).to_have_value("چالهٔ بزرگ در محلهٔ ارم")
    page.keyboard.press("F2")
    expect(page.locator("[name=text]")).to_have_value("", timeout=LONG)
    expect(page.locator("[name=text]")).to_be_focused()
    page.keyboard.type("چراغ خاموش", delay=30)
    shot(page, "console-two-desk-fa", full=False)
    page.keyboard.press("F2")
    expect(page.locator("[name=text]")).to_have_value("چالهٔ بزرگ در محلهٔ ارم", timeout=LONG)
    page.reload()
    expect(page.locator("[data-console-form]")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(re.compile("چالهٔ بزرگ در محلهٔ ارم|چراغ خاموش"))
    first = page.locator("a[data-contact]").first
    first.click()
    expect(page.locator("[name=text]")).to_have_value("چالهٔ بزرگ در محلهٔ ارم", timeout=LONG)
    expect(page.locator("a[data-contact][data-stage=talking]")).to_have_count(2, timeout=LONG)
    page.get_by_text("سپردن به همکار").click()
    there = [words.split(" · ")[0].strip() for words in page.locator("#to option").all_text_contents()]
    page.locator("#to").select_option(index=there.index(name_of(other)))
    # The live stream tells of it before the press itself is answered: the screen changes once all the same.
    page.route(re.compile(r"/desk/console/\d+/(hand/)?$"), slowly)
    page.get_by_role("button", name="سپردن").click()
    expect(page.locator("a[data-contact]")).to_have_count(1, timeout=LONG)
    expect(other.locator("[name=text]")).to_have_value("چالهٔ بزرگ در محلهٔ ارم", timeout=LONG)
    expect(page.locator("[name=text]")).to_have_value("چراغ خاموش", timeout=LONG)
    for screen in (page, other):
        screen.locator("[name=outcome][value=thanks]").check()
        screen.locator("[data-send]").click()
        expect(screen.locator("[data-done]")).to_be_visible(timeout=LONG)
    expect(page.locator("a[data-contact]")).to_have_count(0, timeout=LONG)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-done]")).to_be_visible()


def slowly(route: Route) -> None:
    """The house has done what was pressed, and its answer takes its time."""
    if route.request.method != "POST":
        return route.continue_()
    answer = route.fetch()
    sleep(1.5)
    return route.fulfill(response=answer)


def test_a_call_is_passed_on_by_keyboard(open_page: OpenPage) -> None:
    """F9, a colleague, Enter twice, and F9 and Enter once more: asked first, they have the call with its draft."""
    page, other = open_page("desk", "fa"), open_page("desk", "fa")
    seated(page, "operator1", "107")
    seated(other, "operator2", "108")
    ring("09171370205", extension="107")
    expect(page.locator("a[data-contact][data-stage=talking]")).to_be_visible(timeout=LONG)
    expect(page.locator("[name=text]")).to_be_focused()
    page.keyboard.type("چالهٔ بزرگ در محلهٔ ارم", delay=30)
    page.keyboard.press("F9")
    expect(page.locator("#to")).to_be_focused()
    there = [words.split(" · ")[0].strip() for words in page.locator("#to option").all_text_contents()]
    for _ in range(there.index(name_of(other))):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-pass]").first).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-pass-said]")).to_be_visible(timeout=LONG)
    expect(page.locator("[data-end=give]")).to_be_visible(timeout=LONG)
    _given_to(page, other)


def test_asking_first_ends_by_keyboard(open_page: OpenPage) -> None:
    """While a colleague is asked, Shift+F9 takes the call back; F9 and Enter give it to them."""
    page, other = open_page("desk", "fa"), open_page("desk", "fa")
    seated(page, "operator1", "109")
    seated(other, "operator2", "110")
    ring("09171370206", extension="109")
    expect(page.locator("a[data-contact][data-stage=talking]")).to_be_visible(timeout=LONG)
    page.locator("[name=text]").fill("چالهٔ بزرگ در محلهٔ ارم")
    for end in ("back", "give"):
        page.keyboard.press("F9")
        expect(page.locator("#to")).to_be_focused()
        there = [words.split(" · ")[0].strip() for words in page.locator("#to option").all_text_contents()]
        page.locator("#to").select_option(index=there.index(name_of(other)))
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator("[data-end=give]")).to_be_visible(timeout=LONG)
        assert violations(page) == []
        if end == "back":
            _the_call_has_a_page(open_page, page.locator("a[data-contact]").get_attribute("data-contact") or "")
            page.keyboard.press("Shift+F9")
            expect(page.locator("[data-end]")).to_have_count(0, timeout=LONG)
            expect(page.locator("[name=text]")).to_have_value("چالهٔ بزرگ در محلهٔ ارم")
    _given_to(page, other)


def _given_to(page: Page, other: Page) -> None:
    """By key, while the colleague is asked: they have the call with its draft, and end it."""
    page.keyboard.press("F9")
    expect(page.locator("[data-end=give]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(other.locator("[name=text]")).to_have_value("چالهٔ بزرگ در محلهٔ ارم", timeout=LONG)
    expect(page.locator("[data-idle]")).to_be_visible(timeout=LONG)
    other.locator("[name=outcome][value=thanks]").check()
    other.locator("[data-send]").click()
    expect(other.locator("[data-done]")).to_be_visible(timeout=LONG)


def _the_call_has_a_page(open_page: OpenPage, contact: str) -> None:
    """Of a call that a colleague is asked about: with both buttons, and nothing runs over its edge."""
    for size in SIZES:
        for language in ("fa", "en"):
            page = open_page(size, language)
            sign_in(page, "operator1")
            page.goto(f"/desk/calls/{contact}/")
            expect(page.locator("button[form=outcome-form][name=deed]")).to_have_count(2)
            assert sideways(page) == 0, (size, language)
            assert violations(page) == [], (size, language)


def name_of(page: Page) -> str:
    """Of whoever is signed in."""
    return page.locator("a[href='/staff/account/']").first.get_attribute("title") or ""


def test_the_screen_on_a_phone_and_on_paper(open_page: OpenPage) -> None:
    """The desk fits a phone, the form fits a sheet, and both are whole without a pointer."""
    page = open_page("phone", "fa")
    sign_in(page, "operator2")
    for path in ("/desk/console/", "/desk/console/paper/", "/desk/console/paper/enter/"):
        page.goto(path)
        assert violations(page) == [], path
        assert sideways(page) == 0, path
