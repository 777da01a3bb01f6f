"""The geometry of lines with a band, levels across all of the chart, and a span of labels that is marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from peygir.web.kit.charts import Chart, Series, Tick, across, down, ticks_of


@dataclass(frozen=True, slots=True)
class Level:
    """A value that holds for all labels, such as a target, and how it is written."""

    name: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Labels from `first` to `last` (their places), such as the months of the work; `begins`: what begins there."""

    name: str
    begins: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class LevelChart:
    """At most two lines, the band around the second, levels, and a span.

    `band_name` names the band, whose ends are `low` and `high`.
    """

    title: str
    labels: tuple[str, ...]
    lines: tuple[Series, ...]
    band_name: str = ""
    low: Series | None = None
    high: Series | None = None
    levels: tuple[Level, ...] = ()
    span: MarkedSpan | None = None
    across: str = ""
    unit: str = ""

    @property
    def drawn(self) -> Chart:
        """The lines alone."""
        return Chart(self.title, self.labels, self.lines, self.across, self.unit)

    @property
    def whole(self) -> Chart:
        """All values, as the table has them."""
        ends = tuple(row for row in (self.low, self.high) if row is not None)
        return Chart(self.title, self.labels, (*self.lines, *ends), self.across, self.unit)

    def ticks(self, height: float) -> tuple[Tick, ...]:
        """Return the grid lines, which hold the levels and the band too."""
        count = len(self.labels)
        levels = tuple(Series(level.name, (level.value,) * count) for level in self.levels)
        return ticks_of(Chart(self.title, self.labels, (*self.whole.series, *levels)), height)


def bands_of(chart: LevelChart, ticks: Sequence[Tick], height: float, *, rtl: bool) -> tuple[str, ...]:
    """Return the band as polygons without a gap ("x,y x,y", as SVG takes it): along the upper ends and back."""
    if chart.low is None or chart.high is None:
        return ()
    bottom, top, count = ticks[0].value, ticks[-1].value, len(chart.labels)
    ends = list(zip(chart.low.values, chart.high.values, strict=True))
    polygons = []
    for is_known, places in groupby(range(count), key=lambda place: None not in ends[place]):
        run = list(places)
        if not is_known or len(run) < 2:
            continue
        points = [(place, ends[place][1]) for place in run] + [(place, ends[place][0]) for place in reversed(run)]
        polygons.append(
            " ".join(
                f"{across((place + 0.5) / count, rtl=rtl)},{down(value or 0.0, bottom, top, height)}"
                for place, value in points
            )
        )
    return tuple(polygons)


def span_of(chart: LevelChart, *, rtl: bool) -> dict[str, float | str] | None:
    """Return where the span lies (percent across): its left edge, its width, where it begins, and its words."""
    if chart.span is None:
        return None
    count = len(chart.labels)
    ends = sorted(across(share / count, rtl=rtl) for share in (chart.span.first, chart.span.last + 1))
    begins_x = across(chart.span.first / count, rtl=rtl)
    return {
        "x": ends[0],
        "width": round(ends[1] - ends[0], 3),
        "begins_x": begins_x,
        "words_x": min(max(begins_x, 14.0), 86.0),
        "words": chart.span.begins,
        "name": chart.span.name,
    }
