"""An inspector's visits without a connection: three findings with photos, the browser killed once, a colleague."""

import hashlib
import json
import secrets
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stories.phones import Phone, a_phone
from tests.stories.staff import PASSWORD
from tests.stories.test_crew import ROOT, cut, look, photo
from tests.stories.test_offline import PATIENCE
from tests.stories.test_outbox import CONTROLLED, COUNT, wait_until

VISITS = 4
FINDINGS = ("fixed", "not_fixed", "partly")  # of the first three; a colleague looks at the fourth
NOTES = {"not_fixed": "چاله هنوز همان‌جاست", "partly": "نیمی از آن پر شده است"}
phone = pytest.fixture(a_phone)


def sample(*words: object, given: bytes = b"") -> Any:
    """What `lab.sample.visits` answers, in the city of the stories."""
    command = [sys.executable, "-P", "-m", "lab.sample.visits", *map(str, words)]
    done = subprocess.run(command, input=given, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout or "null")


def ready(page: Page, codes: list[str]) -> None:
    """Wait until the page has drawn what the phone has."""
    expect(page.locator("[data-inspector][data-ready=yes]")).to_be_attached(timeout=PATIENCE)
    for code in codes:
        expect(page.locator(f"[data-stop='{code}']")).to_be_attached(timeout=PATIENCE)


def open_visit(page: Page, code: str) -> None:
    page.evaluate("code => { location.hash = code }", code)
    expect(page.locator(f"[data-case='{code}']")).to_be_visible(timeout=PATIENCE)


def take(page: Page, number: int) -> str:
    """Take a picture in the page; returns its SHA-256."""
    picture = photo(number, "visit")
    page.locator("[data-take]").set_input_files([picture])
    expect(page.locator(".day-taken img")).to_have_count(1, timeout=PATIENCE)
    return hashlib.sha256(picture["buffer"]).hexdigest()


def record(page: Page, finding: str) -> None:
    """Say what is there; the page says that it waits to be sent."""
    page.locator(f"input[name=finding][value={finding}]").check()
    page.locator("[name='answer:level']").select_option("yes" if finding == "fixed" else "no")
    page.locator("textarea[name=note]").fill(NOTES.get(finding, ""))
    page.locator("[data-form] button[type=submit]").click()
    expect(page.locator("[data-case] [data-case-state=waiting]:visible")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("[data-form]")).to_be_hidden()


def sign_in_here(page: Page, name: str) -> None:
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/inspector/**")


def test_visits_without_a_connection_arrive_once_and_a_colleagues_is_a_difference(phone: Phone) -> None:
    name = f"inspector-{secrets.token_hex(3)}"
    codes: list[str] = sample("make", name, VISITS, given=photo(98, "report")["buffer"])
    page = phone.start("/staff/login/?next=/inspector/")
    page.evaluate(CONTROLLED)
    sign_in_here(page, name)
    ready(page, codes)
    wait_until(page, lambda: page.evaluate(COUNT, "thumbs") >= 1)
    look(page, "inspector-day")
    cut(phone, page)

    taken = {}
    open_visit(page, codes[0])
    look(page, "inspector-visit")
    taken[codes[0]] = take(page, 50)
    phone.kill()  # a photo is taken, nothing is entered
    page = phone.start("/inspector/")
    ready(page, codes)
    for number, finding in enumerate(FINDINGS):
        open_visit(page, codes[number])
        if number:
            taken[codes[number]] = take(page, 50 + number)
        else:
            expect(page.locator(".day-taken img")).to_have_count(1, timeout=PATIENCE)
        record(page, finding)
    open_visit(page, codes[3])
    taken[codes[3]] = take(page, 53)
    record(page, "not_fixed")
    page.evaluate("location.hash = ''")
    expect(page.locator("[data-stops] [data-is=waiting]")).to_have_count(VISITS, timeout=PATIENCE)
    sample("colleague", codes[3])

    phone.link.is_cut = False
    phone.go(page, "/inspector/")
    ready(page, codes[:3])
    expect(page.locator("[data-inspector][data-contact=fresh]")).to_be_attached(timeout=PATIENCE)
    page.locator("[data-send]").click()
    for code in codes[:3]:
        expect(page.locator(f"[data-stop='{code}'][data-is=done]")).to_be_attached(timeout=4 * PATIENCE)
    expect(page.locator(f"[data-stop='{codes[3]}'][data-is=conflict]")).to_be_attached(timeout=4 * PATIENCE)
    assert page.evaluate(COUNT, "photos") == 1, "that of the visit on which the centre decides"
    open_visit(page, codes[3])
    table = page.locator(".day-difference:visible")
    expect(table).to_contain_text("برطرف شده", timeout=PATIENCE)
    look(page, "inspector-difference")

    brought = sample("told", name)
    assert [row["seq"] for row in brought["commands"]] == list(range(1, VISITS + 1)), "each once"
    assert {row["code"]: row["photos"] for row in brought["commands"]} == {code: [sha] for code, sha in taken.items()}
    assert [(row["code"], row["finding"]) for row in brought["findings"]] == list(zip(codes, FINDINGS, strict=False))
    assert [row["answers"]["level"] for row in brought["findings"]] == ["yes", "no", "no"]
    assert {row["drawn"] for row in brought["findings"]} == {"visited"}
    assert brought["findings"][1]["state"] == "reopened"
    assert brought["breaks"] == 0
