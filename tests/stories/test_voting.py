"""Voting day: two people open a vote, citizens vote on their phones, two people close it, and everybody checks it.

Three ballots are cast in browsers, the others of the 2,000 by the action behind the page, while the vote is open.
"""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from peygir.core import clock
from peygir.core.jalali import format_numeric
from peygir.outlook.planning.methods.ballots import read_votes
from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in
from tests.stories.test_my_data import sign_in_by_code

pytestmark = pytest.mark.long
ROOT: Final = Path(__file__).resolve().parents[2]
BALLOTS: Final = 2_000
SHIRAZ = ZoneInfo("Asia/Tehran")
PHONES = ("+989170001101", "+989170001102", "+989170001103")


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    page.evaluate("window.scrollTo(0, 0)")  # what was filled in may have scrolled a field behind the header
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def written(page: Page) -> str:
    """Write a vote that begins this minute and ends in three; returns its address."""
    now = clock.now().astimezone(SHIRAZ)
    ends = now + timedelta(minutes=3)
    page.goto("/desk/votes/new/")
    fields = {
        "title": "رأی‌گیری روز نمایش",
        "budget": "10000",
        "most": "2",
        "opens_on": format_numeric(now.date()),
        "opens_time": f"{now:%H:%M}",
        "closes_on": format_numeric(ends.date()),
        "closes_time": f"{ends:%H:%M}",
        "p0-title": "زمین بازی",
        "p0-cost": "6000",
        "p1-title": "روشنایی",
        "p1-cost": "5000",
        "p2-title": "پیاده‌رو",
        "p2-cost": "4000",
    }
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    looked_at(page, "voting-new")
    page.locator("main button.btn-primary").click()
    page.wait_for_url(re.compile(r"/desk/votes/\d+/$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def test_a_voting_day(open_page: OpenPage) -> None:
    first, second = open_page("desk", "fa"), open_page("desk", "fa")
    sign_in(first, "secretariat")
    at = written(first)
    first.locator("form[action$='/do/open/'] button").click()
    first.wait_for_url(f"**{at}")
    sign_in(second, "budget")
    second.goto(at)
    looked_at(second, "voting-second-person")
    second.locator("form[action$='/do/confirm/'] button").click()
    second.wait_for_url(f"**{at}")
    number = at.rstrip("/").rsplit("/", 1)[1]
    for place, phone in enumerate(PHONES):
        voter = open_page("phone", "fa")
        sign_in_by_code(voter, phone)
        voter.goto(f"/votes/{number}/")
        if place == 0:
            looked_at(voter, "vote-phone-fa")
        voter.locator(f"a[href='/votes/{number}/ballot/']").click()
        voter.wait_for_url("**/ballot/")
        for choice in (1, 3) if place < 2 else (2,):
            voter.locator(f"[name=p{choice}]").check()
        if place == 0:
            looked_at(voter, "ballot-phone-fa")
        voter.locator("button[value=cast]").click()
        expect(voter.get_by_text("رأی شما ثبت است")).to_be_visible()
    others = BALLOTS - len(PHONES)
    command = [sys.executable, "-P", "-m", "lab.sample.many_ballots", number, str(others)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) == BALLOTS
    for _turn in range(60):
        first.goto(at)
        if first.locator("form[action$='/do/close/'] button").count():
            break
        first.wait_for_timeout(5_000)
    first.locator("form[action$='/do/close/'] button").click()
    first.wait_for_url(f"**{at}")
    second.goto(at)
    second.locator("form[action$='/do/confirm/'] button").click()
    second.wait_for_url(f"**{at}")
    anybody = open_page("phone", "fa")
    for _turn in range(30):
        anybody.goto(f"/votes/{number}/")
        if anybody.locator(f"a[href$='/votes/{number}/result.pb']").count():
            break
        anybody.wait_for_timeout(1_000)
    looked_at(anybody, "vote-result-phone-fa")
    file = anybody.request.get(f"/votes/{number}/result.pb").text()
    assert len(read_votes(file).ballots) == BALLOTS
    anybody.locator("a[href*='/projects/']").first.click()
    anybody.wait_for_url(re.compile(r"/projects/\d+/$"))
    looked_at(anybody, "vote-why-phone-fa")
