"""Kaplan–Meier's curve over the time that a promise allowed, and what it would be without one of its rows.

Time runs in units of the allotted time: at 1 a promise is due. Rows that are censored (still open, or no longer the
unit's) count as long as they were seen; `n` is the number of rows whose state at 1 is known. Where nobody was followed
that long, and not all kept their promise before, there is no value. Here are only sums, products, quotients and square
roots in a fixed order, so that the same rows give the same digits everywhere (`measures`). `methods.survival` has the
same estimate for files.

Sources: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958) 457–481;
restricted mean and its variance: J. P. Klein and M. L. Moeschberger, Survival Analysis (2003), 4.5.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Final

from peygir.core.intervals import Z95, wilson

RESTRICTED_TO: Final = 2
"""The mean time is counted up to twice the promised time."""
Row = tuple[int, int, bool, int]
Key = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class SurvivalResult:
    """A value with its 95 % interval, the rows whose state at 1 is known, and the value without one of each kind."""

    value: float
    low: float
    high: float
    n: int
    without: dict[Key, float | None]


@dataclass(frozen=True, slots=True)
class _Step:
    """A moment of the curve: how many were still seen, kept their promise, or were last seen then."""

    time: Fraction
    at_risk: int
    events: int
    factor: float  # of the share that is still open
    less_before: float  # the factor if one row that ends later were not there

    @property
    def is_last(self) -> bool:
        """Whether nobody is open any more."""
        return self.events == self.at_risk


@dataclass(frozen=True, slots=True)
class _FollowUp:
    """How many rows were followed until they were due, and of how many it is known whether they were kept by then."""

    followed: int
    known: int

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "_FollowUp":
        followed = known = 0
        for elapsed, allotted, is_event, count in rows:
            followed += count * (elapsed >= allotted)
            known += count * (elapsed >= allotted or is_event)
        return cls(followed, known)

    def is_enough(self, steps: "list[_Step]") -> bool:
        """Whether the curve reaches the due: somebody was followed so long, or everybody kept the promise before."""
        return self.followed > 0 or (bool(steps) and steps[-1].is_last)


def share_by_one(rows: Iterable[Row]) -> SurvivalResult | None:
    """Return the share kept by time 1, None if it is not known.

    Rows are (elapsed, allotted, is it an event, how many).
    """
    counted = list(rows)
    steps, n = _steps(counted, Fraction(1))
    follow_up = _FollowUp.of(counted)
    if not follow_up.is_enough(steps):
        return None
    still_open, variance = 1.0, 0.0
    for step in steps:
        still_open *= step.factor
        if step.at_risk > step.events:
            variance += step.events / (step.at_risk * (step.at_risk - step.events))
    variance *= still_open * still_open
    share = 1 - still_open
    size = share * still_open / variance if variance > 0 and 0 < share < 1 else float(follow_up.known)
    low, high = wilson(share * size, size)
    after = [1.0] * (len(steps) + 1)
    for place in range(len(steps) - 1, -1, -1):
        after[place] = after[place + 1] * steps[place].factor
    without = {
        key: None if rest is None else 1 - rest[0] * after[rest[1]]
        for key, rest in _without(counted, steps, n, follow_up).items()
    }
    return SurvivalResult(share, low, high, follow_up.known, without)


def mean_restricted(rows: Iterable[Row], *, until: int = RESTRICTED_TO) -> SurvivalResult | None:
    """Return the mean of the time used, counted up to `until`; rows as in `share_by_one`. None if it is not known.

    Between 1 and `until` rows that were not followed longer count as the others do, and as open where there are none.
    """
    counted = list(rows)
    steps, n = _steps(counted, Fraction(until))
    follow_up = _FollowUp.of(counted)
    if not follow_up.is_enough(steps):
        return None
    lengths = [float(later - step.time) for step, later in _pairs(steps, Fraction(until))]
    first = float(steps[0].time) if steps else float(until)
    # `rest[i]`: the area from step i on, for a curve that is 1 just after it.
    rest = [0.0] * (len(steps) + 1)
    for place in range(len(steps) - 1, -1, -1):
        following = steps[place + 1].factor * rest[place + 1] if place + 1 < len(steps) else 0.0
        rest[place] = lengths[place] + following
    still_open, variance = 1.0, 0.0
    for place, step in enumerate(steps):
        still_open *= step.factor
        area = still_open * rest[place]
        if step.at_risk > step.events:
            variance += area * area * step.events / (step.at_risk * (step.at_risk - step.events))
    value = first + (steps[0].factor * rest[0] if steps else 0.0)
    half = Z95 * sqrt(variance)
    areas = _areas_before(steps, first)
    without: dict[Key, float | None] = {}
    for key, height_and_place in _without(counted, steps, n, follow_up).items():
        if height_and_place is None:
            without[key] = None
            continue
        height, place = height_and_place
        tail = height * (steps[place].factor * rest[place]) if place < len(steps) else 0.0
        without[key] = _area_until(areas, steps, place, lengths, height, key) + tail
    return SurvivalResult(value, max(value - half, 0.0), min(value + half, float(until)), follow_up.known, without)


def _pairs(steps: list[_Step], until: Fraction) -> list[tuple[_Step, Fraction]]:
    return [(step, steps[place + 1].time if place + 1 < len(steps) else until) for place, step in enumerate(steps)]


def _steps(rows: list[Row], until: Fraction) -> tuple[list[_Step], int]:
    """The moments up to `until` at which promises were kept, and the number of rows."""
    events: Counter[Fraction] = Counter()
    ends: Counter[Fraction] = Counter()
    for elapsed, allotted, is_event, count in rows:
        time = Fraction(elapsed, allotted)
        ends[time] += count
        if is_event:
            events[time] += count
    n = at_risk = sum(ends.values())
    steps = []
    for time in sorted(ends):
        if time > until:
            break
        died = events.get(time, 0)
        if died:
            less = (at_risk - 1 - died) / (at_risk - 1) if at_risk > 1 else 1.0
            steps.append(_Step(time, at_risk, died, (at_risk - died) / at_risk, less))
        at_risk -= ends[time]
    return steps, n


def _without(rows: list[Row], steps: list[_Step], n: int, follow_up: _FollowUp) -> dict[Key, tuple[float, int] | None]:
    """For each kind of row: the height of the curve after its time without one such row, and the next step's place.

    None where the curve would not reach the due without it.
    """
    if n < 2:
        return {(elapsed, allotted, int(is_event)): None for elapsed, allotted, is_event, _count in rows}
    before = [1.0]
    for step in steps:
        before.append(before[-1] * step.less_before)
    times = [step.time for step in steps]
    heights: dict[Key, tuple[float, int] | None] = {}
    for elapsed, allotted, is_event, _count in rows:
        time = Fraction(elapsed, allotted)
        place = _place(times, time)
        is_at_step = place < len(times) and times[place] == time
        height = before[place]
        if is_at_step:
            step = steps[place]
            died, seen = step.events - int(is_event), step.at_risk - 1
            height *= (seen - died) / seen if seen else 1.0
            place += 1
        followed = follow_up.followed - (elapsed >= allotted)
        is_known = followed > 0 or height == 0.0 or (place < len(steps) and steps[-1].is_last)
        heights[(elapsed, allotted, int(is_event))] = (height, place) if is_known else None
    return heights


def _place(times: list[Fraction], time: Fraction) -> int:
    """How many of the sorted times are earlier."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if times[middle] < time else (low, middle)
    return low


def _areas_before(steps: list[_Step], first: float) -> list[tuple[float, float]]:
    """For each place: the area up to that step without a row that ends later, and the curve's height there."""
    areas, height, area = [(first, 1.0)], 1.0, first
    for place, step in enumerate(steps[:-1]):
        height *= step.less_before
        area += height * float(steps[place + 1].time - step.time)
        areas.append((area, height))
    return areas


def _area_until(
    areas: list[tuple[float, float]],
    steps: list[_Step],
    place: int,
    lengths: list[float],
    height: float,
    key: Key,
) -> float:
    """The area before the step at `place` without one row of a kind, whose own step (if any) is the one before it."""
    if not steps:
        return areas[0][0]
    own = Fraction(int(key[0]), int(key[1]))
    if place and steps[place - 1].time == own:
        return areas[place - 1][0] + height * lengths[place - 1]
    if place < len(areas):
        return areas[place][0]
    return areas[-1][0] + height * lengths[-1]
