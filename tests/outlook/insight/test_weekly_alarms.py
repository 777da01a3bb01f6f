"""Alarms over many series: planted rises are found, quiet weeks stay quiet."""

import numpy as np
import pytest

from lab.bench import alarms
from peygir.outlook.insight.methods.expected_counts import ExpectedWeek
from peygir.outlook.insight.methods.weekly_alarms import WeeklyTest, weekly_alarms, weekly_tests
from peygir.outlook.scoring.methods.count_tails import chance_of_more

TEN = ExpectedWeek(mean=10.0, dispersion=1.3, uncertainty=0.5, has_trend=True)


def test_the_least_probable_of_three_windows_counts() -> None:
    sudden, slow, quiet, young = weekly_tests(
        [[10, 10, 30], [17, 18, 19], [9, 11, 10], [10]], [[TEN] * 3, [TEN] * 3, [TEN] * 3, [TEN]]
    )
    assert (sudden.weeks, sudden.count, sudden.expected) == (1, 30, 10)
    assert (slow.weeks, slow.count, slow.expected) == (3, 54, 30)
    # Three weeks: their own variances, and one error of the expectation for all; 8 % on top.
    variance = 1.08 * (3 * 13 + (3 * np.sqrt(0.5)) ** 2)
    assert slow.p_value == pytest.approx(3 * chance_of_more(54, 30, variance))
    assert quiet.p_value > 0.5
    assert young.weeks == 1
    assert weekly_tests([[5, 50]], [[TEN, None]]) == []


def test_a_few_reports_are_no_finding_however_rare_they_are() -> None:
    rare = ExpectedWeek(mean=0.001, dispersion=1.0, uncertainty=1e-6, has_trend=False)
    few, enough = weekly_tests([[1, 1, 2], [2, 0, 3]], [[rare] * 3, [rare] * 3])
    assert few.p_value == 1
    assert (enough.weeks, enough.p_value < 1e-6) == (3, True)


def test_rare_series_raise_hardly_any_alarm() -> None:
    counts = np.random.default_rng(137).poisson(0.05, (alarms.BEFORE + alarms.WEEKS, 15))
    assert alarms.alarms_of_year(counts) == []


def test_tests_of_the_weeks_before_are_adjusted_together() -> None:
    tests = [WeeklyTest(place, 1, 20, 10.0, p_value) for place, p_value in enumerate((0.0004, 0.3, 0.6, 0.9))]
    assert [alarm.test.series for alarm in weekly_alarms(tests, rate=0.05)] == [0]
    quiet = [0.5] * 200
    assert weekly_alarms(tests, earlier=quiet, rate=0.05) == []
    busy = [1e-7] * 20 + [0.5] * 180
    (alarm,) = weekly_alarms(tests, earlier=busy, rate=0.05)
    assert alarm.q_value == pytest.approx(0.0004 * 204 / 21)
    assert weekly_alarms([], earlier=busy) == []


@pytest.mark.slow
def test_a_small_city_finds_its_outbreaks() -> None:
    counts, outbreaks = alarms.simulated_city(np.random.default_rng([137, 5]), 60)
    assert len(outbreaks) == alarms.OUTBREAKS
    raised = alarms.alarms_of_year(counts)
    lags = [alarms.lag_of(outbreak, raised) for outbreak in outbreaks]
    assert np.mean([lag is not None and lag < alarms.SOON for lag in lags]) >= 0.7
    false = [alarm for alarm in raised if not any(alarms.is_in(outbreak, *alarm) for outbreak in outbreaks)]
    assert len(false) <= 0.15 * len(raised)


def test_an_alarm_is_false_unless_it_sums_a_week_of_the_outbreak() -> None:
    outbreak = alarms.PlantedOutbreak(cell=3, first=10, weeks=2, factor=2.5, usual=20)
    assert alarms.is_in(outbreak, 3, 10, 1)
    assert alarms.is_in(outbreak, 3, 11, 3)
    assert alarms.is_in(outbreak, 3, 13, 3)
    assert not alarms.is_in(outbreak, 3, 12, 1)
    assert not alarms.is_in(outbreak, 3, 9, 3)
    assert not alarms.is_in(outbreak, 4, 10, 1)
    assert alarms.lag_of(outbreak, [(3, 9, 1), (3, 11, 2), (3, 12, 2)]) == 1
    assert alarms.lag_of(outbreak, [(4, 10, 1)]) is None
