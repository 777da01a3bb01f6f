"""An agency without an account confirms, refuses, answers and asks by the link of a mail, and by no other page."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.core.persian import ascii_digits
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.partners.models import AgencyLink, AgencyRequest
from peygir.desks.routing.models import AgencyReferral
from peygir.history.queries import timeline, verify
from peygir.people.models import RateLimitUse
from tests import agencies, make
from tests.drain import drain, picture
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")


@pytest.fixture
def town(live_town: Town) -> Town:
    """The town, committed: a refusal undoes its own transaction alone, as in a real request."""
    return live_town


@pytest.fixture(autouse=True)
def still(town_clock: TownClock) -> TownClock:
    return town_clock


@pytest.fixture
def home(settings: Any) -> Path:
    return Path(settings.HOME)


def stranger() -> Client:
    """A browser of somebody who has the link."""
    return Client(headers={"Accept-Language": "fa"})


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_a_look_changes_nothing_and_shows_nobody(town: Town, home: Path) -> None:
    agencies.mailed(town)
    code, _request = agencies.told()
    mail = agencies.mails(home)[-1]
    assert "09171234567" not in ascii_digits(mail.text)
    assert "رضایی" not in mail.text
    path = agencies.link(home)
    before = picture()
    answer = stranger().get(path)
    after = picture()
    assert [table for table in before if before[table] != after[table]] == [], "mail scanners open links"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    shown = answer.content.decode()
    assert "ترکیدگی لوله آب" in shown
    assert "لوله جلوی خانه ترکیده" in shown
    assert "رضایی" not in shown
    assert "9171234567" not in ascii_digits(shown)
    assert PHONES[0].removeprefix("+98") not in ascii_digits(shown)
    assert stranger().get(f"{path}do/confirm/").status_code == 405
    assert make.kinds(code).count("agency_confirmed") == 0


def test_it_confirms_and_answers(town: Town, home: Path) -> None:
    agencies.mailed(town)
    code, request = agencies.told()
    path, client = agencies.link(home), stranger()
    assert client.post(f"{path}do/confirm/").status_code == 302
    assert client.post(f"{path}do/confirm/").status_code == 302
    assert make.kinds(code).count("agency_confirmed") == 1
    wrong = client.post(f"{path}do/answer/", {"outcome": "done", "on": "1405/12/01", "text": "درست شد"})
    assert wrong.status_code == 422
    assert "درست شد" in wrong.content.decode(), "what was typed stays"
    personal = client.post(f"{path}do/answer/", {"outcome": "done", "text": "با ۰۹۱۷۱۱۱۲۲۳۳ تماس بگیرید"})
    assert personal.status_code == 422
    photo = SimpleUploadedFile("after.jpg", make.photo(), "image/jpeg")
    given = {"outcome": "done", "on": "1405/02/13", "text": "لوله تعویض شد.", "photo": photo}
    assert client.post(f"{path}do/answer/", given).status_code == 302
    drain(twice=True)
    request.refresh_from_db()
    assert (request.outcome, request.said_by) == ("done", f"link:{AgencyLink.objects.get().pk}")
    referral = AgencyReferral.objects.get()
    assert (referral.answer, referral.answered_by) == ("لوله تعویض شد.", f"agency:{town.agencies['A-water']}")
    assert Evidence.objects.get().state == "ready"
    assert make.case(code).state == "referred_out", "somebody of the city looks whether it is so"
    assert any("لوله تعویض شد." in sms.text for sms in FakeMailbox(home).short(PHONES[0])), "the reporter reads it"
    public = page(stranger(), f"/t/{code}/")
    assert "پاسخ «شرکت آب و فاضلاب»" in public
    assert "ارجاع در" in public
    assert "پاسخ در" in public
    closed = page(client, path)
    assert "این ارجاع بسته است" in closed
    assert "لوله" not in closed, "a link that was forwarded shows nothing once it is answered"
    assert client.post(f"{path}do/answer/", given).status_code == 200
    assert [event.by for event in timeline("case", make.case(code).pk)].count(referral.answered_by) == 3
    assert verify().breaks == []


def test_it_refuses_and_names_whose_it_is(town: Town, home: Path) -> None:
    agencies.mailed(town)
    code, request = agencies.told()
    path, client = agencies.link(home), stranger()
    assert client.post(f"{path}do/refuse/", {"text": "", "whose": ""}).status_code == 422
    other = town.agencies["A-gas"]
    own = town.agencies["A-water"]
    assert client.post(f"{path}do/refuse/", {"text": "x", "whose": f"agency-{own}"}).status_code == 422
    given = {"text": "لولهٔ گاز است", "whose": f"agency-{other}"}
    assert client.post(f"{path}do/refuse/", given).status_code == 302
    request.refresh_from_db()
    assert (request.other_agency_id, request.next_at) == (other, None)
    assert AgencyReferral.objects.get().due_since is not None, "it stands in the centre's list"
    assert "شرکت گاز" in page(stranger(), f"/t/{code}/")
    assert "لولهٔ گاز است" not in page(stranger(), f"/t/{code}/"), "the reason is for the centre"
    assert "بسته" in page(client, path)


def test_an_expired_link_asks_for_a_new_one(town: Town, home: Path, still: TownClock) -> None:
    agencies.mailed(town)
    _code, _request = agencies.told()
    path, client = agencies.link(home), stranger()
    still.forward(days=15)
    gone = page(client, path, 410)
    assert "مهلت این پیوند گذشته است" in gone
    assert "ترکیدگی" not in gone
    assert agencies.OFFICE not in gone, "whoever asks does not learn the address"
    assert client.post(f"{path}do/confirm/").status_code == 410
    count = len(agencies.mails(home))
    assert client.post(f"{path}new/").status_code == 302
    assert len(agencies.mails(home)) == count + 1
    fresh = agencies.link(home)
    assert fresh != path
    assert "ترکیدگی" in page(client, fresh)
    for _ in range(6):
        last = client.post(f"{path}new/")
    assert last.status_code == 429
    assert RateLimitUse.objects.filter(limit_name="agency_new_link_of").exists()


def test_a_link_opens_nothing_but_its_referral(town: Town, home: Path) -> None:
    agencies.mailed(town)
    code, _first = agencies.told()
    path = agencies.link(home)
    token = path.split("/")[2]
    for wrong in (token[:-1], f"{token}x", f"9{token}", "x", "1-aaaaaaaaaaaa:abc", "٣-aaaaaaaaaaaa:abc"):
        page(stranger(), f"/ag/{wrong}/", 404)
        assert stranger().post(f"/ag/{wrong}/new/").status_code == 404
    assert stranger().post(f"{path}do/unknown/").status_code == 404
    make.command(code, "reopen", town.operator, note="به شهرداری مربوط است")
    assert "بسته" in page(stranger(), path), "the city took it back"
    assert AgencyRequest.objects.filter(answered_at=None).count() == 1


def test_confidential_cases_are_told_by_people(town: Town, home: Path) -> None:
    agencies.mailed(town)
    code = make.referred("CNF-01")
    assert make.case(code).is_confidential
    make.command(code, "refer_out", town.inspectorate, agency_id=town.agencies["A-water"], note="به آب مربوط است")
    assert agencies.mails(home) == []
    assert AgencyRequest.objects.count() == 0
