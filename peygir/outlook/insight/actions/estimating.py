"""Estimates each week, after it is over: the demand with what nobody reported, and the new cases of the next weeks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from peygir.city import queries as city
from peygir.outlook.insight.estimate_facts import EstimatePart
from peygir.outlook.insight.findings import last_day_of
from peygir.outlook.insight.models import EstimateLine, EstimateRun
from peygir.outlook.insight.weeks import WEEK, last_week_over
from peygir.outlook.insight.words import EstimateKind
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

ESTIMATE_WEEK: Final = "estimate_week"
"""The name of `estimate_due_week` in jobs, whose file is the city."""


def plan_estimates(now: datetime) -> int:
    """Leave a job for each city whose last week is over and has no estimates. Returns how many."""
    due = [one.id for one in city.cities() if _kinds_due(one.id, _through(one.id, now))]
    add_jobs(ESTIMATE_WEEK, due, queue=OUTSIDE_QUEUE)
    return len(due)


def estimate_due_week(city_id: int, now: datetime) -> int:
    """Estimate what is due of the last week that is over; a second call does nothing. Returns how many runs.

    Takes up to a minute for a large city, so it runs in a job; numpy and scipy are loaded in that process alone.
    """
    through_on = _through(city_id, now)
    due = _kinds_due(city_id, through_on)
    for kind in due:
        (_estimate_demand if kind == EstimateKind.DEMAND else _estimate_forecast)(city_id, through_on, now)
    return len(due)


def _through(city_id: int, now: datetime) -> date:
    return last_day_of(last_week_over(city.day_of(city_id, now)))


def _kinds_due(city_id: int, through_on: date) -> list[EstimateKind]:
    rows = EstimateRun.objects.filter(city_id=city_id, through_on=through_on)
    made = set(rows.values_list("kind", flat=True))
    return [kind for kind in EstimateKind if kind not in made]


def _estimate_demand(city_id: int, through_on: date, now: datetime) -> None:
    from peygir.outlook.insight.demand_estimates import demand_estimates
    from peygir.outlook.insight.incidents import incidents_of

    incidents = incidents_of(city_id, through_on)
    parts, settings = demand_estimates(incidents)
    run = EstimateRun(
        city_id=city_id,
        kind=EstimateKind.DEMAND.value,
        since_on=incidents.since_on,
        through_on=through_on,
        computed_at=now,
        cases=len(incidents.counts.keys),
        digest=incidents.digest,
        settings=settings,
    )
    _store(run, parts)


def _estimate_forecast(city_id: int, through_on: date, now: datetime) -> None:
    from peygir.outlook.insight.counting import topic_series, unit_counts
    from peygir.outlook.insight.forecast_estimates import forecast_estimates

    week = through_on - timedelta(days=6)
    series = topic_series(city_id, week)
    parts, settings, digest = forecast_estimates(series, unit_counts(city_id, week))
    weeks = max((len(one.counts) for one in series), default=0)
    run = EstimateRun(
        city_id=city_id,
        kind=EstimateKind.FORECAST.value,
        since_on=week - max(0, weeks - 1) * WEEK,
        through_on=through_on,
        computed_at=now,
        cases=sum(int(one.counts.sum()) for one in series),
        digest=digest,
        settings=settings,
    )
    _store(run, parts)


@transaction.atomic
def _store(run: EstimateRun, parts: Sequence[EstimatePart]) -> None:
    """Store a run with its rows, unless another process has stored it meanwhile."""
    stored, is_new = EstimateRun.objects.get_or_create(
        city_id=run.city_id, kind=run.kind, through_on=run.through_on, defaults=_defaults(run)
    )
    if is_new:
        EstimateLine.objects.bulk_create([_row(stored, part) for part in parts], batch_size=500)


def _defaults(run: EstimateRun) -> Mapping[str, Any]:
    names = ("since_on", "computed_at", "cases", "digest", "settings")
    return {name: getattr(run, name) for name in names}


def _row(run: EstimateRun, part: EstimatePart) -> EstimateLine:
    return EstimateLine(
        run=run,
        group_code=part.group_code,
        district_code=part.district_code,
        channel=part.channel,
        numbers=dict(part.numbers),
    )
