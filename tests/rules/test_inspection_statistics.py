"""Intervals, the sequential test and the estimate of false closures: typed goldens with their sources, properties."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from peygir.core.false_closure import ENOUGH, Visit, estimate, horvitz_thompson
from peygir.core.intervals import clopper_pearson, normal_quantile, wilson, zero_defect_bound, zero_defect_visits
from peygir.core.sprt import TEST, SequentialTest, expected, run_test
from peygir.core.visit_findings import MEANINGS, finding_written

COUNTS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
VISITS = st.lists(st.builds(Visit, st.floats(0.001, 1), st.booleans()), max_size=60)


def test_the_interval_of_newcombes_example() -> None:
    # R. G. Newcombe, Two-sided confidence intervals for the single proportion, Stat. in Medicine 17 (1998), table 1.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_the_exact_interval_of_no_defect_in_twenty() -> None:
    # Newcombe (1998), table 1: 0 of 20, exact method: 0 to 0.1684.
    low, high = clopper_pearson(0, 20)
    assert (low, round(high, 4)) == (0.0, 0.1684)


@pytest.mark.parametrize(("share", "visits"), [(0.05, 59), (0.03, 99), (0.01, 299)])
def test_flawless_visits_that_show_a_small_share(share: float, visits: int) -> None:
    # The success-run theorem: 59, 99 and 299 are the familiar numbers at 95 % confidence.
    assert zero_defect_visits(share) == visits
    assert zero_defect_bound(visits) <= share < zero_defect_bound(visits - 1)


@given(COUNTS, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_intervals_agree_with_scipy(counts: tuple[int, int], confidence: float) -> None:
    count, n = counts
    for method, ours in (("wilson", wilson), ("exact", clopper_pearson)):
        theirs = binomtest(count, n).proportion_ci(confidence, method=method)
        low, high = ours(count, n, confidence=confidence)
        assert low == pytest.approx(theirs.low, abs=1e-9)
        assert high == pytest.approx(theirs.high, abs=1e-9)
        assert 0 <= low <= count / n <= high <= 1


@given(st.floats(0.0005, 0.9), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_zero_defect_table_is_the_smallest_number(share: float, confidence: float) -> None:
    visits = zero_defect_visits(share, confidence=confidence)
    assert (1 - share) ** visits <= 1 - confidence + 1e-12
    assert visits == 1 or (1 - share) ** (visits - 1) > 1 - confidence - 1e-12


def test_without_visits_nothing_is_known() -> None:
    assert wilson(0, 0) == clopper_pearson(0, 0) == (0.0, 1.0)
    assert zero_defect_bound(0) == 1.0
    assert estimate([]).share is None
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)


# ── the sequential test ─────────────────────────────────────────────────────────────────────────────────────────────

GOLDENS = [(0.02, 34), (0.05, 55), (0.10, 78), (0.15, 44), (0.25, 18)]
"""Mean visits of Wald's test of 5 % against 15 %, both risks 5 %, by simulation (the city's requirement)."""


@pytest.mark.parametrize(("share", "visits"), GOLDENS)
def test_the_expected_visits(share: float, visits: int) -> None:
    assert expected(share).visits == pytest.approx(visits, rel=0.10)


@pytest.mark.parametrize(("share", "visits"), GOLDENS)
def test_a_simulation_needs_as_many_visits_and_decides_as_often(share: float, visits: int) -> None:
    rng, runs = random.Random(f"sprt {share}"), 3000
    lengths, closer = [], 0
    for _ in range(runs):
        ratio, length, verdict = 0.0, 0, "not_yet_known"
        while verdict == "not_yet_known":
            ratio += TEST.step_of_defect if rng.random() < share else TEST.step_of_clean
            length += 1
            verdict = TEST.verdict_at(ratio)
        lengths.append(length)
        closer += verdict == "look_closer"
    mean = sum(lengths) / runs
    assert mean == pytest.approx(visits, rel=0.10)
    exact = expected(share)
    assert mean == pytest.approx(exact.visits, rel=0.06)
    assert closer / runs == pytest.approx(exact.look_closer, abs=0.03)


def test_the_risks_are_kept() -> None:
    assert expected(0.05).look_closer <= 0.05
    assert expected(0.15).clean <= 0.05
    assert expected(0.15).clean + expected(0.15).look_closer == pytest.approx(1, abs=1e-6)


@given(st.lists(st.booleans(), max_size=200))
def test_the_first_boundary_decides_for_good(defects: list[bool]) -> None:
    result = run_test(defects)
    if result.decided_after is None:
        assert (result.visits, result.defects) == (len(defects), sum(defects))
        assert TEST.lower < result.ratio < TEST.upper
        left = TEST.visits_to_clean(result.visits, result.defects)
        assert run_test([*defects, *[False] * left]).verdict == "clean"
        assert run_test([*defects, *[False] * (left - 1)]).verdict == "not_yet_known"
    else:
        assert run_test(defects[: result.decided_after]) == result
        assert run_test([*defects, True, False]) == result
        assert run_test(defects[: result.decided_after - 1]).verdict == "not_yet_known"


def test_three_false_closures_at_once_are_enough() -> None:
    assert run_test([True, True]).verdict == "not_yet_known"
    assert run_test([True, True, True]).verdict == "look_closer"
    assert run_test([False] * 27).decided_after == 27
    assert not SequentialTest(p0=0.2).is_possible
    assert not SequentialTest(beta=0.5).is_possible


# ── the estimate ────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.booleans(), min_size=1, max_size=200), st.floats(0.01, 1))
def test_equal_chances_give_wilsons_interval(found: list[bool], chance: float) -> None:
    result = estimate(Visit(chance, is_false) for is_false in found)
    assert result.how == "wilson"
    assert (result.low, result.high) == wilson(sum(found), len(found))
    assert result.share == sum(found) / len(found)


@given(VISITS)
def test_an_estimate_lies_in_its_interval_and_in_zero_to_one(visits: list[Visit]) -> None:
    result = estimate(visits)
    assert 0 <= result.low <= result.high <= 1
    assert result.is_enough == (len(visits) >= ENOUGH)
    if visits:
        assert result.share is not None
        assert result.low - 1e-12 <= result.share <= result.high + 1e-12
        assert result.effective_n > 0
    shuffled = visits[::-1]
    assert estimate(shuffled).share == pytest.approx(result.share) or result.share is None


def test_hajek_and_horvitz_thompson_by_hand() -> None:
    # Two of ten cases certain, one false; four of the others at 1/2, one false: weights 1, 1, 2, 2, 2, 2.
    visits = [Visit(1, True), Visit(1, False), Visit(0.5, True), *[Visit(0.5, False)] * 3]
    result = estimate(visits)
    assert result.share == pytest.approx(3 / 10)
    assert horvitz_thompson(visits, 10) == pytest.approx(3 / 10)
    # V1 = Σ (1 − π)/π² (y − p)²/100 = 2 (0.49 + 3 · 0.09)/100; V2 = 0.21 · 18/100; d = 2.
    variance = (2 * (2 * (0.49 + 3 * 0.09) / 100) + 2 * (0.21 * 18 / 100)) / 4
    assert result.effective_n == pytest.approx(0.21 / variance)
    assert (result.low, result.high) == wilson(0.3 * result.effective_n, result.effective_n)


def test_a_sample_of_unequal_chances_is_unbiased_where_the_plain_share_is_not() -> None:
    rng = random.Random("unequal chances")
    plain, weighted = [], []
    for _ in range(100):
        visits = []
        for number in range(4000):
            is_risky = number % 4 == 0
            chance = 0.5 if is_risky else 0.1
            if rng.random() < chance:
                visits.append(Visit(chance, rng.random() < (0.20 if is_risky else 0.04)))
        plain.append(sum(visit.is_false for visit in visits) / len(visits))
        weighted.append(estimate(visits).share or 0.0)
    truth = (0.20 + 3 * 0.04) / 4
    assert sum(weighted) / 100 == pytest.approx(truth, abs=0.003)
    assert sum(plain) / 100 > truth + 0.04


def test_findings_of_a_file_are_those_of_the_product() -> None:
    assert {finding_written(name) for name in MEANINGS} == set(MEANINGS)
    assert finding_written(" Not Fixed ") == finding_written("not") == finding_written("1") == "not_fixed"
    assert finding_written("could not tell") == "not_seen"
    assert finding_written("yes") is None
    assert MEANINGS["missed"] == "false"
    assert [name for name, meaning in MEANINGS.items() if meaning == "unknown"] == ["not_seen"]
