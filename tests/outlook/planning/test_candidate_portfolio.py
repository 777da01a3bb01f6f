"""The choice among candidates: optimal where every choice can be tried, with parts, overrides, needs and support."""

from itertools import product

import numpy as np
import pytest

from lab.bench.portfolio_candidates import city_values
from peygir.outlook.planning.methods.candidate_columns import Columns
from peygir.outlook.planning.methods.candidate_draws import CandidateValues, drawn_inputs, likely_benefits
from peygir.outlook.planning.methods.candidate_portfolio import computed
from peygir.outlook.planning.methods.integer_programme import Chooser, NoChoiceIsPossible, is_kept
from peygir.outlook.planning.portfolio_rules import Override, PortfolioTerms


def values(key: int, cost: float, incidents: float = 10.0, **given: object) -> CandidateValues:
    inputs = {
        "incidents": (incidents / 1.3, incidents, incidents * 1.3),
        "reported": (0.5, 0.8, 1.0),
        "severity": (0.9, 1.0, 1.1),
        "people": (10.0, 30.0, 100.0),
        "avoidable": (0.3, 0.6, 0.85),
        "years": (2.0, 4.0, 6.0),
        "cost": (cost / 1.2, cost, cost * 1.2),
    }
    about: dict[str, object] = {
        "district": "1",
        "unit": "7",
        "variants": "",
        "needs": (),
        "load": 0.0,
        "least_part": 1.0,
        "supporters": 5,
    }
    return CandidateValues(id=key, inputs=inputs, **{**about, **given})  # type: ignore[arg-type]


def seeded(seed: int) -> tuple[list[CandidateValues], PortfolioTerms]:
    """A few candidates with every kind of limit."""
    rng = np.random.default_rng([137, seed])
    count = int(rng.integers(5, 8))
    rows = [
        values(
            key,
            float(np.round(rng.lognormal(2, 1), 1)) * 1e6,
            float(rng.uniform(2, 40)),
            district=str(rng.integers(1, 3)),
            variants="v" if rng.random() < 0.3 else "",
            needs=(int(rng.integers(1, key)),) if key > 1 and rng.random() < 0.2 else (),
            unit=str(rng.integers(2)),
            load=float(np.round(rng.uniform(0, 5), 1)),
            least_part=0.5 if rng.random() < 0.3 else 1.0,
            supporters=int(rng.integers(0, 6)),
        )
        for key in range(1, count + 1)
    ]
    total = sum(one.inputs["cost"][1] for one in rows)
    terms = PortfolioTerms(
        budget=int(total * 0.5), least_support=1, floors={"1": int(total * 0.05)}, capacities={"0": 6.0}
    )
    return rows, terms


@pytest.mark.parametrize("seed", range(25))
def test_small_choices_are_the_best_of_all(seed: int) -> None:
    rows, terms = seeded(seed)
    columns = Columns(rows, terms)
    costs = np.array([one.inputs["cost"][1] for one in rows])
    gains, limits = columns.spread(likely_benefits(rows)), columns.limits(costs, terms.budget)
    best: float | None = None
    for choice in product((False, True), repeat=columns.count):
        if all(is_kept(limit, np.array(choice)) for limit in limits):
            best = max(best or 0.0, float(gains[np.array(choice)].sum()))
    chooser = Chooser(columns.count, limits)
    if best is None:
        with pytest.raises(NoChoiceIsPossible):
            chooser.best(gains)
        return
    assert chooser.best(gains).benefit == pytest.approx(best)


@pytest.mark.parametrize(("seed", "share"), [(1, 0.25), (2, 0.08), (3, 0.15)])
def test_draws_of_many_candidates_are_as_near_as_they_say(seed: int, share: float) -> None:
    """The bound of each draw holds against the choice that is proved best, and the gap is that to it or larger."""
    rows, terms = city_values(seed, count=90, districts=3, units=2, share=share)
    columns, drawn = Columns(rows, terms), drawn_inputs(rows, draws=8, seed=seed)
    for benefits, costs in zip(drawn.benefits, drawn.costs, strict=True):
        gains, limits = columns.spread(benefits), columns.limits(costs, terms.budget)
        exact = Chooser(columns.count, limits).best(gains)
        near = Chooser(columns.count, limits, gap=0.001).best(gains)
        assert all(is_kept(limit, near.chosen) for limit in limits)
        assert near.gap <= 0.001
        assert near.benefit <= exact.benefit * (1 + 1e-9) <= near.bound * (1 + 2e-9)


def test_a_part_is_done_where_the_whole_does_not_fit() -> None:
    rows = [values(1, 10e6, least_part=0.5), values(2, 4e6, 1.0)]
    whole = computed(rows, PortfolioTerms(budget=6_000_000, has_parts=False), draws=30)
    assert whole["chosen"] == {"2": 1.0}
    parts = computed(rows, PortfolioTerms(budget=6_000_000), draws=30)
    assert parts["chosen"] == {"1": 0.5}
    assert parts["cost"] == 5e6


def test_a_part_may_fill_a_capacity_to_the_last_hour() -> None:
    """As floats, 16.8 × 0.75 is a little more than 12.6."""
    rows = [values(1, 9e6, load=16.8, least_part=0.5)]
    assert computed(rows, PortfolioTerms(budget=9_000_000, capacities={"7": 12.6}), draws=30)["chosen"] == {"1": 0.75}


def test_support_overrides_needs_and_variants_bind() -> None:
    rows = [
        values(1, 1e6, 50.0, supporters=1),
        values(2, 1e6, 40.0, variants="v"),
        values(3, 1e6, 41.0, variants="v"),
        values(4, 1e6, 1.0, needs=(5,)),
        values(5, 9e6, 1.0),
    ]
    result = computed(rows, PortfolioTerms(budget=5_000_000, least_support=2), draws=40)
    assert result["left_out"] == [1]
    assert set(result["chosen"]) == {"3"}, "4 needs 5, which is too dear"
    assert 0 < result["chances"]["2"] < 1
    assert result["chances"]["2"] + result["chances"]["3"] == pytest.approx(1)
    forced = PortfolioTerms(
        budget=5_000_000, least_support=2, overrides={1: Override(True, "شورا"), 3: Override(False, "ملک")}
    )
    assert set(computed(rows, forced, draws=20)["chosen"]) == {"1", "2"}


def test_need_changes_the_choice_and_is_shown_beside() -> None:
    rows = [values(1, 5e6, 10.0), values(2, 5e6, 8.0, district="2")]
    terms = PortfolioTerms(budget=6_000_000, equity=0.0, ratios={"2": 2.0})
    result = computed(rows, terms, draws=30)
    assert set(result["chosen"]) == {"1"}
    assert [set(one["chosen"]) for one in result["equities"]] == [{"1"}, {"2"}, {"2"}]


def test_what_decides_is_the_input_that_is_least_known() -> None:
    rows = [values(1, 5e6), values(2, 5e6)]
    result = computed(rows, PortfolioTerms(budget=6_000_000), draws=400)
    assert 0.3 < result["chances"]["1"] < 0.7
    assert result["deciding"]["1"]["input"] == "people"
    assert result["deciding"]["1"]["is_in_above"]
    assert [one["change"] for one in result["budgets"]] == [-0.1, 0.1]


def test_draws_are_what_they_say() -> None:
    drawn = drawn_inputs([values(1, 5e6)], draws=20_000, seed=1)
    for name, (low, likely, high) in values(1, 5e6).inputs.items():
        below, middle, above = np.quantile(drawn.inputs[name][:, 0], [0.05, 0.5, 0.95])
        assert below == pytest.approx(low, rel=0.05), name
        assert middle == pytest.approx(likely, rel=0.05), name
        assert above == pytest.approx(min(high, 1.0) if name in {"reported", "avoidable"} else high, rel=0.05), name
    assert drawn.inputs["reported"].max() <= 1
    again = drawn_inputs([values(1, 5e6)], draws=20_000, seed=1)
    assert np.array_equal(again.benefits, drawn.benefits), "the same seed draws the same"
