"""A phone for the stories: a Chromium of its own, whose profile stays, behind a connection that can be cut."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as PageIsLate

from tests.stories.conftest import FLAGS, URL
from tests.stories.link import Link
from tests.stories.test_offline import PATIENCE

FIRST_PAGE = 60_000  # ms, of a browser that was just started


class Phone:
    """A Chromium of its own with a profile that stays, behind a line; it can be killed like a phone's browser."""

    def __init__(self, driver: Any, profile: Path, link: Link) -> None:
        self.driver, self.profile, self.link = driver, profile, link
        self.process: subprocess.Popen[bytes] | None = None
        self.cookies: list[Any] = []
        self.connected: Browser | None = None

    def start(self, path: str, *, script: str = "") -> Page:
        """Open the browser with one page; `script` runs before those of the page.

        If the page does not come, the browser is killed and started again: CI once saw a navigation right after the
        start that never ended, while the server answered; the driver attaches to the service worker in that moment.
        """
        page = self._open(script)
        try:
            page.goto(f"{self.link.url}{path}", timeout=FIRST_PAGE)
        except PageIsLate:
            self.kill()
            page = self._open(script)
            self.go(page, path)
        return page

    def _open(self, script: str) -> Page:
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        command = [os.environ["PEYGIR_CHROMIUM"], *FLAGS, "--headless", "--remote-debugging-port=0"]
        self.process = subprocess.Popen(
            [*command, f"--user-data-dir={self.profile}", "--lang=fa-IR", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = _read_when_there(port_file).splitlines()[0]
        with urlopen(f"http://127.0.0.1:{port}/json/version", timeout=30) as answer:
            assert json.load(answer)["Browser"]
        self.connected = self.driver.connect_over_cdp(f"http://127.0.0.1:{port}")
        context: BrowserContext = self.connected.contexts[0]
        context.add_cookies([{"name": "django_language", "value": "fa", "url": self.link.url}, *self.cookies])
        page = context.new_page()
        page.set_default_timeout(3 * PATIENCE)
        page.set_viewport_size({"width": 390, "height": 844})
        if script:
            page.add_init_script(script)
        return page

    def go(self, page: Page, path: str) -> None:
        """Open a page of the server, or what the phone has of it."""
        page.goto(f"{self.link.url}{path}")

    def kill(self) -> None:
        """End the browser and all its processes at once, without a word to any page.

        Chromium writes its cookies to disk every half minute: who is killed sooner would begin without them.
        """
        assert self.process is not None
        if self.connected is not None:
            self.cookies = [dict(one) for one in self.connected.contexts[0].cookies()]
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None


def _read_when_there(path: Path) -> str:
    until = monotonic() + 60
    while not path.exists() or not path.read_text():
        assert monotonic() < until, "Chromium does not start"
        sleep(0.05)
    return path.read_text()


def a_phone(browser: Browser, tmp_path: Path) -> Iterator[Phone]:
    """A phone behind a line; the fixture `phone` of each file of stories with phones."""
    link = Link(URL)
    phone = Phone(browser.browser_type, tmp_path, link)
    yield phone
    if phone.process is not None:
        phone.kill()
    link.close()
