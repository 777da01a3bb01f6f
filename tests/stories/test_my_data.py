"""A citizen takes a copy of everything that the city holds about them, asks for erasure, and calls it off again."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from peygir.core import clock
from tests.stories.conftest import OpenPage, messages_to, shot
from tests.stories.test_live import report_with_phone

PHONE, SECOND_PHONE = "+989171370066", "+989171370067"
MOST_LOOKS = 300


def newest_code(page: Page, phone: str, known: int) -> str:
    """The code of the first message that came after `known` messages; the worker needs a moment to send it."""
    for _ in range(MOST_LOOKS):
        codes = [
            match[1] for row in messages_to(phone)[known:] if (match := re.search(r"کد ورود.*?(\d{6})", row["text"]))
        ]
        if codes:
            return codes[0]
        page.wait_for_timeout(100)
    raise AssertionError(f"no code came: {messages_to(phone)}")


def sign_in_by_code(page: Page, phone: str) -> None:
    """The citizen's own sign-in."""
    known = len(messages_to(phone))
    page.goto("/me/")
    page.locator("[name=phone]").fill(phone)
    page.locator("main form button[type=submit]").click()
    page.locator("[name=code]").fill(newest_code(page, phone, known))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/me/reports/")


def ask_for(page: Page, phone: str, wish: str, picture: str) -> None:
    """From the form to the request, with a fresh code."""
    known = len(messages_to(phone))
    page.goto("/me/data/")
    page.locator(f"[name=wish][value={wish}]").check()
    for box in page.locator("[name=names]").all():
        box.check()
    page.locator("form[action$='/me/data/ask/'] button[type=submit]").click()
    expect(page.locator("[name=code]")).to_be_visible()
    shot(page, picture)
    page.locator("[name=code]").fill(newest_code(page, phone, known))
    page.locator("form[action$='/me/data/do/'] button[type=submit]").click()
    page.wait_for_url("**/me/data/")


def withdraw(page: Page, code: str) -> None:
    """The citizen withdraws the report, so that its case ends."""
    page.goto(f"/me/reports/{code}/withdraw/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/me/reports/")


def two_nights_later() -> None:
    """Erasures are carried out at night, a day after they were asked for: another process does it now."""
    later = clock.now() + timedelta(days=2)
    command = [sys.executable, "-m", "lab.erasure.night", later.isoformat(), "--requests"]
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, stdout=subprocess.DEVNULL)


def test_a_copy_and_an_erasure(open_page: OpenPage) -> None:
    code = report_with_phone(open_page, PHONE)
    page = open_page("phone", "fa", javascript=False)
    sign_in_by_code(page, PHONE)
    ask_for(page, PHONE, "export", "my-data-copy-phone-fa")
    link = page.locator("a[href$='/copy/']")
    for _ in range(MOST_LOOKS):
        if link.count():
            break
        page.wait_for_timeout(100)
        page.reload()
    shot(page, "my-data-ready-phone-fa")
    with page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        data = json.loads(archive.read("data.json"))
        assert code in [row["code"] for row in data["reports"]]
        assert archive.read("data.pdf").startswith(b"%PDF-")
    ask_for(page, PHONE, "erasure", "my-data-erasure-phone-fa")
    expect(page.locator("main")).to_contain_text("در نخستین شبِ پس از")
    page.locator("form[action$='/cancel/'] button").click()
    expect(page.locator("main")).not_to_contain_text("در نخستین شبِ پس از")


def test_an_erasure_to_its_end(open_page: OpenPage) -> None:
    code = report_with_phone(open_page, SECOND_PHONE)
    page = open_page("phone", "fa", javascript=False)
    sign_in_by_code(page, SECOND_PHONE)
    withdraw(page, code)
    ask_for(page, SECOND_PHONE, "erasure", "my-data-erasure-asked-phone-fa")
    two_nights_later()
    page.goto("/me/reports/")
    page.wait_for_url("**/me/**")
    expect(page.locator("[name=phone]")).to_be_visible()  # the number is known no more, nor the browser
    page.goto(f"/t/{code}/")
    expect(page.locator("main")).to_contain_text("اطلاعات شخصی")
    shot(page, "my-data-erased-phone-fa")
    assert not [row for row in messages_to(SECOND_PHONE) if "کد" in row["text"]], "the outbox has forgotten it, too"
