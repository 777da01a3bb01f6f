"""What a key of another system says of a reporter stays with its own report: nobody else's messages go anywhere new."""

from collections.abc import Callable

import pytest

from peygir.desks.answers.models import Message
from peygir.people.models import ApiKey, Citizen
from tests import make
from tests.api.caller import Caller, report_body
from tests.drain import drain
from tests.geo import PLACE, Geo, key_for
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")

VICTIM, THIEF, NAME, SECRET = PHONES[0], "attacker@evil.example", "زهرا احمدی", "CNF-01"


def by_json(app: Caller, topic: str, name: str) -> str:
    """A report of the attacker with the victim's phone by the JSON API; its code."""
    reporter = {"phone": VICTIM, "name": name, "email": THIEF}
    status, receipt = app.post("/reports", report_body(topic=topic, reporter=reporter))
    assert status == 201, receipt
    return str(receipt["code"])


def by_open311(app: Caller, topic: str, name: str) -> str:
    """The same by GeoReport v2."""
    first, _, last = name.partition(" ")
    given = {"service_code": topic, "first_name": first, "last_name": last, "phone": VICTIM, "email": THIEF, **PLACE}
    status, [row] = Geo(key_for(name=f"geo {ApiKey.objects.count()}")).post("requests", **given)
    assert status == 200, row
    return str(row["service_request_id"])


Handing = Callable[[Caller, str, str], str]


@pytest.mark.parametrize("name", ["", NAME, "زهرا  احمدي", "کسی دیگر"])
@pytest.mark.parametrize("hand_in", [by_json, by_open311])
def test_an_attackers_address_gets_no_message_of_the_victims_report(
    app: Caller, town: Town, hand_in: Handing, name: str
) -> None:
    before = hand_in(app, "CIV-01", name)  # before the city knows the victim at all
    drain()
    code = make.referred(phone=VICTIM, name=NAME)
    after = hand_in(app, "CIV-01", name)
    drain()
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="آسفالت")
    drain()
    mine = Message.objects.filter(report=make.report_row(code))
    assert {(one.kind, one.channel, one.address) for one in mine} == {
        (kind, "sms", VICTIM) for kind in ("received", "referred", "done")
    }
    told = Message.objects.filter(address=THIEF)
    assert {one.report.code for one in told if one.report} == {before, after}
    assert not [one for one in told if code in one.body]
    assert set(Citizen.objects.values_list("email", flat=True)) == {""}


@pytest.mark.parametrize("hand_in", [by_json, by_open311])
def test_nor_of_the_victims_confidential_report(app: Caller, town: Town, hand_in: Handing) -> None:
    hand_in(app, "CIV-01", NAME)
    code = make.referred(topic=SECRET, phone=VICTIM, name=NAME)
    hand_in(app, SECRET if hand_in is by_json else "CIV-01", NAME)  # Open311 has no confidential service
    drain()
    assert {one.address for one in Message.objects.filter(report=make.report_row(code))} == {VICTIM}


def test_a_name_that_a_stranger_gave_is_not_the_victims(app: Caller) -> None:
    by_json(app, "CIV-01", "نام زشت")
    assert [(one.name, one.is_proven) for one in Citizen.objects.filter(phone=VICTIM)] == [("نام زشت", False)]
