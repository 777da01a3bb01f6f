"""No group under the limit is shown, and none can be worked out from what is shown."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from peygir.core import clock
from peygir.outlook.insight.exploring.suppression import ALL, Key, Place, hidden_places, with_totals

FEWEST: Final = 5
SOON: Final = 5.0
"""Seconds for 3,000 groups, the most that are protected."""
Counts = Mapping[tuple[Key, ...], int]


def equations(table: Mapping[Place, int]) -> list[tuple[Place, list[Place]]]:
    """Every total with the figures that add up to it, one dimension at a time."""
    totals = []
    for place in table:
        for dimension, key in enumerate(place):
            if key is ALL:
                others = (*place[:dimension], *place[dimension + 1 :])
                parts = [
                    part
                    for part in table
                    if part[dimension] is not ALL and (*part[:dimension], *part[dimension + 1 :]) == others
                ]
                totals.append((place, parts))
    return totals


def ranges(counts: Counts, hidden: frozenset[Place]) -> dict[Place, tuple[float, float]]:
    """The least and the highest whole number that each hidden figure can be, for who sees all others.

    A reader knows that a group which is not in the table has no rows, and that every group in it has at least one.
    """
    table = with_totals(counts)
    order = {place: number for number, place in enumerate(sorted(hidden, key=repr))}
    rows, sums = [], []
    for total, parts in equations(table):
        row, known = np.zeros(len(order)), 0.0
        for place, sign in [(total, -1.0), *((part, 1.0) for part in parts)]:
            if place in order:
                row[order[place]] += sign
            else:
                known += sign * table[place]
        if row.any():
            rows.append(row)
            sums.append(-known)
    limits = LinearConstraint(np.array(rows), sums, sums) if rows else ()
    possible = {}
    for place, number in order.items():
        goal = np.zeros(len(order))
        goal[number] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            solved = milp(sign * goal, constraints=limits, bounds=Bounds(1, 10_000), integrality=np.ones(len(order)))
            assert solved.success, "the table itself is a solution"
            ends.append(sign * solved.fun)
        possible[place] = (ends[0], ends[1])
    return possible


def table_of(dimensions: int, size: int) -> st.SearchStrategy[Counts]:
    """Tables with many small groups and many empty ones."""
    keys = st.tuples(*[st.sampled_from([None, *(f"v{number}" for number in range(size - 1))])] * dimensions)
    counts = st.one_of(st.integers(0, 7), st.integers(0, 2), st.integers(1, 300))
    return st.dictionaries(keys, counts, max_size=size**dimensions)


@pytest.mark.parametrize(("dimensions", "size"), [(1, 6), (2, 5), (3, 3)])
def test_no_hidden_figure_can_be_worked_out(dimensions: int, size: int) -> None:
    @settings(max_examples=60, deadline=None)
    @given(table_of(dimensions, size))
    def holds(counts: Counts) -> None:
        hidden = hidden_places(counts, fewest=FEWEST)
        table = with_totals(counts)
        assert hidden <= set(table)
        assert all(place in hidden for place, count in table.items() if count < FEWEST)
        for place, (low, high) in ranges(counts, hidden).items():
            assert high - low >= 1, (place, table[place], counts)

    holds()


def test_the_measure_finds_a_table_that_is_not_protected() -> None:
    counts = {("a", "x"): 2, ("a", "y"): 40, ("b", "x"): 50, ("b", "y"): 60}
    assert ranges(counts, frozenset({("a", "x")}))["a", "x"] == (2, 2)


def test_without_small_groups_nothing_is_hidden() -> None:
    assert hidden_places({}, fewest=FEWEST) == frozenset()
    assert hidden_places({("a",): 5, ("b",): 900, ("c",): 0}, fewest=FEWEST) == frozenset()
    assert hidden_places({(): 7}, fewest=FEWEST) == frozenset()
    assert hidden_places({("a",): 1}, fewest=1) == frozenset()
    assert hidden_places({(): 4}, fewest=FEWEST) == {()}


def test_one_small_group_takes_the_smallest_with_it() -> None:
    assert hidden_places({("a",): 3, ("b",): 700, ("c",): 40}, fewest=FEWEST) == {("a",), ("c",)}


def test_a_table_of_two_dimensions_keeps_its_totals() -> None:
    counts = {(row, column): 100 + row * 10 + column for row in range(6) for column in range(6)} | {(2, 3): 2}
    hidden = hidden_places(counts, fewest=FEWEST)
    assert len(hidden) == 4
    assert not any(ALL in place for place in hidden)
    assert (2, 3) in hidden


def test_a_group_on_its_own_takes_its_totals_with_it() -> None:
    counts = {("a", "x"): 3, ("b", "y"): 90, ("b", "z"): 80}
    hidden = hidden_places(counts, fewest=FEWEST)
    assert {("a", "x"), ("a", ALL), (ALL, "x")} <= hidden
    assert all(high > low for low, high in ranges(counts, hidden).values())


def test_many_groups_are_protected_soon() -> None:
    draw = np.random.default_rng(137)
    counts: dict[tuple[Key, ...], int] = {
        (int(row), int(column)): int(draw.geometric(0.05)) for row in range(100) for column in range(30)
    }
    began = clock.monotonic()
    hidden = hidden_places(counts, fewest=FEWEST)
    assert clock.monotonic() - began < SOON
    assert len(hidden) < len(counts) / 2
