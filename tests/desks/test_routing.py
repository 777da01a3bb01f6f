"""Where a case goes, with the reason for it, and what is left alone."""

import pytest

from peygir.core.translation import Names
from peygir.desks.routing.actions import refer_by_record, route_case
from peygir.desks.routing.models import Choice
from peygir.desks.routing.queries import agreement, choices_of
from peygir.desks.understanding.queries import readings_of
from peygir.people.rules import IMPORT
from tests import make
from tests.drain import drain
from tests.town import MORNING, PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.mark.parametrize(
    ("topic", "district", "unit", "why"),
    [
        ("CIV-01", "1", "D-01", "owner_found"),
        ("CIV-01", "2", "D-02", "owner_found"),
        ("GRN-07", "3", "D-03", "owner_found"),
        ("CLN-01", "3", "O-waste", "owner_found"),
        ("INF-01", "", "C", "owner_found"),
        ("CNF-01", "1", "V-insp", "confidential"),
        ("EXT-01", "1", "C", "agency_found"),
        ("EXT-03", "1", "C", "agency_found"),
    ],
)
def test_the_owner_by_topic_and_district(town: Town, topic: str, district: str, unit: str, why: str) -> None:
    code = make.referred(topic, district=district)
    assert make.case(code).unit_id == town.units[unit]
    choice = Choice.objects.get(case__code=code)
    assert (choice.why, choice.is_applied, choice.topic_code) == (why, True, topic)


@pytest.mark.parametrize(
    ("given", "district", "place_by"),
    [
        ({"district": "2"}, "2", "point"),
        ({"district": "", "place_label": "02-01"}, "2", "label"),
        ({"district": "", "place_label": "منطقه سه"}, "3", "label"),
        ({"district": "", "address": "محلهٔ سروستان، کوچهٔ ۵"}, "2", "words"),
        ({"district": "", "address": "جایی"}, "", "none"),
        ({"lat": 35.7, "lon": 51.4}, "", "outside"),
        ({"lat": 0.0, "lon": 0.0}, "", "outside"),
    ],
)
def test_the_place_is_read(town: Town, given: dict[str, str], district: str, place_by: str) -> None:
    code = make.referred(**given)
    case = make.case(code)
    assert case.district_id == (town.districts[district] if district else None)
    (reading,) = readings_of(case.pk)
    assert reading.place_by == place_by
    if not district:
        assert case.unit_id == town.units["C"]
        assert Choice.objects.get(case=case).why == "no_district"


@pytest.mark.parametrize(
    ("text", "topic", "by"),
    [
        ("سطل زباله پر است", "CLN-01", "words"),
        ("سطل زباله کنار چالهٔ خیابان", "", "none"),
        ("بوی گاز می‌آید", "EXT-03", "words"),
        ("سلام", "", "none"),
    ],
)
def test_the_topic_is_read_by_plain_match(town: Town, text: str, topic: str, by: str) -> None:
    code = make.referred("", text=text)
    case = make.case(code)
    assert case.topic_id == (town.topics[topic] if topic else None)
    assert readings_of(case.pk)[0].topic_by == by


def test_the_reason_is_in_words(town: Town) -> None:
    code = make.referred()
    names = Names.of("چاله خیابان", "pothole"), Names.of("منطقه یک", "District 1")
    (choice,) = choices_of(make.case(code).pk, topic=names[0], district=names[1])
    assert choice.words.in_language("fa") == "موضوع «چاله خیابان» در «منطقه یک» با «شهرداری منطقهٔ یک» است."
    assert str(choice.words) == "“pothole” in “District 1” belongs to “District 1”."
    assert choice.at == MORNING


def test_what_somebody_has_taken_on_is_left_alone(town: Town) -> None:
    code = make.report().code
    make.command(code, "refer", town.operator, unit_id=town.units["D-02"], note="می‌دانم")
    drain(twice=True)
    assert make.case(code).unit_id == town.units["D-02"]
    assert [choice.how for choice in Choice.objects.filter(case__code=code)] == ["person"]


def test_an_import_is_compared_and_referred_by_its_record(town: Town) -> None:
    codes = [make.report(phone=None, channel="import", by=IMPORT).code for _ in range(2)]
    drain(twice=True)
    assert {make.case(code).state for code in codes} == {"new"}
    for code, unit in zip(codes, ("D-01", "O-waste"), strict=True):
        for _ in range(2):
            refer_by_record(make.case(code).pk, unit_id=town.units[unit], at=MORNING)
    drain(twice=True)
    assert [make.case(code).unit_id for code in codes] == [town.units["D-01"], town.units["O-waste"]]
    assert make.kinds(codes[0]) == ["case_opened", "case_read", "case_referred", "promises_given"]
    assert agreement(town.city_id) == {True: 1, False: 1}


def test_delivered_again_it_stays_where_it_is(town: Town) -> None:
    code = make.referred(phone=PHONES[3])
    before = make.kinds(code)
    for number in range(1, 5):
        route_case(make.case(code).pk, number)
    assert make.kinds(code) == before


def test_a_corrected_topic_stays_beside_what_the_machine_read(town: Town) -> None:
    code = make.referred("", text="سطل زباله پر است")
    make.command(code, "topic", town.clerk_waste, topic_id=town.topics["CIV-01"])
    drain(twice=True)
    assert [(row.topic_by, row.topic.code if row.topic else "") for row in readings_of(make.case(code).pk)] == [
        ("words", "CLN-01"),
        ("person", "CIV-01"),
    ]
    assert make.case(code).topic_id == town.topics["CIV-01"]
    assert make.case(code).unit_id == town.units["O-waste"], "a person refers it on, or keeps it"
