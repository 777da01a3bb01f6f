"""Periods in which a unit has a file: who passed it on, and whether anybody worked on it."""

import pytest

from tests import make
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
    one, two = town.units["D-01"], town.units["D-02"]
    assert whys_of(town, "returned", own) == [(one, "given_back"), (two, "kept")]
    assert whys_of(town, "returned", other) == [(one, "kept"), (two, "kept")], "the centre did it"
    assert whys_of(town, "returned", agency) == [(one, "kept")]


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
