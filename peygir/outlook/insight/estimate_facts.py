"""What is known of a city's demand and of its next weeks: the rows that weekly estimates leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peygir.outlook.insight.words import EstimateKind

Interval = tuple[float, float, float]
"""An estimate with the lower and the upper end of its interval, in the order low, estimate, high."""


@dataclass(frozen=True, slots=True)
class EstimatePart:
    """What was estimated of a part of the city: a group of topics, a district, a channel, or several ("" for all)."""

    group_code: str
    district_code: str
    channel: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EstimateRunFacts:
    """One run: the days that it counted, when it was computed, how many cases, their digest, and its settings."""

    kind: EstimateKind
    since_on: date
    through_on: date
    computed_at: datetime
    cases: int
    digest: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """The incidents of a part of the city; the intervals are None where it cannot be estimated.

    `reported` is the share that is reported within the days of the run, `median_days` the days until the first report,
    `demand` the number of incidents with those that nobody reported.
    """

    group_code: str
    district_code: str
    channel: str
    incidents: int
    duplicates: int
    reported: Interval | None
    median_days: Interval | None
    demand: Interval | None

    @property
    def is_estimable(self) -> bool:
        """Whether anything can be said of what was not reported."""
        return self.reported is not None


@dataclass(frozen=True, slots=True)
class ForecastWeekFacts:
    """One week ahead: what is expected, within which limits, and what each naive method says (None: unknown)."""

    first_on: date
    value: float
    low: float
    high: float
    naive: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class ForecastFacts:
    """The forecast of a group of topics in a district ("" for all), with how the method did on the series' own past.

    `is_naive`: no method did better than the naive ones, so that the best of these is used. `error` and `guard_error`
    are mean absolute errors a week, of the chosen method and of the best naive one. `coverage` is the share of
    `covered_of` past weeks within the intervals; None without a past. `past`: the last weeks, the latest last.
    """

    group_code: str
    district_code: str
    method: str
    is_naive: bool
    error: float | None
    guard_error: float | None
    coverage: float | None
    covered_of: int
    past: Sequence[tuple[date, int]]
    weeks: Sequence[ForecastWeekFacts]
    units: frozenset[int]
