"""How long the pages of the cases behind a figure take, for a whole city's month."""

import json
import os
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from lab.bench import homes
from lab.bench.process import figures_of

if TYPE_CHECKING:
    from django.test import Client

CASES: Final = 200_000
"""In a year: a month has about 17,000."""
LIMIT_MS: Final = 50.0
ROUNDS: Final = 20
FIGURES: Final = ("cases_opened", "promises_kept")


def measured() -> dict[str, Any]:
    """Make the city, publish its largest month, turn pages, and return milliseconds by page.

    `PEYGIR_LISTED_CASES` gives another number of cases.
    """
    cases = int(os.environ.get("PEYGIR_LISTED_CASES", str(CASES)))
    home = homes.make_ready(f"behind-{cases}", cases)
    figures: dict[str, Any] = figures_of("behind", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether no page took longer than `LIMIT_MS` in the median, and the first of a process at most ten times that."""
    turned: list[float] = [
        value for name, value in figures.items() if name.endswith("_ms") and not name.startswith("first_")
    ]
    firsts: list[float] = [value for name, value in figures.items() if name.startswith("first_")]
    return max(turned) <= LIMIT_MS and max(firsts) <= 10 * LIMIT_MS


def main() -> None:
    """Run the step: publish a month unless it is, and time its pages as a stranger turns them."""
    from django.conf import settings

    from lab.bench.published_pages import stranger
    from peygir.city.queries import current_city
    from peygir.outlook.insight import publication_queries as published

    city_id = current_city(settings.CITY).id
    if not published.published_months(city_id):
        _publish()
    month = published.published_months(city_id)[0]
    browser, figures = stranger(), dict[str, Any]()
    for name in FIGURES:
        row = published.published_month(city_id, month.month).row(name)
        assert row is not None
        assert row.n is not None
        address = f"/city/{month.code}/cases/?figure={name}"
        last = _last_page(browser, address, (row.n - 1) // 50 + 1)
        part = next(one for one in published.published_month(city_id, month.month).of(name, "district") if one.n)
        figures[f"{name}_last_page"] = last
        pages = {
            "page_1": f"{address}&page=1",
            "page_2": f"{address}&page=2",
            "last_page": f"{address}&page={last}",
            "district": f"{address}&by=district&key={part.keys[0]}",
        }
        figures |= {f"{name}_counted": row.n, f"first_{name}_ms": round(_milliseconds(browser, pages["page_1"]), 1)}
        for place, page in pages.items():
            times = sorted(_milliseconds(browser, page) for _round in range(ROUNDS))
            figures[f"{name}_{place}_ms"] = round(median(times), 1)
    print(json.dumps(figures))


def _publish() -> None:
    """Publish the month in which most cases were opened, alone."""
    from collections import Counter

    from django.conf import settings

    from peygir.cases.models import Case
    from peygir.city.queries import current_city
    from peygir.journey.lake import write_lake_now
    from peygir.journey.open_data import publish_month
    from peygir.outlook.insight.lake.calendar import month_at
    from peygir.outlook.insight.publishing.words import VersionReason

    facts = current_city(settings.CITY)
    write_lake_now(is_whole=True, progress=lambda _table, _rows: None)
    moments = Case.objects.filter(city_id=facts.id).values_list("opened_at", flat=True).iterator()
    ((month, _count),) = Counter(month_at(at, facts.time_zone).number for at in moments).most_common(1)
    publish_month(facts, month, VersionReason.FIRST)


def _last_page(browser: "Client", address: str, most: int) -> int:
    """The last page that lists cases: those in hidden parts of the city are counted and not listed."""
    first, beyond = 1, most + 1
    while beyond - first > 1:
        middle = (first + beyond) // 2
        lists = b"/t/" in browser.get(f"{address}&page={middle}").content
        first, beyond = (middle, beyond) if lists else (first, middle)
    return first


def _milliseconds(browser: "Client", address: str) -> float:
    from peygir.core import clock

    begun = clock.monotonic()
    answer = browser.get(address)
    took = 1000 * (clock.monotonic() - begun)
    if answer.status_code != 200 or b"/t/" not in answer.content:  # noqa: PLR2004 - HTTP
        raise RuntimeError(f"{address} answered {answer.status_code}, or listed nothing")
    return took
