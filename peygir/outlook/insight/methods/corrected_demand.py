"""How many incidents there were, those included that nobody reported, by topic group, district and channel.

The model is that of `reporting_rates`: effects of the group, the district and the channel of the first report on the
logarithm of the rate at which an incident is reported again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.insight.methods.reporting_rates import (
    Model,
    NothingWasReportedAgain,
    ReportingRates,
    reporting_rates,
)
from peygir.outlook.insight.methods.unreported import ReportedShare, reported_share

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
FACTORS: Final = 3
FEWEST_AGAIN: Final = 5
"""Reports after the first that a group, district or channel needs for an effect of its own."""
FEWEST: Final = 5
"""Incidents of a place below which nothing is said of it."""


@dataclass(frozen=True, slots=True)
class IncidentCounts:
    """One row for each incident: the numbers of its group, district and channel, its later reports and its days.

    `levels` are how many groups, districts and channels there are. `duplicates` are the reports of others after the
    first one while it lasted, `exposures` the days from the first report until it ended, above 0.
    """

    keys: Places
    levels: tuple[int, int, int]
    duplicates: Numbers
    exposures: Numbers


@dataclass(frozen=True, slots=True)
class DemandCell:
    """What is known of some incidents; `share` is None where it cannot be estimated."""

    incidents: int
    duplicates: int
    share: ReportedShare | None


@dataclass(frozen=True, slots=True)
class CorrectedDemand:
    """The fitted model, and how to ask it about a part of the incidents."""

    incidents: IncidentCounts
    rates: ReportingRates | None
    model: Model
    design: Numbers
    has_effect: tuple[npt.NDArray[np.bool_], ...]
    days: float
    level: float

    def of(self, *, group: int | None = None, district: int | None = None, channel: int | None = None) -> DemandCell:
        """Return what is known of the incidents of a group, a district or a channel, or of two or three of them.

        It cannot be estimated with fewer than FEWEST incidents, for a group, district or channel with fewer than
        FEWEST_AGAIN later reports, and where the interval of the rate would be too wide (`unreported.MOST_ERROR`).
        """
        rows = np.ones(len(self.design), dtype=bool)
        is_known = self.rates is not None
        for factor, level in enumerate((group, district, channel)):
            if level is not None:
                rows &= self.incidents.keys[:, factor] == level
                is_known = is_known and bool(self.has_effect[factor][level])
        count, again = int(rows.sum()), int(self.incidents.duplicates[rows].sum())
        if not is_known or self.rates is None or count < FEWEST:
            return DemandCell(count, again, None)
        return DemandCell(count, again, reported_share(self.rates, self.design[rows], days=self.days, level=self.level))


def corrected_demand(incidents: IncidentCounts, *, days: float = 30.0, level: float = 0.95) -> CorrectedDemand:
    """Fit the rates of later reports; Poisson, or zero-inflated where Akaike's criterion prefers it.

    `days`: how long an incident would wait for its first report. Levels with fewer than FEWEST_AGAIN later reports
    share one effect, or have none beside the most frequent level, so that chance zeros do not become demand without
    bounds. Without a later report there are no rates.
    """
    columns = [np.ones(len(incidents.keys))]
    has_effect = []
    for factor in range(FACTORS):
        keys = incidents.keys[:, factor]
        pooled, enough = _pooled(keys, incidents.levels[factor], incidents.duplicates)
        has_effect.append(enough)
        columns += [(pooled == place).astype(np.float64) for place in np.unique(pooled) if place != _most(pooled)]
    design = np.column_stack(columns)
    rates, model = _fitted(incidents, design)
    return CorrectedDemand(incidents, rates, model, design, tuple(has_effect), days, level)


def _pooled(keys: Places, levels: int, duplicates: Numbers) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Return the levels with those of few later reports as one, and which levels keep an effect of their own."""
    again = np.bincount(keys, weights=duplicates, minlength=levels)
    enough = np.asarray(again >= FEWEST_AGAIN)
    few = ~enough[keys]
    pooled = np.where(few, levels, keys)
    if few.any() and not few.all() and duplicates[few].sum() < FEWEST_AGAIN:
        pooled = np.where(few, _most(keys[~few]), keys)
    return pooled.astype(np.int64), enough


def _most(keys: Places) -> int:
    places, counts = np.unique(keys, return_counts=True)
    return int(places[np.argmax(counts)])


def _fitted(incidents: IncidentCounts, design: Numbers) -> tuple[ReportingRates | None, Model]:
    candidates: list[tuple[float, Model, ReportingRates]] = []
    models: Sequence[tuple[Model, int]] = (("poisson", 0), ("zero-inflated", 1))
    for model, more in models:
        try:
            rates = reporting_rates(incidents.duplicates, incidents.exposures, design, model=model)
        except NothingWasReportedAgain:
            return None, "poisson"
        candidates.append((2 * (design.shape[1] + more) - 2 * rates.log_likelihood, model, rates))
    _criterion, model, rates = min(candidates, key=lambda candidate: candidate[0])
    return rates, model
