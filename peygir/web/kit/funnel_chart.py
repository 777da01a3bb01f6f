"""The geometry of funnel charts and of sets of ranks: values in, places out, in percent across and pixels down."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from peygir.core.charts.scales import nice_ticks
from peygir.web.kit.charts import Tick, across, down

EDGE: Final = 0.07
"""The share of the width that stays free on both sides, so that no sign is cut."""
STEPS: Final = 12
"""So many points draw the limits between two units."""
HIGHEST: Final = 4.0
"""Ratios above are drawn at the upper edge, or one unit would press all others into a line."""
_ROUND: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """A unit in a funnel: its ratio, the limits of chance around 1, and by how much evidence they are known.

    `size` is the number of expected failures of a Poisson count that would be known as well: (expected / spread)².
    """

    name: str
    size: float
    ratio: float
    low: float
    high: float
    band: str
    words: str


@dataclass(frozen=True, slots=True)
class FunnelDot:
    """The sign of a unit; `is_beyond`: its ratio is above the chart, and the sign stands at the edge."""

    x: float
    y: float
    unit: FunnelUnit
    is_beyond: bool


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """What a funnel chart draws: `area` and `edges` are points for SVG ("x,y x,y"), `sizes` labels under the axis."""

    ticks: tuple[Tick, ...]
    centre: float
    sizes: tuple[tuple[float, float], ...]
    area: str
    edges: tuple[str, ...]
    dots: tuple[FunnelDot, ...]


def funnel_of(units: Sequence[FunnelUnit], height: float, *, rtl: bool) -> FunnelPlot:
    """Return the plot of units with a size above zero; the axis of sizes is logarithmic, units come in its order."""
    ordered = sorted(units, key=lambda unit: (unit.size, unit.name))
    highest = max([2.0, *(unit.ratio for unit in ordered), *(unit.high for unit in ordered)])
    ticks = nice_ticks(0.0, min(highest, HIGHEST))
    top = ticks[-1]
    axis = _Axis([unit.size for unit in ordered], rtl=rtl)
    limits = _limits(ordered)

    def limit_points(side: int) -> list[str]:
        return [f"{axis.place(size)},{down(min(ends[side], top), 0.0, top, height)}" for size, *ends in limits]

    lower, upper = limit_points(0), limit_points(1)
    return FunnelPlot(
        ticks=tuple(Tick(value, down(value, 0.0, top, height)) for value in ticks),
        centre=down(1.0, 0.0, top, height),
        sizes=axis.labels(),
        area=" ".join([*upper, *reversed(lower)]),
        edges=(" ".join(lower), " ".join(upper)),
        dots=tuple(
            FunnelDot(
                axis.place(unit.size), down(min(unit.ratio, top), 0.0, top, height), unit, is_beyond=unit.ratio > top
            )
            for unit in ordered
        ),
    )


def _limits(ordered: Sequence[FunnelUnit]) -> list[tuple[float, float, float]]:
    """Return (size, lower, upper limit) at each unit and between two of them, where they follow 1 ± √(a + b / size).

    On the scale of square roots the squared distance of the limits from 1 is linear in 1 / size, so between two units
    they are those that a unit of that size would have.
    """
    points = []
    for first, second in pairwise(ordered):
        ends = [(math.sqrt(unit.high) - 1) ** 2 for unit in (first, second)]
        inverse = [1 / unit.size for unit in (first, second)]
        for step in range(STEPS):
            size = first.size * (second.size / first.size) ** (step / STEPS)
            span = inverse[1] - inverse[0]
            share = (1 / size - inverse[0]) / span if span else 0.0
            points.append(_limit(size, ends[0] + share * (ends[1] - ends[0])))
    if ordered:
        points.append(_limit(ordered[-1].size, (math.sqrt(ordered[-1].high) - 1) ** 2))
    return points


def _limit(size: float, squared: float) -> tuple[float, float, float]:
    width = math.sqrt(max(squared, 0.0))
    return size, max(0.0, 1 - width) ** 2, (1 + width) ** 2


class _Axis:
    """The logarithmic axis of sizes."""

    def __init__(self, sizes: Sequence[float], *, rtl: bool) -> None:
        logs = [math.log(size) for size in sizes]
        self._low, self._high, self._rtl = min(logs, default=0.0), max(logs, default=1.0), rtl

    def place(self, size: float) -> float:
        """The distance from the left edge, in percent."""
        span = self._high - self._low
        share = (math.log(size) - self._low) / span if span else 0.5
        return across(EDGE + (1 - 2 * EDGE) * share, rtl=self._rtl)

    def labels(self) -> tuple[tuple[float, float], ...]:
        """Round sizes within the axis, each with its place; where that is one at most, the smallest and the largest."""
        powers = range(math.floor(self._low / math.log(10)), math.ceil(self._high / math.log(10)) + 1)
        rounded = [factor * 10**power for power in powers if power >= 0 for factor in _ROUND]
        inside = [size for size in rounded if self._low <= math.log(size) <= self._high]
        if len(inside) > 1:
            return tuple((float(size), self.place(size)) for size in inside)
        ends = sorted({self._low, self._high})
        return tuple((round(math.exp(end), 1), self.place(math.exp(end))) for end in ends)


@dataclass(frozen=True, slots=True)
class RankBar:
    """The set of ranks of a unit on a scale from the first to the last rank; all in percent from the left edge."""

    x: float
    width: float
    dot_x: float


def rank_bar(low: int, high: int, rank: int, of: int, *, rtl: bool) -> RankBar:
    """Return the bar of ranks from `low` to `high` among `of`, each rank a band of equal width, and its own rank."""
    ends = [across(end / of, rtl=rtl) for end in (low - 1, high)]
    return RankBar(min(ends), round(abs(ends[1] - ends[0]), 3), across((rank - 0.5) / of, rtl=rtl))
