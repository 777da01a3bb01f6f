"""What agencies ask: the centre answers on its page, a reporter by the link of a message, with or without a number."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peygir.core.persian import ascii_digits
from peygir.desks.partners.models import AgencyQuestion, AgencyRequest
from peygir.history.queries import verify
from peygir.people.models import Staff
from tests import agencies, make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.pages.test_agency_link import page, stranger
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")


@pytest.fixture
def town(live_town: Town) -> Town:
    """The town, committed."""
    return live_town


@pytest.fixture(autouse=True)
def still(town_clock: TownClock) -> TownClock:
    return town_clock


@pytest.fixture
def home(settings: Any) -> Path:
    return Path(settings.HOME)


def staff(username: str) -> Client:
    client = stranger()
    client.force_login(Staff.objects.get(username=username))
    return client


def test_the_centre_answers_and_the_clock_goes_on(town: Town, home: Path, still: TownClock) -> None:
    agencies.mailed(town)
    code, request = agencies.told()
    path, due = agencies.link(home), request.answer_due_at
    stranger().post(f"{path}do/confirm/")
    assert stranger().post(f"{path}do/ask/", {"to": "centre", "text": "کدام کوچه است؟"}).status_code == 302
    assert AgencyRequest.objects.get().next_at is None, "the clock stands"
    again = stranger().post(f"{path}do/ask/", {"to": "centre", "text": "و کدام پلاک؟"})
    assert again.status_code == 302
    assert AgencyQuestion.objects.count() == 1, "one question at a time"
    still.forward(hours=30)
    desk = page(staff("operator"), "/desk/agencies/A-water/")
    assert "کدام کوچه است؟" in desk
    question = AgencyQuestion.objects.get()
    reply = {"id": question.pk, "text": "کوچهٔ سوم"}
    staff("operator").post("/desk/agencies/A-water/do/reply/", reply)
    request.refresh_from_db()
    assert due is not None
    assert request.answer_due_at is not None
    assert (request.answer_due_at - due).total_seconds() == 30 * 3600
    assert request.next_at == request.answer_due_at
    assert "کوچهٔ سوم" in page(stranger(), agencies.link(home))
    public = page(stranger(), f"/t/{code}/")
    assert "کدام کوچه" not in public, "what the centre is asked is no business of others"
    assert verify().breaks == []


def test_a_reporter_answers_and_may_allow_a_call(town: Town, home: Path) -> None:
    agencies.mailed(town)
    code, _request = agencies.told()
    path = agencies.link(home)
    wrong = stranger().post(f"{path}do/ask/", {"to": "citizen", "text": "به ۰۹۱۷۲۲۲۳۳۴۴ زنگ بزنید"})
    assert wrong.status_code == 422, "reporters are told no private number"
    assert stranger().post(f"{path}do/ask/", {"to": "citizen", "text": "آب قطع است؟"}).status_code == 302
    drain(twice=True)
    asked = [sms for sms in FakeMailbox(home).short(PHONES[0]) if "آب قطع است؟" in sms.text]
    (answer_path,) = agencies.paths_in(asked[-1].text)
    assert "آب قطع است؟" in page(stranger(), answer_path)
    assert stranger().post(answer_path, {"text": ""}).status_code == 422
    given = {"text": "بله، علی رضایی، ۰۹۱۷۵۵۵۶۶۷۷", "may_call": "on"}
    assert stranger().post(answer_path, given).status_code == 302
    assert "پرسشی باز نیست" in page(stranger(), answer_path)
    link = agencies.link(home)
    shown = page(stranger(), link)
    assert "بله" in shown
    assert "9175556677" not in ascii_digits(shown), "numbers in words stay covered"
    assert PHONES[0].removeprefix("+98") not in ascii_digits(shown)
    seen = stranger().post(f"{link}do/number/").content.decode()
    assert PHONES[0].removeprefix("+98") in ascii_digits(seen)
    assert make.kinds(code).count("agency_saw_reporter") == 1
    assert "شمارهٔ گزارش‌دهنده" in page(stranger(), f"/t/{code}/"), "the reporter reads of each look"
    stranger().post(f"{link}do/answer/", {"outcome": "not_done", "text": "لوله سالم است."})
    assert stranger().post(f"{link}do/number/").status_code == 200
    assert make.kinds(code).count("agency_saw_reporter") == 1, "it ended with the answer"


def test_nobody_calls_without_consent(town: Town, home: Path) -> None:
    agencies.mailed(town)
    agencies.told()
    path = agencies.link(home)
    stranger().post(f"{path}do/ask/", {"to": "citizen", "text": "آب قطع است؟"})
    drain()
    (answer_path,) = agencies.paths_in(FakeMailbox(home).short(PHONES[0])[-1].text)
    stranger().post(answer_path, {"text": "بله"})
    link = agencies.link(home)
    assert "نمایش شماره" not in page(stranger(), link)
    assert stranger().post(f"{link}do/number/").status_code == 404
