"""How long the closing of a month takes among a million cases of 24 months, how much memory, and the way to a case.

Goals: one month within five minutes and two GiB; the 95th percentile of a page of cases within 100 ms.
"""

import json
import os
import resource
import subprocess
from datetime import UTC, datetime
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import command

HOME: Final = "month-closing"
CASES: Final = 1_000_000
UNITS: Final = 40
PAGES: Final = 400
CLOSE_SECONDS: Final = 300.0
MEMORY_MB: Final = 2048.0
PAGE_MS: Final = 100.0
NOW: Final = datetime(2026, 7, 10, 6, 0, tzinfo=UTC)
"""After the closing day of Khordad 1405."""


def measured() -> dict[str, Any]:
    """Make the city anew, close a month in a process of its own, and return the measurements."""
    home = homes.make_ready(HOME, 0)
    cases = os.environ.get("PEYGIR_SCORED_CASES", str(CASES))
    environment = {**os.environ, "PEYGIR_HOME": str(home)}
    done = subprocess.run(command("month-closing", cases), env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def is_good(figures: dict[str, Any]) -> bool:
    """Whether the closing stays within its time and memory, the pages within theirs, and the marks verify."""
    is_quick = figures["close_s"] <= CLOSE_SECONDS and figures["page_p95_ms"] <= PAGE_MS
    return is_quick and figures["memory_mb"] <= MEMORY_MB and not figures["differences"]


def main(cases: str) -> None:
    """Run the step: fill, close, verify, read pages, and print the measurements as JSON."""
    from django.conf import settings

    from lab.bench.month_filling import fill
    from peygir.city.queries import current_city, topics, units
    from peygir.core import clock
    from peygir.ops.roles import as_owner
    from peygir.outlook.scoring import actions
    from peygir.outlook.scoring.months import month_named
    from peygir.people.rules import SYSTEM

    city, month = current_city(settings.CITY), month_named("1405-03")
    began = perf_counter()
    with as_owner():
        unit_ids = sorted(unit.id for unit in units(city.id) if unit.is_open)[:UNITS]
        topic_ids = sorted(topic.id for topic in topics(city.id) if not topic.is_confidential)
        fill(int(cases), city_id=city.id, units=unit_ids, topics=topic_ids, now=NOW)
    filled = perf_counter() - began
    with clock.simulated(lambda: datetime(2026, 5, 1, 6, 0, tzinfo=UTC)):
        _decide(city.id, month)
    began = perf_counter()
    actions.close_month(city.id, month, by=SYSTEM, now=NOW)
    closed = perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = perf_counter()
    verified = actions.verify_month(city.id, month)
    figures = {
        "cases": int(cases),
        "units": len(unit_ids),
        "fill_s": round(filled, 1),
        "close_s": round(closed, 1),
        "memory_mb": round(memory, 1),
        "verify_s": round(perf_counter() - began, 1),
        "differences": len(verified.differences),
        **_pages(city.id, month.first_on),
    }
    print(json.dumps(figures))


def _decide(city_id: int, month: Any) -> None:
    """Decide the first scheme by two accounts of the measured city."""
    from peygir.outlook.scoring import actions
    from peygir.outlook.scoring.rules import first_content
    from peygir.people.acting import actor_of
    from peygir.people.actions import add_staff
    from peygir.people.models import Staff
    from peygir.people.rules import SYSTEM

    keys = [
        add_staff(name, encoded_password=homes.NO_PASSWORD, role="admin", unit_code="", must_change=False, by=SYSTEM)
        for name in ("score-admin", "score-second")
    ]
    people = [Staff.objects.get(pk=key) for key in keys]
    first, second = map(actor_of, people)
    scheme = actions.propose_scheme(city_id, month, first_content().as_json(), by=first)
    actions.decide_scheme(scheme.pk, is_agreed=True, by=second)


def _pages(city_id: int, first_on: Any) -> dict[str, float]:
    """Times of the way from a month to a page of cases: the mark, its parts, and the first and a later page."""
    from peygir.outlook.scoring import queries
    from peygir.people.rules import SYSTEM

    month = queries.scored_month(city_id, first_on)
    assert month is not None
    marks = queries.marks_of_month(month.id)
    times, raising = [], []
    for number in range(PAGES):
        unit_id = marks[number % len(marks)].unit_id
        began = perf_counter()
        unit_mark = queries.mark_of_unit(month.id, unit_id)
        assert unit_mark is not None
        parts = queries.parts_of(unit_mark.id)
        part = parts[number % len(parts)]
        page = queries.effects_of(part.id, SYSTEM)
        if page:
            queries.effects_of(part.id, SYSTEM, after=page[-1].id)
        times.append((perf_counter() - began) * 1000)
        began = perf_counter()
        queries.raising(unit_mark.id, SYSTEM)
        raising.append((perf_counter() - began) * 1000)
    return {
        "marks": float(len(marks)),
        "page_p95_ms": round(quantiles(times, n=20)[-1], 1),
        "raising_p95_ms": round(quantiles(raising, n=20)[-1], 1),
    }
