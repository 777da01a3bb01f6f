"""What the visits say of the city, a unit or a topic: a rate with its interval where there is enough, else a test."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from peygir.core.false_closure import ClosureEstimate, SampledVisit, estimate
from peygir.core.intervals import zero_defect_bound
from peygir.core.sprt import TEST, SequentialResult, run_test
from peygir.desks.inspection.scored import ScoredVisit

Key = TypeVar("Key", bound=Hashable)
ENOUGH_TO_COMPARE: Final = 100
"""Visits of the weighted part below which nothing is said of its gain."""
SIMPLE_POINTS: Final[Mapping[str, int]] = {"urgent": 3, "returned": 2, "reporters": 1, "confirmed": -1}
"""The points of the rule that was used before visits were drawn (`rules.risk_of`), by marks; every case has one more.
"""


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The result of one group of visits.

    `estimate` uses all visits with their chances. `test` uses equally likely visits alone, in their order, as the
    sequential test needs them: of a unit those under its least chance, else those of the floor.
    """

    visits: int  # made or missed
    told: int  # of these, those that say something
    missed: int
    findings: Mapping[str, int]
    estimate: ClosureEstimate
    test: SequentialResult
    tested: int  # equally likely visits

    @property
    def has_interval(self) -> bool:
        """Whether there are visits enough for an interval to be shown."""
        return self.estimate.is_enough

    @property
    def zero_defect_bound(self) -> float | None:
        """The share under which the true one lies (95 %), if nothing was found; None otherwise."""
        if self.estimate.false or not self.told:
            return None
        return zero_defect_bound(self.estimate.effective_n)

    @property
    def visits_to_clean(self) -> int:
        """How many more flawless visits of the equal part would make an open verdict "clean"."""
        if self.test.decided_after is not None:
            return 0
        return TEST.visits_to_clean(self.test.visits, self.test.defects)


def result_of(visits: Sequence[ScoredVisit], *, of_unit: bool = False) -> GroupResult:
    """Return the result of visits, which come in the order in which their cases were called done.

    `of_unit` says that all are of one unit.
    """
    told_visits = [visit for visit in visits if visit.is_told]
    equal = [visit.is_false for visit in told_visits if (visit.is_equal if of_unit else visit.is_floor)]
    return GroupResult(
        visits=len(visits),
        told=len(told_visits),
        missed=sum(visit.finding == "missed" for visit in visits),
        findings=Counter(visit.finding for visit in visits),
        estimate=estimate(visit.as_visit() for visit in told_visits),
        test=run_test(equal),
        tested=len(equal),
    )


def results_by(
    visits: Iterable[ScoredVisit], key: Callable[[ScoredVisit], Key | None], *, of_units: bool = False
) -> dict[Key, GroupResult]:
    """Return the result of each group of visits; visits without a key are left out."""
    groups: dict[Key, list[ScoredVisit]] = {}
    for visit in visits:
        group = key(visit)
        if group is not None:
            groups.setdefault(group, []).append(visit)
    return {group: result_of(rows, of_unit=of_units) for group, rows in groups.items()}


@dataclass(frozen=True, slots=True)
class RuleGain:
    """How many false closures a hundred visits find under three rules: by equal chances, by the simple points, by ours.

    `equal` and `simple` are estimated from the drawn visits, weighted by their chances; `ours` is what the weighted
    part of the draw found. Each is None without visits. `is_enough` says whether there are visits enough to compare.
    """

    equal: ClosureEstimate
    simple: ClosureEstimate
    ours: ClosureEstimate
    is_enough: bool

    @property
    def says_better(self) -> bool | None:
        """Whether ours finds more than equal chances beyond doubt (the intervals do not touch); None if too few."""
        if not self.is_enough:
            return None
        return self.ours.low > self.equal.high


def gain_of(visits: Iterable[ScoredVisit]) -> RuleGain:
    """Return what the weighted draw gained over equal chances and over the simple rule.

    A rule that visits each case with a frequency in proportion to r finds Σ r y / Σ r of its visits false; with the
    drawn visits both sums are estimated by the weights 1/chance.
    """
    told_visits = [visit for visit in visits if visit.is_told]
    weighted = [visit for visit in told_visits if not visit.is_floor]
    points = [_points(visit.marks) for visit in told_visits]
    least = min(points, default=1)
    return RuleGain(
        equal=estimate(visit.as_visit() for visit in told_visits),
        simple=estimate(
            SampledVisit(visit.chance * least / point, visit.is_false)
            for visit, point in zip(told_visits, points, strict=True)
        ),
        ours=estimate(SampledVisit(1.0, visit.is_false) for visit in weighted),
        is_enough=len(weighted) >= ENOUGH_TO_COMPARE,
    )


def _points(marks: Iterable[str]) -> int:
    return max(1, 2 + sum(SIMPLE_POINTS.get(mark, 0) for mark in marks))
