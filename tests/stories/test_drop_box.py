"""A report of corruption: written without scripts, opened with a key in the inspector's browser, answered, and read."""

import io
import secrets
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in

PASSPHRASE = "پنج واژه که کسی نمی‌داند"


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def make_key(open_page: OpenPage, folder: Path) -> Path:
    """Make a key in the browser of an inspector, and let the mayor's desk confirm it; gives the key file."""
    holder = open_page("desk", "fa")
    sign_in(holder, "inspectorate")
    holder.goto("/desk/drop/keys/")
    if not holder.locator("#make-words").is_visible():
        holder.locator("[data-make-key] summary").click()
    holder.locator("#make-words").fill(PASSPHRASE)
    holder.locator("#make-again").fill(PASSPHRASE)
    looked_at(holder, "drop-keys-make")
    with holder.expect_download() as download:
        holder.locator("[data-make]").click()
    file = folder / "key.json"
    download.value.save_as(file)
    printed = holder.locator("[data-print]").inner_text()
    holder.locator("[data-made] button").click()
    expect(holder.locator("#keys-proposed")).to_be_visible()
    mayor = open_page("phone", "fa")
    sign_in(mayor, "mayor")
    mayor.goto("/desk/drop/keys/")
    looked_at(mayor, "drop-keys-confirm")
    mayor.locator("li", has_text=printed).locator("[value=confirm]").click()
    expect(mayor.locator("#keys-current")).to_be_visible()
    return file


def write_report(page: Page, text: str) -> str:
    """Write a report with a picture as the pages lead; gives the seven words."""
    page.context.clear_cookies()
    page.goto("/drop/")
    shot(page, "drop-box-start")
    page.locator("form[action='/drop/words/'] button").click()
    code_words = " ".join(page.locator(".drop-words bdi").all_inner_texts())
    assert len(code_words.split()) == 7
    shot(page, "drop-box-words", full=False)
    page.locator("main form button").click()
    picture = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(picture, "JPEG")
    page.locator("#text").fill(text)
    page.locator("#files").set_input_files(
        FilePayload(name="IMG.jpg", mimeType="image/jpeg", buffer=picture.getvalue())
    )
    page.locator("#words").fill(code_words.replace("ی", "ي"))
    shot(page, "drop-box-write", full=False)
    page.locator("[name=send]").click()
    expect(page.locator("main [role=status]")).to_be_visible()
    assert sideways(page) <= 0
    assert page.context.cookies() == []
    return code_words


def test_from_a_report_to_its_answer(open_page: OpenPage, tmp_path: Path) -> None:
    unique_word = secrets.token_hex(6)
    key = make_key(open_page, tmp_path)
    writer = open_page("phone", "fa", javascript=False)
    code_words = write_report(writer, f"برای مهر پروانه پول می‌خواهند {unique_word}")

    inspector = open_page("desk", "fa")
    sign_in(inspector, "inspectorate")
    inspector.goto("/desk/drop/")
    looked_at(inspector, "drop-boxes")
    inspector.locator(".drop-row .btn-primary").first.click()
    assert unique_word not in inspector.content(), "the server sends nothing that can be read"
    inspector.locator("#key-file").set_input_files(key)
    inspector.locator("#key-words").fill("نادرست")
    inspector.locator("[data-open]").click()
    expect(inspector.locator("[data-unlock] [data-fault]")).not_to_be_empty()
    inspector.locator("#key-words").fill(PASSPHRASE)
    inspector.locator("[data-open]").click()
    expect(inspector.locator("[data-messages]")).to_contain_text(unique_word)
    inspector.locator("[data-file]").click()
    expect(inspector.locator("[data-message] img")).to_be_visible()
    looked_at(inspector, "drop-box-opened")
    inspector.locator("#answer-text").fill(f"کدام روز بود؟ {unique_word}")
    inspector.locator("[data-answer] [type=submit]").click()
    expect(inspector.locator("[data-message]")).to_have_count(2)
    expect(inspector.locator("[data-messages]")).to_contain_text(f"کدام روز بود؟ {unique_word}")

    writer.goto("/drop/")
    writer.locator("#words").fill(code_words)
    writer.locator("form[action='/drop/open/'] button").click()
    expect(writer.locator("main")).to_contain_text(f"کدام روز بود؟ {unique_word}")
    shot(writer, "drop-box-answer")
    assert writer.context.cookies() == []


def test_the_pages_are_sound_and_one_leaves_at_once(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    page.context.clear_cookies()
    page.goto("/help/")
    page.goto("/drop/")
    assert sideways(page) <= 0
    assert violations(page) == []
    page.evaluate("document.querySelector('[data-leave]').href = '/track/'")
    page.locator("[data-leave]").click()
    page.wait_for_url("**/track/")
    page.go_back()
    page.wait_for_url("**/help/")
