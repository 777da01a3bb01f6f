"""A jury decides anew on a season, which is published, and the address behind a certificate's QR code verifies it."""

import io
import re

import pypdfium2
from playwright.sync_api import Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in

CODE = re.compile(r"\b[2-9a-hjkmnp-z]{12}\b")
REASON = "پیگیری هر درخواست تا خانهٔ شهروند"


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def test_a_jury_decides_and_a_certificate_verifies(open_page: OpenPage) -> None:
    proposer = open_page("desk", "fa")
    sign_in(proposer, "jury1")
    proposer.goto("/desk/jury/new/")
    looked_at(proposer, "jury-season-new")
    proposer.goto("/desk/jury/")
    looked_at(proposer, "jury")
    proposer.locator("tbody a").first.click()
    proposer.wait_for_url(re.compile(r"/desk/jury/\d+/$"))
    season = re.sub(r"^https?://[^/]+", "", proposer.url)
    expect(proposer.locator("main")).to_contain_text("سازمان مدیریت پسماند")
    looked_at(proposer, "jury-season")
    proposer.locator(f"a[href='{season}decide/']").click()
    proposer.wait_for_url("**/decide/")
    looked_at(proposer, "jury-decide")
    first = proposer.locator("select[name=unit-all-1]")
    winner = first.locator("option:checked").inner_text()
    assert "سازمان مدیریت پسماند" in winner
    values = [option.get_attribute("value") for option in first.locator("option").all()]
    others = [value for value in values if value and value != first.input_value()]
    for place, value in enumerate(others[:2], start=2):
        proposer.locator(f"select[name=unit-all-{place}]").select_option(value)
        proposer.locator(f"[name=reason-all-{place}]").fill(REASON)
    proposer.locator("main button.btn-primary").click()
    proposer.wait_for_url(f"**{season}")

    second_member = open_page("phone", "fa")
    sign_in(second_member, "jury2")
    second_member.goto(season)
    looked_at(second_member, "jury-season-phone-fa")
    second_member.locator("form[action$='/agree/'] button").click()
    second_member.wait_for_url(f"**{season}")
    link = second_member.locator("a[href*='/desk/jury/certificates/']").nth(1).get_attribute("href")
    document = second_member.request.get(link or "")
    text = pypdfium2.PdfDocument(io.BytesIO(document.body()))[0].get_textpage().get_text_range()
    code = CODE.search(text)
    assert code, text

    anybody = open_page("phone", "fa")
    anybody.goto(f"/ranking/c/{code[0]}/")
    expect(anybody.get_by_text("این لوح اصیل است")).to_be_visible()
    looked_at(anybody, "ranking-certificate-phone-fa")
    anybody.locator("main a.link-plain").last.click()
    anybody.wait_for_url(re.compile(r"/ranking/\d+/$"))
    expect(anybody.get_by_text(REASON).first).to_be_visible()
    looked_at(anybody, "ranking-season-phone-fa")
    poster = anybody.request.get(anybody.locator("a[href$='poster.pdf']").get_attribute("href") or "")
    assert poster.body().startswith(b"%PDF")
    anybody.goto("/ranking/")
    looked_at(anybody, "ranking-phone-fa")
