"""Periods in which a unit has a file: who passed it on, and whether anybody worked on it."""

import pytest

from peygir.cases.actions import note, open_file
from peygir.desks.fieldwork.actions import StreetResult, give_result
from peygir.desks.fieldwork.actions.work_evidence import record_visit
from peygir.journey.contractor_work import linked_work, result_by_link
from tests import contracted, make, streets
from tests.drain import drain
from tests.scores import CLOSING, at, whys_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def test_a_file_that_the_units_own_people_give_to_another_is_passed_on(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    own, other, agency = (make.in_hand(phone=PHONES[number]) for number in range(3))
    town_clock.forward(hours=5)
    make.command(own, "refer", town.manager, unit_id=town.units["D-02"], note="در منطقهٔ دو است")
    make.command(other, "refer", town.operator, unit_id=town.units["D-02"], note="در منطقهٔ دو است")
    make.command(agency, "refer_out", town.clerk, agency_id=town.agencies["A-water"], note="کار آب است")
    drain()
    at(town_clock, CLOSING)
    first_unit, second_unit = town.units["D-01"], town.units["D-02"]
    assert whys_of(town, "returned", own) == [(first_unit, "given_back"), (second_unit, "kept")]
    assert whys_of(town, "returned", other) == [(first_unit, "kept"), (second_unit, "kept")], "the centre did it"
    assert whys_of(town, "returned", agency) == [(first_unit, "kept")]


def test_to_give_a_file_to_a_unit_below_passes_nothing_on(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code = make.referred()
    deputy, district, centre = town.units["V-city"], town.units["D-01"], town.units["C"]
    make.command(code, "refer", town.operator, unit_id=deputy, note="معاون تصمیم بگیرد")
    make.command(code, "refer", town.deputy, unit_id=district, note="منطقه انجام دهد")
    make.command(code, "refer", town.operator, unit_id=centre, note="مرکز ببیند")
    make.command(code, "refer", town.supervisor, unit_id=district, note="کار منطقه است")
    drain()
    at(town_clock, CLOSING)
    rows = whys_of(town, "returned", code)
    assert {unit for unit, _why in rows} == {deputy, district, centre}
    assert {why for _unit, why in rows} == {"kept"}


def test_only_work_of_the_unit_or_for_it_is_a_touch(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    looked, centre, noted, visited, crewed, contractor = (make.in_hand(phone=PHONES[number]) for number in range(6))
    order = streets.sent(town, crewed)
    hired = contracted.order(town, contractor, contract_id=contracted.contract(town))
    token = contracted.link(hired, by=town.clerk, days=30).strip("/").split("/")[-1]
    at(town_clock, "2026-06-15T06:00:00+00:00")
    make.command(looked, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    make.command(looked, "assign", town.manager, assignee_id=town.clerk_b.id)
    for code, who in ((centre, town.operator), (noted, town.clerk)):
        with open_file(code=code) as case:
            note(case, text="دیدم", by=who)
    with open_file(code=visited) as case:
        record_visit(case, by=town.clerk, note="دیدم")
    give_result(order, crewed, StreetResult(result="not_found", note="چاله‌ای نبود"), by=streets.member())
    result_by_link(linked_work(token), contractor, StreetResult(result="not_found", note="چاله‌ای نبود"))
    drain()
    at(town_clock, CLOSING)
    reasons = {code: whys_of(town, "silence", code) for code in (looked, centre, noted, visited, crewed, contractor)}
    own = town.units["D-01"]
    assert reasons[looked] == reasons[centre] == [(own, "silent")]
    assert reasons[noted] == reasons[visited] == [(own, "touched")]
    assert reasons[crewed] == reasons[contractor] == [(own, "touched")]
