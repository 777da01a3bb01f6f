"""The inspector's day: drawn visits in their order, findings that settle them, and declared conflicts."""

from datetime import date, timedelta

import pytest

from peygir.core import clock
from peygir.desks.inspection import actions
from peygir.desks.inspection.actions import draw_now
from peygir.desks.inspection.day_list import conflicts_of, drawn_visits
from peygir.desks.inspection.models import InspectionDraw
from peygir.desks.inspection.publication import PlanFacts
from peygir.desks.inspection.scored import visits_between
from peygir.journey.inspecting import inspect
from peygir.people.actions import NotYourWork
from tests import make
from tests.drain import drain
from tests.inspections import day, fix_seed, plan_tir
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def planned(town: Town, town_clock: TownClock) -> PlanFacts:
    """The plan of the month of Tir."""
    return plan_tir(town, town_clock)


def test_drawn_visits_are_listed_and_leave_with_their_finding(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    fix_seed(town, town_clock)
    near, far = make.done(), make.done(town.clerk_two, district="2", phone=PHONES[1])
    town_clock.forward(hours=1)
    draw_now(clock.now())
    today = date(2026, 6, 23)

    def listed(start: tuple[float, float] | None = None) -> list[str]:
        return [row.case.code for row in drawn_visits(town.inspector, town.city_id, today=today, start=start)]

    assert listed((29.605, 52.551)) == [far, near]
    assert listed((29.605, 52.511)) == [near, far]
    inspect(near, finding="another_problem", note="چاله پر است، جدول شکسته", by=town.inspector)
    drain()
    assert listed() == [far]
    assert InspectionDraw.objects.get(case__code=near).state == "visited"
    (visit,) = visits_between(town.city_id, day("2026-06-01"), clock.now() + timedelta(days=1))
    assert (visit.finding, visit.is_false) == ("another_problem", False)
    assert not hasattr(visit, "inspector_id"), "who looked is never in the score"


def test_nobody_inspects_where_a_conflict_is_declared(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    fix_seed(town, town_clock)
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    today = date(2026, 6, 23)
    me = town.inspector
    unit_id, district_id = town.units["D-01"], town.districts["1"]
    for wrong in (
        {"unit_id": None, "district_id": None, "reason": "family"},
        {"unit_id": unit_id, "district_id": district_id, "reason": "family"},
        {"unit_id": unit_id, "district_id": None, "reason": "because"},
    ):
        with make.refused(actions.ConflictIsNotRight):
            actions.declare_conflict(me.id, **wrong, on=today, by=me)
    with make.refused(NotYourWork):
        actions.declare_conflict(me.id, unit_id=unit_id, district_id=None, reason="family", on=today, by=town.clerk)
    row = actions.declare_conflict(me.id, unit_id=None, district_id=district_id, reason="own_home", on=today, by=me)
    assert drawn_visits(me, town.city_id, today=today) == []
    with make.refused(actions.ConflictIsDeclared):
        inspect(code, finding="fixed", note="", by=me)
    with make.refused(NotYourWork):
        actions.end_conflict(row.pk, on=today, by=me)
    actions.end_conflict(row.pk, on=today - timedelta(days=1), by=town.supervisor)
    assert conflicts_of(me.id, on=today) == []
    assert len(drawn_visits(me, town.city_id, today=today)) == 1
