"""Counts what candidates for money begin with: places and assets that fail again and again, and what work costs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Avg, Count, F, FloatField, Max, Q, QuerySet, Sum
from django.db.models.functions import Cast, Extract

from peygir.cases.models import Case
from peygir.city.urgencies import Urgency
from peygir.desks.fieldwork.models import CostShare
from peygir.desks.inspection.early_warning import LATELY, returning_places
from peygir.outlook.planning.states import CandidateSource

YEAR: Final = timedelta(days=365)
YEARS_OF_COSTS: Final = 3
FEWEST_REPEATS: Final = 4
"""Cases of a topic in one cell in a year, from which the place is a candidate."""
FEWEST_FAILURES: Final = 3
"""Cases of an asset in a year, from which it is a candidate."""
MOST: Final = 300
"""Candidates of each source, the most frequent first."""
MOST_CASES: Final = 200
"""Cases that a candidate names."""
FEWEST_COSTS: Final = 5
"""Cases of a topic with costs, from which its own costs count; else those of all topics do."""
CURRENCY: Final = "IRR"
WEIGHTS: Final[Mapping[str, float]] = {
    Urgency.PLANNED: 0.5,
    Urgency.NORMAL: 1.0,
    Urgency.URGENT: 2.0,
    Urgency.ON_THE_SPOT: 4.0,
}
"""The severity of a case of each urgency."""


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """A place or an asset: what it is known by, its cases of the last year, their reports and severity."""

    source: str
    key: str
    topic_id: int | None
    district_id: int | None
    neighbourhood_id: int | None
    unit_id: int | None
    asset_id: int | None
    lat: float | None
    lon: float | None
    cases: float  # a year
    reports: int
    severity: float
    case_ids: tuple[int, ...]


def counted_places(city_id: int, *, now: datetime) -> list[CountedPlace]:
    """Return all places and assets that are candidates, each source's most frequent first."""
    last_year = _counted(city_id).filter(opened_at__gt=now - YEAR, opened_at__lte=now)
    return [*_repeated(last_year), *_failing(last_year), *_returned(city_id, last_year, now=now)]


def costs_of_topics(city_id: int, *, now: datetime) -> dict[int | None, tuple[float, float, float]]:
    """Return what a lasting repair may cost by topic (None: of all topics): low, likely and high in rials.

    The median of what a case's work orders cost, the cost that a tenth of the cases exceed, and three times that: work
    that lasts costs as dear repairs do, or more. Topics with few costs are not among them.
    """
    rows = CostShare.objects.filter(
        case__city_id=city_id, case__opened_at__gt=now - YEARS_OF_COSTS * YEAR, currency__code=CURRENCY, amount__gt=0
    )
    amounts = rows.values("case_id", "case__topic_id").annotate(total=Sum("amount"))
    by_topic: dict[int | None, list[float]] = {}
    for topic_id, total in amounts.order_by().values_list("case__topic_id", "total"):
        by_topic.setdefault(topic_id, []).append(float(total))
        by_topic.setdefault(None, []).append(float(total))
    costs: dict[int | None, tuple[float, float, float]] = {}
    for of_topic, totals in by_topic.items():
        if len(totals) >= FEWEST_COSTS:
            middle, dear = (float(value) for value in np.quantile(totals, [0.5, 0.9]))
            costs[of_topic] = (max(middle, 1.0), max(dear, 1.0), max(3 * dear, 1.0))
    return costs


def repeats_of_topics(city_id: int, *, now: datetime) -> dict[int, tuple[int, int, float, float]]:
    """Return by topic: closed cases of two years, their reports after the first, the days open, Σ again² / days."""
    closed = _counted(city_id).filter(opened_at__gt=now - 2 * YEAR, closed_at__gt=F("opened_at"), topic__isnull=False)
    days = Cast(Extract(F("closed_at") - F("opened_at"), "epoch"), FloatField()) / 86400.0
    again = Cast(F("report_count") - 1, FloatField())
    rows = closed.annotate(days=days, again=again).filter(days__gt=0.25).values("topic_id")
    sums = rows.annotate(
        cases=Count("pk"), repeats=Sum("again"), open_days=Sum("days"), squares=Sum(F("again") * F("again") / F("days"))
    )
    return {
        row["topic_id"]: (row["cases"], int(row["repeats"]), float(row["open_days"]), float(row["squares"]))
        for row in sums.order_by()
    }


def _counted(city_id: int) -> QuerySet[Case]:
    """The cases that count: as in alarms, neither confidential ones, nor complaints, nor merged ones."""
    return Case.objects.filter(
        city_id=city_id, is_confidential=False, about_unit=None, about_staff=None, merged_into=None
    )


def _repeated(cases: QuerySet[Case]) -> list[CountedPlace]:
    rows = cases.filter(cell__isnull=False, topic__isnull=False).values("topic_id", "cell")
    found = _summed(rows).filter(count__gte=FEWEST_REPEATS).order_by("-count", "topic_id", "cell")[:MOST]
    return [_place(CandidateSource.REPEAT, f"{row['topic_id']}:{row['cell']}", row) for row in found]


def _failing(cases: QuerySet[Case]) -> list[CountedPlace]:
    rows = cases.filter(asset__isnull=False).values("asset_id")
    found = _summed(rows).filter(count__gte=FEWEST_FAILURES).order_by("-count", "asset_id")[:MOST]
    return [_place(CandidateSource.ASSET, str(row["asset_id"]), row) for row in found]


def _returned(city_id: int, cases: QuerySet[Case], *, now: datetime) -> list[CountedPlace]:
    """Topics that came back within their warranty, by neighbourhood; the cases of the last three months show them."""
    places = []
    for warning in returning_places(city_id, now=now):
        there = cases.filter(
            topic_id=warning.topic_id, neighbourhood_id=warning.neighbourhood_id, opened_at__gt=now - LATELY
        )
        row = _summed(there.values("topic_id")).order_by("topic_id").first()
        if row is not None:
            key = f"{warning.topic_id}:{warning.neighbourhood_id}"
            scaled = {**row, "count": row["count"] * YEAR / LATELY}
            places.append(_place(CandidateSource.WARRANTY, key, scaled))
    return places


def _summed(rows: Any) -> Any:
    """The rows of groups with their counts, severity, places and cases."""
    by_urgency = {f"urgency_{code}": Count("pk", filter=Q(urgency=code)) for code in WEIGHTS}
    return rows.annotate(
        count=Count("pk"),
        told=Sum("report_count"),
        topic=Max("topic_id"),
        district=Max("district_id"),
        area=Max("neighbourhood_id"),
        unit=Max("unit_id"),
        of_asset=Max("asset_id"),
        middle_lat=Avg("lat"),
        middle_lon=Avg("lon"),
        ids=ArrayAgg("pk", order_by="-pk"),
        **by_urgency,
    )


def _place(source: CandidateSource, key: str, row: Mapping[str, Any]) -> CountedPlace:
    ids: Collection[int] = row["ids"]
    counts = {code: int(row[f"urgency_{code}"]) for code in WEIGHTS}
    severity = sum(WEIGHTS[code] * count for code, count in counts.items()) / max(1, sum(counts.values()))
    return CountedPlace(
        source=source.value,
        key=key,
        topic_id=_number(row["topic"]),
        district_id=_number(row["district"]),
        neighbourhood_id=_number(row["area"]),
        unit_id=_number(row["unit"]),
        asset_id=_number(row["of_asset"]) if source is CandidateSource.ASSET else None,
        lat=_float(row["middle_lat"]),
        lon=_float(row["middle_lon"]),
        cases=float(row["count"]),
        reports=int(row["told"]),
        severity=max(severity, 0.5),
        case_ids=tuple(sorted(ids, reverse=True)[:MOST_CASES]),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _float(value: object) -> float | None:
    return value if isinstance(value, float) else None


def need_of_districts(city_id: int, *, now: datetime) -> dict[str, float]:
    """Return by the code of a district what the city spent on a case in the last year, over what it spent there.

    Above 1 where less was spent than elsewhere; kept between ½ and 2. Districts without cases or costs have 1.
    """
    since = now - YEAR
    counted = _counted(city_id).filter(opened_at__gt=since, district__isnull=False).values_list("district__code")
    cases = dict(counted.annotate(count=Count("pk")).order_by())
    shares = CostShare.objects.filter(
        case__city_id=city_id, case__opened_at__gt=since, case__district__isnull=False, currency__code=CURRENCY
    )
    spent = dict(shares.values_list("case__district__code").annotate(total=Sum("amount")).order_by())
    everywhere = sum(spent.values()) / max(1, sum(cases.values()))
    return {
        code: round(min(2.0, max(0.5, everywhere * count / spent[code])), 2) if spent.get(code) else 1.0
        for code, count in cases.items()
    }
