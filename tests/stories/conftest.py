"""A browser for the stories: phone and desk, Persian and English, that fails on console errors and foreign requests."""

import json
import os
from collections.abc import Callable, Generator, Iterator
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect, sync_playwright

from tests.stories.staff import sign_in

URL = os.environ["PEYGIR_STORIES_URL"]
HOME = Path(os.environ["PEYGIR_HOME"])
SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
TAKES_PICTURES = os.environ.get("PEYGIR_STORIES_PICTURES") == "1"
QUIET_FRAMES = 3
FRAME_MS = 20
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PATIENCE = 60.0  # seconds, of a page on a machine that is shared
EXPECTED = 30_000  # ms, until what is expected of a page is there
SIZES = {"phone": (390, 844), "desk": (1440, 900)}

expect.set_options(timeout=EXPECTED)

OpenPage = Callable[..., Page]
PAGES = pytest.StashKey[list[Page]]()
IN_FLIGHT: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()
"""The requests of each page that have no answer yet, except the live stream, which never ends."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=os.environ["PEYGIR_CHROMIUM"], args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", autouse=True)
def at_any_hour(browser: Browser) -> None:
    """What the stories wait for is sent whatever the hour is: at night it would wait for the morning."""
    with browser.new_context(base_url=URL) as context:
        page = context.new_page()
        sign_in(page, "admin")
        page.goto("/desk/messages/")
        hours = page.locator("form[action$='/desk/messages/hours/']")
        hours.locator("[name=always]").check()
        hours.locator("button").click()
        page.wait_for_load_state()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """`open_page(size="phone", language="fa", javascript=True)`; its faults fail the story at the end."""
    contexts: list[BrowserContext] = []
    pages = request.node.stash.setdefault(PAGES, [])
    faults: list[str] = []

    def on_console(said: ConsoleMessage) -> None:
        if said.type == "error":
            faults.append(f"console: {said.text}")

    def on_error(error: Error) -> None:
        faults.append(f"script: {error}")

    def on_request(request_made: Request) -> None:
        # The live stream is this server too, at a port of its own.
        is_here = urlsplit(request_made.url).hostname == urlsplit(URL).hostname
        if not is_here and not request_made.url.startswith(("data:", "blob:")):
            faults.append(f"foreign: {request_made.url}")

    def opened(size: str = "phone", language: str = "fa", *, javascript: bool = True) -> Page:
        wide = SIZES[size]
        context = browser.new_context(
            base_url=URL,
            viewport={"width": wide[0], "height": wide[1]},
            locale="fa-IR" if language == "fa" else "en-GB",
            java_script_enabled=javascript,
            reduced_motion="reduce",
            has_touch=size == "phone",
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": URL}])
        contexts.append(context)
        # A machine that is shared may take its time; no story asserts how long a page takes.
        context.set_default_navigation_timeout(90_000)
        page = context.new_page()
        pages.append(page)
        page.on("console", on_console)
        page.on("pageerror", on_error)
        page.on("request", on_request)
        count_requests(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    # A refused form answers 4xx on purpose, and the browser says so in its console.
    real = [fault for fault in faults if "Failed to load resource" not in fault]
    assert not real, real


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than the screen."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def count_requests(page: Page) -> None:
    """Keep IN_FLIGHT up to date for a page."""
    in_flight = IN_FLIGHT[page] = set()

    def end(asked: Request) -> None:  # Playwright takes no method of a built-in type
        in_flight.discard(asked)

    page.on("request", lambda asked: None if asked.resource_type == "eventsource" else in_flight.add(asked))
    page.on("requestfinished", end)
    page.on("requestfailed", end)


def settled(page: Page) -> None:
    """Wait until the page is loaded and drawn, its fonts are there, and none of its requests waits for an answer.

    Playwright's `networkidle` waits for half a second without a request besides, which is most of a story's time.
    """
    page.wait_for_load_state()
    in_flight = IN_FLIGHT.get(page, set())  # none are noted of a phone's pages (`phones.py`)
    until = monotonic() + PATIENCE
    quiet = 0
    while quiet < QUIET_FRAMES:
        page.wait_for_timeout(FRAME_MS)
        # At once, and no promise: the page may have no script.
        is_quiet = not in_flight and page.evaluate("document.fonts.status") == "loaded"
        quiet = quiet + 1 if is_quiet else 0
        assert monotonic() < until, sorted(asked.url for asked in in_flight)


def shot(page: Page, name: str, *, full: bool = True) -> None:
    """Wait until a page has settled and show its beginning; with `./run stories --pictures`, write its picture too."""
    settled(page)
    page.evaluate("window.scrollTo(0, 0)")
    if not TAKES_PICTURES:
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    # 256 colours are enough for a page of ours and take a third of the room in the repository.
    seen = Image.open(BytesIO(page.screenshot(full_page=full))).convert("RGB")
    seen.quantize(256, dither=Image.Dither.NONE).save(SCREENS / f"{name}.png", optimize=True)


def messages_to(phone: str) -> list[dict[str, Any]]:
    """The short messages that were sent to a number (+98…), oldest first."""
    outbox = HOME / "outbox" / "sms.jsonl"
    lines = outbox.read_text().splitlines() if outbox.exists() else []
    return [line for line in map(json.loads, lines) if line["to"] == phone]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Beside a story that failed: where each of its pages stood, and what a reader saw there."""
    report = yield
    if report.failed:
        report.sections += [(f"page {page.url}", seen_on(page)) for page in item.stash.get(PAGES, [])]
    return report


def seen_on(page: Page) -> str:
    """The words of a page, or why it does not tell them."""
    try:
        return page.locator("body").inner_text(timeout=5_000)[:2_000]
    except Error as error:
        return f"The page does not answer: {error.message.splitlines()[0]}"
