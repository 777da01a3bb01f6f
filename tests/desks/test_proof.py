"""Which ways to the city prove the phone that comes with a report, and which only write it down."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Report
from peygir.cases.new_report import NewReport, Reporter
from peygir.centre.contacts import queries as contacts
from peygir.centre.contacts.actions import sit_at
from peygir.desks.intake.actions import receive_report
from peygir.journey.calls import close_call
from peygir.journey.paper import enter_paper
from peygir.people.actions import make_one_time_code
from peygir.people.models import Citizen
from peygir.people.rules import ANONYMOUS, IMPORT
from tests import make
from tests.calls import NUMBER, over, row
from tests.desks.test_conversations import sms
from tests.town import CODE, PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

SAID = [NewReport(text="چالهٔ بزرگ", topic_code="CIV-01", address="بلوار چمران")]


def on_the_page(client: Client, phone: str, key: str = "a" * 32) -> Any:
    """A report by the form of the page; the answer."""
    lat, lon = point_in("1")
    form = {
        "text": make.POTHOLE,
        "topic": "CIV-01",
        "lat": lat,
        "lon": lon,
        "phone": phone,
        "heard": "1",
        "key": key,
    }
    return client.post(reverse("report"), form)


def test_only_the_number_that_signed_in_is_proven_on_the_page(town: Town) -> None:
    client = Client()
    assert on_the_page(client, PHONES[7]).status_code == 302
    assert Report.objects.get().proof == ""
    client.post(reverse("me_code"), {"phone": PHONES[7], "code": make_one_time_code(PHONES[7])})
    for number, (phone, proof) in enumerate([("۰۹۱۷ ۰۰۰ ۰۰۰۷", "code"), (PHONES[1], ""), ("", "")]):
        assert on_the_page(client, phone, key=f"{number}" * 32).status_code == 302
        assert Report.objects.get(idempotency_key="web:" + f"{number}" * 32).proof == proof


def test_a_short_message_comes_from_its_phone(town: Town) -> None:
    assert sms("چالهٔ بزرگی در خیابان زند نبش کوچه ۵") == "report"
    assert Report.objects.get().proof == "message"
    assert Citizen.objects.get().is_proven


def test_the_exchange_names_the_caller_and_a_form_does_not(town: Town, town_clock: TownClock) -> None:
    sit_at(town.city_id, "101", by=town.operator)
    contact = over(town, town_clock)
    close_call(CODE, contact, outcome="reported", reports=SAID, name="مریم نمونه", by=town.operator)
    assert Report.objects.get().proof == "call"
    assert [(one.name, one.is_proven) for one in Citizen.objects.all()] == [("مریم نمونه", True)]
    enter_paper(
        CODE,
        channel="phone",
        began_at=town_clock() - timedelta(hours=2),
        ended_at=None,
        phone=PHONES[1],
        operator_id=town.operator.id,
        outcome="reported",
        reports=SAID,
        name="کسی",
        by=town.supervisor,
        key="sheet",
    )
    assert sorted(Report.objects.values_list("proof", flat=True)) == ["", "call"]
    assert not Citizen.objects.get(phone=PHONES[1]).is_proven


def test_an_operator_reads_no_name_that_a_stranger_gave(town: Town, town_clock: TownClock) -> None:
    make.report(phone=NUMBER, name="نام زشت")
    sit_at(town.city_id, "101", by=town.operator)
    contact = over(town, town_clock)
    card = contacts.caller_profile(town.city_id, PHONES[7], by=town.operator, now=town_clock())
    assert (card.name, [name for _, name in card.people], len(card.cases)) == ("", [""], 1)
    assert row(contact).citizen_id is None


def test_who_is_spoken_for_and_who_stands_in_old_records_proved_nothing(town: Town) -> None:
    report_values: dict[str, Any] = {"text": make.POTHOLE, "topic_code": "CIV-01", "address": "کوی شقایق"}
    who = Reporter(phone=PHONES[0], proof="message", for_name="مادر", for_phone=PHONES[1])
    receive_report(CODE, NewReport(channel="sms", reporter=who, **report_values), by=ANONYMOUS)
    old_caller = Reporter(phone=PHONES[2], name="زهرا")
    receive_report(CODE, NewReport(channel="import", reporter=old_caller, **report_values), by=IMPORT)
    assert dict(Citizen.objects.values_list("phone", "is_proven")) == {
        PHONES[0]: True,
        PHONES[1]: False,
        PHONES[2]: False,
    }


def test_one_address_has_only_so_many_numbers_written_to(town: Town, settings: Any) -> None:
    settings.NUMBERS_PER_ADDRESS = 2
    client = Client(headers={"Accept-Language": "fa"})
    answers = [on_the_page(client, PHONES[place], key=f"{place}" * 32) for place in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "شماره را خالی بگذارید" in answers[2].content.decode()
    assert make.POTHOLE in answers[2].content.decode(), "what was typed stays"
    assert on_the_page(client, "", key="n" * 32).status_code == 302
    client.post(reverse("me_code"), {"phone": PHONES[5], "code": make_one_time_code(PHONES[5])})
    assert on_the_page(client, PHONES[5], key="s" * 32).status_code == 302, "who signed in writes to themselves"
