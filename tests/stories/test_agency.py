"""An agency by mail link: it confirms, refuses and answers; an expired and a forwarded link; a letter as PDF."""

import io
import json
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
from playwright.sync_api import Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in

ROOT = Path(__file__).resolve().parents[2]


def sample(*arguments: str) -> Any:
    """What `lab.sample.agency_work` answers, in the city of the stories."""
    command = [sys.executable, "-P", "-m", "lab.sample.agency_work", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def path_of(given: dict[str, str]) -> str:
    return urlsplit(given["address"]).path


def look(page: Page, name: str) -> None:
    """Look at the page as a phone shows it, and at what a screen reader would miss."""
    assert sideways(page) == 0
    assert violations(page) == []
    shot(page, f"{name}-phone-fa")


def test_an_agency_works_by_mail_link(open_page: OpenPage) -> None:
    sentence = f"برق قطع است {secrets.token_hex(4)}"
    made = sample("report", f"{sentence} تلفن ۰۹۱۷۱۲۳۴۵۶۷")
    path, agency = path_of(made), open_page("phone")
    agency.goto(path)
    expect(agency.get_by_text(sentence)).to_be_visible()
    expect(agency.locator("main")).not_to_contain_text("۰۹۱۷")
    look(agency, "agency-referral")
    agency.locator("form[action$='/do/confirm/'] button").click()
    expect(agency.locator("form[action$='/do/confirm/']")).to_have_count(0)
    answer = agency.locator("form[action$='/do/answer/']")
    answer.locator("input[name=outcome][value=done]").check()
    answer.locator("textarea").fill(f"وصل شد {sentence}")
    answer.locator("button[type=submit]").click()
    forwarded = open_page("phone")
    forwarded.goto(path)
    expect(forwarded.locator("h1")).to_have_text("این ارجاع بسته است")
    expect(forwarded.locator("main")).not_to_contain_text(sentence)
    citizen = open_page("phone")
    citizen.goto(f"/t/{made['code']}/")
    expect(citizen.get_by_text(f"وصل شد {sentence}").first).to_be_visible()


def test_an_agency_refuses_and_an_old_link_leads_to_a_new_one(open_page: OpenPage) -> None:
    made = sample("report", f"تیر برق کج است {secrets.token_hex(4)}")
    old = open_page("phone")
    old.goto(path_of(sample("expired", made["code"])))
    expect(old.locator("h1")).to_have_text("زمان این پیوند گذشته است")
    look(old, "agency-expired")
    old.locator("form[action$='/new/'] button").click()
    expect(old.get_by_text("پیوند تازه به نشانی ثبت‌شدهٔ دستگاه فرستاده شد.")).to_be_visible()
    agency = open_page("phone")
    agency.goto(path_of(made))
    agency.locator("details:has(form[action$='/do/refuse/']) summary").click()
    refusal = agency.locator("form[action$='/do/refuse/']")
    refusal.locator("textarea").fill("این تیر مخابرات است")
    refusal.locator("select").select_option(label="شرکت مخابرات")
    refusal.locator("button[type=submit]").click()
    expect(agency.locator("h1")).to_have_text("این ارجاع بسته است")
    desk = open_page("desk")
    sign_in(desk, "supervisor")
    desk.goto("/desk/agencies/A-power/")
    expect(desk.get_by_text("به نظر آنان: شرکت مخابرات").first).to_be_visible()
    assert violations(desk) == []
    shot(desk, "agency-of-centre-desk-fa")


def test_the_letter_of_the_month_opens_as_pdf(open_page: OpenPage) -> None:
    desk = open_page("desk")
    sign_in(desk, "supervisor")
    desk.goto("/desk/letters/?q=گزارش‌های شهروندان در")
    desk.locator("a.row-link").first.click()
    address = desk.locator("a[href$='/letter.pdf']").get_attribute("href")
    document = desk.request.get(str(address))
    assert document.headers["content-type"] == "application/pdf"
    text = pypdfium2.PdfDocument(io.BytesIO(document.body()))[0].get_textpage().get_text_range()
    assert "شیراز" in text
    assert violations(desk) == []
    shot(desk, "letter-desk-fa")
