"""Questions about the last estimates: the demand of each part of the city, and the forecasts that somebody sees."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from peygir.outlook.insight.alarm_rules import sees_all_alarms, units_of_alarms
from peygir.outlook.insight.estimate_facts import (
    DemandFacts,
    EstimateRunFacts,
    ForecastFacts,
    ForecastWeekFacts,
    Interval,
)
from peygir.outlook.insight.models import EstimateLine, EstimateRun
from peygir.outlook.insight.weeks import WEEK
from peygir.outlook.insight.words import EstimateKind
from peygir.people.rules import Actor


def last_demand(city_id: int) -> tuple[EstimateRunFacts, list[DemandFacts]] | None:
    """Return the last estimate of a city's demand, with a row for each part of the city; None before the first."""
    run = _last(city_id, EstimateKind.DEMAND)
    return (_facts(run), [_demand(row) for row in _rows(run)]) if run is not None else None


def demand_near(city_id: int, group_code: str, district_code: str) -> DemandFacts | None:
    """Return the last estimate for a group of topics in a district, else for the district, else for the group.

    "" stands for all. None where none of them can be estimated.
    """
    run = _last(city_id, EstimateKind.DEMAND)
    if run is None:
        return None
    parts = dict.fromkeys([(group_code, district_code), ("", district_code), (group_code, "")])
    rows = {
        (row.group_code, row.district_code): _demand(row)
        for row in EstimateLine.objects.filter(
            run=run, group_code__in=["", group_code], district_code__in=["", district_code], channel=""
        )
    }
    near = (rows.get(part) for part in parts)
    return next((facts for facts in near if facts is not None and facts.is_estimable), None)


def last_forecast(city_id: int, by: Actor) -> tuple[EstimateRunFacts, list[ForecastFacts]] | None:
    """Return the last forecast of a city with the series that somebody sees; None before the first.

    Who leads a unit sees the groups and districts of which it has a part (`forecast_estimates.units_of`), a deputy
    those of what stands under it, the centre and the mayor's desk all.
    """
    run = _last(city_id, EstimateKind.FORECAST)
    if run is None:
        return None
    forecasts = [_forecast(run, row) for row in _rows(run)]
    if not sees_all_alarms(by):
        units = units_of_alarms(by)
        forecasts = [one for one in forecasts if one.units & units]
    return _facts(run), forecasts


def _last(city_id: int, kind: EstimateKind) -> EstimateRun | None:
    return EstimateRun.objects.filter(city_id=city_id, kind=kind.value).order_by("-through_on").first()


def _rows(run: EstimateRun) -> Sequence[EstimateLine]:
    """Return the rows of a run: by group, then by district, the sums first, in the order of the cities' own numbers."""
    rows = EstimateLine.objects.filter(run=run)
    return sorted(rows, key=lambda row: (row.group_code, len(row.district_code), row.district_code, row.channel))


def _facts(run: EstimateRun) -> EstimateRunFacts:
    return EstimateRunFacts(
        kind=EstimateKind.of(run.kind),
        since_on=run.since_on,
        through_on=run.through_on,
        computed_at=run.computed_at,
        cases=run.cases,
        digest=run.digest,
        settings=run.settings,
    )


def _demand(row: EstimateLine) -> DemandFacts:
    numbers: Mapping[str, Any] = row.numbers
    return DemandFacts(
        group_code=row.group_code,
        district_code=row.district_code,
        channel=row.channel,
        incidents=int(numbers["incidents"]),
        duplicates=int(numbers["duplicates"]),
        reported=_interval(numbers, "reported"),
        median_days=_interval(numbers, "median_days"),
        demand=_interval(numbers, "demand"),
    )


def _interval(numbers: Mapping[str, Any], name: str) -> Interval | None:
    found = numbers.get(name)
    return (float(found[0]), float(found[1]), float(found[2])) if found is not None else None


def _forecast(run: EstimateRun, row: EstimateLine) -> ForecastFacts:
    numbers: Mapping[str, Any] = row.numbers
    first_on = run.through_on + timedelta(days=1)
    past = numbers["past"]
    return ForecastFacts(
        group_code=row.group_code,
        district_code=row.district_code,
        method=numbers["method"],
        is_naive=bool(numbers["is_naive"]),
        error=numbers["error"],
        guard_error=numbers["guard_error"],
        coverage=numbers["coverage"],
        covered_of=int(numbers["covered_of"]),
        past=[(first_on - (len(past) - place) * WEEK, int(count)) for place, count in enumerate(past)],
        weeks=[_week(first_on, step, week) for step, week in enumerate(numbers["weeks"])],
        units=frozenset(numbers["units"]),
    )


def _week(first_on: date, step: int, numbers: Mapping[str, Any]) -> ForecastWeekFacts:
    return ForecastWeekFacts(
        first_on=first_on + step * WEEK,
        value=float(numbers["value"]),
        low=float(numbers["low"]),
        high=float(numbers["high"]),
        naive=numbers["naive"],
    )
