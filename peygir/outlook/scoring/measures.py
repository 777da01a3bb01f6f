"""How the rows of an indicator become a value with an interval, and the value without one of them.

Every computation goes over the counts of equal rows in sorted order, with whole numbers, or with +, −, ·, / and square
roots of IEEE doubles, which every machine rounds alike. So the result depends neither on the order of rows nor on the
machine. Values are rounded to DIGITS decimals, half to even.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import fsum, sqrt
from typing import Final

from peygir.core.false_closure import SampledVisit, estimate
from peygir.core.intervals import Z95, wilson
from peygir.outlook.scoring.survival import mean_restricted, share_by_one

Signature = tuple[int | str, ...]
"""What of a row enters the measure; equal rows do the same to a mark."""
Counts = Mapping[Signature, int]
DIGITS: Final = Decimal("1e-12")
EXACT: Final = Context(prec=50, rounding=ROUND_HALF_EVEN)
"""In which decimals of marks are computed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its 95 % interval, from `n` rows."""

    value: Decimal
    low: Decimal
    high: Decimal
    n: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A way to measure: the columns of a row that it needs, and its two functions.

    `measured` gives None for nothing to measure. `without` gives, for each kind of row, the value if one such row were
    not there (None: then there would be nothing to measure).
    """

    name: str
    columns: tuple[str, ...]
    measured: Callable[[Counts], Measured | None]
    without: Callable[[Counts], dict[Signature, Decimal | None]]


def exact(value: float | Decimal) -> Decimal:
    """A value as it is stored."""
    return Decimal(value).quantize(DIGITS, context=EXACT)


def _less(counts: Counts, signature: Signature) -> dict[Signature, int]:
    """The counts without one row of a kind."""
    left = dict(counts)
    left[signature] -= 1
    if not left[signature]:
        del left[signature]
    return left


def _by_counting_again(
    measured: Callable[[Counts], Measured | None],
) -> Callable[[Counts], dict[Signature, Decimal | None]]:
    """The `without` of a measure that has few kinds of rows: each is measured again."""

    def without(counts: Counts) -> dict[Signature, Decimal | None]:
        found = {signature: measured(_less(counts, signature)) for signature in counts}
        return {signature: rest.value if rest is not None else None for signature, rest in found.items()}

    return without


def _share(counts: Counts) -> Measured | None:
    """The share of rows that are good, with Wilson's interval."""
    n, good = sum(counts.values()), counts.get((1,), 0)
    if not n:
        return None
    low, high = wilson(good, n)
    return Measured(exact(EXACT.divide(Decimal(good), Decimal(n))), exact(low), exact(high), n)


def _ratio(counts: Counts) -> Measured | None:
    """The sum of amounts over the sum of what they are counted by; the interval by the linearised variance."""
    n, amount, per = _sums(counts)
    if not n or not per:
        return None
    value, spread = amount / per, 0.0
    for (one, each), count in sorted(counts.items()):
        off = int(one) - value * int(each)
        spread += off * off * count
    half = Z95 * sqrt(spread * n / max(n - 1, 1)) / per
    low, high = exact(max(value - half, 0.0)), exact(value + half)
    return Measured(exact(EXACT.divide(Decimal(amount), Decimal(per))), low, high, n)


def _ratio_without(counts: Counts) -> dict[Signature, Decimal | None]:
    _n, amount, per = _sums(counts)
    values: dict[Signature, Decimal | None] = {}
    for one, each in counts:
        rest = per - int(each)
        values[(one, each)] = exact(EXACT.divide(Decimal(amount - int(one)), Decimal(rest))) if rest else None
    return values


def _sums(counts: Counts) -> tuple[int, int, int]:
    """(rows, the sum of amounts, the sum of what they are counted by)."""
    amount = sum(int(one) * count for (one, _each), count in counts.items())
    per = sum(int(each) * count for (_one, each), count in counts.items())
    return sum(counts.values()), amount, per


def _verified(counts: Counts) -> Measured | None:
    """One less the share of false closures, each visit weighted by one over its chance (Hájek)."""
    visits = [
        SampledVisit(int(chance) / 1_000_000, bool(is_false))
        for (chance, is_false), count in sorted(counts.items())
        for _number in range(count)
    ]
    estimated = estimate(visits)
    if estimated.share is None:
        return None
    return Measured(exact(1 - estimated.share), exact(1 - estimated.high), exact(1 - estimated.low), estimated.n)


def _satisfied(counts: Counts) -> Measured | None:
    """Wilson's lower bound of the share of satisfied citizens; each channel weighs as many as were asked by it.

    So a channel whose citizens answer seldom does not vanish. The bound uses the effective number of answers (Kish).
    """
    asked_by: dict[str, int] = {}
    answered: dict[str, int] = {}
    good: dict[str, int] = {}
    for (stratum, is_answered, is_good), count in sorted(counts.items()):
        name = str(stratum)
        asked_by[name] = asked_by.get(name, 0) + count
        answered[name] = answered.get(name, 0) + count * int(is_answered)
        good[name] = good.get(name, 0) + count * int(is_answered) * int(is_good)
    names = [name for name in sorted(asked_by) if answered[name]]
    total = sum(asked_by[name] for name in names)
    if not total:
        return None
    share = fsum(asked_by[name] / total * (good[name] / answered[name]) for name in names)
    size = 1 / fsum((asked_by[name] / total) * (asked_by[name] / total) / answered[name] for name in names)
    low, high = wilson(share * size, size)
    return Measured(exact(low), exact(low), exact(high), sum(answered.values()))


def _times(counts: Counts) -> list[tuple[int, int, bool, int]]:
    """(elapsed, allotted, is it an event, how many) of each kind of row."""
    return [
        (int(elapsed), int(allotted), bool(is_event), count) for (elapsed, allotted, is_event), count in counts.items()
    ]


def _in_time(counts: Counts) -> Measured | None:
    """The Kaplan–Meier share of promises kept by their due."""
    found = share_by_one(_times(counts))
    return Measured(exact(found.value), exact(found.low), exact(found.high), found.n) if found is not None else None


def _in_time_without(counts: Counts) -> dict[Signature, Decimal | None]:
    found = share_by_one(_times(counts))
    return {} if found is None else {key: None if rest is None else exact(rest) for key, rest in found.without.items()}


def _mean_time(counts: Counts) -> Measured | None:
    """The restricted mean of the time used, in units of the promised time."""
    found = mean_restricted(_times(counts))
    return Measured(exact(found.value), exact(found.low), exact(found.high), found.n) if found is not None else None


def _mean_time_without(counts: Counts) -> dict[Signature, Decimal | None]:
    found = mean_restricted(_times(counts))
    return {} if found is None else {key: None if rest is None else exact(rest) for key, rest in found.without.items()}


SHARE: Final = Measure("share", ("is_good",), _share, _by_counting_again(_share))
RATIO: Final = Measure("ratio", ("amount", "per"), _ratio, _ratio_without)
BY_VISITS: Final = Measure("by_visits", ("chance", "is_false"), _verified, _by_counting_again(_verified))
SATISFIED: Final = Measure(
    "satisfied", ("stratum", "is_answered", "is_good"), _satisfied, _by_counting_again(_satisfied)
)
IN_TIME: Final = Measure("in_time", ("elapsed", "allotted", "is_event"), _in_time, _in_time_without)
MEAN_TIME: Final = Measure("mean_time", ("elapsed", "allotted", "is_event"), _mean_time, _mean_time_without)
MEASURES: Final = (SHARE, RATIO, BY_VISITS, SATISFIED, IN_TIME, MEAN_TIME)
