"""No small figure follows from those that are shown: by hand, by another solver, and in tables as large as a city's."""

from math import inf
from random import Random
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from peygir.core.disclosure.feasible import FeasibleRange, feasible_ranges
from peygir.core.disclosure.hiding import protected
from peygir.core.disclosure.sum_tables import FigureKey, SumRule, SumTable

FEWEST: Final = 5


def crossed(rows: list[list[int]], *, topics: bool = False) -> SumTable:
    """A table of districts and groups with its totals; with `topics` each group is also the sum of two topics."""
    values: dict[FigureKey, int] = {(d, g): n for d, row in enumerate(rows) for g, n in enumerate(row)}
    districts, groups = range(len(rows)), range(len(rows[0]))
    sums = []
    for d in districts:
        values[("d", d)] = sum(rows[d])
        sums.append(SumRule(("d", d), tuple((d, g) for g in groups)))
    for g in groups:
        values[("g", g)] = sum(row[g] for row in rows)
        sums.append(SumRule(("g", g), tuple((d, g) for d in districts)))
        if topics:
            first = values[("g", g)] // 3
            values |= {("t", g, 0): first, ("t", g, 1): values[("g", g)] - first}
            sums.append(SumRule(("g", g), (("t", g, 0), ("t", g, 1))))
    values["all"] = sum(map(sum, rows))
    sums += [
        SumRule("all", tuple(("d", d) for d in districts)),
        SumRule("all", tuple(("g", g) for g in groups)),
    ]
    return SumTable(values, sums, frozenset(key for key, n in values.items() if 0 < n < FEWEST))


def test_the_auditor_solves_what_an_attacker_would() -> None:
    table = crossed([[2, 20], [30, 40]])
    alone = feasible_ranges(table, {(0, 0)})
    assert alone == {(0, 0): FeasibleRange(2, 2)}, "one hidden figure is the rest of its row"
    row = feasible_ranges(table, {(0, 0), (0, 1)})
    assert {key: (one.low, one.high) for key, one in row.items()} == {(0, 0): (2, 2), (0, 1): (20, 20)}
    four = feasible_ranges(table, {(0, 0), (0, 1), (1, 0), (1, 1)})
    assert (four[(0, 0)].low, four[(0, 0)].high) == (1, 21), "between 1 and what leaves 1 to its neighbour"
    free = feasible_ranges(SumTable({"a": 3}, [], frozenset({"a"})), {"a"})
    assert free == {"a": FeasibleRange(1, inf)}


def test_a_sum_that_does_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="not the sum"):
        SumTable({"all": 3, "a": 1, "b": 1}, [SumRule("all", ("a", "b"))], frozenset())


def test_two_small_ones_do_not_protect_each_other() -> None:
    table = crossed([[1, 2, 30], [50, 60, 70]])
    protection = protected(table, width=FEWEST - 1)
    assert {(0, 0), (0, 1)} < protection.hidden
    assert protection.first == 2
    assert len(protection.hidden) > 4, "hidden alone, their sum of 3 would tell that one of them is 1"
    assert protection.narrowest is not None
    assert protection.narrowest >= FEWEST - 1


def test_what_is_large_and_nothing_stay_shown() -> None:
    table = crossed([[0, 20, 30], [10, 0, 40]])
    found = protected(table, width=FEWEST - 1)
    assert (found.hidden, found.first, found.narrowest) == (frozenset(), 0, None)


def test_a_table_that_cannot_be_split_is_hidden_whole() -> None:
    table = crossed([[1]])
    assert protected(table, width=FEWEST - 1).hidden == frozenset(table.values)


def test_what_is_shown_together_is_hidden_together() -> None:
    values: dict[FigureKey, int] = {}
    sums = []
    for place, (good, bad) in {"a": (30, 2), "b": (40, 9), "c": (50, 20)}.items():
        values |= {(place, "n"): good + bad, (place, "good"): good, (place, "bad"): bad}
        sums.append(SumRule((place, "n"), ((place, "good"), (place, "bad"))))
    together = [tuple((place, which) for which in ("n", "good", "bad")) for place in "abc"]
    table = SumTable(values, sums, frozenset({("a", "bad")}), together)
    assert protected(table, width=4, least=0).hidden == frozenset(together[0])


NUMBERS: Final = st.sampled_from([0, 0, 1, 2, 3, 4, 6, 9, 15, 40])
COUNTS: Final = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=2, max_size=3)
MOST: Final = 10_000


@settings(max_examples=8)
@given(COUNTS)
def test_no_small_figure_can_be_told_with_whole_numbers(rows: list[list[int]]) -> None:
    """Another solver finds the whole tables that agree with what is shown: a small figure is one of many in them."""
    table = crossed(rows)
    found = protected(table, width=FEWEST - 1)
    hidden = [key for key in table.values if key in found.hidden]
    places = {key: place for place, key in enumerate(hidden)}
    matrix, amounts = np.zeros((len(table.sums), len(hidden))), np.zeros(len(table.sums))
    for number, rule in enumerate(table.sums):
        for key, sign in ((rule.total, -1), *((part, 1) for part in rule.parts)):
            if key in places:
                matrix[number, places[key]] += sign
            else:
                amounts[number] -= sign * table.values[key]
    for key in sorted(table.sensitive, key=repr):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(hidden))
            goal[places[key]] = sign
            solved = milp(
                goal,
                constraints=LinearConstraint(matrix, amounts, amounts),
                integrality=np.ones(len(hidden)),
                bounds=Bounds(1, MOST),
            )
            ends.append(round(solved.fun * sign))
        assert ends[0] <= table.values[key] <= ends[1]
        assert ends[1] - ends[0] >= FEWEST - 1, (rows, key, ends)


@pytest.mark.parametrize("seed", range(12))
def test_large_tables_of_a_city_are_safe_too(seed: int) -> None:
    """Eleven districts, twelve groups, topics below the groups: every range is wide enough, and not all is hidden."""
    random = Random(seed)
    rows = [[int(random.paretovariate(0.9) * random.choice((0, 1, 3))) for _group in range(12)] for _ in range(11)]
    table = crossed(rows, topics=True)
    protection = protected(table, width=FEWEST - 1)
    assert table.sensitive <= protection.hidden
    ranges = feasible_ranges(table, protection.hidden, figures=table.sensitive)
    assert min(one.width for one in ranges.values()) >= FEWEST - 1
    assert "all" not in protection.hidden
    assert len(protection.hidden) < len(table.values) * 0.7
