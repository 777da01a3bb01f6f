"""An edition of honours from its candidates to a certificate whose page verifies it; and a pupil, whom nobody sees."""

import io
import json
import re

import pypdfium2
from playwright.sync_api import Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import HOME, OpenPage, shot, sideways
from tests.stories.staff import sign_in
from tests.stories.test_my_data import sign_in_by_code

CODE = re.compile(r"\b[2-9a-hjkmnp-z]{12}\b")
MOST_LOOKS = 300


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def step(page: Page, edition: str, deed: str) -> None:
    """Press one step of the edition."""
    page.goto(edition)
    page.locator(f"form[action$='/do/{deed}/'] button").first.click()
    page.wait_for_url(f"**{edition}")


def honour_first_who_agreed(page: Page, edition: str) -> str:
    """Clear the flags of the first candidate who agreed with the name, and record the decision; returns the name."""
    page.goto(f"{edition}candidates/")
    looked_at(page, "honours-candidates")
    row = page.locator("tbody tr", has_text="بله، با نام من").first
    link = row.locator("a").first
    name = link.inner_text()
    link.click()
    while (clear := page.locator("form[action$='/clear/']")).count():
        clear.first.locator("[name=reason]").fill("بررسی شد و مانعی نیست")
        clear.first.locator("button").click()
        page.wait_for_load_state()
    looked_at(page, "honours-candidate")
    page.locator("input[name=decision][value=honoured]").check(force=True)
    page.locator("select[name=category]").select_option("watchful")
    page.locator("form[action$='/decide/'] textarea[name=reason]").fill("گزارش‌های دقیق و پیگیری تا پایان")
    page.locator("form[action$='/decide/'] button.btn-primary").click()
    page.wait_for_load_state()
    return name


def invited_phone(page: Page) -> str:
    """The number to which the invitation went."""
    outbox = HOME / "outbox" / "sms.jsonl"
    for _ in range(MOST_LOOKS):
        lines = outbox.read_text().splitlines() if outbox.exists() else []
        found = [line["to"] for line in map(json.loads, lines) if "/me/honours/" in line.get("text", "")]
        if found:
            return str(found[-1])
        page.wait_for_timeout(100)
    raise AssertionError("no invitation was sent")


def test_from_candidates_to_a_certificate(open_page: OpenPage) -> None:
    office = open_page("desk", "fa")
    sign_in(office, "honours")
    office.goto("/desk/honours/")
    office.locator("tbody a").first.click()
    office.wait_for_url(re.compile(r"/desk/honours/\d+/$"))
    edition = re.sub(r"^https?://[^/]+", "", office.url)
    looked_at(office, "honours-edition")
    name = honour_first_who_agreed(office, edition)

    office.goto(f"{edition}pupils/")
    looked_at(office, "honours-pupils")
    office.locator("tbody a").first.click()
    office.locator("form[action$='/decide/'] [name=reason]").fill("گشت گزارش را با دقت انجام داد")
    office.locator("form[action$='/decide/'] button[value=honoured]").click()
    expect(office.get_by_text("برگزیده").first).to_be_visible()

    mayor = open_page("desk", "fa")
    sign_in(mayor, "mayor")
    step(mayor, edition, "seal")
    step(office, edition, "invite")

    citizen = open_page("phone", "fa")
    sign_in_by_code(citizen, invited_phone(office))
    citizen.goto("/me/honours/")
    looked_at(citizen, "my-honours-phone-fa")
    citizen.locator("form[action*='/me/honours/'] button[value=yes]").click()
    citizen.wait_for_url("**/me/honours/")
    step(office, edition, "issue")

    citizen.goto("/me/honours/")
    document = citizen.request.get(citizen.locator("a[href$='.pdf']").get_attribute("href") or "")
    text = pypdfium2.PdfDocument(io.BytesIO(document.body()))[0].get_textpage().get_text_range()
    code = CODE.search(text)
    assert code, text
    anybody = open_page("phone", "fa")
    anybody.goto(f"/h/{code[0]}/")
    expect(anybody.get_by_text("این لوح اصیل است")).to_be_visible()
    expect(anybody.get_by_text(name)).to_be_visible()
    looked_at(anybody, "honour-certificate-phone-fa")
    anybody.goto("/honours/")
    expect(anybody.get_by_text(name)).to_be_visible()
    expect(anybody.get_by_text("نام کودکان منتشر نمی‌شود")).to_be_visible()
    assert "دانش‌آموز نمونهٔ یک" not in anybody.content()
    looked_at(anybody, "honours-phone-fa")
