"""Which drawn visits of inspectors enter a month's figures."""

from datetime import date

import pytest

from peygir.city.queries import city_by_id
from peygir.core import clock
from peygir.desks.inspection.actions import draw_now
from peygir.desks.inspection.models import InspectionDraw
from peygir.outlook.scoring.actions.freezing import take_text
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.snapshot_tables import VISIT
from peygir.outlook.scoring.snapshot_text import rows_of, sections
from tests import make
from tests.inspections import drawn_cases
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def findings(town: Town, day: date) -> dict[object, object]:
    """Case → finding in the snapshot of the month of a day, as the tables stand now."""
    text = take_text(city_by_id(town.city_id), month_of(day), as_of=clock.now())
    return {row["case"]: row["finding"] for row in rows_of(VISIT, sections(text)["visit"])}


def test_visits_count_for_twelve_months_and_waiting_ones_once_they_are_decided(
    town: Town, town_clock: TownClock
) -> None:
    (code,) = drawn_cases(town, town_clock, 1)
    case_id = make.case(code).pk
    assert findings(town, date(2026, 7, 1)) == {}, "the visit is still to be made"
    town_clock.forward(days=8)
    draw_now(clock.now())
    assert InspectionDraw.objects.get().state == "missed"
    for day in (date(2026, 7, 1), date(2026, 8, 1), date(2027, 6, 1)):
        assert findings(town, day) == {case_id: "missed"}, day
    for day in (date(2026, 6, 1), date(2027, 8, 1)):
        assert findings(town, day) == {}, day
