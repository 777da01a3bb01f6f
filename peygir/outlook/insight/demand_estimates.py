"""The estimate of a city's demand as rows: for the city, each district, each group, both, and each channel."""

from collections.abc import Iterator
from typing import Any, Final

from peygir.outlook.insight.estimate_facts import EstimatePart
from peygir.outlook.insight.incidents import CityIncidents
from peygir.outlook.insight.methods.corrected_demand import CorrectedDemand, DemandCell, corrected_demand

DAYS: Final = 30.0
"""How long an incident is taken to wait for its first report, if nobody had reported it so far."""
LEVEL: Final = 0.95


def demand_estimates(incidents: CityIncidents) -> tuple[list[EstimatePart], dict[str, Any]]:
    """Return a row for every part of the city that has incidents, and the settings and totals of the run."""
    if not len(incidents.counts.keys):
        return [], {"days": DAYS, "level": LEVEL}
    fitted = corrected_demand(incidents.counts, days=DAYS, level=LEVEL)
    settings = {
        "days": DAYS,
        "level": LEVEL,
        "model": fitted.model,
        "dispersion": round(fitted.rates.dispersion, 3) if fitted.rates is not None else None,
        "never": round(fitted.rates.never, 4) if fitted.rates is not None else None,
    }
    return list(_parts(incidents, fitted)), settings


def _parts(incidents: CityIncidents, fitted: CorrectedDemand) -> Iterator[EstimatePart]:
    yield EstimatePart("", "", "", _numbers(fitted.of()))
    for place, channel in enumerate(incidents.channels):
        yield EstimatePart("", "", channel, _numbers(fitted.of(channel=place)))
    for number, group in enumerate(incidents.groups):
        yield EstimatePart(group, "", "", _numbers(fitted.of(group=number)))
    for place, district in enumerate(incidents.districts):
        yield EstimatePart("", district, "", _numbers(fitted.of(district=place)))
        for number, group in enumerate(incidents.groups):
            cell = fitted.of(group=number, district=place)
            if cell.incidents:
                yield EstimatePart(group, district, "", _numbers(cell))


def _numbers(cell: DemandCell) -> dict[str, Any]:
    numbers: dict[str, Any] = {"incidents": cell.incidents, "duplicates": cell.duplicates}
    share = cell.share
    if share is None:
        return numbers
    return numbers | {
        "reported": _rounded(share.reported_interval[0], share.reported, share.reported_interval[1], 4),
        "median_days": _rounded(share.median_interval[0], share.median_days, share.median_interval[1], 3),
        "demand": _rounded(share.demand_interval[0], share.demand, share.demand_interval[1], 2),
    }


def _rounded(low: float, middle: float, high: float, places: int) -> list[float]:
    return [round(low, places), round(middle, places), round(high, places)]
