"""The city of a real extract: its streets are found by name, reported on, and seen without a connection."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from peygir.ops import processes
from tests.osm_files import real_map
from tests.stories.conftest import EXPECTED, shot
from tests.stories.staff import sign_in
from tests.stories.test_whole_life import photo_of_street

pytestmark = pytest.mark.long
READY_WITHIN = 480.0
STREET = "Boulevard des Moulins"
ROOT = Path(__file__).resolve().parents[2]
# Ask again for the same part of the map's file: 206, or 200 of the part that was kept.
ASK_AGAIN = "([url, range]) => fetch(url, {headers: {Range: range}}).then(a => a.status, () => 0)"


@pytest.fixture(scope="module")
def monaco() -> Iterator[str]:
    """The URL of a demo of Monaco, in a home of its own."""
    port = processes.free_port("127.0.0.1", 8337)
    url = f"http://127.0.0.1:{port}"
    extract = real_map("monaco.osm.gz")
    with TemporaryDirectory(prefix="peygir-map-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # the unprivileged account of the database passes through it
        own = {"PEYGIR_HOME": folder, "PEYGIR_PUBLIC_URL": url, "PEYGIR_READER": "off"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PEYGIR_")}
        command = [sys.executable, "-P", "-m", "peygir.ops", "demo", "--osm", str(extract), "--contacts=40"]
        demo = subprocess.Popen([*command, f"--port={port}"], env=kept | own, cwd=ROOT, process_group=0)
        try:
            assert processes.wait_until_served("127.0.0.1", port, within=READY_WITHIN)
            yield url
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(60)


@pytest.fixture
def phone(browser: Browser, monaco: str) -> Iterator[BrowserContext]:
    """A visitor's phone, in English."""
    with browser.new_context(
        base_url=monaco,
        viewport={"width": 390, "height": 844},
        locale="en-GB",
        has_touch=True,
        reduced_motion="reduce",
    ) as context:
        context.add_cookies([{"name": "django_language", "value": "en", "url": monaco}])
        context.set_default_timeout(2 * EXPECTED)
        yield context


def choose_street(page: Page, box: str, words: str) -> None:
    """Type into a box of places and take the suggestion that bears the street's name."""
    page.locator(box).press_sequentially(words, delay=20)
    option = page.locator("#place-list [role=option]", has_text=STREET).first
    expect(option).to_be_visible()
    option.click()
    expect(page.locator(box)).to_have_value(re.compile(STREET))


def test_a_street_is_found_by_a_misspelt_name_and_stays_without_a_connection(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/map/")
    page.evaluate(
        "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ? 0 : new Promise("
        "done => navigator.serviceWorker.addEventListener('controllerchange', done)))"
    )
    parts: list[tuple[str, str]] = []
    page.on("request", lambda asked: parts.append((asked.url, asked.headers.get("range", ""))))
    with page.expect_response(re.compile(r"/maps/.*\.pmtiles")):
        choose_street(page, "#place-search", "bulevard des moulin")
    page.wait_for_load_state("networkidle")
    tiles = [part for part in parts if ".pmtiles" in part[0] and part[1]]
    assert tiles
    assert page.locator("[data-city-map] canvas").count() == 1
    shot(page, "map-monaco-phone-en", full=False)
    phone.set_offline(True)
    try:
        for url, part in tiles:
            assert page.evaluate(ASK_AGAIN, [url, part]) in (200, 206), part
        page.reload()
        expect(page.locator("main")).to_be_visible()
    finally:
        phone.set_offline(False)


def test_a_report_on_a_named_street_reaches_its_district(phone: BrowserContext, browser: Browser, monaco: str) -> None:
    page = phone.new_page()
    page.goto("/report/")
    choose_street(page, "#id_address", "boulevard des moul")
    page.locator("[data-step=where] [data-next]").click()
    page.locator("#id_text").fill("چالهٔ عمیق وسط خیابان است")
    page.locator("[data-step=what] [data-next]").click()
    page.locator("#id_photos").set_input_files([photo_of_street("#3c4043")])
    expect(page.locator("[data-photo-shelf] img")).to_have_count(1)
    page.locator("[data-step=photos] [data-next]").click()
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile(r"/report/done/\d{10}/"))
    code = re.search(r"\d{10}", page.url)
    assert code
    with browser.new_context(base_url=monaco, viewport={"width": 1366, "height": 650}, locale="en-GB") as context:
        context.add_cookies([{"name": "django_language", "value": "en", "url": monaco}])
        desk = context.new_page()
        sign_in(desk, "supervisor")
        desk.goto(f"/desk/case/{code[0]}/")
        expect(desk.locator("main")).to_contain_text(STREET)
        shot(desk, "case-monaco-desk-en")
