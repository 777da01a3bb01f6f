"""The portal of agencies: a sign-in by mail, the list, one referral; and the centre's pages of each agency."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peygir.desks.partners.actions.agency_people import add_agency_person, end_agency_person
from peygir.desks.partners.agency_queries import terms_of
from peygir.desks.partners.models import AgencyPerson, AgencySession
from peygir.people.actions import NotYourWork
from tests import agencies, make
from tests.drain import drain
from tests.pages.test_agency_link import page, stranger
from tests.pages.test_agency_questions import staff
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")
SARA = "sara@water.example"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


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


def entered(town: Town, home: Path, agency: str = "A-water", email: str = SARA) -> Client:
    """A browser of a person of an agency who has signed in."""
    if not AgencyPerson.objects.filter(email=email).exists():
        add_agency_person(town.agencies[agency], name="سارا", email=email, by=town.supervisor)
    client = stranger()
    client.post("/agency/", {"email": email.upper()})
    client.post(agencies.link(home, email))
    return client


def test_a_person_signs_in_by_mail_once(town: Town, home: Path, still: TownClock) -> None:
    client = entered(town, home)
    assert "شرکت آب و فاضلاب" in page(client, "/agency/")
    path = agencies.link(home, SARA)
    assert stranger().post(path).status_code == 404, "a link works once"
    other = stranger()
    other.post("/agency/", {"email": SARA})
    fresh = agencies.link(home, SARA)
    page(other, fresh)
    assert "ورود" in page(other, fresh), "a look at the link does not sign in"
    still.forward(minutes=21)
    assert other.post(fresh).status_code == 404
    still.forward(hours=12)
    assert 'name="email"' in page(client, "/agency/"), "a sign-in ends"
    again = entered(town, home)
    end_agency_person(AgencyPerson.objects.get().pk, by=town.supervisor)
    assert 'name="email"' in page(again, "/agency/")
    assert AgencySession.objects.count() == 0


def test_strangers_learn_nothing_of_accounts(town: Town, home: Path) -> None:
    add_agency_person(town.agencies["A-water"], name="سارا", email=SARA, by=town.supervisor)
    known = stranger().post("/agency/", {"email": SARA})
    unknown = stranger().post("/agency/", {"email": "nobody@water.example"})
    assert TOKEN.sub("", known.content.decode()) == TOKEN.sub("", unknown.content.decode())
    assert agencies.mails(home, "nobody@water.example") == []
    for _ in range(6):
        last = stranger().post("/agency/", {"email": SARA})
    assert last.status_code == 429


def test_the_list_is_of_the_own_agency(town: Town, home: Path) -> None:
    first, request = agencies.told()
    _second, _other = agencies.told(text="دومی")
    client = entered(town, home)
    listed = page(client, "/agency/")
    assert "۲ گزارش منتظر دستگاه شماست" in listed
    own = f"/agency/{request.pk}/"
    assert "ترکیدگی" in page(client, own)
    gas = entered(town, home, "A-gas", "reza@gas.example")
    page(gas, own, 404)
    assert gas.post(f"{own}do/answer/", {"outcome": "done", "text": "x"}).status_code == 404
    assert stranger().get(own).status_code == 302
    assert stranger().post(f"{own}do/confirm/").status_code == 302
    assert make.kinds(first).count("agency_confirmed") == 0
    assert client.post(f"{own}do/answer/", {"outcome": "planned", "text": "فردا"}).status_code == 422
    given = {"outcome": "planned", "on": "1405/02/20", "text": "هفتهٔ آینده انجام می‌شود."}
    assert client.post(f"{own}do/answer/", given).status_code == 302
    drain()
    shown = page(client, own)
    assert "هفتهٔ آینده" in shown
    assert "لوله جلوی خانه" not in shown, "the words of a closed referral are no longer the agency's business"
    assert "۱ گزارش منتظر" in page(client, "/agency/")
    client.post("/agency/out/")
    assert 'name="email"' in page(client, "/agency/")


def test_the_centre_sees_each_agency(town: Town) -> None:
    agencies.told()
    operator, lead = staff("operator"), staff("supervisor")
    assert "شرکت آب و فاضلاب" in page(operator, "/desk/agencies/")
    assert 'name="confirm_days"' not in page(operator, "/desk/agencies/A-water/")
    page(operator, "/desk/agencies/A-none/", 404)
    days = {"confirm_days": "۱", "answer_days": "۳", "escalate_days": "2"}
    terms = {"email": "Office@Water.example", **days}
    assert operator.post("/desk/agencies/A-water/do/terms/", terms).status_code == 403
    for wrong in ({**terms, "email": "x"}, {**terms, "confirm_days": "9"}, {**terms, "answer_days": "0"}):
        assert lead.post("/desk/agencies/A-water/do/terms/", wrong).status_code == 422
    assert lead.post("/desk/agencies/A-water/do/terms/", terms).status_code == 302
    kept = terms_of(town.agencies["A-water"])
    assert kept is not None
    assert kept.email == "office@water.example"
    person = {"name": "سارا", "email": SARA}
    assert lead.post("/desk/agencies/A-water/do/person/", person).status_code == 302
    assert lead.post("/desk/agencies/A-gas/do/person/", person).status_code == 409
    assert SARA in page(lead, "/desk/agencies/A-water/")
    lead.post("/desk/agencies/A-water/do/end-person/", {"id": AgencyPerson.objects.get().pk})
    lead.post("/desk/agencies/A-water/do/end-terms/")
    assert terms_of(town.agencies["A-water"]) is None
    assert lead.post("/desk/agencies/A-water/do/unknown/").status_code == 404
    with make.refused(NotYourWork):
        add_agency_person(town.agencies["A-water"], name="x", email=SARA, by=town.operator)
