"""A question is asked, saved, put on a board and wanted by mail; on Saturday it is sent, and opened from there."""

import json
import re
import secrets
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import HOME, PATIENCE, OpenPage, shot, sideways
from tests.stories.staff import sign_in

ROOT: Final = Path(__file__).resolve().parents[2]
WHO: Final = "supervisor"


def saturday(*words: str) -> str:
    """What `lab.sample.saturday` prints, in the city of the stories."""
    command = [sys.executable, "-P", "-m", "lab.sample.saturday", *words]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode().strip()


def mails_to(address: str) -> list[dict[str, Any]]:
    """The mails that were sent to an address, oldest first."""
    outbox = HOME / "outbox" / "mail.jsonl"
    lines = outbox.read_text().splitlines() if outbox.exists() else []
    return [line for line in map(json.loads, lines) if line["to"] == address]


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def asked_and_saved(page: Page, name: str) -> None:
    """Ask how many cases were opened in each district by the form, and save the question."""
    page.goto("/desk/explore/")
    page.locator("[name=by1]").select_option("district")
    page.locator("form[data-explore-form] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/desk/explore/\?q=cases_opened~by\.district"))
    expect(page.locator("[data-explore-answer]")).to_contain_text("پرونده‌های بازشده")
    looked_at(page, "explore-desk-fa")
    page.locator("form[action='/desk/explore/save/'] [name=name]").fill(name)
    page.locator("form[action='/desk/explore/save/'] button").click()
    page.wait_for_url(re.compile(r"/desk/questions/\d+/$"))


def test_a_question_comes_by_mail(open_page: OpenPage) -> None:
    word = secrets.token_hex(4)
    address, question, board = f"{word}@shiraz.example", f"منطقه‌ها {word}", f"تابلوی {word}"
    saturday(WHO, address)
    page = open_page("desk", "fa")
    sign_in(page, WHO)
    asked_and_saved(page, question)
    page.goto("/desk/boards/")
    page.locator("main [name=name]").fill(board)
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile(r"/desk/boards/\d+/$"))
    page.locator("[name=chosen]").first.select_option(label=question)
    page.locator("form[action$='/do/add/'] button").click()
    expect(page.locator("section", has_text=question).locator("svg.chart, .answer-chart svg").first).to_be_visible()
    page.locator("form[action$='/do/subscribe/'] button").click()
    expect(page.locator("form[action$='/do/unsubscribe/']")).to_be_visible()

    assert int(saturday()) >= 1
    until = monotonic() + PATIENCE
    while not mails_to(address):
        assert monotonic() < until, "no mail came"
        page.wait_for_timeout(200)
    (mail,) = mails_to(address)
    assert board in mail["subject"] + mail["text"]
    assert re.fullmatch(r"peygir-\d{4}-\d\d-\d\d\.pdf", mail["files"])
    (link,) = re.findall(r"https?://\S+/desk/boards/\d+/", mail["text"])
    page.goto(urlsplit(link).path)
    page.locator("h2 a", has_text=question).click()
    page.wait_for_url(re.compile(r"/desk/questions/\d+/$"))
    page.locator("a[href^='/desk/explore/?q=cases_opened~by.district']").click()
    expect(page.locator("[data-explore-answer]")).to_contain_text("پرونده‌های بازشده")
