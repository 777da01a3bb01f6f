"""A contractor without an account: the unit gives an order and a link, the work comes back by it, the link ends."""

import json
import re
import secrets
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in

ROOT = Path(__file__).resolve().parents[2]


def sample(*words: str) -> Any:
    """What `lab.sample.contract_work` answers, in the city of the stories."""
    command = [sys.executable, "-P", "-m", "lab.sample.contract_work", *words]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def photo(name: str, angle: int) -> FilePayload:
    """A picture as a phone takes it."""
    kept = BytesIO()
    Image.linear_gradient("L").resize((320, 240)).rotate(angle).convert("RGB").save(kept, "JPEG", quality=80)
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def given_to_contractor(office: Page, code: str, contract: int) -> str:
    """Make an order of a case, give it to the contract and send it; returns the order's number."""
    office.goto(f"/desk/work-orders/new/?case={code}")
    office.locator("form:has(input[name=step]) button[type=submit]").click()
    office.wait_for_url(re.compile(r"/desk/work-orders/W-[\d-]+/"))
    number = urlsplit(office.url).path.split("/")[3]
    office.locator("select[name=taker]").select_option(f"contract-{contract}")
    office.locator("form[action$='/plan/'] button[type=submit]").last.click()
    expect(office.locator("form[action$='/send/']")).to_be_visible()
    office.locator("form[action$='/send/'] button[type=submit]").click()
    expect(office.locator("form[action$='/send/']")).to_have_count(0)
    return number


def link_made(office: Page, number: str) -> str:
    """Make the link on the page of the order's costs, and copy it; returns its path."""
    office.context.grant_permissions(["clipboard-read", "clipboard-write"])
    office.goto(f"/desk/work-orders/{number}/costs/")
    office.locator("form[action$='/link/make/'] button[type=submit]").first.click()
    box = office.locator("[data-copy]:has([data-contractor-link])")
    box.locator("[data-copy-button]").click()
    expect(box.locator("[data-copy-after]")).to_be_visible()
    copied: str = office.evaluate("navigator.clipboard.readText()")
    assert copied == box.locator("[data-contractor-link]").get_attribute("href")
    return urlsplit(copied).path


def look(page: Page, name: str) -> None:
    """Look at the page as a phone shows it, and at what a screen reader would miss."""
    assert sideways(page) == 0
    assert violations(page) == []
    shot(page, f"{name}-phone-fa")


def worked(phone: Page, path: str) -> None:
    """Begin, give the result with a photo from before and after the work, enter the units, and finish."""
    phone.goto(path)
    expect(phone.locator("h1")).to_contain_text("دستور کار")
    look(phone, "contractor-order")
    phone.locator("form[action$='/begin/'] button").click()
    for _ in range(phone.locator("input[name=is_done][value='1']").count()):  # the steps of the checklist
        phone.locator("form:has(input[name=is_done][value='1']) button").first.click()
        phone.wait_for_load_state()
    phone.locator(f"a[href^='{path}case/']").click()
    phone.locator("input[name=result][value=fixed]").check()
    phone.locator("button[type=submit]").last.click()
    expect(phone.locator(".field:has([name=photo]), .photo-pick").first).to_be_visible()
    expect(phone.locator("main")).to_contain_text("عکس", timeout=30_000)
    assert "/case/" in phone.url, "a photo is missing"
    phone.locator("input[name=before]").set_input_files([photo("before", 9)])
    phone.locator("input[name=photo]").set_input_files([photo("after", 99)])
    phone.locator("textarea[name=note]").fill("چاله پر و صاف شد.")
    look(phone, "contractor-result")
    phone.locator("button[type=submit]").last.click()
    phone.wait_for_url(re.compile(r"/w/[^/]+/$"))
    phone.locator("input[name=quantity]").fill("۱۲٫۵")
    phone.locator("form[action$='/bill/'] button").click()
    expect(phone.locator("section:has(#bill)")).to_contain_text("۱۲٫۵")
    phone.locator("form[action$='/finish/'] button").click()
    expect(phone.locator("form[action$='/finish/']")).to_have_count(0)


def test_a_contractor_works_by_a_link(open_page: OpenPage) -> None:
    made = sample("make", f"C-{secrets.token_hex(3)}")
    office = open_page("desk")
    sign_in(office, "clerk-d01")
    number = given_to_contractor(office, made["code"], made["contract"])
    path = link_made(office, number)
    phone = open_page("phone")
    worked(phone, path)

    office.goto(f"/desk/work-orders/{number}/")
    expect(office.locator("main")).to_contain_text("راه‌سازان")
    expect(office.locator("main")).to_contain_text("پایان‌یافته در محل")
    office.goto(f"/desk/work-orders/{number}/costs/")
    expect(office.locator("main")).to_contain_text("۳۱٬۲۵۰٬۰۰۰")
    office.goto(f"/desk/case/{made['code']}/")
    expect(office.locator(f"img[src*='/desk/case/{made['code']}/']").first).to_be_attached(timeout=60_000)

    office.goto(f"/desk/work-orders/{number}/costs/")
    office.locator("button[formaction$='/link/withdraw/']").click()
    phone.goto(path)
    expect(phone.locator("main")).to_contain_text("این پیوند را باطل کرده است")
    assert sideways(phone) == 0
    phone.goto(urlsplit(sample("expired", number)["address"]).path)
    expect(phone.locator("main")).to_contain_text("زمان این پیوند به پایان رسیده است")
    look(phone, "contractor-expired")
