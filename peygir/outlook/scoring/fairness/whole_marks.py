"""The mark that was to be expected of a unit with its cases, and its mark with the mix of cases of the whole city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from peygir.core.intervals import Z95
from peygir.outlook.scoring.catalogue import indicator_of
from peygir.outlook.scoring.fairness.expectation import ExpectedFailures
from peygir.outlook.scoring.fairness.ranking import ranked
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing, band_of, published
from peygir.outlook.scoring.marking import Marking, MarkResult
from peygir.outlook.scoring.measures import EXACT, exact
from peygir.outlook.scoring.words import MarkState, PartState, StandingBand

NARROWEST: Final = 0.005
"""Half a digit of a published mark: the smallest standard error of one."""


@dataclass(frozen=True, slots=True)
class ShareShift:
    """By how much an indicator's share of failures differs: the unit's own, and the whole city's, from the expected."""

    own: Decimal
    of_city: Decimal


def shift_of(failures: ExpectedFailures, city_failed: int, city_n: int) -> ShareShift:
    """The shifts of one unit in one indicator, from its expected failures as they are published."""
    share = EXACT.divide(published(failures.expected), Decimal(failures.n))
    own = EXACT.divide(Decimal(failures.observed), Decimal(failures.n))
    return ShareShift(own=own - share, of_city=EXACT.divide(Decimal(city_failed), Decimal(city_n)) - share)


def marks_with(marking: Marking, result: MarkResult, shifts: Mapping[str, ShareShift]) -> tuple[Decimal, Decimal]:
    """Return the mark that was to be expected of a unit, and its mark with the mix of cases of the whole city.

    Only the values of compared indicators change; those of the others are the unit's own in both.
    """
    scores = {part.part.indicator: part.score for part in result.parts if part.score is not None}
    expected, adjusted = dict(scores), dict(scores)
    for part in result.parts:
        name, shift = part.part.indicator, shifts.get(part.part.indicator)
        if shift is None or part.measured is None or part.state != PartState.COUNTED:
            continue
        side = 1 if indicator_of(name, part.part.version).is_higher_better else -1
        expected[name] = exact(part.part.score(part.measured.value + side * shift.own))
        adjusted[name] = exact(part.part.score(part.measured.value - side * shift.of_city))
    return published(marking.combined(expected)), published(marking.combined(adjusted))


def standings_of_marks(
    marking: Marking,
    results: Mapping[int, MarkResult],
    shifts: Mapping[int, Mapping[str, ShareShift]],
    groups: Mapping[str, Sequence[int]],
) -> list[Standing]:
    """Return the standings of units by their marks, in the order of groups and units; ranks are of adjusted marks."""
    standings: list[Standing] = []
    for peers, members in groups.items():
        own, estimates, errors = [], {}, {}
        for unit_id in members:
            result = results[unit_id]
            if result.state != MarkState.MARKED or result.mark is None or result.low is None or result.high is None:
                own.append(Standing(unit_id, WHOLE_MARK, peers, StandingBand.TOO_FEW, result.cases))
                continue
            expected, adjusted = marks_with(marking, result, shifts.get(unit_id, {}))
            estimates[unit_id] = float(adjusted)
            errors[unit_id] = max(float(result.high - result.low) / (2 * Z95), NARROWEST)
            own.append(
                Standing(
                    unit_id,
                    WHOLE_MARK,
                    peers,
                    band_of(result.low > expected, result.high < expected),
                    result.cases,
                    observed=result.mark,
                    expected=expected,
                    low=result.low,
                    high=result.high,
                    adjusted=adjusted,
                )
            )
        standings += ranked(own, estimates, errors)
    return standings
