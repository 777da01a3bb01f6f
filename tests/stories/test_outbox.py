"""The outbox outlives a cut line, a killed browser, an update, a full disk and a wrong clock."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage
from tests.stories.phones import Phone, a_phone
from tests.stories.test_offline import PATIENCE, fill_in, received

# A word of its own for each report, by which the office finds it and nothing else.
FIRST, SECOND, THIRD, FOURTH, FIFTH = (secrets.token_hex(8) for _ in range(5))
TEXTS = {
    FIRST: f"درپوش شکستهٔ جوی آب، روبه‌روی نانوایی سنگک {FIRST}",
    SECOND: f"تابلوی افتادهٔ کوچه، پشت مدرسه {SECOND}",
    THIRD: f"شاخهٔ شکستهٔ چنار، کنار ایستگاه {THIRD}",
    FOURTH: f"آبِ جمع‌شده در زیرگذر، کنار پل {FOURTH}",
    FIFTH: f"چراغ خاموش پارک، کنار زمین بازی {FIFTH}",
}
# A report of the first version of the app: its stores, a photo in the row itself, and the count of what waits.
OF_THE_FORMER_APP = """async text => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  canvas.getContext("2d").fillRect(0, 0, 320, 240);
  const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg"));
  await new Promise((done, fail) => {
    const opening = indexedDB.open("peygir", 1);
    opening.onerror = () => fail(opening.error);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("outbox", { keyPath: "key" });
      opening.result.createObjectStore("draft", { keyPath: "id" });
    };
    opening.onsuccess = () => {
      const work = opening.result.transaction("outbox", "readwrite");
      const key = crypto.randomUUID().replaceAll("-", "");
      const fields = [["address", "خیابان زند"], ["area", "01-01"], ["text", text], ["heard", "1"], ["key", key]];
      const photos = [new File([blob], "old.jpg", { type: "image/jpeg" })];
      work.objectStore("outbox").put({ key, fields, photos, keptAt: Date.now(), state: "waiting" });
      work.oncomplete = () => { opening.result.close(); done(); };
    };
  });
  localStorage.setItem("peygir-waiting", "1");
}"""
# The number of rows in a store of the phone.
COUNT = """store => new Promise(done => {
  const opening = indexedDB.open("peygir");
  opening.onsuccess = () => {
    const counted = opening.result.transaction(store).objectStore(store).count();
    counted.onsuccess = () => { opening.result.close(); done(counted.result); };
  };
})"""
UPDATE = "async () => { await (await navigator.serviceWorker.ready).update(); }"
# Whether the next worker is the one in charge and has its own store; the page itself may have asked for it already.
IS_UPDATED = """async () => {
  const { active, installing, waiting } = await navigator.serviceWorker.ready;
  if (installing || waiting || active.state !== "activated") return false;
  return (await caches.keys()).some(name => name.includes("next"));
}"""
CONTROLLED = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ? 0 : new Promise(
  done => navigator.serviceWorker.addEventListener("controllerchange", done)))"""
A_DAY_AHEAD = """(() => {
  const Real = Date, ahead = 86400000;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})()"""
CODE = re.compile(r"[0-9]{10}")
ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


phone = pytest.fixture(a_phone)


def waiting(page: Page) -> Any:
    """The entries in the list that are not sent yet."""
    return page.locator("[data-waiting-list] [data-state=waiting], [data-waiting-list] [data-state=sending]")


def kept(page: Page, text: str) -> None:
    """Fill in the form and press the button; the report stays on the phone."""
    fill_in(page, text)
    page.locator("[data-send]").click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=PATIENCE)


def codes_of(page: Page, count: int) -> list[str]:
    """The codes in the list, once so many reports are sent."""
    sent = page.locator("[data-waiting-list] [data-state=sent]")
    expect(sent).to_have_count(count, timeout=3 * PATIENCE)
    found = [CODE.search(text.translate(ASCII)) for text in sent.locator("[data-put=code]").all_inner_texts()]
    return sorted(code[0] for code in found if code)


def wait_until(page: Page, is_there: Callable[[], bool]) -> None:
    """Wait for something outside of the page, in which the page goes on."""
    until = monotonic() + 3 * PATIENCE / 1000
    while not is_there():
        assert monotonic() < until, page.url
        page.wait_for_timeout(50)


def test_cut_killed_three_times_and_updated_each_report_arrives_once(phone: Phone, open_page: OpenPage) -> None:
    """One report of the former app, one of this one: nothing is lost, nothing comes twice, photos are there."""
    link = phone.link
    page = phone.start("/track/")
    page.evaluate(CONTROLLED)
    link.is_cut = True
    page.evaluate(OF_THE_FORMER_APP, TEXTS[FIRST])
    phone.kill()  # the first time; what opens next is the new app, on the old one's database

    page = phone.start("/report/waiting/")
    expect(waiting(page)).to_have_count(1)
    expect(waiting(page)).to_contain_text(FIRST)
    expect(waiting(page).locator("[data-pictures] img")).to_have_count(1)
    phone.go(page, "/report/")
    kept(page, TEXTS[SECOND])
    phone.kill()  # the second time; nothing was sent yet

    page = phone.start("/report/waiting/")
    expect(waiting(page)).to_have_count(2)
    link.loses = lambda method, path: (method, path) == ("POST", "/report/")
    link.is_cut = False
    page.locator("[data-try]").click()
    wait_until(page, link.lost.is_set)
    phone.kill()  # the third time, with one report received, whose answer was lost

    link.loses = lambda method, path: False
    link.answers["/report/token/"] = (500, "text/html", "")  # nothing is sent while the app is updated
    link.changes["/sw.js"] = lambda script: script.replace(b'"version": "', b'"version": "next')
    page = phone.start("/track/")
    page.evaluate(UPDATE)
    wait_until(page, lambda: bool(page.evaluate(IS_UPDATED)))
    assert page.evaluate(COUNT, "items") == 2
    link.answers = {}
    phone.go(page, "/report/waiting/")
    codes = codes_of(page, 2)
    assert codes == sorted(code for word in (FIRST, SECOND) for code in received(open_page, word))
    assert page.evaluate(COUNT, "photos") == 0


def test_killed_while_the_form_is_being_sent_it_arrives_once(phone: Phone, open_page: OpenPage) -> None:
    """The server has it, the browser is gone before the answer: afterwards it is no draft, but a receipt."""
    link = phone.link
    page = phone.start("/report/")
    fill_in(page, TEXTS[THIRD])
    link.loses = lambda method, path: (method, path) == ("POST", "/report/")
    page.locator("[data-send]").click(no_wait_after=True)
    wait_until(page, link.lost.is_set)
    phone.kill()

    link.loses = lambda method, path: False
    page = phone.start("/report/")
    expect(page.locator("[data-draft-back]")).to_be_hidden()
    phone.go(page, "/report/waiting/")
    assert codes_of(page, 1) == received(open_page, THIRD)


def test_a_full_disk_and_a_wrong_clock_lose_nothing(phone: Phone, open_page: OpenPage) -> None:
    """A full phone says so and keeps the words; a clock a day ahead does no harm."""
    link = phone.link
    page = phone.start("/report/", script=A_DAY_AHEAD)
    page.evaluate(CONTROLLED)
    fill_in(page, TEXTS[FOURTH])
    link.is_cut = True
    devices = page.context.new_cdp_session(page)
    devices.send("Storage.overrideQuotaForOrigin", {"origin": link.url, "quotaSize": 1})
    page.locator("[data-send]").click()
    expect(page.locator("#form-faults [role=alert]")).to_contain_text("جا", timeout=PATIENCE)
    expect(page.locator("#id_text")).to_have_value(TEXTS[FOURTH])
    devices.send("Storage.overrideQuotaForOrigin", {"origin": link.url})
    page.locator("[data-send]").click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=PATIENCE)

    link.is_cut = False
    page.locator("[data-try]").click()
    assert codes_of(page, 1) == received(open_page, FOURTH)


def test_saved_as_a_file_and_taken_in_elsewhere_it_is_one_report(
    phone: Phone, open_page: OpenPage, tmp_path: Path
) -> None:
    """What does not leave the phone goes by file to an office; both send it, and the city has it once."""
    link = phone.link
    page = phone.start("/report/")
    page.evaluate(CONTROLLED)
    link.is_cut = True
    kept(page, TEXTS[FIFTH])
    with page.expect_download() as saving:
        page.locator("[data-export]").click()
    file = tmp_path / "entries.json"
    saving.value.save_as(file)

    office = open_page("desk", "fa")
    office.set_default_timeout(3 * PATIENCE)
    office.goto("/report/waiting/")
    office.locator("summary", has_text="فایل ذخیره‌شده").click()
    office.locator("[data-import]").set_input_files(file)
    codes = codes_of(office, 1)
    link.is_cut = False
    page.locator("[data-try]").click()
    assert codes_of(page, 1) == codes == received(open_page, FIFTH)
