"""Compares units with what was to be expected of their cases, and ranks them among their peers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from peygir.outlook.scoring.fairness.expectation import ExpectedFailures
from peygir.outlook.scoring.fairness.standing import FIRST, LEVEL, Standing, band_of, published
from peygir.outlook.scoring.methods.overdispersion import WidenedPoint, widened_funnel
from peygir.outlook.scoring.methods.rank_sets import rank_sets
from peygir.outlook.scoring.methods.shrinkage import is_enough, shrunk_intervals
from peygir.outlook.scoring.words import StandingBand

ENOUGH_UNITS: Final = 5
"""With fewer, the spread between units cannot be told from chance, and no ratio is drawn towards the others.
Source: A. Gelman, Prior distributions for variance parameters, Bayesian Analysis 1 (2006) 515–534, section 5."""


def standings_in(
    indicator: str, expected: Mapping[int, ExpectedFailures], groups: Mapping[str, Sequence[int]], fewest: int
) -> list[Standing]:
    """Return the standings of units in an indicator, in the order of groups and units.

    A unit with fewer rows than `fewest` has too few to say, and no rank; the others are ranked without it. The limits
    allow for the differences that all units have (`widened_funnel`); sets of ranks are those of the square root of the
    ratio, whose variance hardly depends on it.
    """
    enough = {unit_id: found for unit_id, found in expected.items() if found.n >= fewest and found.expected > 0}
    points = _points(indicator, enough)
    estimates = {unit_id: -math.sqrt(found.observed / found.expected) for unit_id, found in enough.items()}
    errors = {unit_id: found.spread / found.expected / 2 for unit_id, found in enough.items()}
    standings: list[Standing] = []
    for peers, members in groups.items():
        own = [
            replace(points[unit_id], peers=peers)
            if unit_id in points
            else Standing(unit_id, indicator, peers, StandingBand.TOO_FEW, expected[unit_id].n)
            for unit_id in members
            if unit_id in expected
        ]
        standings += ranked(own, estimates, errors)
    return standings


def _points(indicator: str, enough: Mapping[int, ExpectedFailures]) -> dict[int, Standing]:
    """The standings of units with enough rows, but for their peers and ranks."""
    if not enough:
        return {}
    unit_ids = sorted(enough)
    observed, means = [enough[one].observed for one in unit_ids], [enough[one].expected for one in unit_ids]
    variances = [enough[one].spread ** 2 for one in unit_ids]
    funnel = widened_funnel(observed, means, scale="sqrt", variances=variances)
    points = {
        unit_id: _point(unit_id, indicator, enough[unit_id], point)
        for unit_id, point in zip(unit_ids, funnel.points, strict=True)
    }
    if len(unit_ids) >= ENOUGH_UNITS and is_enough(observed, means, model="gamma-poisson"):
        drawn = shrunk_intervals(observed, means, model="gamma-poisson")
        for unit_id, *rate in zip(unit_ids, *(own.tolist() for own in drawn), strict=True):
            mean, low, high = map(published, rate)
            points[unit_id] = replace(points[unit_id], shrunk=mean, shrunk_low=low, shrunk_high=high)
    return points


def _point(unit_id: int, indicator: str, failures: ExpectedFailures, point: WidenedPoint) -> Standing:
    return Standing(
        unit_id,
        indicator,
        "",
        band_of(point.band.startswith("low"), point.band.startswith("high")),
        failures.n,
        observed=Decimal(failures.observed),
        expected=published(failures.expected),
        spread=published(failures.spread),
        ratio=published(point.value),
        low=published(point.limits_95[0]),
        high=published(point.limits_95[1]),
        funnel=point.band,
    )


def ranked(
    standings: Sequence[Standing], estimates: Mapping[int, float], errors: Mapping[int, float]
) -> list[Standing]:
    """Return the standings of one group with their ranks; the largest estimate is the first.

    Those with too few to say, and a unit without a peer, have none.
    """
    known = [one.unit_id for one in standings if one.band != StandingBand.TOO_FEW]
    if len(known) < 2:
        return list(standings)
    sets = rank_sets([estimates[one] for one in known], [errors[one] for one in known], level=LEVEL, top=FIRST)
    place = {unit_id: number for number, unit_id in enumerate(known)}
    return [
        replace(
            standing,
            of=len(known),
            rank=sets.ranks[place[standing.unit_id]],
            rank_low=sets.simultaneous[place[standing.unit_id]][0],
            rank_high=sets.simultaneous[place[standing.unit_id]][1],
            is_among_first=sets.may_be_best[place[standing.unit_id]],
        )
        if standing.unit_id in place
        else standing
        for standing in standings
    ]
