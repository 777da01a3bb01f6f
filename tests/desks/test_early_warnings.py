"""Early warnings of inspection: repairs that do not hold as long as they are guaranteed, and what only patrols find."""

import pytest

from peygir.assets.actions import set_warranties
from peygir.core import clock
from peygir.desks.inspection import early_warning
from peygir.desks.inspection.early_warning import PlaceWarning, found_by_patrols_alone, returning_places
from tests import make
from tests.drain import drain
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_repair_that_does_not_hold_as_long_as_its_topic_guarantees(town: Town, town_clock: TownClock) -> None:
    make.done(phone=None)
    town_clock.forward(days=40)
    again = [make.in_hand(phone=None)]
    make.command(again[0], "finish", town.clerk, note="باز هم پر شد.", form="آسفالت ریخته شد")
    town_clock.forward(days=40)
    again.append(make.in_hand(phone=None))
    assert returning_places(town.city_id, now=clock.now()) == [], "a topic without a warranty of its own: 30 days"
    set_warranties(town.city_id, {"CIV-01": 60}, by="test")
    row = make.case(again[0])
    assert row.topic_id is not None
    assert row.neighbourhood_id is not None
    found = returning_places(town.city_id, now=clock.now())
    assert found == [PlaceWarning(row.topic_id, row.neighbourhood_id, count=2, of=3)]
    set_warranties(town.city_id, {"CIV-01": 35}, by="test")
    assert returning_places(town.city_id, now=clock.now()) == []


def test_what_patrols_find_and_nobody_reports(town: Town) -> None:
    for _ in range(early_warning.FEWEST_PATROLS):
        code = make.report(phone=None, channel="patrol").code
    drain()
    row = make.case(code)
    assert row.topic_id is not None
    assert row.neighbourhood_id is not None
    count = early_warning.FEWEST_PATROLS
    assert found_by_patrols_alone(town.city_id, now=clock.now()) == [
        PlaceWarning(row.topic_id, row.neighbourhood_id, count=count, of=count)
    ]
    for _ in range(count + 1):
        make.report(phone=None)
    drain()
    assert found_by_patrols_alone(town.city_id, now=clock.now()) == [], "citizens report it more than patrols"
