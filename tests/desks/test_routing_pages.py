"""The pages of routing: the ledger on a case, whom to ask again, rules with their dry run, lessons and returns."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from peygir.cases.queries import public_case
from peygir.core import clock
from peygir.desks.routing.models import AgencyReferral, RoutingCorrection, Rule
from peygir.desks.routing.queries import agency_referrals_of
from peygir.journey.clock import tick
from peygir.people.models import Staff
from peygir.web.kit.public_story import public_story
from tests import make
from tests.drain import drain
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def signed_in(name: str) -> Client:
    """A browser of a member of staff."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(Staff.objects.get(username=name))
    client.cookies["django_language"] = "en"
    return client


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    """The words of a page."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    """One press."""
    return client.post(reverse(name, args=args), data)


RULE = {
    "name_fa": "تاکسی‌های شب",
    "name_en": "Night taxis",
    "unit": "O-waste",
    "words": "تاکسی\nمسافرکش",
    "hours_from": "۲۰:۰۰",
    "hours_to": "06:00",
    "weekdays": ["5", "6"],
    "districts": ["1"],
    "order": "۱۵",
}


def test_a_rule_from_the_first_word_to_the_switch(town: Town) -> None:
    make.referred(text="تاکسی در کوچه")
    client = signed_in("supervisor")
    assert "No rules yet" in page(client, "routing_rules")
    assert "Save the draft" in page(client, "routing_rule_new")
    answer = post(client, "routing_rule_new", **{**RULE, "hours_from": "", "hours_to": "", "weekdays": []})
    made = Rule.objects.get()
    assert answer["Location"] == reverse("routing_rule", args=[made.pk])
    assert (made.order, made.conditions) == (15, {"districts": ["1"], "words": ["تاکسی", "مسافرکش"]})
    assert "Switch on" not in page(client, "routing_rule", made.pk)
    early = post(client, "routing_rule_switch", made.pk, to="on")
    assert early.status_code == 409
    assert "First a dry run is needed" in early.content.decode()
    post(client, "routing_rule_try", made.pk)
    tried = page(client, "routing_rule", made.pk)
    assert "Would have gone elsewhere" in tried
    assert "District 1" in tried
    post(client, "routing_rule_switch", made.pk, to="on")
    assert Rule.objects.get().is_on
    listed = page(client, "routing_rules")
    assert "Night taxis" in listed
    assert "1 of 1 elsewhere" in listed
    code = make.referred(text="مسافرکش‌ها راه را بسته‌اند")
    shown = page(client, "case", code)
    assert "The rule “Night taxis” (district: District 1; word: “تاکسی”, “مسافرکش”) gave it to" in shown
    post(client, "routing_rule_switch", made.pk, to="off")
    assert not Rule.objects.get().is_on


def test_all_conditions_of_the_form_become_data(town: Town) -> None:
    ring = [[52.5, 29.6], [52.6, 29.6], [52.6, 29.7], [52.5, 29.6]]
    square = json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}})
    given = {
        **RULE,
        "topics": ["CIV-01"],
        "groups": ["CIV"],
        "urgencies": ["N"],
        "neighbourhoods": ["01-01"],
        "area": square,
        "dates_from": "2026-05-01",
        "dates_to": "۱۴۰۵/۰۳/۰۱",
        "channels": ["phone"],
        "valid_from": "1405/02/01",
        "valid_to": "1406/02/01",
    }
    assert post(signed_in("admin"), "routing_rule_new", **given).status_code == 302
    conditions = Rule.objects.get().conditions
    assert set(conditions) == {
        "topics",
        "groups",
        "urgencies",
        "districts",
        "neighbourhoods",
        "area",
        "weekdays",
        "hours",
        "dates",
        "words",
        "channels",
    }
    assert conditions["hours"] == {"from": "20:00", "to": "06:00"}
    assert conditions["dates"] == {"from": "2026-05-01", "to": "2026-05-22"}
    assert conditions["area"]["type"] == "Polygon"
    assert conditions["weekdays"] == [5, 6]


@pytest.mark.parametrize(
    ("given", "refusal_text"),
    [
        ({"name_fa": ""}, "This field is required"),
        ({"unit": ""}, "must send to a unit that works"),
        ({"person": "nobody"}, "must send to a unit that works"),
        ({"order": "first"}, "Please write a number"),
        ({"hours_to": ""}, "hours need a beginning and another end"),
        ({"area": "{"}, "This is not GeoJSON"),
        ({"area": '{"type": "Point", "coordinates": [1, 2]}'}, "its type must be Polygon or MultiPolygon"),
        ({"dates_from": "yesterday"}, "is not a date of the Iranian calendar"),
        ({"valid_from": "1405/02/02", "valid_to": "1405/02/01"}, "ends before it begins"),
    ],
)
def test_a_bad_rule_comes_back_with_what_was_typed(town: Town, given: dict[str, str], refusal_text: str) -> None:
    answer = post(signed_in("supervisor"), "routing_rule_new", **{**RULE, **given})
    assert answer.status_code in (409, 422)
    words = answer.content.decode()
    assert refusal_text in words
    assert "مسافرکش" in words
    assert not Rule.objects.exists()


def test_a_rule_that_is_not_there(town: Town) -> None:
    page(signed_in("supervisor"), "routing_rule", 77, status=404)


# ── agencies ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_whom_to_ask_again(town: Town, town_clock: TownClock) -> None:
    client = signed_in("operator")
    assert "Nothing is due" in page(client, "routing_agencies")
    code = make.referred("EXT-01")
    row = AgencyReferral.objects.get()
    assert "Waiting for an answer" in page(client, "routing_agencies")
    town_clock.forward(days=2)
    tick(clock.now())
    client = signed_in("operator")  # the session of two days ago has ended
    listed = page(client, "routing_agencies")
    assert "1 wait to be asked again." in listed
    assert code in listed
    assert "Agencies to ask again" in page(client, "inbox")
    shown = page(client, "case", code)
    assert "to be asked again" in shown
    assert "Water company (122) has not answered; it is time to ask again." in shown

    refused = post(client, "case_handover", code, row.pk, "answer", answer=" ")
    assert refused.status_code == 422
    post(client, "case_handover", code, row.pk, "chase", means="phone", reference="A-77", note="tomorrow")
    assert "asked again 1 times" in page(client, "case", code)
    answer = post(client, "case_handover", code, row.pk, "answer", answer="The pipe is mended.", is_public="on")
    assert answer["Location"] == reverse("case", args=[code])
    (line,) = agency_referrals_of(make.case(code).pk)
    assert line.answer == "The pipe is mended."
    assert post(client, "case_handover", code, row.pk, "burn").status_code == 404
    assert post(signed_in("clerk"), "case_handover", code, row.pk, "chase", means="phone").status_code == 404


def test_the_citizen_reads_of_the_agency(town: Town) -> None:
    code = make.referred("EXT-01")
    client = signed_in("operator")
    post(
        client,
        "case_handover",
        code,
        AgencyReferral.objects.get().pk,
        "answer",
        answer="لوله تعمیر شد.",
        is_public="on",
    )
    case_shown = public_case(code)
    assert case_shown is not None
    with override("fa"):
        lines = public_story(case_shown.events, case_shown.public_notes)
    told = [(line.what, line.more) for line in lines]
    assert ("به شرکت آب و فاضلاب (۱۲۲) در تاریخ ۱۳ اردیبهشت ۱۴۰۵ اطلاع داده شد و پیگیر آن هستیم.", "") in told
    assert ("شرکت آب و فاضلاب (۱۲۲) پاسخ داد.", "لوله تعمیر شد.") in told
    with override("en"):
        english = [line.what for line in public_story(case_shown.events, case_shown.public_notes)]
    assert "Water company (122) was told of it on 3 May 2026; we keep following." in english


def test_the_days_are_set_on_the_page(town: Town) -> None:
    client = signed_in("supervisor")
    assert post(client, "routing_days", agency="A-water", days="۳").status_code == 302
    make.referred("EXT-01")
    assert AgencyReferral.objects.get().reminder_days == 3
    assert "now 3" in page(client, "routing_agencies")
    assert post(client, "routing_days", agency="", days="0").status_code == 422
    assert post(signed_in("operator"), "routing_days", agency="", days="2").status_code == 403


# ── what comes back ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_returns_and_lessons(town: Town) -> None:
    client = signed_in("supervisor")
    assert "Nothing came back" in page(client, "routing_returns")
    assert "No routing corrections to review" in page(client, "routing_lessons")
    for text in ("نخاله در چاله", "نخاله کنار چاله"):
        code = make.referred(text=text)
        make.command(code, "return", town.clerk, reason="wrong_unit", note="مال ما نیست")
        drain()
        make.command(code, "refer", town.operator, unit_id=town.units["O-waste"], note="پسماند")
        drain()
    assert "units said “not ours” 2 times" in page(client, "routing_returns")
    assert "The unit returned it; the centre decides." in page(client, "case", code)
    listed = page(client, "routing_lessons")
    assert "Waste organisation" in listed
    assert "نخاله" in listed
    answer = post(client, "routing_lesson", RoutingCorrection.objects.first().pk, "accept", words=["نخاله"])  # type: ignore[union-attr]
    made = Rule.objects.get()
    assert answer["Location"] == reverse("routing_rule", args=[made.pk])
    assert made.conditions["words"] == ["نخاله"]
    assert "No routing corrections to review" in page(client, "routing_lessons")
    assert post(client, "routing_lesson", 5, "dismiss").status_code == 404


def test_the_health_page_knows_of_cases_without_an_owner(town: Town, town_clock: TownClock) -> None:
    client = Client(headers={"accept": "application/json"})
    assert client.get(reverse("health")).json()["checks"]["owners"] is True
    make.report()
    town_clock.forward(hours=1)
    assert client.get(reverse("health")).json()["checks"]["owners"] is False
    drain()
    assert client.get(reverse("health")).json()["checks"]["owners"] is True
