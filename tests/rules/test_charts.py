"""Charts: round ticks that hold all values, bars and points inside the picture, and time along the reader's way."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peygir.core.charts.scales import nice_ticks
from peygir.web.kit import charts
from peygir.web.kit.charts import Chart, Series

HEIGHT = 200.0
numbers = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9).map(lambda value: round(value, 3)))
counts = st.integers(0, 10**7)
rows = st.lists(st.one_of(st.none(), numbers), min_size=1, max_size=60)


def chart_of(*values: list[float | None]) -> Chart:
    labels = tuple(str(place) for place in range(len(values[0])))
    return Chart("A title", labels, tuple(Series(f"row {n}", tuple(row)) for n, row in enumerate(values)))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 10, (0, 2, 4, 6, 8, 10)),
        (0, 97, (0, 20, 40, 60, 80, 100)),
        (0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (-3, 7, (-4, -2, 0, 2, 4, 6, 8)),
        (61.2, 79.1, (60, 65, 70, 75, 80)),
        (0, 1_234_567, (0, 500_000, 1_000_000, 1_500_000)),
        (0, 0, (0, 1)),
        (5, 5, (5, 6)),
    ],
)
def test_ticks_as_a_person_would_draw_them(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert nice_ticks(low, high) == ticks


@given(numbers, numbers, st.integers(2, 10))
def test_ticks_hold_the_values_and_are_even(one: float, other: float, most: int) -> None:
    low, high = sorted((one, other))
    assume(high == low or high - low > 1e-6 * max(abs(high), abs(low), 1))
    ticks = nice_ticks(low, high, most)
    slack = 1e-9 * max(abs(low), abs(high), 1)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert 2 <= len(ticks) <= most + 2
    steps = [after - before for before, after in pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps))
    leading = steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-9)
    assert min(abs(leading - factor) for factor in (1, 2, 5, 10)) < 1e-3


@given(counts)
def test_counts_have_whole_ticks(high: int) -> None:
    assert all(tick == int(tick) for tick in nice_ticks(0, high, whole=True))


@given(st.lists(rows, min_size=1, max_size=1).flatmap(lambda one: st.tuples(*[st.just(one[0])] * 2)), st.booleans())
def test_bars_lie_in_the_picture_and_stand_on_zero(values: tuple[list[float | None], ...], rtl: bool) -> None:
    chart = chart_of(*values)
    ticks = charts.ticks_of(chart, HEIGHT)
    ground = charts.down(0, ticks[0].value, ticks[-1].value, HEIGHT)
    bars = charts.bars_of(chart, ticks, HEIGHT, rtl=rtl)
    assert len(bars) == sum(value is not None for row in values for value in row)
    for bar in bars:
        assert -0.01 <= bar.x <= 100.01 - bar.width
        assert -0.01 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.02
        foot = bar.y + bar.height if bar.value >= 0 else bar.y
        assert foot == pytest.approx(ground, abs=0.02)
    by_place = sorted(bars, key=lambda bar: bar.x)
    for before, after in pairwise(by_place):
        assert before.x + before.width <= after.x + 0.01


@given(st.lists(counts, min_size=2, max_size=40))
def test_twice_as_much_is_twice_as_high(values: list[int]) -> None:
    chart = chart_of([*values])
    ticks = charts.ticks_of(chart, HEIGHT)
    per_one = HEIGHT / (ticks[-1].value - ticks[0].value)
    for bar in charts.bars_of(chart, ticks, HEIGHT, rtl=False):
        assert bar.height == pytest.approx(bar.value * per_one, abs=0.02)


@given(rows)
def test_time_runs_the_readers_way(values: list[float | None]) -> None:
    """What is drawn for a reader of Persian is the mirror image of what is drawn for a reader of English."""
    chart = chart_of(values)
    ticks = charts.ticks_of(chart, HEIGHT)
    [ltr] = charts.lines_of(chart, ticks, HEIGHT, rtl=False)
    [rtl] = charts.lines_of(chart, ticks, HEIGHT, rtl=True)
    assert [dot.x for dot in ltr.dots] == sorted(dot.x for dot in ltr.dots)
    for dot, other in zip(ltr.dots, rtl.dots, strict=True):
        assert dot.x + other.x == pytest.approx(100, abs=0.01)
        assert dot.y == other.y
        assert 0 <= dot.y <= HEIGHT
    bars, mirrored = (charts.bars_of(chart, ticks, HEIGHT, rtl=way) for way in (False, True))
    for left, right in zip(bars, mirrored, strict=True):
        assert left.x + right.x + right.width == pytest.approx(100, abs=0.01)


def test_a_missing_value_is_a_gap() -> None:
    chart = chart_of([1, 2, None, 4, 5, None, 7])
    [line] = charts.lines_of(chart, charts.ticks_of(chart, HEIGHT), HEIGHT, rtl=False)
    assert [run.count(",") for run in line.runs] == [2, 2]  # the last value stands alone, as a dot
    assert len(line.dots) == 5


@given(st.integers(1, 400))
def test_labels_thin_out(count: int) -> None:
    labels = charts.labels_of(chart_of([0] * count), rtl=True)
    narrow = [label for label in labels if not label.is_more]
    assert 1 <= len(narrow) <= charts.NARROW_LABELS
    assert len(narrow) <= len(labels) <= charts.WIDE_LABELS
    assert labels[0].text == "0"
    assert not labels[0].is_more


def test_long_labels_are_fewer_on_a_phone() -> None:
    days = tuple(f"{number} November 2026" for number in range(1, 27))
    chart = charts.Chart("", days, (charts.Series("", (1,) * len(days)),))
    narrow = [label for label in charts.labels_of(chart, rtl=False) if not label.is_more]
    assert len(narrow) * (len(max(days, key=len)) + 2) <= charts.NARROW_LETTERS


@given(rows, st.booleans())
def test_a_sparkline_stays_in_its_box(values: list[float | None], rtl: bool) -> None:
    for dot in charts.spark_of(values, 104, 32, rtl=rtl):
        assert 3 <= dot.x <= 101
        assert 3 <= dot.y <= 29


@given(st.lists(st.lists(counts, min_size=24, max_size=24), min_size=7, max_size=7), st.booleans())
def test_heat_levels_follow_the_counts(table: list[list[int]], rtl: bool) -> None:
    bounds = charts.heat_bounds(table)
    cells = charts.cells_of(table, 26, rtl=rtl)
    assert len(cells) == 7 * 24
    assert len(bounds) <= charts.HEAT_LEVELS
    for cell in cells:
        assert (cell.level == 0) == (cell.value == 0)
        assert -0.01 <= cell.x <= cell.x + cell.width <= 100.01
        assert 0 <= cell.y <= cell.y + cell.height <= 7 * 26
    by_value = sorted(cells, key=lambda cell: cell.value)
    assert [cell.level for cell in by_value] == sorted(cell.level for cell in cells)
    assert [cell.width for cell in by_value] == sorted(cell.width for cell in cells)
    most = max(cell.value for cell in cells)
    if most and most > (bounds[-2] if len(bounds) > 1 else 0):
        assert by_value[-1].level == charts.HEAT_LEVELS


@given(counts, counts)
def test_shares_are_of_the_longest(one: int, other: int) -> None:
    most = max(one, other)
    assert 0 <= charts.share_of(one, most) <= 100
    assert charts.share_of(most, most) == (100 if most else 0)
    assert charts.share_of(None, most) == 0


def test_a_series_without_a_value_for_each_label_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="one value for each label"):
        Chart("A title", ("a", "b"), (Series("row", (1,)),))
