"""How well the draw of inspections finds the true share of false closures, over simulated months with known truth.

Each month has its own seed, and cases of twelve units and ten topics with shares of false closures from 1 to 20 per
cent. Weights, chances, lots, estimates and the sequential test are the product's own functions. The weights know the
units and topics only roughly, as after a year of visits.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from peygir.core.false_closure import ENOUGH, SampledVisit, estimate
from peygir.core.sprt import run_test
from peygir.desks.inspection.drawing import MARKS, PlannedShares, RiskWeights, lot_of

MONTHS: Final = 1000
CASES: Final = 2800
VISITS: Final = 480
UNIT_VISITS: Final = (30, 60, 150)
CASES_PER_VISIT: Final = 6
UNITS: Final = 12
TOPICS: Final = 10
BASE: Final = 0.06
FACTORS: Final = (0.4, 0.7, 1.0, 1.3, 2.2)
"""How much likelier, or less likely, the work of a unit or of a topic is not done."""
MARKED: Final = 0.12
"""The share of cases with each mark."""
COVERED: Final = (0.93, 0.97)
MOST_BIAS: Final = 0.003
FEWEST: Final = 400


@dataclass(frozen=True, slots=True)
class InspectionFigures:
    """Coverage and bias of the city's estimate, coverage for units by visits, and what the test said of units."""

    months: int
    fewest_visits: int
    mean_visits: float
    coverage: float
    bias: float
    bias_of_plain_share: float
    mean_width: float
    coverage_at_30: float
    coverage_at_60: float
    coverage_at_150: float
    unit_shown_at_30: float
    unit_shown_at_60: float
    unit_shown_at_150: float
    tests_clean_at_2_percent: float
    tests_closer_at_25_percent: float
    weighted_finds: float
    equal_finds: float

    @property
    def is_good(self) -> bool:
        """Whether the interval of the city covers the truth as often as it says, without bias worth naming."""
        low, high = COVERED
        return low <= self.coverage <= high and abs(self.bias) <= MOST_BIAS and self.fewest_visits >= FEWEST


@dataclass(frozen=True, slots=True)
class SimulatedMonth:
    """The true share of a month's cases, the drawn visits, and of them those of the equal and of the weighted part."""

    truth: float
    visits: list[SampledVisit]
    equal: list[bool]
    weighted: list[bool]


def measured(months: int = MONTHS) -> InspectionFigures:
    """Simulate so many months of a city, and as many of a unit at each number of visits."""
    city = [simulated_month(f"city {number}", cases=CASES, visits=VISITS) for number in range(months)]
    results = [estimate(month.visits) for month in city]
    errors = [(result.share or 0.0) - month.truth for result, month in zip(results, city, strict=True)]
    plain = [_share([visit.is_false for visit in month.visits]) - month.truth for month in city]
    units = {visits: _unit(visits, months) for visits in UNIT_VISITS}
    return InspectionFigures(
        months=months,
        fewest_visits=min(result.n for result in results),
        mean_visits=_mean([result.n for result in results]),
        coverage=_mean([result.low <= month.truth <= result.high for result, month in zip(results, city, strict=True)]),
        bias=_mean(errors),
        bias_of_plain_share=_mean(plain),
        mean_width=_mean([result.high - result.low for result in results]),
        **{f"coverage_at_{visits}": covered for visits, (covered, _shown) in units.items()},
        **{f"unit_shown_at_{visits}": shown for visits, (_covered, shown) in units.items()},
        tests_clean_at_2_percent=_verdicts(0.02, months)["clean"] / months,
        tests_closer_at_25_percent=_verdicts(0.25, months)["look_closer"] / months,
        weighted_finds=_mean([_share(month.weighted) for month in city]),
        equal_finds=_mean([_share(month.equal) for month in city]),
    )


def simulated_month(seed: str, *, cases: int, visits: int, units: int = UNITS) -> SimulatedMonth:
    """Return one month: each case has a unit, a topic and marks that make it likelier not to be done, and a lot."""
    rng = _generator(seed)
    of_unit, of_topic = rng.choice(FACTORS, units), rng.choice(FACTORS, TOPICS)
    weights = RiskWeights(units=_roughly(rng, of_unit), topics=_roughly(rng, of_topic))
    unit, topic = rng.integers(units, size=cases), rng.integers(TOPICS, size=cases)
    marked = rng.random((cases, len(MARKS))) < MARKED
    risk = BASE * of_unit[unit] * of_topic[topic] * np.where(marked[:, list(MARKS).index("signal")], 2.0, 0.9)
    false = [bool(is_false) for is_false in rng.random(cases) < np.minimum(risk, 0.9)]
    names = np.array(list(MARKS))
    of_cases = [
        weights.weight_of(unit_id=int(unit[number]), topic_id=int(topic[number]), marks=names[marked[number]].tolist())
        for number in range(cases)
    ]
    shares = PlannedShares(visits, 25, cases, round(sum(of_cases) / cases, 4))
    made: list[SampledVisit] = []
    equal: list[bool] = []
    weighted: list[bool] = []
    for number, (weight, is_false) in enumerate(zip(of_cases, false, strict=True)):
        chance, lot = shares.chance_of(weight), lot_of(seed, f"{number:016x}", 1)
        if lot < chance:
            made.append(SampledVisit(chance, is_false))
            (equal if lot < shares.floor_chance else weighted).append(is_false)
    return SimulatedMonth(sum(false) / cases, made, equal, weighted)


def _generator(seed: str) -> np.random.Generator:
    return np.random.default_rng(list(f"inspection {seed}".encode()))


def _roughly(rng: np.random.Generator, factors: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> dict[str, float]:
    guessed = factors**0.5 * rng.uniform(0.8, 1.25, len(factors))
    return {str(key): round(float(value), 4) for key, value in enumerate(guessed)}


def _unit(visits: int, months: int) -> tuple[float, float]:
    """Return how often the interval of one unit covers its truth, and how often the pages would show it."""
    rows = [
        simulated_month(f"unit {visits} {number}", cases=visits * CASES_PER_VISIT, visits=visits, units=1)
        for number in range(months)
    ]
    results = [estimate(row.visits) for row in rows]
    covered = [result.low <= row.truth <= result.high for result, row in zip(results, rows, strict=True)]
    return _mean(covered), _mean([result.n >= ENOUGH for result in results])


def _verdicts(share: float, runs: int) -> Counter[str]:
    """Return the verdicts of the sequential test over 200 equally likely visits of units with one true share."""
    rng = _generator(f"verdicts {share}")
    return Counter(run_test(bool(found) for found in rng.random(200) < share).verdict for _ in range(runs))


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def _mean(values: Sequence[float]) -> float:
    return float(round(sum(values) / len(values), 5))
