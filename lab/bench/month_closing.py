"""How long the closing of a month takes among a million cases of 24 months, how much memory, and the way to a case.

Twelve months were closed before it, so that the comparison of units is made from as many as in a city that has scored
for a year. Goals: one month within five minutes and two GiB; the 95th percentile of each page on the way from a mark to
its cases within 100 ms.
"""

import json
import os
import resource
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import figures_of

HOME: Final = "month-closing"
CASES: Final = 1_000_000
UNITS: Final = 40
CLOSE_SECONDS: Final = 300.0
MEMORY_MB: Final = 2048.0
PAGE_MS: Final = 100.0
PAGES: Final = ("mark_p95_ms", "part_p95_ms", "later_p95_ms")
MONTH: Final = "1405-03"
NOW: Final = datetime(2026, 7, 10, 6, 0, tzinfo=UTC)
"""After the closing day of that month."""


def measured() -> dict[str, Any]:
    """Make the city anew, close a month in a process of its own, and return the measurements.

    `PEYGIR_SCORED_CASES` gives another number of cases.
    """
    home = homes.make_ready(HOME, 0)
    cases = os.environ.get("PEYGIR_SCORED_CASES", str(CASES))
    figures: dict[str, Any] = figures_of("month-closing", cases, home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether the closing stays within its time and memory, the pages within theirs, and the marks verify."""
    is_quick = figures["close_s"] <= CLOSE_SECONDS and all(figures.get(page, 0) <= PAGE_MS for page in PAGES)
    return is_quick and figures["memory_mb"] <= MEMORY_MB and not figures["differences"]


def main(cases: str) -> None:
    """Run the step: fill, close, verify, read pages, and print the measurements as JSON."""
    from django.conf import settings

    from lab.bench import month_city
    from lab.bench.month_pages import pages
    from peygir.city.queries import current_city
    from peygir.core import clock
    from peygir.ops.roles import as_owner
    from peygir.outlook.scoring import actions
    from peygir.outlook.scoring.months import month_named
    from peygir.people.rules import SYSTEM

    month = month_named(MONTH)
    earlier = month_city.months_before(month)
    with as_owner():
        month_city.add_units(settings.CITY, UNITS)
    city_id = current_city(settings.CITY).id
    with clock.simulated(lambda: month_city.DECIDED_AT):
        month_city.decide_scheme(city_id, earlier[-1])
    began = perf_counter()
    managers = fill_city(int(cases), city_id)
    filled = perf_counter() - began
    actions.close_month(city_id, earlier[0], by=SYSTEM, now=NOW)
    with as_owner():
        month_city.repeat_month(city_id, earlier[0], earlier[1:])
    began = perf_counter()
    actions.close_month(city_id, month, by=SYSTEM, now=NOW)
    closed = perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = perf_counter()
    verified = actions.verify_month(city_id, month)
    figures = {
        "cases": int(cases),
        "units": len(managers),
        "fill_s": round(filled, 1),
        "close_s": round(closed, 1),
        "memory_mb": round(memory, 1),
        "verify_s": round(perf_counter() - began, 1),
        "differences": len(verified.differences),
        **pages(city_id, MONTH, managers),
    }
    print(json.dumps(figures))


def fill_city(cases: int, city_id: int) -> dict[int, int]:
    """Make the cases of every unit; returns the manager of each."""
    from lab.bench.month_city import add_people
    from lab.bench.month_extras import fill_extras
    from lab.bench.month_filling import fill
    from peygir.city.queries import districts, topics, units
    from peygir.ops.roles import as_owner

    clerks, managers = add_people({unit.id: unit.code for unit in units(city_id)})
    topic_ids = sorted(topic.id for topic in topics(city_id) if not topic.is_confidential)
    district_ids = sorted(one.id for one in districts(city_id, on=NOW.date()))
    with as_owner():
        fill(cases, city_id=city_id, clerks=clerks, topics=topic_ids, districts=district_ids, now=NOW)
        fill_extras(city_id=city_id, staff_id=next(iter(clerks.values())), now=NOW)
    return managers
