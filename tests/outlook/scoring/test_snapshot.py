"""A month's snapshot: what it holds of a small city's real cases, and that its text is canonical."""

from datetime import date, datetime

import pytest

from peygir.city.queries import city_by_id
from peygir.core import clock
from peygir.outlook.scoring.actions.freezing import take_text
from peygir.outlook.scoring.months import MonthIsNotRight, month_named, month_of
from peygir.outlook.scoring.snapshot_tables import TABLES
from peygir.outlook.scoring.snapshot_text import SnapshotIsNotRight, rows_of, sections
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_taken(town: Town, town_clock: TownClock) -> None:
    make.done(phone=PHONES[1])
    town_clock.forward(days=40)
    text = take_text(city_by_id(town.city_id), month_of(date(2026, 3, 28)), as_of=clock.now())
    print(text.decode())
    assert 0
