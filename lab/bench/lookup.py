"""The time of a search for possible duplicates in a measured city, at the places of its own latest cases.

Cases that later runs created there are not used as queries: thousands of the same few hundred reports within minutes,
more in one place than in any real burst. They are still among the cases searched.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

from lab.bench.homes import home_of, stamp
from lab.bench.process import figures_of

CITY: Final = "1000000"
WARM: Final = 50
TIMES: Final = 1_000
WANTED_MS: Final = 10.0
ASIDE: Final = 0.0005
"""Largest offset of a query point, in degrees; about fifty metres."""


def measured() -> dict[str, Any] | None:
    """Return the measurements of the city of a million cases; None if it was not made (`./run bench` makes it)."""
    home = home_of(CITY)
    made = home / "bench-stamp"
    if not made.exists() or made.read_text() != stamp():
        return None
    figures: dict[str, Any] = figures_of("lookup", home=home)
    return figures


def main() -> None:
    """Run the step: search, and print the measurements as JSON."""
    from django.conf import settings
    from django.db import connection

    from peygir.cases.models import Case, Report
    from peygir.city import queries as city
    from peygir.core import clock
    from peygir.desks.understanding.queries import likely_same

    city_facts, rng = city.current_city(settings.CITY), Random(CITY)  # noqa: S311 - spots, not secrets
    made_at = datetime.fromtimestamp((Path(os.environ["PEYGIR_HOME"]) / "bench-stamp").stat().st_mtime, UTC)
    placed = Case.objects.filter(cell__isnull=False, topic__isnull=False, opened_at__lt=made_at)
    cases = list(placed.order_by("-pk")[: WARM + TIMES])
    texts = dict(Report.objects.filter(code__in=[case.code for case in cases]).values_list("code", "text"))
    took, sizes = [], []
    for case in cases:
        assert case.lat is not None
        assert case.lon is not None
        began = perf_counter()
        likenesses = likely_same(
            city_facts.id,
            topic_id=case.topic_id,
            lat=case.lat + rng.uniform(-ASIDE, ASIDE),
            lon=case.lon + rng.uniform(-ASIDE, ASIDE),
            text=texts[case.code],
            address=case.address,
            citizen_ids=[],
            at=clock.now(),
        )
        took.append((perf_counter() - began) * 1000)
        sizes.append(len(likenesses))
    took = sorted(took[WARM:])
    cuts = quantiles(took, n=100)
    count = Case.objects.count()
    connection.close()
    print(
        json.dumps(
            {
                "cases": count,
                "p50_ms": round(cuts[49], 2),
                "p95_ms": round(cuts[94], 2),
                "p99_ms": round(cuts[98], 2),
                "found": sum(sizes) / len(sizes),
            }
        )
    )
