"""Why a figure changed between two months: other cases, or the same cases handled otherwise.

A share is the sum over groups of (how many of all belong to the group) × (the share in the group). Its change is
split into what the changed mix of groups did and what the changed shares in the groups did, each with the other held
at its mean of both months, so that nothing is left over. Only figures that are shown enter it, the rest of the city is
one more group: so it says nothing that is not published.

Source: E. M. Kitagawa, Components of a difference between two rates, JASA 50 (1955) 1168–1194.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from peygir.core.intervals import wilson

REST: Final = "rest"
Counts = Mapping[str, tuple[int, int]]
"""For each group: its rows, and those that are good."""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What one group did to a change: by its part of all rows (`mix`), and by its own share (`rate`)."""

    key: str
    mix: float
    rate: float

    @property
    def whole(self) -> float:
        """Both together."""
        return self.mix + self.rate


@dataclass(frozen=True, slots=True)
class ShareChange:
    """The change of a share between two months, its parts, and the groups that did most, the largest first.

    `low` and `high`: the 95 % interval of the change; `is_chance`: it holds 0, so the change may be chance.
    """

    before: float
    now: float
    mix: float
    rate: float
    low: float
    high: float
    groups: tuple[GroupChange, ...]

    @property
    def whole(self) -> float:
        """The change."""
        return self.now - self.before

    @property
    def is_chance(self) -> bool:
        """Whether no change at all would do as well."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class CountChange:
    """The change of a number between two months, and the groups that changed most, the largest first."""

    before: int
    now: int
    groups: tuple[tuple[str, int], ...]


def share_change(before: Counts, now: Counts, whole_before: tuple[int, int], whole_now: tuple[int, int]) -> ShareChange:
    """Return the change of a share; `before` and `now` are the shown groups, the others the city.

    Raises ValueError where a month has no rows.
    """
    if whole_before[0] <= 0 or whole_now[0] <= 0:
        raise ValueError("a month without rows")
    first, second = _with_rest(before, now, whole_before, whole_now)
    groups = []
    for key in sorted(first):
        weight = [counts[0] / whole for counts, whole in ((first[key], whole_before[0]), (second[key], whole_now[0]))]
        shares = [_share(first[key], second[key]), _share(second[key], first[key])]
        mix = (weight[1] - weight[0]) * (shares[0] + shares[1]) / 2
        rate = (shares[1] - shares[0]) * (weight[0] + weight[1]) / 2
        groups.append(GroupChange(key, mix, rate))
    groups.sort(key=lambda one: (-abs(one.whole), one.key))
    shares = [whole_before[1] / whole_before[0], whole_now[1] / whole_now[0]]
    low, high = _interval(whole_before, whole_now)
    return ShareChange(
        shares[0],
        shares[1],
        sum(one.mix for one in groups),
        sum(one.rate for one in groups),
        low,
        high,
        tuple(groups),
    )


def count_change(before: Mapping[str, int], now: Mapping[str, int], whole_before: int, whole_now: int) -> CountChange:
    """Return the change of a number with that of each group that is shown in both months."""
    both = {key: now[key] - before[key] for key in before if key in now}
    ordered = sorted(both.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return CountChange(whole_before, whole_now, tuple(ordered))


def _with_rest(
    before: Counts, now: Counts, whole_before: tuple[int, int], whole_now: tuple[int, int]
) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """The groups that both months show, and the rest of the city as one more."""
    both = sorted(set(before) & set(now))
    first, second = ({key: counts[key] for key in both} for counts in (before, now))
    for counts, whole in ((first, whole_before), (second, whole_now)):
        rest = tuple(total - sum(one[place] for one in counts.values()) for place, total in enumerate(whole))
        counts[REST] = (max(rest[0], 0), max(rest[1], 0))
    return first, second


def _share(counts: tuple[int, int], other: tuple[int, int]) -> float:
    """The share of a group; one that has no rows is taken as in the other month, so that only its mix changes."""
    n, good = counts if counts[0] else other
    return good / n if n else 0.0


def _interval(before: tuple[int, int], now: tuple[int, int]) -> tuple[float, float]:
    """The interval of a difference of two shares out of Wilson's.

    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in
    Medicine 17 (1998) 873–890, method 10.
    """
    first, second = before[1] / before[0], now[1] / now[0]
    low_first, high_first = wilson(before[1], before[0])
    low_second, high_second = wilson(now[1], now[0])
    change = second - first
    low = change - ((second - low_second) ** 2 + (high_first - first) ** 2) ** 0.5
    high = change + ((high_second - second) ** 2 + (first - low_first) ** 2) ** 0.5
    return low, high
