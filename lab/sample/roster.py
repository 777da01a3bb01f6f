"""The sample centre's shifts, with the rosters of last week, this week and next week."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

from peygir.centre.workforce import actions as workforce
from peygir.centre.workforce.roster_rules import days_of_week, first_of_week
from peygir.people.rules import SYSTEM

SHIFTS: Final = (
    ("صبح", "Morning", time(7), time(15)),
    ("عصر", "Evening", time(15), time(23)),
    ("شب", "Night", time(23), time(7)),
)
COURSE: Final = (0, 0, 1, 1, 2, None, None)
"""The shifts of one person by day of their week: mornings, evenings, a night, and two days off."""
LATE: Final = 2
"""Cells of the next weekend that the supervisor still has to fill."""


def write_rosters(city_id: int, operators: Sequence[int], *, today: date) -> None:
    """Write shifts from last week on, and three weeks of duties; the last days of next week are left open."""
    first = first_of_week(today) - timedelta(days=7)
    shifts = [
        workforce.keep_shift(city_id, name_fa=fa, name_en=en, begins=begins, ends=ends, from_on=first, by=SYSTEM)
        for fa, en, begins, ends in SHIFTS
    ]
    for number in range(3):
        start = first + timedelta(days=7 * number)
        days = days_of_week(start)[: 7 - LATE if number == 2 else 7]
        duties = {
            (operator, day): shifts[kind]
            for place, operator in enumerate(operators)
            for day in days
            if (kind := COURSE[((day - first).days + place) % len(COURSE)]) is not None
        }
        workforce.keep_roster(city_id, start, duties, version=0, by=SYSTEM)
