"""What another deadline would do: the share kept in each district, and how far the districts differ.

Everything is taken from real arrivals and finishing times. People would work otherwise under another deadline; how,
nobody knows before, so this says what would have been kept if they had worked as they did.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from peygir.outlook.scoring.measures import exact
from peygir.outlook.scoring.survival import share_by_one

DAY: Final = 86_400_000_000
"""Microseconds."""
HOUR: Final = 3_600_000_000
SINGLE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class SeenPromise:
    """A promise to finish of a snapshot: where, how long it was seen and what it allowed (microseconds)."""

    district: str
    elapsed: int
    allotted: int
    is_event: bool


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

    @property
    def open_allowed(self) -> Decimal:
        """How many cases may be open at once."""
        return self.per_day * self.days_then


@dataclass(frozen=True, slots=True)
class DeadlineEffect:
    """All districts under a deadline, and by how much the share kept differs between the best and the worst of them."""

    districts: tuple[DistrictDeadline, ...]
    gap_before: Decimal
    gap_then: Decimal


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
    return DeadlineEffect(
        tuple(districts), _gap(one.kept_before for one in districts), _gap(one.kept_then for one in districts)
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
    )


def _rows(pairs: Iterable[tuple[SeenPromise, int]]) -> list[tuple[int, int, bool, int]]:
    counts: Mapping[tuple[int, int, bool], int] = Counter((one.elapsed, allots, one.is_event) for one, allots in pairs)
    return [(elapsed, allots, is_event, count) for (elapsed, allots, is_event), count in sorted(counts.items())]


def _gap(shares: Iterable[Decimal]) -> Decimal:
    values = list(shares)
    return max(values) - min(values) if values else Decimal(0)
