"""Measurements on simulated years with a known effect: what fell is found, and what only seems to fall is not."""

from collections import Counter
from dataclasses import replace

import pytest

from peygir.outlook.planning.goal_inputs import DURING, inputs_from
from peygir.outlook.planning.methods.goal_effect import measured
from tests.simulated_years import SimulatedYears, simulated

SEEDS = {"its": 120, "synthetic": 120, "before_after": 120}
ESTIMATORS = sorted(SEEDS)


def verdicts(estimator: str, years: SimulatedYears, **given: bool) -> tuple[Counter[str], float, float]:
    """How often each verdict was given, the mean ratio, and the share of intervals that hold the truth."""
    counts: Counter[str] = Counter()
    ratios, covered = [], 0
    for seed in range(SEEDS[estimator]):
        result = measured(simulated(seed, years, estimator=estimator, **given))
        counts[result["verdict"]] += 1
        ratio, low, high = result["ratio"]
        ratios.append(ratio)
        covered += low <= years.effect <= high
    return counts, sum(ratios) / len(ratios), covered / len(ratios)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_real_fall_is_found(estimator: str) -> None:
    counts, ratio, covered = verdicts(estimator, SimulatedYears(effect=0.5))
    assert counts["reached"] >= 0.9 * SEEDS[estimator]
    assert ratio == pytest.approx(0.5, abs=0.03)
    assert covered >= 0.85


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_no_fall_is_not_found(estimator: str) -> None:
    counts, ratio, covered = verdicts(estimator, SimulatedYears())
    assert counts["reached"] == 0
    assert counts["not_reached"] >= 0.5 * SEEDS[estimator]
    assert ratio == pytest.approx(1, abs=0.05)
    assert covered >= 0.85


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_years_that_differ_by_area_are_not_taken_for_an_effect(estimator: str) -> None:
    counts, _ratio, covered = verdicts(estimator, SimulatedYears(yearly=0.15))
    assert counts["reached"] <= 0.05 * SEEDS[estimator]
    assert covered >= 0.85


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_regression_to_the_mean_is_not_taken_for_success(estimator: str) -> None:
    """The worst area of the last year falls by itself; with the guard that is expected, without it looks like work."""
    years = SimulatedYears(yearly=0.25, is_worst_chosen=True)
    counts, ratio, _covered = verdicts(estimator, years)
    assert counts["reached"] <= 0.05 * SEEDS[estimator]
    naive = verdicts(estimator, years, is_chosen_as_worst=False)[1]
    assert naive < ratio - 0.04
    assert ratio == pytest.approx(1, abs=0.07)
    assert ratio < 1.1


def test_the_guard_says_what_falls_without_work() -> None:
    years = SimulatedYears(yearly=0.25, is_worst_chosen=True)
    changes = [measured(simulated(seed, years, estimator="before_after"))["guard"]["change"] for seed in range(40)]
    assert sum(change < 1 for change in changes) >= 36
    assert 0.7 < sum(changes) / len(changes) < 0.97


def test_a_fall_of_reporting_is_not_taken_for_success() -> None:
    """As much happens as before and half as much is reported; that cases are rarely told again gives it away."""
    level = 120.0  # so that the repeated reports of a year say enough
    silent = SimulatedYears(reported_after=0.55, again_before=0.35, again_after=0.1, level=level, correlation=0.0)
    seen: Counter[str] = Counter()
    unseen: Counter[str] = Counter()
    for seed in range(40):
        inputs = simulated(seed, silent, estimator="before_after")
        result = measured(inputs)
        seen[result["verdict"]] += 1
        unseen[measured(replace(inputs, repeated=()))["verdict"]] += 1
        assert result["reporting"]["after"] < result["reporting"]["before"]
    assert unseen["reached"] == 40, "without the correction it is a success"
    assert seen["reached"] <= 2
    honest = SimulatedYears(effect=0.55, again_before=0.35, again_after=0.35, level=level, correlation=0.0)
    assert sum(measured(simulated(seed, honest, estimator="before_after"))["ratio"][0] for seed in range(40)) / 40 == (
        pytest.approx(0.55, abs=0.03)
    )


def test_a_single_series_needs_no_others_and_knows_its_season() -> None:
    years = SimulatedYears(has_others=False, effect=0.5)
    found = [measured(simulated(seed, years, estimator="its"))["verdict"] for seed in range(60)]
    assert found.count("reached") >= 54
    calm = SimulatedYears(has_others=False, correlation=0.6)
    wrong = [measured(simulated(seed, calm, estimator="its"))["verdict"] for seed in range(60)]
    assert wrong.count("reached") <= 1


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_work_that_leaves_nothing_is_a_success(estimator: str) -> None:
    result = measured(simulated(3, SimulatedYears(effect=0.0), estimator=estimator))
    assert result["verdict"] == "reached"
    assert result["high"] < 0.5 * result["series"][0][0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"phases": (0,) * 48 + (DURING,) * 3}, "work"),
        ({"phases": (DURING,) * 20 + (0,) * 16 + (DURING,) * 3 + (2,) * 12}, "before"),
        ({"phases": (0,) * 36 + (DURING,) * 12 + (2,) * 3}, "after"),
        ({"controls": {}}, "others"),
    ],
)
def test_what_is_missing_is_said(change: dict[str, object], why: str) -> None:
    inputs = replace(simulated(1, SimulatedYears(), estimator="synthetic"), **change)  # type: ignore[arg-type]
    result = measured(inputs)
    assert (result["verdict"], result["why"], result["value"]) == ("cannot_tell", why, None)


def test_an_area_chosen_as_bad_cannot_be_judged_alone() -> None:
    inputs = replace(simulated(1, SimulatedYears(), estimator="its"), controls={}, is_chosen_as_worst=True)
    assert measured(inputs)["why"] == "others"


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_same_inputs_give_the_same_figures(estimator: str) -> None:
    inputs = simulated(4, SimulatedYears(effect=0.7), estimator=estimator)
    assert measured(inputs_from(inputs.as_json())) == measured(inputs)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_share_stays_a_share(estimator: str) -> None:
    """Kept promises: of 100 a month, 60 before and 80 after."""
    base = simulated(2, SimulatedYears(), estimator=estimator)
    rows = tuple(100 for _month in base.months)
    own = tuple(60 + (month % 5) - 2 if phase < 2 else 80 + month % 5 - 2 for month, phase in enumerate(base.phases))
    others = {
        code: (rows, tuple(60 + (place + month) % 7 - 3 for month in range(len(rows))))
        for place, code in enumerate(base.controls)
    }
    inputs = replace(
        base, is_share=True, counts_cases=False, rows=rows, amounts=own, controls=others, baseline=0.6, target=0.7
    )
    result = measured(inputs)
    assert result["verdict"] == "reached"
    assert result["value"] == pytest.approx(0.8, abs=0.03)
    assert result["high"] <= 1
    assert all(value is None or 0 <= value <= 1 for row in result["series"] for value in row)
