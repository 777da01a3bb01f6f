"""The forecast of a city's new cases as rows: for each group of topics in each district, and for either alone."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.insight.estimate_facts import EstimatePart
from peygir.outlook.insight.methods.guarded_forecast import GUARDS, GuardedForecast, guarded_forecast
from peygir.outlook.insight.weekly_findings import TopicSeries

HORIZON: Final = 8
LEVEL: Final = 0.9
FEWEST: Final = 26
"""Cases in the last year below which a series is not forecast: fewer than one in two weeks."""
YEAR: Final = 52
SHOWN: Final = 26
"""Last weeks that are kept beside a forecast."""
PART_OF_UNIT: Final = 0.1
"""A unit with at least this share of the last year's cases of a group in a district sees the forecast as its own."""
PART_OF_SUM: Final = 0.5
"""The same of a sum over groups or districts."""

Key = tuple[str, str]
Counts = npt.NDArray[np.int64]


def forecast_estimates(
    series: Sequence[TopicSeries], units: Mapping[Key, Mapping[int, int]]
) -> tuple[list[EstimatePart], dict[str, Any], str]:
    """Return a row for each group in each district, for each alone, and for all; the settings, and the inputs' digest.

    `series` are weekly counts up to the last week that is over; `units` say how many cases of each group and district
    each unit had in the last year. Series with fewer than FEWEST cases in the last year are left out.
    """
    tables = summed(series)
    digest = hashlib.sha256()
    parts = []
    for key, counts in sorted(tables.items()):
        digest.update(f"{key} {counts.tolist()}\n".encode())
        if counts[-YEAR:].sum() >= FEWEST:
            forecast = guarded_forecast(counts.astype(np.float64), horizon=HORIZON, level=LEVEL)
            parts.append(EstimatePart(*key, "", _numbers(forecast, counts, units_of(key, units))))
    return parts, {"level": LEVEL, "horizon": HORIZON, **coverage_of(parts)}, digest.hexdigest()


def summed(series: Sequence[TopicSeries]) -> dict[Key, Counts]:
    """Return the counts by (group, district), ("group", "") over all districts, ("", district) and ("", "")."""
    tables: dict[Key, Counts] = {}
    for one in series:
        for key in _keys_of(one.group_code, one.district_code):
            tables[key] = tables[key] + one.counts if key in tables else one.counts.astype(np.int64)
    return tables


def _keys_of(group: str, district: str) -> Iterator[Key]:
    yield from ((group, district), (group, ""), ("", district), ("", ""))


def units_of(key: Key, units: Mapping[Key, Mapping[int, int]]) -> list[int]:
    """Return the units with at least PART_OF_UNIT of a group in a district, or PART_OF_SUM of a sum, largest first."""
    counts: defaultdict[int, int] = defaultdict(int)
    for (group, district), by_unit in units.items():
        if key[0] in ("", group) and key[1] in ("", district):
            for unit_id, count in by_unit.items():
                counts[unit_id] += count
    all_cases = sum(counts.values())
    least = PART_OF_UNIT if all(key) else PART_OF_SUM
    of_some = [unit for unit in counts if counts[unit] >= least * all_cases]
    return sorted(of_some, key=lambda unit: (-counts[unit], unit))


def coverage_of(parts: Sequence[EstimatePart]) -> dict[str, Any]:
    """Return over the series of groups in districts: weeks within their intervals, of how many, and naive ones."""
    cells = [part.numbers for part in parts if part.group_code and part.district_code]
    measured = [numbers for numbers in cells if numbers["coverage"] is not None]
    covered_of = sum(numbers["covered_of"] for numbers in measured)
    covered = sum(numbers["coverage"] * numbers["covered_of"] for numbers in measured)
    return {
        "series": len(cells),
        "naive": sum(numbers["is_naive"] for numbers in cells),
        "covered": round(covered),
        "covered_of": covered_of,
    }


def _numbers(forecast: GuardedForecast, counts: Counts, units: Sequence[int]) -> dict[str, Any]:
    used = forecast.used
    naive = {name: used.guards.get(name) for name in GUARDS}
    return {
        "method": used.method,
        "is_naive": forecast.is_naive,
        "error": _rounded(forecast.error),
        "guard_error": _rounded(forecast.guard_error),
        "coverage": _rounded(used.coverage),
        "covered_of": used.covered_of,
        "past": counts[-SHOWN:].tolist(),
        "weeks": [
            {
                "value": round(float(used.values[step]), 2),
                "low": round(float(used.low[step]), 2),
                "high": round(float(used.high[step]), 2),
                "naive": {name: round(float(values[step]), 2) for name, values in naive.items() if values is not None},
            }
            for step in range(len(used.values))
        ],
        "units": list(units),
    }


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if value is not None else None
