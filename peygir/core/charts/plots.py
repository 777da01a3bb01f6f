"""What charts and maps are drawn from, and how they are to look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

Amount = float | None
"""None: there is no value, and nothing is drawn."""
MOST_SERIES: Final = 4
Ring = Sequence[tuple[float, float]]
"""A closed line of points, each (longitude, latitude) in degrees."""


class TooManySeries(ValueError):
    """A chart has more series than anybody can tell apart."""


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """A named row of values, one for each label of the plot."""

    name: str
    values: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """The data of lines or bars: labels in the order in which they are read, and up to MOST_SERIES series."""

    labels: tuple[str, ...]
    series: tuple[PlotSeries, ...]

    def __post_init__(self) -> None:
        if len(self.series) > MOST_SERIES:
            raise TooManySeries(f"{len(self.series)} series")
        if any(len(row.values) != len(self.labels) for row in self.series):
            raise ValueError("every series has one value for each label")

    def known(self) -> list[float]:
        """Every value that is there."""
        return [value for row in self.series for value in row.values if value is not None]


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A table whose cells are shaded by their values; rows and columns in the order in which they are read."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Amount, ...], ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.rows) or any(len(row) != len(self.columns) for row in self.values):
            raise ValueError("every row has one value for each column")

    def known(self) -> list[float]:
        """Every value that is there."""
        return [value for row in self.values for value in row if value is not None]


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area of a map: its outer rings and holes, and its value; `is_hidden`: there is one, but it is not shown."""

    name: str
    rings: tuple[Ring, ...]
    value: Amount = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as SVG takes them; `series` in their order, `levels` from few to many.

    `on_light` and `on_dark` are those of numbers in shaded cells.
    """

    ink: str = "#1b2024"
    quiet: str = "#60686e"
    rail: str = "#d6dbdd"
    ground: str = "#ffffff"
    empty: str = "#f2f4f4"
    on_light: str = "#1b2024"
    on_dark: str = "#ffffff"
    series: tuple[str, ...] = ("#005e63", "#ba540c", "#5b4b9a", "#7a6a00")
    levels: tuple[str, ...] = ("#d9ecec", "#a9d2d2", "#6fb0b2", "#348a8d", "#005e63")


def plain_number(value: float) -> str:
    """A number in ASCII digits, with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def plain_bound(number: str) -> str:
    """The words of a legend for values up to a number."""
    return f"≤ {number}"


@dataclass(frozen=True, slots=True)
class ChartLook:
    """How a chart looks: its size in pixels, its reading direction, and how its numbers are written.

    `up_to` makes the words for a class of values of its upper bound. `hidden` and `nothing` are the words of a map's
    legend for areas whose value is not shown, and for those without one.
    """

    width: int = 680
    height: float = 300
    from_right: bool = False
    number: Callable[[float], str] = plain_number
    up_to: Callable[[str], str] = plain_bound
    palette: Palette = field(default_factory=Palette)
    hidden: str = ""
    nothing: str = ""
