"""Attacks on the hour of a report, and on how many people reported a case, at every door that a stranger may open."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from lab.bench.attack_planting import PlantedTruth
from lab.bench.attacks_across import ORDERED_FROM
from lab.bench.published_doors import PublishedDoors, bisected
from peygir.core.persian import ascii_digits

BISECTED: Final = 8
"""So many cases are bisected, by each filter."""
STEPS: Final = 8
NARROW: Final = timedelta(hours=6)
"""Bounds so near to each other tell a part of the day."""
FILTERS: Final = ("start_date", "end_date", "updated_after", "updated_before")
_CLOCK: Final = re.compile(r"(?<![\d:.+])(\d\d:\d\d)(?!\d)")
_COUNT: Final = re.compile(
    r"(\d+)(?:</\w+>)? (?:reports?|citizens|others?|گزارش|شهروند|نفر)\b|\"reports\": ?\"?(\d+)|<reports>(\d+)"
)
_JOINED: Final = ("Another citizen reported the same.", "شهروند دیگری", '"report_joined"')
DoorAttack = Callable[[PublishedDoors, PlantedTruth], tuple[int, int]]


def hours_at_doors(doors: PublishedDoors, truth: PlantedTruth) -> tuple[int, int]:
    """Look at each door for the minute at which the case was opened, in the city's time or in UTC.

    Clocks that a door tells of every case, such as opening hours, are of none.
    """
    tried = won = 0
    for texts in doors.texts.values():
        clocks = {code: set(_CLOCK.findall(ascii_digits(text).replace("T", " "))) for code, text in texts.items()}
        of_all = set.intersection(*clocks.values()) if len(clocks) > 1 else set()
        for code, seen in clocks.items():
            if code in truth.moments:
                moment = datetime.fromtimestamp(truth.moments[code], UTC)
                tried += 1
                won += bool({f"{moment:%H:%M}", f"{moment.astimezone(ZoneInfo(truth.zone)):%H:%M}"} & (seen - of_all))
    return tried, won


def counts_at_doors(doors: PublishedDoors, truth: PlantedTruth) -> tuple[int, int]:
    """Look at each door for the number of reports or of the others, as a number or as so many events."""
    tried = won = 0
    for texts in doors.texts.values():
        for code, text in texts.items():
            count = truth.report_counts.get(code, 1)
            if count > 1:
                told = {int(number) for found in _COUNT.findall(ascii_digits(text)) for number in found if number}
                tried += 1
                won += bool({count, count - 1} & told) or any(text.count(words) == count - 1 for words in _JOINED)
    return tried, won


def order_at_doors(doors: PublishedDoors, truth: PlantedTruth) -> tuple[int, int]:
    """Read the order of a day's cases out of lists, maps and pages."""
    tried = won = 0
    for by, codes in doors.lists.values():
        moments = truth.moments if by == "opened" else truth.changes
        by_day: dict[date, list[float]] = defaultdict(list)
        for code in codes:
            if code in moments:
                by_day[_day(moments[code], truth.zone)].append(moments[code])
        for of_day in by_day.values():
            if len(set(of_day)) >= ORDERED_FROM:
                tried += 1
                won += of_day in (sorted(of_day), sorted(of_day, reverse=True))
    return tried, won


def bisected_hours(doors: PublishedDoors, truth: PlantedTruth) -> tuple[int, int]:
    """Bisect the moment of a report, and of the last change, with every filter of moments that Open311 has."""
    _order, codes = doors.lists["open311_changed"]
    tried = won = 0
    for name in FILTERS:
        moments = truth.moments if name in ("start_date", "end_date") else truth.changes
        for code in islice((code for code in codes if code in moments), BISECTED):
            moment = datetime.fromtimestamp(moments[code], UTC)
            day = datetime.combine(_day(moments[code], truth.zone), time(), ZoneInfo(truth.zone))
            low, high = bisected(code, day, name, steps=STEPS)
            tried += 1
            won += high - low <= NARROW and low - timedelta(seconds=1) <= moment <= high + timedelta(seconds=1)
    return tried, won


def _day(moment: float, zone: str) -> date:
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).date()


ON_DOORS: Final[Mapping[str, DoorAttack]] = {
    "hours_at_doors": hours_at_doors,
    "counts_at_doors": counts_at_doors,
    "order_at_doors": order_at_doors,
    "bisected_hours": bisected_hours,
}
"""Attacks on what single cases tell, by their names."""
