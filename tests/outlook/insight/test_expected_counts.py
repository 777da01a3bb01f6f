"""What five years let expect: season, trend, past outbreaks; and the tails of counts."""

import numpy as np
import pytest

from peygir.outlook.insight.methods.expected_counts import HALF_WINDOW, LEVELS, _baseline, expected_week
from peygir.outlook.insight.methods.quasi_poisson import Numbers, Places
from peygir.outlook.scoring.methods.count_tails import chance_of_more, upper_quantile

WEEKS = np.arange(320)
MEANS = 20 * np.exp(0.4 * np.cos(2 * np.pi * WEEKS / 52.18) + 0.05 * WEEKS / 52.18)


def counts(seed: int, means: Numbers = MEANS, dispersion: float = 1.5) -> Places:
    rng = np.random.default_rng([137, seed])
    return rng.poisson(rng.gamma(means / (dispersion - 1)) * (dispersion - 1))


def test_expectation_and_dispersion_are_recovered_in_every_season() -> None:
    for week in (262, 275, 288, 301, 314):
        weeks = [expected_week(counts(seed)[:week].tolist()) for seed in range(40)]
        means = [each.mean for each in weeks if each is not None]
        assert np.mean(means) == pytest.approx(MEANS[week], rel=0.06)
        # What it says of its own uncertainty is what it errs by.
        claimed = np.sqrt(np.mean([each.uncertainty for each in weeks if each is not None]))
        assert np.std(means) == pytest.approx(claimed, rel=0.4)
        assert np.mean([each.dispersion for each in weeks if each is not None]) == pytest.approx(1.45, abs=0.1)


def test_a_past_outbreak_hardly_raises_what_is_expected() -> None:
    week = 300
    plain = expected_week(counts(1)[:week].tolist())
    struck = counts(1)
    struck[week - 104 - 2 : week - 104 + 3] *= 5
    assert plain is not None
    after = expected_week(struck[:week].tolist())
    assert after is not None
    assert after.mean <= plain.mean * 1.2
    # Without down-weighting the mean of this season would rise by about a half.
    naive = struck[week - 104 - 2 : week - 104 + 3].sum() / 35 / plain.mean
    assert naive >= 0.4


def test_what_goes_on_now_does_not_raise_its_own_expectation() -> None:
    now = counts(2)
    before = expected_week(now[:300].tolist())
    now[300 - 26 : 300] *= 3
    assert expected_week(now[:300].tolist()) == before


def test_a_trend_that_leads_beyond_every_past_week_is_left_out() -> None:
    falling = np.concatenate([np.full(200, 2), np.arange(2, 62), np.full(26, 60)])
    week = expected_week(falling.tolist())
    assert week is not None
    assert not week.has_trend
    assert week.mean <= 62
    steady = expected_week(counts(3)[:300].tolist())
    assert steady is not None
    assert steady.has_trend


def test_bounds_are_crossed_about_as_often_as_they_say() -> None:
    crossed = tested = 0
    for seed in range(100, 140):
        series = counts(seed)
        for week in range(270, 318, 6):
            expected = expected_week(series[:week].tolist())
            assert expected is not None
            tested += 1
            crossed += int(series[week]) > expected.upper(0.05)
    # 320 times one in twenty: 16, four standard deviations of 3.9 above.
    assert crossed <= 32


def test_the_seasons_levels() -> None:
    weeks, levels = _baseline(270, 5, 26)
    assert (weeks[0], weeks[-1]) == (270 - 261 - HALF_WINDOW, 270 - 26 - 1)
    same = [week for week, level in zip(weeks, levels, strict=True) if level == 0]
    assert same == [anchor + away for anchor in (9, 61, 113, 166, 218) for away in range(-HALF_WINDOW, HALF_WINDOW + 1)]
    assert set(levels.tolist()) == set(range(LEVELS))
    sizes = np.bincount(levels)[1:]
    assert 4 * 5 <= sizes.min() <= sizes.max() <= 5 * 6


def test_a_short_past_and_an_empty_one() -> None:
    assert expected_week([3] * 60) is None
    nothing = expected_week([0] * 300)
    assert nothing is not None
    assert (nothing.mean, nothing.uncertainty, nothing.p_value(0)) == (0.5 / 238, 0.5 / 238**2, 1)
    assert nothing.p_value(1) == pytest.approx(0.5 / 238, rel=0.01), "one report is improbable, not impossible"
    rare = expected_week(([0] * 99 + [1]) * 3)
    assert rare is not None
    assert 0 <= rare.mean < 1


def test_a_season_without_a_report_makes_none_impossible() -> None:
    # Week 260 has the level of the seven weeks around 208, 156, 104 and 51, and of three from 0 on.
    past = np.array([1.0 if 10 <= week % 52 <= 40 else 0.0 for week in range(260)])
    week = expected_week(past.tolist())
    assert week is not None
    assert week.mean == pytest.approx(0.5 / 31)
    assert week.p_value(1) == pytest.approx(0.5 / 31, rel=0.01)


def test_tails_of_counts() -> None:
    # Poisson 3: P(X ≥ 6) = 1 - e⁻³ Σ 3ᵏ/k!, k = 0 … 5.
    assert chance_of_more(6, 3, 3) == pytest.approx(0.0839179)
    # Negative binomial of mean 2 and variance 4: size 2, p ½, so P(0) = ¼ and P(1) = ¼.
    assert chance_of_more(1, 2, 4) == pytest.approx(0.75)
    assert chance_of_more(2, 2, 4) == pytest.approx(0.5)
    assert (chance_of_more(0, 2, 4), chance_of_more(3, 0, 0)) == (1, 0)
    assert upper_quantile(0.05, 3, 3) == 6
    for alpha, mean, variance in ((0.05, 12.5, 30.0), (1e-6, 400.0, 900.0), (0.01, 0.001, 0.001), (0.5, 3.0, 3.0)):
        bound = upper_quantile(alpha, mean, variance)
        assert chance_of_more(bound + 1, mean, variance) <= alpha < chance_of_more(bound, mean, variance)
