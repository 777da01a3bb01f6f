"""A unit's week beside its own weeks and its peers: shares of enough cases, medians of enough units, and verdicts."""

from datetime import date
from typing import Any

import pytest

from peygir.desks.promises.comparing import Compared, compare, verdict
from peygir.desks.promises.week import WeekFigures

NOTHING = {
    "opened": 0,
    "finished": 0,
    "reopened": 0,
    "judged": 0,
    "kept": 0,
    "closed": 0,
    "confirmed": 0,
    "median_hours": None,
    "late": None,
    "scheduled": None,
}


def week(scope: str = "u1", **counts: Any) -> WeekFigures:
    return WeekFigures(scope=scope, until_on=date(2026, 5, 3), **{**NOTHING, **counts})


def measure(rows: list[Compared], name: str) -> Compared:
    return next(one for one in rows if one.measure == name)


def test_shares_of_the_weeks_before_are_those_of_all_their_cases_together() -> None:
    before = [week(judged=40, kept=40), week(judged=10, kept=0), week(), week(judged=50, kept=40)]
    row = measure(compare(week(judged=100, kept=60), before, []), "kept")
    assert (row.now, row.before, row.than_before) == (60, 80, "worse")
    assert (row.peers, row.than_peers) == (None, "")


def test_a_small_sample_says_nothing() -> None:
    row = measure(compare(week(judged=29, kept=29), [week(judged=90, kept=10)] * 4, []), "kept")
    assert (row.now, row.than_before) == (None, "")
    alone = measure(compare(week(finished=9), [week(finished=90)], []), "done")
    assert (alone.before, alone.than_before) == (None, ""), "one week is no comparison"


def test_the_median_of_two_peers_would_give_one_away() -> None:
    peers = [week(f"u{number}", judged=100, kept=kept) for number, kept in ((2, 90), (3, 70), (4, 50))]
    now = week(judged=100, kept=90)
    assert measure(compare(now, [], peers[:2]), "kept").peers is None
    row = measure(compare(now, [], peers), "kept")
    assert (row.peers, row.than_peers) == (70, "better")
    few = [*peers[:2], week("u4", judged=5, kept=5)]
    assert measure(compare(now, [], few), "kept").peers is None


def test_numbers_of_cases_are_compared_with_the_own_weeks_alone() -> None:
    before = [week(finished=10, late=4), week(finished=20, late=None), week(finished=30, late=6)]
    peers = [week(f"u{number}", finished=500, late=0) for number in range(2, 6)]
    rows = compare(week(finished=30, late=9), before, peers)
    done, late = measure(rows, "done"), measure(rows, "late")
    assert (done.before, done.than_before, done.peers, done.than_peers) == (20.0, "better", 500, "")
    assert (late.before, late.than_before, late.than_peers) == (5.0, "worse", "")


@pytest.mark.parametrize(
    ("value", "other", "is_share", "more_is_better", "said"),
    [
        (80, 78, True, True, "same"),
        (80, 77, True, True, "better"),
        (80, 77, True, False, "worse"),
        (0, 0, False, True, "same"),
        (1, 0, False, False, "worse"),
        (100, 92, False, True, "same"),
        (100, 80, False, True, "better"),
        (None, 80, True, True, ""),
        (80, None, True, True, ""),
    ],
)
def test_a_small_difference_is_none(
    value: int | None, other: int | None, is_share: bool, more_is_better: bool, said: str
) -> None:
    assert verdict(value, other, is_share=is_share, more_is_better=more_is_better) == said
