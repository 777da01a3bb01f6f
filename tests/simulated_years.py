"""Simulated years of monthly counts in several areas, with a work whose effect is known: for tests of measurements."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peygir.outlook.planning.goal_inputs import AFTER, BEFORE, DURING, GoalInputs

MONTHS_OF_WORK = 3


@dataclass(frozen=True, kw_only=True)
class SimulatedYears:
    """How the years are: counts with a season, neighbours that depend on each other, and years that differ by area.

    `effect`: by what the work multiplies the counts of the goal's area. `is_worst_chosen`: its area is the one that was
    worst in the last year before. `yearly`: the standard deviation of the logarithm of an area's year. `again_before`
    and `again_after`: how often, on average, a case is reported again in its days.
    """

    effect: float = 1.0
    others: int = 10
    before: int = 36
    after: int = 12
    level: float = 40.0
    yearly: float = 0.0
    correlation: float = 0.3
    is_worst_chosen: bool = False
    has_others: bool = True
    reported_after: float = 1.0
    again_before: float = 0.0
    again_after: float = 0.0


def months_from(first: int, count: int) -> tuple[int, ...]:
    """So many months of the Iranian calendar, from one such as 140201 on."""
    year, month, numbers = first // 100, first % 100, []
    for _place in range(count):
        numbers.append(year * 100 + month)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(numbers)


def simulated(
    seed: int,
    years: SimulatedYears,
    *,
    estimator: str,
    target: float = 0.8,
    is_chosen_as_worst: bool | None = None,
) -> GoalInputs:
    """The inputs of a measurement; the target is this share of the baseline."""
    rng = np.random.default_rng([137, seed])
    count, areas = years.before + MONTHS_OF_WORK + years.after, years.others + 1
    counts = _counts(rng, years, count, areas)
    last_year = counts[years.before - 12 : years.before].sum(axis=0)
    own = int(last_year.argmax()) if years.is_worst_chosen else 0
    begins = years.before + MONTHS_OF_WORK
    factor = years.effect * years.reported_after
    counts[begins:, own] = rng.binomial(counts[begins:, own], min(1.0, factor)) if factor < 1 else counts[begins:, own]
    baseline = float(counts[: years.before, own].mean())
    columns = [tuple(map(int, counts[:, place])) for place in range(areas)]
    others = {f"area-{place:02}": (columns[place], columns[place]) for place in range(areas) if place != own}
    return GoalInputs(
        estimator=estimator,
        is_share=False,
        is_chosen_as_worst=years.is_worst_chosen if is_chosen_as_worst is None else is_chosen_as_worst,
        counts_cases=True,
        baseline=baseline,
        target=baseline * target,
        months=months_from(140201, count),
        days=(30,) * count,
        phases=(BEFORE,) * years.before + (DURING,) * MONTHS_OF_WORK + (AFTER,) * years.after,
        rows=columns[own],
        amounts=columns[own],
        controls=others if years.has_others else {},
        repeated=_repeated(rng, years, columns[own], begins),
    )


def _counts(rng: np.random.Generator, years: SimulatedYears, count: int, areas: int) -> npt.NDArray[np.int64]:
    times = np.arange(count)
    season = 1 + 0.25 * np.sin(2 * np.pi * times / 12)
    noise = np.zeros((count, areas))
    noise[0] = rng.normal(0, 0.1, areas)
    for month in range(1, count):
        fresh = rng.normal(0, 0.1 * np.sqrt(1 - years.correlation**2), areas)
        noise[month] = years.correlation * noise[month - 1] + fresh
    sizes = np.exp(rng.normal(0, 0.15, areas))
    of_year = np.exp(rng.normal(0, years.yearly, (count // 12 + 2, areas)))[times // 12]
    trend = np.exp(0.003 * times)
    means = years.level * sizes * season[:, None] * np.exp(noise) * of_year * trend[:, None]
    return np.asarray(rng.poisson(means))


def _repeated(
    rng: np.random.Generator, years: SimulatedYears, own: Sequence[int], begins: int
) -> tuple[tuple[int, int, float, float], ...]:
    """The repeated reports of closed cases, each open for about ten days, before and after."""
    if not years.again_before:
        return ()
    parts = []
    for cases, mean in ((sum(own[: years.before]), years.again_before), (sum(own[begins:]), years.again_after)):
        days = rng.gamma(4, 2.5, cases)
        again = rng.poisson(mean * days / 10)
        parts.append((cases, int(again.sum()), float(days.sum()), float((again**2 / days).sum())))
    return tuple(parts)
