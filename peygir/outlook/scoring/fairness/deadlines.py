"""What another deadline would do in each district: the share kept, the work needed, the burden, and the differences.

Burden and equity loss follow the idea of Liu and Garg, “Redesigning Service Level Agreements: Equity and Efficiency in
City Government Operations” (2024): a promise burdens those who wait for it, and is unfair where one district is
promised a longer wait than the others. Each day of waiting counts alike. Everything is taken from real arrivals and
finishing times. People would work otherwise under another deadline; how, nobody knows before, so this says what would
have been kept if they had worked as they did.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from peygir.outlook.scoring.fairness.capacity import DAY, capacity_needed
from peygir.outlook.scoring.measures import exact
from peygir.outlook.scoring.survival import share_by_one

HOUR: Final = 3_600_000_000
"""Microseconds."""
SINGLE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class SeenPromise:
    """A promise to finish of a snapshot: where, how long it was seen, what it allowed, and when the case came.

    Times are microseconds.
    """

    district: str
    elapsed: int
    allotted: int
    is_event: bool
    start: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """Another deadline: `hours` after the report for all promises, or the present time times `factor`."""

    hours: int | None = None
    factor: Fraction = SINGLE

    def allots(self, promise: SeenPromise) -> int:
        """What it would allow a promise, in microseconds, at least one."""
        if self.hours is not None:
            return max(1, self.hours * HOUR)
        return max(1, promise.allotted * self.factor.numerator // self.factor.denominator)


@dataclass(frozen=True, slots=True)
class DistrictDeadline:
    """A district under a deadline, from `n` promises: the share kept before and then, with its 95 % interval then.

    `per_day`: promises that arrive a day. `days_before`, `days_then`: what a citizen is promised on average.
    `open_allowed`: so many cases may be open at once if all are to be kept: arrivals a day times the days (Little).
    `capacity_before`, `capacity_then`: cases a day with which all would be kept, as they really came.
    """

    district: str
    n: int
    per_day: Decimal
    kept_before: Decimal
    kept_then: Decimal
    low: Decimal
    high: Decimal
    days_before: Decimal
    days_then: Decimal
    capacity_before: Decimal
    capacity_then: Decimal

    @property
    def open_allowed(self) -> Decimal:
        """How many cases may be open at once."""
        return self.per_day * self.days_then


@dataclass(frozen=True, slots=True)
class DeadlineEffect:
    """All districts under a deadline.

    `gap_before`, `gap_then`: by how much the share kept differs between the best and the worst of them.
    `burden_before`, `burden_then`: the days of waiting that are promised each day, all cases together. `loss_before`,
    `loss_then`: the equity loss, by how many days the average promise of the district that waits longest exceeds that
    of the city.
    """

    districts: tuple[DistrictDeadline, ...]
    gap_before: Decimal
    gap_then: Decimal
    burden_before: Decimal
    burden_then: Decimal
    loss_before: Decimal
    loss_then: Decimal


def effect_of(promises: Iterable[SeenPromise], deadline: Deadline, *, days: int, fewest: int) -> DeadlineEffect:
    """Return what a deadline would do in each district with at least `fewest` promises; they arrived in `days` days.

    The shares are those of Kaplan and Meier: a promise that was open when the figures were taken counts as long as it
    was seen.
    """
    by_district: defaultdict[str, list[SeenPromise]] = defaultdict(list)
    for promise in promises:
        if promise.district:
            by_district[promise.district].append(promise)
    districts = [
        _district(district, own, deadline, days) for district, own in sorted(by_district.items()) if len(own) >= fewest
    ]
    before = [(one.per_day, one.days_before) for one in districts]
    then = [(one.per_day, one.days_then) for one in districts]
    return DeadlineEffect(
        tuple(districts),
        _gap(one.kept_before for one in districts),
        _gap(one.kept_then for one in districts),
        _burden(before),
        _burden(then),
        _equity_loss(before),
        _equity_loss(then),
    )


def _district(district: str, own: list[SeenPromise], deadline: Deadline, days: int) -> DistrictDeadline:
    before = share_by_one(_rows((one, one.allotted) for one in own))
    then = share_by_one(_rows((one, deadline.allots(one)) for one in own))
    assert before is not None
    assert then is not None
    n = len(own)
    return DistrictDeadline(
        district=district,
        n=n,
        per_day=exact(Decimal(n) / days),
        kept_before=exact(before.value),
        kept_then=exact(then.value),
        low=exact(then.low),
        high=exact(then.high),
        days_before=exact(Decimal(sum(one.allotted for one in own)) / (n * DAY)),
        days_then=exact(Decimal(sum(deadline.allots(one) for one in own)) / (n * DAY)),
        capacity_before=capacity_needed([(one.start, one.start + one.allotted) for one in own]),
        capacity_then=capacity_needed([(one.start, one.start + deadline.allots(one)) for one in own]),
    )


def _burden(promised: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The days promised each day, from (arrivals a day, days promised on average) of each district."""
    return exact(sum((per_day * days for per_day, days in promised), Decimal(0)))


def _equity_loss(promised: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    arrivals = sum((per_day for per_day, _days in promised), Decimal(0))
    if not arrivals:
        return Decimal(0)
    return exact(max(days for _per_day, days in promised) - _burden(promised) / arrivals)


def _rows(pairs: Iterable[tuple[SeenPromise, int]]) -> list[tuple[int, int, bool, int]]:
    counts: Mapping[tuple[int, int, bool], int] = Counter((one.elapsed, allots, one.is_event) for one, allots in pairs)
    return [(elapsed, allots, is_event, count) for (elapsed, allots, is_event), count in sorted(counts.items())]


def _gap(shares: Iterable[Decimal]) -> Decimal:
    values = list(shares)
    return max(values) - min(values) if values else Decimal(0)
