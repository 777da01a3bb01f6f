"""A crew's shift without a connection: twenty stops with photos, two kills, an update, a wrong clock, a clerk."""

import hashlib
import json
import secrets
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from lab.bench.weight import weighed
from tests.stories.axe import violations
from tests.stories.conftest import URL, shot, sideways
from tests.stories.phones import Phone, a_phone
from tests.stories.staff import PASSWORD
from tests.stories.test_offline import PATIENCE
from tests.stories.test_outbox import A_DAY_AHEAD, CONTROLLED, COUNT, IS_UPDATED, UPDATE, wait_until

STOPS = 20
FIRST_KILL, SECOND_KILL = 7, 14  # before these stops
CONTESTED = 2  # the place in the route of the stop on which a clerk enters something else meanwhile
NAMES: list[str] = []  # of the crew member of each try, the last one now
MOST_BYTES = 250 * 1024
ROOT = Path(__file__).resolve().parents[2]
# How many photos lie in each result that is begun.
BEGUN = """() => new Promise(done => {
  const opening = indexedDB.open("peygir");
  opening.onsuccess = () => {
    const all = opening.result.transaction("work").objectStore("work").getAll();
    all.onsuccess = () => { opening.result.close(); done(all.result.map(row => row.value.pictures.length)); };
  };
})"""
phone = pytest.fixture(a_phone)


def sample(*words: object, given: bytes = b"") -> Any:
    """What `lab.sample.shift` answers, in the city of the stories."""
    command = [sys.executable, "-P", "-m", "lab.sample.shift", *map(str, words)]
    done = subprocess.run(command, input=given, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout or "null")


def photo(number: int, role: str) -> FilePayload:
    """A picture that no other stop has."""
    picture = Image.linear_gradient("L").resize((320, 240)).rotate(9 * number).convert("RGB")
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=80, comment=f"{role} {number}".encode())
    return {"name": f"{role}-{number}.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def cut(phone: Phone, page: Page) -> None:
    """Take the connection away, as the browser knows it too."""
    phone.link.is_cut = True
    page.context.set_offline(True)


def look(page: Page, name: str) -> None:
    """Look at the page as a phone shows it, and at what a screen reader would miss."""
    assert sideways(page) == 0
    assert violations(page) == []
    shot(page, f"{name}-phone-fa")


def ready(page: Page) -> None:
    """Wait until the page has drawn what the phone has."""
    expect(page.locator("[data-crew][data-ready=yes]")).to_be_attached(timeout=PATIENCE)
    expect(page.locator("[data-stops] [data-stop]")).to_have_count(STOPS, timeout=PATIENCE)


def take(page: Page, stop: dict[str, str], role: str, picture: FilePayload) -> None:
    """Take a picture in the page; it is in the phone's store when it shows."""
    part = page.locator(f"[data-case='{stop['code']}']")
    part.locator(f"[data-take={role}]").set_input_files([picture])
    expect(part.locator(f".day-taken [data-role={role}]:visible")).to_have_count(1, timeout=PATIENCE)


def begin(page: Page, stop: dict[str, str], number: int) -> None:
    """Take the first photo of a stop, and wait until the phone has it on disk."""
    page.evaluate("number => { location.hash = number }", stop["number"])
    take(page, stop, "before", photo(number, "before"))
    wait_until(page, lambda: page.evaluate(BEGUN) == [1])


def work(page: Page, stop: dict[str, str], number: int, taken: dict[str, list[str]]) -> None:
    """Do the work of one stop: the required step, both photos, the result; it says that it waits to be sent."""
    page.evaluate("number => { location.hash = number }", stop["number"])
    part = page.locator(f"[data-case='{stop['code']}']")
    expect(part).to_be_visible(timeout=PATIENCE)
    for role in ("before", "after"):
        if not part.locator(f".day-taken [data-role={role}]:visible").count():
            take(page, stop, role, photo(number, role))
    taken[stop["number"]] = [hashlib.sha256(photo(number, role)["buffer"]).hexdigest() for role in ("before", "after")]
    for step in page.locator("[data-steps] li:has([data-required]:not([hidden])) input").all():
        step.check()
    part.locator("input[name=result][value=fixed]").check()
    part.locator("textarea[name=note]").fill(f"پر شد، توقف {number + 1}")
    part.locator("button[type=submit]").click()
    expect(part.locator("[data-case-state=waiting]")).to_be_visible(timeout=PATIENCE)
    expect(part.locator("[data-form]")).to_be_hidden()


def sign_in_here(page: Page) -> None:
    """Fill in the sign-in form that is open; it leads to the day."""
    page.locator("#id_username").fill(NAMES[-1])
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/crew/**")


def day_taken_along(phone: Phone, stops: list[dict[str, str]]) -> Page:
    """Sign in with a connection; the list lies on the phone in the order of the route, with its picture."""
    page = phone.start("/staff/login/?next=/crew/")
    page.evaluate(CONTROLLED)
    sign_in_here(page)
    ready(page)
    listed = [row.get_attribute("data-stop") for row in page.locator("[data-stops] [data-stop]").all()]
    assert listed == [stop["number"] for stop in stops]
    wait_until(page, lambda: page.evaluate(COUNT, "thumbs") == 1)
    look(page, "crew-day")
    return page


def shift(phone: Phone, page: Page, stops: list[dict[str, str]], taken: dict[str, list[str]]) -> Page:
    """Work all stops without a connection, through two kills; returns the page that is open then."""
    for number, stop in enumerate(stops):
        if number == FIRST_KILL:  # in the middle of a stop: one photo is taken, nothing is entered
            begin(page, stop, number)
            phone.kill()
            page = phone.start("/crew/", script=A_DAY_AHEAD)
            ready(page)
        if number == SECOND_KILL:
            phone.kill()
            page = phone.start("/crew/")
            ready(page)
        work(page, stop, number, taken)
    page.evaluate("location.hash = ''")
    expect(page.locator("[data-stops] [data-is=done]")).to_have_count(0)
    expect(page.locator("[data-stops] [data-is=waiting]")).to_have_count(STOPS)
    expect(page.locator("[data-waiting-count]")).to_be_visible()
    return page


def updated_then_home(phone: Phone, page: Page) -> None:
    """The line is back; the app is updated before anything is sent, and then sends."""
    link = phone.link
    link.answers["/report/token/"] = (500, "text/html", "")
    link.changes["/sw.js"] = lambda script: script.replace(b'"version": "', b'"version": "next')
    link.is_cut = False
    phone.go(page, "/crew/")
    page.evaluate(UPDATE)
    wait_until(page, lambda: bool(page.evaluate(IS_UPDATED)))
    link.answers = {}
    phone.go(page, "/crew/")
    ready(page)
    expect(page.locator("[data-crew][data-contact=fresh]")).to_be_attached(timeout=PATIENCE)
    page.locator("[data-send]").click()


def test_a_shift_without_a_connection_arrives_once_in_order_and_whole(phone: Phone) -> None:
    """What the clerk entered at one of the stops meanwhile is shown beside what the phone says."""
    NAMES.append(f"crew-{secrets.token_hex(3)}")
    stops: list[dict[str, str]] = sample("make", NAMES[-1], STOPS, given=photo(99, "report")["buffer"])
    contested, taken = stops[CONTESTED], dict[str, list[str]]()
    page = day_taken_along(phone, stops)
    cut(phone, page)
    page = shift(phone, page, stops, taken)
    sample("partly", NAMES[-1], contested["number"], contested["code"])
    updated_then_home(phone, page)
    expect(page.locator("[data-stops] [data-is=conflict]")).to_have_count(1, timeout=4 * PATIENCE)
    expect(page.locator("[data-stops] [data-is=done]")).to_have_count(STOPS - 1, timeout=4 * PATIENCE)
    assert page.evaluate(COUNT, "photos") == 2, "those of the stop on which a person decides"

    page.evaluate("number => { location.hash = number }", contested["number"])
    table = page.locator(".day-difference:visible")
    expect(table).to_contain_text("تا اندازه‌ای", timeout=PATIENCE)
    expect(table).to_contain_text("توقف")
    look(page, "crew-difference")
    compare(sample("told", NAMES[-1]), stops, taken)


def test_the_first_load_is_light() -> None:
    """All files of the page, compressed, without the map."""
    (crew,) = [row for row in weighed(URL) if row.page == "/shell/fa/crew/"]
    assert crew.total <= MOST_BYTES, crew.files


def compare(brought: dict[str, Any], stops: list[dict[str, str]], taken: dict[str, list[str]]) -> None:
    """Compare what the server has with what the crew entered."""
    results = [row for row in brought["commands"] if row["verb"] == "order_result"]
    assert [row["order"] for row in results] == [stop["number"] for stop in stops], "in the order of the route"
    assert [row["seq"] for row in brought["commands"]] == list(range(1, len(brought["commands"]) + 1)), "each once"
    contested = stops[CONTESTED]["number"]
    for row in results:
        assert row["photos"] == taken[row["order"]], row
        assert row["state"].startswith("conflict" if row["order"] == contested else "applied"), row
    assert sorted(row["number"] for row in brought["results"]) == sorted(stop["number"] for stop in stops)
    for row in brought["results"]:
        mine = row["number"] != contested
        assert (row["result"], row["by"]) == (("fixed", True) if mine else ("partly", False)), row
        assert row["state"] == "finished" or not mine, row
    assert brought["breaks"] == 0
