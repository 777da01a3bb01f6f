"""A whole life in the browser: reported with a photo, done, not fixed, done again, confirmed, closed."""

import re
import time
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from tests.stories.conftest import OpenPage, messages_to, shot
from tests.stories.staff import sign_in

PHONE = "+989171370001"


def photo_of_street(colour: str) -> FilePayload:
    """A picture as a phone would send it: a grey street with something on it."""
    picture = Image.new("RGB", (1600, 1200), "#9aa0a6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 1600, 420), fill="#cfd8dc")
    draw.polygon([(560, 1200), (760, 420), (860, 420), (1060, 1200)], fill="#b0b5ba")
    draw.ellipse((560, 700, 1060, 960), fill=colour)
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def report_a_pothole(page: Page) -> str:
    """Report in four steps on a phone; returns the tracking code in ASCII digits."""
    page.goto("/report/")
    shot(page, "report-where-phone-fa")
    page.locator("#id_address").fill("شیراز، بلوار چمران، روبه‌روی نانوایی")
    page.locator("#id_area").select_option("01-05")
    page.locator("[data-step=where] [data-next]").click()
    page.locator("#id_text").fill("وسط کوچه یه چالهٔ بزرگ افتاده، دیشب چرخ ماشینم رفت توش. لطفاً زودتر آسفالتش کنید.")
    page.locator("[data-topic-search]").fill("چاله")
    page.locator("label.choice:visible", has_text="لکه").first.click()
    shot(page, "report-what-phone-fa")
    page.locator("[data-step=what] [data-next]").click()
    page.locator("#id_photos").set_input_files([photo_of_street("#3c4043")])
    shot(page, "report-photos-phone-fa")
    page.locator("[data-step=photos] [data-next]").click()
    page.locator("#id_phone").fill("۰۹۱۷ ۱۳۷ ۰۰۰۱")
    page.locator("#id_name").fill("مریم نمونه")
    shot(page, "report-you-phone-fa")
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile(r"/report/done/\d{10}/"))
    shot(page, "report-done-phone-fa")
    found = re.search(r"/report/done/(\d{10})/", page.url)
    assert found
    return found[1]


def press(page: Page, verb: str, fill: dict[str, str] | None = None, photo: FilePayload | None = None) -> None:
    """Make one move on the case's page."""
    form = page.locator(f'form[action$="/move/{verb}/"]')
    if not form.is_visible():
        form.locator("xpath=ancestor::details[1]/summary").click()
    for name, words in (fill or {}).items():
        form.locator(f"[name={name}]").fill(words)
    if photo is not None:
        form.locator("[name=photo]").set_input_files([photo])
    form.locator("button.btn-primary[type=submit]").click()
    page.wait_for_load_state("networkidle")


def verdict_link(times: int, phone: str = PHONE) -> str:
    """The link of the `times`-th question sent to the reporter."""
    for _ in range(300):
        links = [re.search(r"https?://\S+/v/\S+", line["text"]) for line in messages_to(phone)]
        found = [link[0] for link in links if link]
        if len(found) >= times:
            return found[times - 1]
        time.sleep(0.1)
    raise AssertionError(f"question {times} was not sent; messages: {messages_to(phone)}")


def wait_for_state(page: Page, code: str, state_text: str) -> None:
    """Look at the public page until it says so: the worker needs a moment."""
    for _ in range(150):
        page.goto(f"/t/{code}/")
        if page.locator("main").get_by_text(state_text).count():
            return
        time.sleep(0.1)
    raise AssertionError(f"the public page never said “{state_text}”")


def test_whole_life(open_page: OpenPage) -> None:
    """The acceptance story, with the screenshots of the documentation on the way."""
    citizen = open_page("phone", "fa")
    code = report_a_pothole(citizen)
    wait_for_state(citizen, code, "ارجاع شد")
    shot(citizen, "track-new-phone-fa")

    clerk = open_page("desk", "fa")
    sign_in(clerk, "clerk-d01")
    shot(clerk, "inbox-new-desk-fa", full=False)
    clerk.goto(f"/desk/case/{code}/")
    expect(clerk.locator("main img").first).to_be_visible()  # the photo was re-encoded meanwhile
    shot(clerk, "case-new-desk-fa")
    press(clerk, "accept")
    press(clerk, "finish", {"note": "چاله با آسفالت گرم پر شد. از شکیبایی شما سپاسگزاریم."}, photo_of_street("#5f6368"))
    wait_for_state(citizen, code, "انجام شد")

    citizen.goto(verdict_link(1))
    shot(citizen, "verdict-phone-fa")
    citizen.locator("main details > summary").first.click()
    citizen.locator("[name=reason]").fill("هنوز گود است و آب در آن جمع می‌شود.")
    citizen.locator("main details form button[type=submit]").click()
    wait_for_state(citizen, code, "بازگشایی شد")

    clerk.goto(f"/desk/case/{code}/")
    shot(clerk, "case-reopened-desk-fa")
    press(clerk, "accept")
    press(clerk, "finish", {"note": "دوباره تراز شد و آب نمی‌ایستد.", "form": "آسفالت دوم، ۲ متر مربع"})
    wait_for_state(citizen, code, "انجام شد")
    citizen.goto(verdict_link(2))
    citizen.locator("button[name=answer][value=yes]").click()
    wait_for_state(citizen, code, "بسته شد")
    shot(citizen, "track-closed-phone-fa")
    clerk.goto(f"/desk/case/{code}/")
    shot(clerk, "case-closed-desk-fa")


def test_conflict(open_page: OpenPage) -> None:
    """Two clerks of one unit press at once: the second is told, and keeps what was typed."""
    code = report_without_javascript(open_page("phone", "fa", javascript=False))
    clerk, manager = open_page("desk", "fa"), open_page("desk", "fa")
    sign_in(clerk, "clerk-d01")
    sign_in(manager, "manager-d01")
    wait_for_state(open_page("phone", "fa"), code, "ارجاع شد")
    clerk.goto(f"/desk/case/{code}/")
    manager.goto(f"/desk/case/{code}/")
    press(manager, "accept")
    press(clerk, "decline", {"note": "این چاله در ملک خصوصی است."})
    assert "این چاله در ملک خصوصی است." in clerk.content()
    expect(clerk.locator("main [role=alert]").first).to_be_visible()
    shot(clerk, "conflict-desk-fa")


def report_without_javascript(page: Page) -> str:
    """The same report on a browser without scripts, by address and neighbourhood alone."""
    page.goto("/report/")
    page.locator("#id_address").fill("خیابان ارم، کوچهٔ ۵")
    page.locator("#id_area").select_option("01-01")
    page.locator("#id_text").fill("آسفالت کوچه چاله شده است.")
    page.locator("details.topic-group", has_text="لکه‌گیری آسفالت").locator("summary").click()
    page.locator("label.choice", has_text="لکه‌گیری آسفالت").click()
    page.locator("[data-send]").click()
    found = re.search(r"/report/done/(\d{10})/", page.url)
    assert found, page.url
    return found[1]


def test_report_without_javascript(open_page: OpenPage) -> None:
    """No script, no map: the report arrives all the same."""
    page = open_page("phone", "fa", javascript=False)
    code = report_without_javascript(page)
    page.goto(f"/t/{code}/")
    assert page.locator("main").inner_text()
