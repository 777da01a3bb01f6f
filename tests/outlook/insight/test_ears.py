"""The rules of EARS: their bounds by hand, and how often they cry wolf."""

import statistics

import numpy as np
import pytest

from peygir.outlook.insight.methods.ears import ears

Z = 1.6448536269514722
COUNTS = [2, 3, 1, 4, 2, 3, 2, 9, 8, 7, 20]


def test_c1_takes_the_weeks_just_before() -> None:
    judged = ears(COUNTS, rule="C1", weeks=7, alpha=0.05)
    assert [week.upper for week in judged[:7]] == [None] * 7
    before = COUNTS[:7]
    assert judged[7].upper == pytest.approx(statistics.mean(before) + Z * statistics.stdev(before))
    assert judged[7].is_alarm
    before = COUNTS[3:10]
    assert judged[10].upper == pytest.approx(statistics.mean(before) + Z * statistics.stdev(before))


def test_c2_leaves_two_weeks_between() -> None:
    judged = ears(COUNTS, rule="C2", weeks=7, alpha=0.05)
    assert judged[8].upper is None
    assert judged[9].upper == pytest.approx(statistics.mean(COUNTS[:7]) + Z * statistics.stdev(COUNTS[:7]))
    assert judged[9].is_alarm


def test_c3_adds_what_was_too_much_in_the_two_weeks_before() -> None:
    counts = [2, 4, 2, 4, 2, 4, 2, 4, 2, 7, 7, 4]
    judged = ears(counts, rule="C3", weeks=7, alpha=0.05)
    assert [week.upper for week in judged[:11]] == [None] * 11, "it needs C2 of two weeks before"

    def c2(place: int) -> tuple[float, float]:
        before = counts[place - 9 : place - 2]
        return statistics.mean(before), statistics.stdev(before)

    carried = sum(max(0, (counts[place] - c2(place)[0]) / c2(place)[1] - 1) for place in (9, 10))
    mean, spread = c2(11)
    assert judged[11].upper == pytest.approx(max(0, mean + spread * (Z - carried)))
    assert judged[11].is_alarm
    assert not ears(counts, rule="C2", weeks=7, alpha=0.05)[11].is_alarm


def test_equal_weeks_have_their_count_as_bound() -> None:
    judged = ears([3] * 7 + [3, 4], rule="C1")
    assert (judged[7].upper, judged[7].is_alarm) == (3, False)
    assert ears([3] * 8 + [4], rule="C1", weeks=7)[8].is_alarm
    assert all(week.upper is None or week.upper >= 0 for week in ears([3] * 9 + [9, 9, 0, 1], rule="C3"))


def test_alarms_are_about_as_rare_as_a_short_baseline_allows() -> None:
    counts = np.random.default_rng(137).poisson(30, 4000).tolist()
    rates = [np.mean([week.is_alarm for week in ears(counts, rule="C1", weeks=weeks)[300:]]) for weeks in (7, 200)]
    # Seven weeks estimate the spread badly: Student's t with six degrees of freedom gives 8 % for 5 %.
    assert rates[0] == pytest.approx(0.085, abs=0.02)
    assert rates[1] == pytest.approx(0.05, abs=0.012)
