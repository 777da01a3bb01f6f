"""Portfolios: optimal where every choice can be tried, near a proved bound in the draws, and within every limit."""

from dataclasses import replace

import numpy as np
import pytest

from lab.bench.portfolio import best_by_trying, city_candidates, small_instance
from peygir.outlook.planning.methods.integer_programme import (
    Chooser,
    LinearLimit,
    NoChoiceIsPossible,
    is_kept,
)
from peygir.outlook.planning.methods.or_library import (
    KnapsackFileIsWrong,
    best_items,
    looks_like_knapsacks,
    read_knapsacks,
)
from peygir.outlook.planning.methods.portfolio import (
    PortfolioRules,
    PossibleProgramme,
    best_portfolio,
    drawn_portfolios,
    limits_of,
    small_and_sure,
)

CASES = 12
"""`./run bench --portfolio` tries 50."""


@pytest.mark.parametrize("seed", range(CASES))
def test_small_instances_are_optimal(seed: int) -> None:
    candidates, rules = small_instance(seed)
    known = best_by_trying(candidates, rules)
    if known is None:
        with pytest.raises(NoChoiceIsPossible):
            best_portfolio(candidates, rules)
        return
    choice = best_portfolio(candidates, rules)
    assert choice.benefit == pytest.approx(known)
    assert choice.gap == pytest.approx(0, abs=1e-9)
    costs = np.array([candidate.cost for candidate in candidates])
    assert all(is_kept(limit, choice.chosen) for limit in limits_of(candidates, rules, costs))


def programme(cost: float, benefit: float, **given: object) -> PossibleProgramme:
    return replace(PossibleProgramme(cost, benefit), **given)  # type: ignore[arg-type]


def chosen(candidates: list[PossibleProgramme], rules: PortfolioRules) -> list[int]:
    return np.flatnonzero(best_portfolio(candidates, rules).chosen).tolist()


def test_each_kind_of_limit_binds() -> None:
    three = [programme(5, 9), programme(5, 8), programme(5, 1)]
    assert chosen(three, PortfolioRules(10)) == [0, 1]
    assert chosen(three, PortfolioRules(9.99)) == [0]
    floored = [replace(three[0], district="1"), replace(three[1], district="1"), replace(three[2], district="2")]
    assert chosen(floored, PortfolioRules(10, floors={"2": 5})) == [0, 2]
    varied = [replace(three[0], variants="road"), replace(three[1], variants="road"), three[2]]
    assert chosen(varied, PortfolioRules(10)) == [0, 2]
    bound = [replace(three[0], after=(2,)), three[1], three[2]]
    assert chosen(bound, PortfolioRules(10)) == [0, 2]
    loaded = [replace(one, unit="roads", load=3) for one in three]
    assert chosen(loaded, PortfolioRules(15, capacities={"roads": 5})) == [0]
    with pytest.raises(NoChoiceIsPossible):
        best_portfolio(floored, PortfolioRules(10, floors={"2": 5.01}))
    with pytest.raises(NoChoiceIsPossible):
        best_portfolio(floored, PortfolioRules(10, floors={"3": 1}))


def test_candidates_may_need_each_other_and_themselves() -> None:
    circle = [programme(4, 9, after=(1,)), programme(4, 1, after=(0, 1)), programme(5, 9.5)]
    assert chosen(circle, PortfolioRules(9)) == [0, 1]
    assert chosen(circle, PortfolioRules(7)) == [2]


def test_limits_that_the_solver_refuses_do_not_end_the_process() -> None:
    with pytest.raises(ValueError, match="no linear programme"):
        Chooser(2, [LinearLimit((1, 1), (1.0, 1.0), high=1.0)])


def test_the_budget_is_kept_to_the_last_rial() -> None:
    """Two amounts exceed the budget by one in a hundred thousand million: not both are chosen."""
    large = [programme(60_000_000_001, 1), programme(40_000_000_000, 0.9)]
    assert chosen(large, PortfolioRules(100_000_000_000)) == [0]
    assert chosen([replace(large[0], cost=60_000_000_000), large[1]], PortfolioRules(100_000_000_000)) == [0, 1]
    tenths = [programme(0.1, 1), programme(0.2, 1)]
    assert chosen(tenths, PortfolioRules(0.3)) == [0, 1]
    assert not is_kept(LinearLimit((0, 1), (0.1, 0.2), high=0.2999999999999999), np.array([True, True]))


def test_draws_are_near_the_bound_and_repeatable() -> None:
    candidates, rules = city_candidates(np.random.default_rng(5), 60, districts=3, units=2)
    drawn = drawn_portfolios(candidates, rules, draws=10, gap=0.001)
    assert drawn.largest_gap <= 0.001
    assert (drawn.draws, drawn.impossible) == (10, 0)
    again = drawn_portfolios(candidates, rules, draws=10, gap=0.001)
    assert again.shares.tolist() == drawn.shares.tolist()
    assert drawn.benefit[0] <= drawn.benefit[1] <= drawn.benefit[2]
    assert drawn.cost[2] <= rules.budget
    # What is chosen by the middle values is chosen in most draws.
    best = best_portfolio(candidates, rules, gap=0.001).chosen
    assert drawn.shares[best].mean() > 0.6 > 0.3 > drawn.shares[~best].mean()


def test_a_chance_is_what_the_interval_makes_it() -> None:
    """One of two variants, the same middle: each is best in half of the draws; a far better one always."""
    even = [
        programme(1, 10, benefit_interval=(5.0, 20.0), variants="a"),
        programme(1, 10, benefit_interval=(5.0, 20.0), variants="a"),
        programme(1, 500),
    ]
    drawn = drawn_portfolios(even, PortfolioRules(200), draws=300)
    assert drawn.shares[0] == pytest.approx(0.5, abs=0.09)
    assert drawn.shares[0] + drawn.shares[1] == pytest.approx(1)
    assert small_and_sure(even, drawn.shares, 200) == [2]
    costly = [programme(100, 10, cost_interval=(80.0, 120.0)), programme(5, 1)]
    drawn = drawn_portfolios(costly, PortfolioRules(97.98), draws=100)
    assert drawn.shares[0] == pytest.approx(0.5, abs=0.15)


def test_choices_with_a_gap_fall_back_to_the_whole_programme() -> None:
    """Equal items, of which two and a half fit: the relaxed bound is far away, and the best is proved anyway."""
    chooser = Chooser(5, [LinearLimit(tuple(range(5)), (4.0,) * 5, high=10.0)], gap=0.001)
    choice = chooser.best(np.ones(5))
    assert choice.benefit == 2
    assert choice.bound == pytest.approx(2)


TWO = "2\n3 2 16\n5 11 4\n2 3 1\n4 1 6\n 5 9\n2 1 0\n1 2.5\n1 1\n1\n"


def test_problems_of_the_or_library_are_read_and_solved() -> None:
    first, second = read_knapsacks(TWO)
    assert (first.optimum, first.capacities) == (16, (5, 9))
    assert second.optimum is None
    assert [round(best_items(one).benefit, 6) for one in (first, second)] == [16, 2.5]
    assert looks_like_knapsacks(TWO)
    assert looks_like_knapsacks("\n1\n1 1 0\nx\n"), "a word further down is a fault to be named"
    persian = TWO.translate({ord(latin): digit for latin, digit in zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", strict=True)})
    assert looks_like_knapsacks(persian)
    assert read_knapsacks(persian) == [first, second]
    assert not looks_like_knapsacks("candidate,cost,benefit\na,1,2\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1\n2 1 0\n1 2\n1 1\n", "it ends too early"),
        ("1\n2 2 0\n1 2\n1 1\n", "it ends too early"),
        ("1e400\n", "line 1: “1e400” is no number from 0"),
        ("", "it ends too early"),
        (TWO + "3\n", "there are numbers after its end"),
        ("1.5\n", "line 1: “1.5” is no whole number from 1 to 1000"),
        ("1\n1 1 0\n-1\n1\n1\n", "line 3: “-1” is no number from 0"),
        ("1\n1 1 0\n1.2.3\n1\n1\n", "line 3: “1.2.3” is no number from 0"),
        ("1\n\n1 1 0\n1\n1e300\n1\n", "line 5: “1e300” is no number from 0"),
    ],
)
def test_other_numbers_are_refused(text: str, reason: str) -> None:
    with pytest.raises(KnapsackFileIsWrong) as refused:
        read_knapsacks(text)
    assert reason in refused.value.words("en")
