"""The geometry of charts: values in, places and sizes out, in percent across and pixels down; independent of pages."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.charts.scales import nice_ticks

Value = float | None
"""None: this label has no value; a line has a gap there, and there is no bar."""

NARROW_LABELS, WIDE_LABELS = 5, 12
"""The number of labels under an axis on a phone and on a wide screen."""
NARROW_LETTERS: Final = 46
"""So many letters fit side by side under the axis of a phone."""
BAR_SHARE: Final = 0.72
"""The share of its band that a group of bars fills."""
HEAT_LEVELS: Final = 5
# The side of a heat cell's square by level: the size repeats what the shade shows.
SIDES: Final = (0.16, 0.42, 0.56, 0.7, 0.85, 1.0)


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of values, one for each label of the chart."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The data of a chart: time or categories along the axis, and one or several series."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    across: str = ""  # the quantity of the labels: "Month"
    unit: str = ""

    def __post_init__(self) -> None:
        if any(len(row.values) != len(self.labels) for row in self.series):
            raise ValueError("every series has one value for each label")


@dataclass(frozen=True, slots=True)
class HeatChart:
    """Counts by weekday (rows, the week from Saturday) and hour (columns)."""

    title: str
    rows: tuple[tuple[int, ...], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A grid line of the chart at a round value."""

    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label under the axis; those with `is_more` appear only where there is room."""

    text: str
    x: float
    is_more: bool


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar of the series with this number (from 1)."""

    x: float
    y: float
    width: float
    height: float
    value: float
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class ChartDot:
    """One point of a line."""

    x: float
    y: float
    value: float
    label: str


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One series as runs of points without a gap, and its dots."""

    number: int
    runs: tuple[str, ...]  # "x,y x,y", as SVG's polyline takes it
    dots: tuple[ChartDot, ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One square of a heat chart; level 0 is none, 5 the most."""

    x: float
    y: float
    width: float
    height: float
    middle_x: float
    middle_y: float
    level: int
    value: int
    row: int
    column: int


def across(share: float, *, rtl: bool) -> float:
    """Return the distance from the left edge (percent) of a point at `share` (0 to 1) along the reading direction."""
    return round(100 * (1 - share if rtl else share), 3)


def label_steps(count: int, longest: int = 1) -> tuple[int, int]:
    """Return the interval between labels on a wide screen and on a phone; the phone's labels are a subset.

    `longest`: the letters of the longest label. On a phone there are fewer of long ones.
    """
    wide = max(1, math.ceil(count / WIDE_LABELS))
    most = min(NARROW_LABELS, max(2, NARROW_LETTERS // (longest + 2)))
    narrow = wide * max(1, math.ceil(math.ceil(count / wide) / most))
    return wide, narrow


def labels_of(chart: Chart, *, rtl: bool) -> tuple[Label, ...]:
    """Return the labels under the axis, each at the centre of its band."""
    wide, narrow = label_steps(len(chart.labels), max(map(len, chart.labels), default=1))
    count = len(chart.labels)
    return tuple(
        Label(text, across((place + 0.5) / count, rtl=rtl), place % narrow != 0)
        for place, text in enumerate(chart.labels)
        if place % wide == 0
    )


def ticks_of(chart: Chart, height: float, *, from_zero: bool = True) -> tuple[Tick, ...]:
    """Return the grid lines; the scale starts at zero unless the chart is zoomed to its values."""
    values = list(known(value for row in chart.series for value in row.values))
    low, high = min(values, default=0.0), max(values, default=0.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    whole = all(float(value).is_integer() for value in values)
    ticks = nice_ticks(low, high, whole=whole)
    return tuple(Tick(value, down(value, ticks[0], ticks[-1], height)) for value in ticks)


def down(value: float, low: float, high: float, height: float) -> float:
    """Return the distance (pixels) of a value from the upper edge; `low` is at the lower edge, `high` at the upper."""
    return round(height * (high - value) / (high - low), 2)


def bars_of(chart: Chart, ticks: Sequence[Tick], height: float, *, rtl: bool) -> tuple[ChartBar, ...]:
    """Return the bars, side by side in the band of their label, from zero up or down."""
    low, high = ticks[0].value, ticks[-1].value
    ground = down(0.0, low, high, height)
    band = 1 / max(1, len(chart.labels))
    width = band * BAR_SHARE / max(1, len(chart.series))
    bars = []
    for number, row in enumerate(chart.series, start=1):
        for place, value in enumerate(row.values):
            if value is None:
                continue
            start = band * (place + (1 - BAR_SHARE) / 2) + width * (number - 1)
            x = across(start + width if rtl else start, rtl=rtl)
            y = down(value, low, high, height)
            top, size = min(y, ground), round(abs(ground - y), 2)
            bars.append(ChartBar(x, top, round(100 * width, 3), size, value, chart.labels[place], number))
    return tuple(bars)


def lines_of(chart: Chart, ticks: Sequence[Tick], height: float, *, rtl: bool) -> tuple[ChartLine, ...]:
    """Return a line for each series, each point at the centre of its label's band."""
    low, high, count = ticks[0].value, ticks[-1].value, len(chart.labels)
    lines = []
    for number, row in enumerate(chart.series, start=1):
        dots: list[ChartDot] = []
        runs: list[list[ChartDot]] = [[]]
        for place, value in enumerate(row.values):
            if value is None:
                runs.append([])
                continue
            x, y = across((place + 0.5) / count, rtl=rtl), down(value, low, high, height)
            dots.append(ChartDot(x, y, value, chart.labels[place]))
            runs[-1].append(dots[-1])
        points = (" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1)
        lines.append(ChartLine(number, tuple(points), tuple(dots)))
    return tuple(lines)


def spark_of(
    values: Sequence[Value], width: float, height: float, *, rtl: bool, edge: float = 3.0
) -> tuple[ChartDot, ...]:
    """Return the points of a sparkline in a box of pixels with padding `edge`; a flat one runs through the middle."""
    there = list(known(values))
    low, high = min(there, default=0.0), max(there, default=0.0)
    room, steps = height - 2 * edge, max(1, len(values) - 1)
    points = []
    for place, value in enumerate(values):
        if value is not None:
            x = edge + (width - 2 * edge) * across(place / steps, rtl=rtl) / 100
            y = edge + (room * (high - value) / (high - low) if high > low else room / 2)
            points.append(ChartDot(round(x, 2), round(y, 2), value, ""))
    return tuple(points)


def heat_bounds(rows: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """Return the highest count of each level from 1 on, round numbers, five at most; empty if all counts are 0."""
    high = max((value for row in rows for value in row), default=0)
    return tuple(int(tick) for tick in nice_ticks(0, high, HEAT_LEVELS, whole=True)[1:]) if high > 0 else ()


def heat_level(value: int, bounds: Sequence[int]) -> int:
    """Return 0 for zero, else the level of a count; the last bound always belongs to the fifth."""
    if value <= 0:
        return 0
    below = sum(bound < value for bound in bounds)
    return min(HEAT_LEVELS, HEAT_LEVELS - len(bounds) + below + 1)


def cells_of(rows: Sequence[Sequence[int]], row_height: float, *, rtl: bool) -> tuple[HeatCell, ...]:
    """Return a square for each count, centred in its cell; the higher the count, the bigger."""
    bounds = heat_bounds(rows)
    cells = []
    for row, counts in enumerate(rows):
        for column, value in enumerate(counts):
            level = heat_level(value, bounds)
            side = SIDES[level]
            width, height = 100 / len(counts) * side * 0.92, row_height * side * 0.92
            x, y = across((column + 0.5) / len(counts), rtl=rtl), row_height * (row + 0.5)
            cells.append(
                HeatCell(
                    round(x - width / 2, 3),
                    round(y - height / 2, 2),
                    round(width, 3),
                    round(height, 2),
                    x,
                    y,
                    level,
                    value,
                    row,
                    column,
                )
            )
    return tuple(cells)


def share_of(value: Value, most: float) -> float:
    """Return the length of a horizontal bar, in percent of the longest."""
    return round(100 * max(0.0, value) / most, 2) if value is not None and most > 0 else 0.0


def known(values: Iterable[Value]) -> Iterable[float]:
    """Return the values that are not None."""
    return (value for value in values if value is not None)
