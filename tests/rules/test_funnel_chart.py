"""The places of funnel charts and of sets of ranks, without a page."""

import math

import pytest

from peygir.web.kit.funnel_chart import EDGE, FunnelUnit, funnel_of, rank_bar

HEIGHT = 200.0


def unit(name: str, size: float, ratio: float, tau2: float = 0.01) -> FunnelUnit:
    """A unit whose limits are those of its size, with the same spread between units as the others."""
    width = 1.96 * math.sqrt(1 / (4 * size) + tau2)
    low, high = max(0.0, 1 - width) ** 2, (1 + width) ** 2
    band = "better" if ratio < low else "worse" if ratio > high else "expected"
    return FunnelUnit(name, size, ratio, low, high, band, name)


def points(text: str) -> list[tuple[float, float]]:
    """The points of a line of SVG."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split(" "))]


def test_units_stand_by_their_size_along_the_reading_direction() -> None:
    units = [unit("big", 400, 1.2), unit("small", 4, 0.5), unit("middle", 40, 1.0)]
    left, right = (funnel_of(units, HEIGHT, rtl=rtl) for rtl in (False, True))
    assert [dot.unit.name for dot in left.dots] == ["small", "middle", "big"]
    assert [dot.x for dot in left.dots] == pytest.approx([100 * EDGE, 50, 100 - 100 * EDGE])
    assert [dot.x for dot in right.dots] == pytest.approx([100 - dot.x for dot in left.dots])
    assert left.dots[1].y == left.centre, "a ratio of 1 stands on the line of what was to be expected"
    assert left.dots[0].y > left.centre > left.dots[2].y


def test_limits_narrow_with_the_size_as_those_of_a_unit_of_that_size_would() -> None:
    units = [unit("small", 4, 1.0), unit("big", 400, 1.0)]
    plot = funnel_of(units, HEIGHT, rtl=False)
    lower, upper = (points(edge) for edge in plot.edges)
    gaps = [low[1] - high[1] for low, high in zip(lower, upper, strict=True)]
    assert gaps == sorted(gaps, reverse=True)
    middle = len(upper) // 2  # halfway on the logarithmic scale: a size of 40
    top = plot.ticks[-1].value
    expected = unit("between", 40, 1.0)
    assert upper[middle][1] == pytest.approx(HEIGHT * (top - expected.high) / top, abs=0.01)
    assert lower[middle][1] == pytest.approx(HEIGHT * (top - expected.low) / top, abs=0.01)
    assert points(plot.area) == [*upper, *reversed(lower)]


def test_a_ratio_far_above_stands_at_the_edge_and_is_told_so() -> None:
    plot = funnel_of([unit("far", 40, 63.0), unit("near", 50, 1.1)], HEIGHT, rtl=True)
    assert plot.ticks[-1].value == 4
    assert {dot.unit.name: (dot.y, dot.is_beyond) for dot in plot.dots}["far"] == (0, True)
    assert not {dot.unit.name: dot for dot in plot.dots}["near"].is_beyond


@pytest.mark.parametrize("sizes", [(7.0,), (7.0, 7.0), (0.3, 0.4), (3.0, 4.0), (1.0, 5000.0)])
def test_sizes_under_the_axis_are_round_and_within_the_chart(sizes: tuple[float, ...]) -> None:
    plot = funnel_of([unit(str(number), size, 1.0) for number, size in enumerate(sizes)], HEIGHT, rtl=False)
    assert plot.sizes
    assert all(100 * EDGE - 0.01 <= x <= 100 - 100 * EDGE + 0.01 for _size, x in plot.sizes)
    assert list(plot.sizes) == sorted(plot.sizes)
    assert len(plot.dots) == len(sizes)


def test_no_unit_no_dot() -> None:
    assert funnel_of([], HEIGHT, rtl=False).dots == ()


def test_a_set_of_ranks_is_a_bar_from_its_first_to_its_last_rank() -> None:
    assert (rank_bar(1, 4, 2, 4, rtl=False).x, rank_bar(1, 4, 2, 4, rtl=False).width) == (0, 100)
    one = rank_bar(2, 2, 2, 4, rtl=False)
    assert (one.x, one.width, one.dot_x) == (25, 25, 37.5)
    assert rank_bar(2, 2, 2, 4, rtl=True).x == 50, "the first rank is at the right"
