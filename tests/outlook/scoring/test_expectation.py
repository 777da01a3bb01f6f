"""What is to be expected of a unit's cases: the fit against an optimiser, and that no unit decides about itself."""

import numpy as np
import pytest
from scipy.optimize import minimize

from peygir.outlook.scoring.fairness.expectation import LOOSE, RIDGE, Seasoned, expected_of_units, fitted, pooled
from peygir.outlook.scoring.fairness.one_hot import OneHot
from peygir.outlook.scoring.fairness.outcomes import (
    CaseMix,
    MonthCells,
    cells_from,
    cells_of,
    is_failure,
    text_of_cells,
)
from peygir.outlook.scoring.marking import CountedRow
from tests.outlook.scoring.mixed_cities import HARD, MONTHS, UNITS, month_cells


def test_the_coefficients_are_those_of_the_largest_penalised_likelihood() -> None:
    month = month_cells(np.random.default_rng(1), MONTHS[0], each=15)
    counts = pooled([month], "solved")
    model = fitted(counts)
    assert model is not None
    levels = sorted(model.effects)
    rows = [(key, failed, n) for key, (failed, n) in sorted(counts.items())]

    def loss(beta: np.ndarray) -> float:
        total = LOOSE * beta[0] ** 2 / 2 + RIDGE * (beta[1:] ** 2).sum() / 2
        for key, failed, n in rows:
            known = {**key.mix._asdict(), "season": key.season}
            logit = beta[0] + sum(beta[1 + place] for place, (name, code) in enumerate(levels) if known[name] == code)
            total += n * np.logaddexp(0, logit) - failed * logit
        return float(total)

    found = minimize(loss, np.zeros(len(levels) + 1), method="BFGS", options={"gtol": 1e-7})
    assert [model.intercept, *(model.effects[level] for level in levels)] == pytest.approx(found.x, abs=2e-4)
    assert model.effects["topic", "asphalt"] > 0 > model.effects["topic", "bins"]


@pytest.mark.parametrize("widths", [(0, 1), (0, 4), (3, 4)])
def test_sums_over_the_known_values_are_those_of_the_whole_matrix(widths: tuple[int, int]) -> None:
    draw, columns = np.random.default_rng(6), 9
    rows = [sorted(draw.choice(np.arange(1, columns), draw.integers(*widths), replace=False)) for _row in range(40)]
    dense = np.zeros((len(rows), columns))
    dense[:, 0] = 1
    for place, row in enumerate(rows):
        dense[place, row] = 1
    design, beta, weights = OneHot(rows, columns), draw.normal(size=columns), draw.random(len(rows))
    assert design.times(beta) == pytest.approx(dense @ beta)
    assert design.summed(weights) == pytest.approx(dense.T @ weights)
    assert design.squared(weights) == pytest.approx((dense.T * weights) @ dense)


def test_without_a_past_the_others_alone_say_what_is_expected_of_a_unit() -> None:
    month = month_cells(np.random.default_rng(7), MONTHS[0], each=20)
    by_unit, _model = expected_of_units(month, [], "solved")
    for unit_id in UNITS:
        own = {key: counts for key, counts in month.cells["solved"].items() if key[1] == unit_id}
        others = {key: counts for key, counts in month.cells["solved"].items() if key[1] != unit_id}
        model = fitted(pooled([MonthCells(month.first_on, "", {"solved": others})], "solved"))
        assert model is not None
        logits = model.logits([Seasoned(mix, month.season) for mix, _unit_id in own])
        expected = sum(n / (1 + np.exp(-logit)) for (_failed, n), logit in zip(own.values(), logits, strict=True))
        assert by_unit[unit_id].expected == pytest.approx(expected, abs=1e-4)


def test_a_unit_with_hard_cases_is_expected_to_fail_more_often() -> None:
    draw = np.random.default_rng(2)
    months = [month_cells(draw, first_on) for first_on in MONTHS]
    for earlier in (months[:3], []):
        by_unit, _model = expected_of_units(months[3], earlier, "solved")
        assert set(by_unit) == set(UNITS)
        for unit_id, one in by_unit.items():
            assert abs(one.observed - one.expected) < 3.5 * one.spread, unit_id
        shares = {unit_id: one.expected / one.n for unit_id, one in by_unit.items()}
        assert min(shares[unit_id] for unit_id in (1, 3, 5, 7)) > max(shares[unit_id] for unit_id in (2, 4, 6, 8))


@pytest.mark.parametrize("has_past", [True, False])
def test_what_a_unit_does_in_a_month_does_not_change_what_is_expected_of_it(has_past: bool) -> None:
    draw = np.random.default_rng(3)
    *earlier, month = (month_cells(draw, first_on) for first_on in MONTHS)
    past = earlier if has_past else []
    cells = dict(month.cells["solved"])
    all_fail = {key: (n, n) if key[1] == 1 else (failed, n) for key, (failed, n) in cells.items()}
    before, _model = expected_of_units(month, past, "solved")
    after, _model = expected_of_units(MonthCells(month.first_on, "", {"solved": all_fail}), past, "solved")
    assert after[1].expected == before[1].expected
    assert after[1].observed == after[1].n
    assert after[3].expected > before[3].expected, "the others are compared with it"


def test_the_level_of_the_month_is_that_of_the_other_units() -> None:
    draw = np.random.default_rng(4)
    earlier = [month_cells(draw, first_on, each=200) for first_on in MONTHS[:3]]
    storm = {(unit_id, topic): 1.8 for unit_id in UNITS for topic in (*HARD, "bins", "lights", "trees")}
    month = month_cells(draw, MONTHS[3], each=200, factors=storm)
    found, _model = expected_of_units(month, earlier, "solved")
    assert all(abs(one.observed - one.expected) < 3 * one.spread for one in found.values()), "a bad month of all"
    level = [one.expected / one.n for one in found.values()]
    assert min(level) > 0.18, "of an easy topic one in ten failed before"


def test_values_never_seen_add_nothing_and_no_rows_give_no_model() -> None:
    model = fitted({Seasoned(CaseMix("asphalt", "1", "web", "N"), "1"): (3, 10)})
    assert model is not None
    (logit,) = model.logits([Seasoned(CaseMix("snow", "9", "", ""), "4")])
    assert logit == model.intercept
    assert fitted({}) is None
    assert expected_of_units(MonthCells(MONTHS[0], "", {}), [], "solved") == ({}, None)


@pytest.mark.parametrize("failed", [0, 10])
def test_all_or_none_failing_is_finite(failed: int) -> None:
    model = fitted({Seasoned(CaseMix("asphalt", "1", "web", "N"), "1"): (failed, 10)})
    assert model is not None
    assert abs(model.intercept) < 20
    assert (model.intercept > 0) == (failed == 10)


@pytest.mark.parametrize(
    ("indicator", "signature", "expected"),
    [
        ("solved", (1,), False),
        ("solved", (0,), True),
        ("reopened", (1,), True),
        ("reopened", (0,), False),
        ("finished_in_time", (10, 10, 1), False),
        ("finished_in_time", (11, 10, 1), True),
        ("finished_in_time", (11, 10, 0), True),
        ("finished_in_time", (9, 10, 0), None),
        ("satisfaction", ("question", 1, 1), False),
        ("satisfaction", ("question", 1, 0), True),
        ("satisfaction", ("question", 0, 0), None),
    ],
)
def test_what_is_a_failure(indicator: str, signature: tuple[int | str, ...], expected: bool | None) -> None:
    assert is_failure(indicator, signature) is expected


def test_cells_are_counted_and_their_text_gives_them_back() -> None:
    rows = [CountedRow(case_id, 0, "", (case_id % 2,)) for case_id in range(1, 6)]
    mixes = {case_id: CaseMix("asphalt, hot", "1", "web", "N") for case_id in (1, 2, 3)}
    cells = cells_of({"solved": {7: rows}, "returned": {7: rows}}, mixes)
    assert cells == {
        "solved": {(CaseMix("", "", "", ""), 7): (1, 2), (CaseMix("asphalt, hot", "1", "web", "N"), 7): (1, 3)}
    }
    assert cells_from(text_of_cells(cells)) == cells
