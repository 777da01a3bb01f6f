"""Synthetic control on panels with planted weights and effects; its weights against a search over all of them."""

import numpy as np
import pytest

from lab.bench.planning_goldens import planted_panel
from peygir.outlook.planning.methods.synthetic_control import placebo_test, synthetic_unit, without_each_donor


def test_planted_weights_and_effect_are_found() -> None:
    outcomes, predictors = planted_panel()
    twin = synthetic_unit(outcomes, predictors, treated=0, before=15)
    weights = dict(zip(twin.donors, twin.weights.tolist(), strict=True))
    assert weights[3] == pytest.approx(0.7, abs=0.05)
    assert weights[5] == pytest.approx(0.3, abs=0.05)
    assert twin.effect == pytest.approx(-2, abs=0.1)
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) >= 0
    assert twin.importance.sum() == pytest.approx(1)
    assert np.allclose(twin.gap, outcomes[:, 0] - twin.synthetic)


def test_without_predictors_the_outcomes_before_are_fitted() -> None:
    outcomes, predictors = planted_panel()
    twin = synthetic_unit(outcomes, predictors[:0], treated=0, before=15)
    assert twin.error_before <= synthetic_unit(outcomes, predictors, treated=0, before=15).error_before
    assert twin.effect == pytest.approx(-2, abs=0.1)
    assert twin.importance.size == 0


def test_the_weights_are_the_nearest_mean() -> None:
    """Two donors and one weight: no other weight on a fine grid fits the outcomes before better."""
    rng = np.random.default_rng(3)
    for _case in range(20):
        outcomes = rng.normal(size=(8, 3))
        twin = synthetic_unit(outcomes, np.zeros((0, 3)), treated=0, before=6)
        errors = [
            float(((outcomes[:6, 0] - share * outcomes[:6, 1] - (1 - share) * outcomes[:6, 2]) ** 2).mean()) ** 0.5
            for share in np.linspace(0, 1, 2001)
        ]
        assert twin.error_before == pytest.approx(min(errors), abs=1e-6)


def test_an_importance_is_sought_that_fits_the_outcome() -> None:
    """One predictor says which donor is alike, three say nothing: equal importance fits worse."""
    rng = np.random.default_rng(8)
    size = np.array([5.0, 4.9, 1.0, 9.0, 2.0, 8.0])
    outcomes = size * np.linspace(1, 2, 12)[:, None] + rng.normal(0, 0.02, (12, 6))
    predictors = np.vstack((size, rng.normal(size=(3, 6))))
    twin = synthetic_unit(outcomes, predictors, treated=0, before=8)
    assert twin.error_before < 0.05
    assert abs(twin.effect) < 0.1
    # Of the other three alone every importance fits badly.
    misled = synthetic_unit(outcomes, predictors[1:], treated=0, before=8)
    assert misled.error_before > 5 * twin.error_before


def test_the_placebo_test_finds_the_one_treated_unit() -> None:
    outcomes, predictors = planted_panel()
    given = (outcomes, predictors[:0])
    twin = synthetic_unit(*given, treated=0, before=15)
    test = placebo_test(*given, twin, treated=0, before=15)
    assert (test.rank, test.of, test.p_value) == (1, 13, 1 / 13)
    assert len(test.units) == 12
    assert test.p_well_fitted == 1 / test.well_fitted
    # The treated unit is among the donors of the others, as in the source.
    assert all(0 in unit.donors for unit in test.units)
    nothing = outcomes.copy()
    nothing[15:, 0] += 2
    twin = synthetic_unit(nothing, predictors[:0], treated=0, before=15)
    assert placebo_test(nothing, predictors[:0], twin, treated=0, before=15).rank > 1


def test_donors_are_left_out_in_turn() -> None:
    outcomes, predictors = planted_panel()
    twin = synthetic_unit(outcomes, predictors[:0], treated=0, before=15)
    others = without_each_donor(outcomes, predictors[:0], twin, treated=0, before=15)
    weighted = {donor for donor, weight in zip(twin.donors, twin.weights, strict=True) if weight >= 0.01}
    assert set(others) == weighted
    assert {3, 5} <= weighted
    for donor, other in others.items():
        assert donor not in other.donors
        assert other.error_before >= twin.error_before
    assert others[3].error_before > 3 * twin.error_before


def test_a_predictor_that_is_the_same_everywhere_has_no_importance() -> None:
    outcomes, predictors = planted_panel()
    with_constant = np.vstack((predictors, np.full(13, 7.0)))
    twin = synthetic_unit(outcomes, with_constant, treated=0, before=15)
    assert twin.importance[-1] == 0
    only = synthetic_unit(outcomes, np.full((1, 13), 7.0), treated=0, before=15)
    assert only.weights.tolist() == [1 / 12] * 12
