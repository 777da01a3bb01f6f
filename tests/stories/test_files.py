"""A citizen hands in a letter and a recording by the form, with and without scripts; the unit opens and hears them."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests import documents
from tests.documents import pdf_of
from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.reports import LONGEST_MS, LOOK_EVERY_MS, wait_until_referred
from tests.stories.staff import sign_in

SECONDS = 20
# The player learns the length, jumps near the end, and has sound from there: this takes ranges of bytes.
HEAR = """async (player) => {
  const next = (name) => new Promise((heard, lost) => {
    player.addEventListener(name, heard, { once: true });
    player.addEventListener("error", () => lost(player.error.message), { once: true });
  });
  const known = next("loadedmetadata");
  player.preload = "auto";
  player.load();
  await known;
  const there = next("seeked");
  player.currentTime = player.duration - 1;
  await there;
  // A moment later, where the machine is slow; what never comes is seen below.
  if (player.readyState < 4) await Promise.race([next("canplaythrough"), new Promise((end) => setTimeout(end, 30000))]);
  return [player.duration, player.currentTime, player.readyState];
}"""


def file_of(name: str, media_type: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": media_type, "buffer": data}


def reported(page: Page, *, has_script: bool) -> str:
    """Hand in a letter with a program in it and a recording; returns the code."""
    page.goto("/report/")
    letter = pdf_of([b"<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"])
    page.locator("#id_area").select_option("01-05")
    if has_script:
        page.locator("[data-step=where] [data-next]").click()
    page.locator("#id_text").fill("جلوی مدرسه یک چالهٔ بزرگ افتاده، لطفاً آسفالت کنید")
    if has_script:
        page.locator("[data-step=what] [data-next]").click()
    page.locator("summary:has-text('سند یا صدای')").click()
    page.locator("#id_files").set_input_files(
        [
            file_of("نامه.pdf", "application/pdf", letter),
            file_of("voice.wav", "audio/wav", documents.wav(SECONDS)),
        ]
    )
    shot(page, f"report-files-phone-fa-{'script' if has_script else 'plain'}")
    assert sideways(page) == 0
    if has_script:
        assert violations(page) == []
        page.locator("[data-step=photos] [data-next]").click()
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("[data-send]").first.click()
    if "/report/done/" not in page.url:  # without a script, what was told from there already stands on a page between
        page.locator("summary:has-text('سند یا صدای')").click()
        page.locator("#id_files").set_input_files([file_of("voice.wav", "audio/wav", documents.wav(SECONDS))])
        page.locator("[data-send]").first.click()
    page.wait_for_url("**/report/done/**")
    found_code = re.search(r"/report/done/(\d{10})/", page.url)
    assert found_code
    return found_code[1]


@pytest.mark.parametrize("has_script", [True, False])
def test_a_letter_and_a_recording(open_page: OpenPage, has_script: bool) -> None:
    citizen, clerk, watcher = open_page("phone", javascript=has_script), open_page("desk"), open_page("phone")
    code = reported(citizen, has_script=has_script)
    wait_until_referred(citizen, code)
    sign_in(clerk, "clerk-d01")
    for _ in range(LONGEST_MS // LOOK_EVERY_MS):
        clerk.goto(f"/desk/case/{code}/")
        if clerk.get_by_text("در حال بررسی است.").count() == 0:
            break
        clerk.wait_for_timeout(LOOK_EVERY_MS)
    player = clerk.locator("audio")
    assert player.evaluate(HEAR) == [SECONDS, SECONDS - 1, 4]
    expect(clerk.get_by_text("voice.wav")).to_be_visible()
    if has_script:
        expect(clerk.get_by_text("درون آن برنامه‌ای هست که شاید هنگام باز کردن اجرا شود.")).to_be_visible()
        with clerk.expect_download() as download:
            clerk.get_by_role("link", name="سند PDF").click()
        assert download.value.suggested_filename.endswith(".pdf")
        assert violations(clerk) == []
    shot(clerk, "case-files-desk-fa")
    sign_in(watcher, "council1")
    watcher.goto(f"/desk/case/{code}/")
    expect(watcher.locator("audio")).to_have_count(0)
    assert sideways(watcher) == 0
    assert watcher.request.get(str(player.get_attribute("src"))).status == 404
    everybody = open_page("phone")
    everybody.goto(f"/t/{code}/")
    assert "/file/" not in everybody.content()
